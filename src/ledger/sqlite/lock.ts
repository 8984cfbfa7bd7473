import { randomUUID } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { removeDatabase } from './copy.ts'
import { isBusy } from './errors.ts'

/** How long SQLite waits for a lock. */
export const busyTimeoutMilliseconds = 30_000
const silentMilliseconds = 1_000

/** What happens while a lock is waited for. */
export interface Patience {
  /** Says that another process has the ledger. */
  waiting(): Promise<void>
  /** Whether the file system of a path can lock files. */
  canLock(path: string): boolean
}

/**
 * Waits a second for the lock of a ledger; if another process still has it, says so and leaves the rest of the waiting
 * to SQLite. Throws `ledger-unusable` where locks do not work: SQLite takes that for a lock of another process.
 */
export async function waitForLock(
  connection: Database.Database,
  path: string,
  { waiting, canLock }: Patience,
): Promise<void> {
  if (connection.inTransaction) return
  connection.pragma(`busy_timeout = ${silentMilliseconds}`)
  try {
    connection.exec('begin immediate; rollback')
  } catch (error) {
    if (!isBusy(error)) throw error
    if (!canLock(path)) throw noLocks(path)
    await waiting()
  } finally {
    connection.pragma(`busy_timeout = ${busyTimeoutMilliseconds}`)
  }
}

/** Tries a lock on a file beside this one that no one else can have. */
export function canLockBeside(path: string): boolean {
  const file = `${path}.${randomUUID()}.lock`
  try {
    closeSync(openSync(file, 'wx', 0o600))
    const database = new Database(file, { timeout: 0 })
    try {
      database.exec('begin exclusive; rollback')
      return true
    } finally {
      database.close()
    }
  } catch (error) {
    return !isBusy(error)
  } finally {
    removeDatabase(file)
  }
}

function noLocks(path: string): SfsyncError {
  return new SfsyncError('ledger-unusable', `the file system of the ledger ${path} does not support locks`, {
    actions: [
      'use a ledger on a local disk: --store <file> or SFSYNC_STORE',
      'or mount the network drive with locks',
    ],
  })
}
