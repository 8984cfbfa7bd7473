import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'

// Longer than a renewal may take, so that nobody gives up on one that is under way.
const longestWaitSeconds = 120
const pauseMilliseconds = 25

/**
 * Does work that only one process may do at a time. The lock is an exclusive transaction on an empty SQLite file, which
 * the kernel ends with its process, however that ends: no lock is ever left behind. Throws `failure` when others take too long.
 */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  const database = new Database(file, { timeout: 0 })
  try {
    await taken(database, file)
    return await work()
  } finally {
    database.close()
  }
}

// Asked again and again rather than waited for: SQLite's own waiting would stop everything else in this process.
async function taken(database: Database.Database, file: string): Promise<void> {
  const until = performance.now() + longestWaitSeconds * 1_000
  while (!begun(database)) {
    if (performance.now() > until)
      throw new SfsyncError('failure', 'another sfsync has been renewing this login for minutes', {
        actions: [`end the other sfsync and try again (the lock is ${file})`],
      })
    await pause(pauseMilliseconds * (0.5 + Math.random()))
  }
}

function begun(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}

/** Writes a file that only its owner can read, whole or not at all, and safe from a power cut when this returns. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}.draft`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(dirname(file))
}

/** The text of a file; undefined where there is none. */
export async function readFileIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    // A file stands where the folder would be: nothing can be kept there.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}

// The new name is safe only with its folder; Windows has no such thing.
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
