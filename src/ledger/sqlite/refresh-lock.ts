import { closeSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { identityOf } from './ledger-file.ts'

/** The right to use the staging file of a refresh, which one process has at a time. */
export interface RefreshLock {
  release(): void
}

/**
 * Takes the lock of a staging file: an exclusive transaction on an empty file beside it, which the kernel ends with its
 * process. Throws SQLite's BUSY while another process has it. The staging file alone cannot be the lock: it must be
 * closed before the ledger reads it, and is removed at the end, when another process may just have opened it.
 */
export function lockRefresh(stagingFile: string): RefreshLock {
  const path = `${stagingFile}.lock`
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
          // Removed while it is still locked: whoever opened it meanwhile sees that it is gone, and opens a new one.
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
