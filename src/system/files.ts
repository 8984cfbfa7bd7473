import { constants } from 'node:fs'
import { access, link, mkdtemp, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { FileFacts } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'

/** What doctor wants to know of a file; undefined where there is none. */
export async function describeFile(path: string): Promise<FileFacts | undefined> {
  try {
    const found = await stat(path)
    const { mode, size } = found
    const writable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    )
    return { isFile: found.isFile(), mode, bytes: size, writable }
  } catch {
    return undefined
  }
}

/** A new folder (0700) in the system's place for temporary files. */
export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'sfsync-'))
}

/** Writes a text beside a file and puts it in its place; throws `failure` and leaves nothing where that cannot be. */
export async function writePrivately(path: string, text: string | AsyncIterable<string>): Promise<void> {
  await requireRoom(path, true)
  // What a link leads to is replaced, not the link.
  const target = await realPath(path)
  const beside = `${target}.${process.pid}.new`
  try {
    // Into a pipe or a device one writes; it must not become a file.
    if (await isSpecial(target)) return await writeFile(target, text)
    await writeFile(beside, text, { mode: 0o600 })
    await rename(beside, target)
  } catch (error) {
    await rm(beside, { force: true })
    if (error instanceof SfsyncError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new SfsyncError('failure', `${path} cannot be written: ${reason}`, {
      actions: ['name a file in a folder where you may write'],
      cause: error,
    })
  }
}

/**
 * Lets a file be made beside its place and puts it there once that is done; a failure leaves nothing. Throws `conflict`
 * where a file is there already that may not be replaced, and `failure` where there is no folder for it.
 */
export async function putInPlace(
  path: string,
  replace: boolean,
  make: (beside: string) => Promise<void>,
): Promise<void> {
  await requireRoom(path, replace)
  const beside = `${path}.${process.pid}.new`
  try {
    await make(beside)
    await toDisk(beside)
    if (replace) await rename(beside, path)
    else await linkOrMove(beside, path)
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(beside + suffix, { force: true })
  }
}

async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined)
  return there !== undefined && !there.isFile()
}

/** Throws `failure` where there is no folder for a file, and `conflict` where it is there and may not be replaced. */
export async function requireRoom(path: string, replace: boolean): Promise<void> {
  const folder = dirname(resolve(path))
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw new SfsyncError('failure', `there is no folder ${folder}; nothing was written`, {
      actions: ['make the folder, or name a file in another one'],
    })
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory() === true)
    throw new SfsyncError('failure', `${path} is a folder; nothing was written`, {
      actions: ['name a file'],
    })
  if (there !== undefined && !replace) throw existsAlready(path)
}

function existsAlready(path: string): SfsyncError {
  return new SfsyncError('conflict', `${path} exists already; nothing was written`, {
    actions: ['name another file, or replace this one with --force'],
  })
}

// A file that was made meanwhile is not replaced; where the file system knows no links, that is luck.
async function linkOrMove(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw existsAlready(path)
    await rename(beside, path)
  }
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A path without links and detours; the file itself need not be there. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const whole = resolve(path)
    const folder = dirname(whole)
    return folder === whole ? whole : join(await realPath(folder), basename(whole))
  }
}

/** Removes a folder with all that is in it. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
}
