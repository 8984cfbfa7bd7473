import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { getRawAsset } from 'node:sea'

/** Loads the addon in a file and puts what it exports into an object. */
type Load = (addon: { exports: object }, file: string) => void

/** Gives what an addon exports. Throws `ERR_DLOPEN_FAILED` with the reason of each folder. */
export function addonOf(name: string): object {
  return loadAddon(new Uint8Array(getRawAsset(name)), foldersFor(process.env, tmpdir()))
}

/**
 * Loads an addon, which the system only does from a file. The file is new at every start, in a folder that only this
 * account can open, and is gone once it is loaded: there is nothing that another process could have changed or that two
 * first starts could write at the same time. The next folder is tried where one is full, read-only or without programs.
 */
export function loadAddon(
  bytes: Uint8Array,
  folders: readonly string[],
  load: Load = (addon, file) => process.dlopen(addon, file),
): object {
  const reasons: string[] = []
  for (const parent of folders)
    try {
      return loadFrom(parent, bytes, load)
    } catch (error) {
      reasons.push(`${parent}: ${error instanceof Error ? error.message : String(error)}`)
    }
  throw Object.assign(new Error(reasons.join('; ')), { code: 'ERR_DLOPEN_FAILED' })
}

function loadFrom(parent: string, bytes: Uint8Array, load: Load): object {
  const folder = mkdtempSync(join(parent, 'sfsync-'))
  try {
    const file = join(folder, 'addon.node')
    writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' })
    const addon = { exports: {} }
    load(addon, file)
    return addon.exports
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where to try, each once: temporary folders are often mounted `noexec` and homes read-only, but seldom all of them. */
export function foldersFor(
  { HOME: home = '', XDG_CACHE_HOME: caches, XDG_RUNTIME_DIR: runtime = '' }: NodeJS.ProcessEnv,
  temporary: string,
): readonly string[] {
  const folders = [temporary, caches || join(home, '.cache'), home, runtime, '/dev/shm', '/var/tmp']
  return [...new Set(folders)].filter((folder) => isAbsolute(folder))
}
