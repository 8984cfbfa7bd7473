import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { makeOwnFolder } from '../../system/own-folder.ts'

// Longer than a renewal may take, so that no process gives up on one that is running.
const maxWaitSeconds = 120
const pauseMilliseconds = 25

/**
 * Runs work that only one process may do at a time. The lock is an exclusive transaction on an empty SQLite file, which
 * the kernel ends with its process, however that ends: no lock is ever left behind. Throws `failure` when others take too long.
 */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  makeOwnFolder(dirname(file))
  closeSync(openSync(file, 'a', 0o600))
  const database = new Database(file, { timeout: 0 })
  try {
    // Tried again and again, because SQLite's own waiting would block everything else in this process.
    const until = performance.now() + maxWaitSeconds * 1_000
    while (!begun(database)) {
      if (performance.now() > until)
        throw new SfsyncError('failure', 'another sfsync process has been renewing this login for minutes', {
          actions: [`stop the other process and try again (the lock is ${file})`],
        })
      await pause(pauseMilliseconds * (0.5 + Math.random()))
    }
    return await work()
  } finally {
    database.close()
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
