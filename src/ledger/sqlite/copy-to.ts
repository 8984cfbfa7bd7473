import { closeSync, openSync, rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'

/** Copies the whole store as it is at this moment into a new file, for its owner only; others go on writing. */
export function copyTo(connection: Database.Database, path: string): void {
  try {
    // Made empty before it is filled, for SQLite would let everybody read it; `wx` never takes somebody's file.
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new SfsyncError('conflict', `${path} exists already; nothing was written`, {
        actions: ['name a file that does not exist yet'],
      })
    throw error
  }
  try {
    connection.prepare('vacuum into ?').run(path)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}
