import { closeSync, copyFileSync, constants, linkSync, openSync, rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'

/** The files that SQLite keeps beside a database. */
export const besideDatabase = ['-wal', '-shm', '-journal'] as const

/** Copies the whole store as it is now into a new file (0600), while others write. */
export function copyStore(connection: Database.Database, path: string): void {
  try {
    // Created empty first, since SQLite would make it readable for all; `wx` never overwrites a file.
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (isThere(error))
      throw new SfsyncError('conflict', `${path} already exists and was not overwritten`, {
        actions: ['name a file that does not exist yet'],
      })
    throw error
  }
  // A ledger that is only read can be copied, too, which SQLite takes for writing.
  const queryOnly = Number(connection.pragma('query_only', { simple: true }))
  try {
    connection.pragma('query_only = off')
    connection.prepare('vacuum into ?').run(path)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    connection.pragma(`query_only = ${queryOnly}`)
  }
}

/** Gives a file a second name that must be free; false where it is taken. */
export function linkTo(file: string, name: string): boolean {
  try {
    linkSync(file, name)
  } catch (error) {
    if (isThere(error)) return false
    return copyTo(file, name)
  }
  return true
}

/** Gives a file a second name that is free: this one, or this one with a number. Returns the name. */
export function linkToFreeName(file: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}.${number}`
    if (linkTo(file, free)) return free
  }
}

// Some file systems have no links.
function copyTo(file: string, name: string): boolean {
  try {
    copyFileSync(file, name, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (isThere(error)) return false
    throw error
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

/** Removes a database and what SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...besideDatabase]) rmSync(path + suffix, { force: true })
}
