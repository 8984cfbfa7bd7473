import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import {
  access,
  chmod,
  link,
  lstat,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { FileFacts, FolderEntry } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'
import { driveFacts, networkKind } from './network-drive.ts'
import { isRunning } from './running.ts'

/** What doctor shows about a file; undefined where there is none. */
export async function describeFile(path: string): Promise<FileFacts | undefined> {
  try {
    const found = await stat(path)
    const writable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    )
    return { isFile: found.isFile(), mode: found.mode, bytes: found.size, writable }
  } catch {
    return undefined
  }
}

/** What is in a folder, links followed; nothing if it cannot be read. */
export async function listFolder(path: string): Promise<FolderEntry[]> {
  const names = await readdir(path).catch(() => [])
  const entries = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(path, name)).catch(() => undefined)
      if (found === undefined || !(found.isFile() || found.isDirectory())) return []
      return [
        { name, isFolder: found.isDirectory(), bytes: found.size, changedAt: found.mtime.toISOString() },
      ]
    }),
  )
  return entries.flat()
}

/** So many bytes from the beginning of a file; nothing if it cannot be read. */
export async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  const file = await open(path).catch(() => undefined)
  try {
    const found = await file?.read(Buffer.alloc(bytes), 0, bytes, 0)
    return found?.buffer.subarray(0, found.bytesRead) ?? new Uint8Array()
  } catch {
    return new Uint8Array()
  } finally {
    await file?.close()
  }
}

/** What keeps a file from being used or created at a path; undefined if nothing does. */
export async function problemWithPlace(path: string): Promise<string | undefined> {
  const target = await readlink(path).catch(() => undefined)
  try {
    await stat(path)
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ELOOP') return `${path} is a link that leads back to itself`
    if (target !== undefined)
      return `${path} is a link to ${target}, which does not exist or cannot be entered`
    if (code === 'EACCES') return `the folder ${dirname(path)} cannot be entered by your account`
  }
  const folder = await nearestFolder(dirname(resolve(path)))
  if (!(await stat(folder)).isDirectory()) return `${folder} is not a folder`
  const isUsable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  return isUsable ? undefined : `nothing can be created in ${folder} by your account`
}

async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined || dirname(path) === path ? path : await nearestFolder(dirname(path))
}

/** The kind of network file system that a file is on; undefined on a local one, or where that is unknown. */
export async function networkFileSystemOf(path: string): Promise<string | undefined> {
  return networkKind(await driveFacts(await nearestFolder(resolve(path))))
}

/**
 * Creates a folder (0700) for this process in the system's folder for temporary files, and removes those that processes
 * left which were killed.
 */
export async function temporaryFolder(): Promise<string> {
  const place = tmpdir()
  // In a container that shares the place with others, a number means another process; its host name is its own.
  const host = encodeURIComponent(hostname())
  for (const name of await readdir(place).catch(() => [])) {
    const [, owner] = name.startsWith(`sfsync-${host}-`) ? (/-(\d+)-[^-]+$/.exec(name) ?? []) : []
    if (owner !== undefined && !isRunning(Number(owner))) await removeOwnFolder(join(place, name))
  }
  try {
    return await mkdtemp(join(place, `sfsync-${host}-${process.pid}-`))
  } catch (error) {
    throw new SfsyncError('failure', `cannot make a folder in ${place}: ${reasonOf(error)}`, {
      actions: ['set TMPDIR to a folder where you may write'],
      cause: error,
    })
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

// One that cannot be removed is in no one's way.
async function removeOwnFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined)
  if (found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid))
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

/** Writes a file for an admin, readable only by its owner; throws `failure` and leaves nothing behind where that fails. */
export async function writePrivately(
  path: string,
  content: string | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  await requireRoom(path, true)
  try {
    await replaceFile(path, content)
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    throw new SfsyncError('failure', `cannot write ${path}: ${reasonOf(error)}`, {
      actions: ['name a file in a folder where you may write'],
      cause: error,
    })
  }
}

/**
 * Replaces a file, or what a link points to, with one that only its owner can read, or with `keepMode` everyone who could read
 * the old one: whole or not at all, and safe from a power cut when this returns. Writes into a pipe or a device. Throws
 * what the system throws.
 */
export async function replaceFile(
  path: string,
  content: string | AsyncIterable<string | Uint8Array>,
  keepMode = false,
): Promise<void> {
  const target = await realPath(path)
  if (await isSpecial(target)) return await writeFile(target, content)
  const draft = `${target}.${randomUUID()}.draft`
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush: true })
    const there = keepMode ? await stat(target).catch(() => undefined) : undefined
    if (there !== undefined) await chmod(draft, there.mode & 0o777)
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  // The new name is safe only with its folder; Windows cannot sync folders.
  if (process.platform !== 'win32') await toDisk(dirname(target), 'r')
}

/** The text of a file; undefined where there is none. */
export async function readFileIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    // ENOTDIR: there is a file in place of the folder, so nothing can be stored there.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}

/**
 * Lets `make` create a file beside its place and moves it there when it is complete; a failure leaves nothing behind.
 * Throws `conflict` where the file exists and may not be replaced, and `failure` where there is no folder for it.
 */
export async function putInPlace(
  path: string,
  replace: boolean,
  make: (beside: string) => Promise<void>,
): Promise<void> {
  await requireRoom(path, replace)
  const beside = `${path}.${randomUUID()}.new`
  try {
    await make(beside)
    await toDisk(beside, 'r+')
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

/** Throws `failure` where there is no folder for a file, and `conflict` where the file exists and may not be replaced. */
export async function requireRoom(path: string, replace: boolean): Promise<void> {
  const folder = dirname(resolve(path))
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw new SfsyncError('failure', `the folder ${folder} does not exist`, {
      actions: ['create the folder, or name a file in another one'],
    })
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory() === true)
    throw new SfsyncError('failure', `${path} is a folder`, {
      actions: ['name a file'],
    })
  if (there !== undefined && !replace) throw existsAlready(path)
}

function existsAlready(path: string): SfsyncError {
  return new SfsyncError('conflict', `${path} already exists`, {
    actions: ['name another file, or replace this one with --force'],
  })
}

// Does not replace a file created meanwhile, except on a file system without links.
async function linkOrMove(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw existsAlready(path)
    await rename(beside, path)
  }
}

async function toDisk(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A path without links and detours; the file itself need not exist. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const whole = resolve(path)
    const folder = dirname(whole)
    return folder === whole ? whole : join(await realPath(folder), basename(whole))
  }
}

/** Removes a folder with everything in it. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
}
