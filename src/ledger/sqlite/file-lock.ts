import { closeSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { isBusy, ledgerFailure } from './errors.ts'
import { identityOf } from './ledger-file.ts'

/** The right to use a file beside the ledger, which one process has at a time. */
export interface FileLock {
  release(): void
}

/**
 * Takes the lock of a file: an exclusive transaction on an empty file beside it, which the kernel ends with its process.
 * Throws SQLite's BUSY while another process has it. A staging file alone cannot be the lock: it must be closed before
 * the ledger reads it, and is removed at the end, when another process may just have opened it.
 */
export function lockFile(file: string): FileLock {
  const path = `${file}.lock`
  for (;;) {
    closeSync(openSync(path, 'a', 0o600))
    const before = identityOf(path)
    const database = new Database(path, { timeout: 0 })
    try {
      database.exec('begin exclusive')
    } catch (error) {
      database.close()
      throw error
    }
    if (before !== undefined && before === identityOf(path))
      return {
        release: () => {
          // Removed while it is still locked: a process that opened it meanwhile sees that it is gone, and opens a new one.
          if (process.platform !== 'win32') rmSync(path, { force: true })
          database.close()
          if (process.platform === 'win32') removeUnlessOpen(path)
        },
      }
    database.close()
  }
}

// Windows removes no file that is open: then another process has it, and removes it in the end.
function removeUnlessOpen(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // It stays, unlocked.
  }
}

/** Takes the right to send users of a ledger to SalesScreen. Throws `ledger-busy` while another process has it. */
export function lockPush(store: string): FileLock {
  try {
    return lockFile(pushFile(store))
  } catch (error) {
    if (!isBusy(error)) throw ledgerFailure(error, store)
    throw new SfsyncError(
      'ledger-busy',
      'another sfsync process is sending users of this ledger to SalesScreen; nothing was sent',
      { actions: ['wait until it has finished, then run the command again'], cause: error },
    )
  }
}

/** The file that knows when requests were sent to SalesScreen for this ledger. */
export function pushFile(store: string): string {
  return `${store}.push`
}
