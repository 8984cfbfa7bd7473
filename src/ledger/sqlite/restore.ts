import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import type { LedgerInspection, PreparedRestore } from '../ledger.ts'
import { besideDatabase, copyStore, linkToFreeName, removeDatabase } from './copy.ts'
import { isBusy, isUnreadable, ledgerFailure } from './errors.ts'
import { isStandaloneCopy, ledgerFileExists } from './ledger-file.ts'
import { problemsOf } from './ledger.ts'
import { recognize } from './open.ts'

/** What is in a file that a ledger was copied to; does not change the file. Throws what opening a ledger throws. */
export function inspectLedger(path: string): LedgerInspection {
  return withCopy(path, (connection) => {
    recognize(connection, path)
    const problems = problemsOf(connection)
    if (problems.length > 0) return { problems, changeSets: 0 }
    const row = connection.prepare<[], { sets: number }>('select count(*) as sets from change_set').get()
    return { problems, changeSets: row?.sets ?? 0 }
  })
}

/**
 * Copies a backup to a file beside the ledger and checks it; nothing of the ledger is changed before it is put in place.
 * Throws `file-unreadable` without a backup, `ledger-unusable` and `ledger-newer`.
 */
export function prepareRestore(ledger: string, backup: string): PreparedRestore {
  const path = existsSync(ledger) ? realpathSync(ledger) : ledger
  if (!existsSync(backup))
    throw new SfsyncError('file-unreadable', `cannot read ${backup}: there is no such file`, {
      actions: ['check the file name'],
    })
  if (!statSync(backup).isFile())
    throw new SfsyncError('file-unreadable', `cannot read ${backup}: it is not a regular file`, {
      actions: ['name a file that sfsync backup wrote'],
    })
  const beside = `${path}.${randomUUID()}.new`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    ledgerFileExists(backup)
    withCopy(backup, (connection) => copyStore(connection, beside))
    const inspection = inspectLedger(beside)
    return {
      ...inspection,
      replaces: ['', ...besideDatabase].some((suffix) => existsSync(path + suffix)),
      place: () => guarded(path, () => place(path, beside)),
      discard: () => removeDatabase(beside),
    }
  } catch (error) {
    removeDatabase(beside)
    throw ledgerFailure(error, backup)
  }
}

function withCopy<Result>(path: string, work: (connection: Database.Database) => Result): Result {
  return guarded(path, () => {
    const connection = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return work(connection)
    } finally {
      connection.close()
    }
  })
}

function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw ledgerFailure(error, path)
  }
}

// Renamed over the ledger, so that there is no moment without one in which another process would make a new one.
function place(path: string, beside: string): string | undefined {
  const held = hold(path)
  try {
    toDisk(beside, 'r+')
    const kept = keep(path)
    // Windows does not rename a file over one that is open.
    if (process.platform === 'win32') held?.close()
    renameSync(beside, path)
    // After the ledger: until then, the earlier one may need its log. A log beside a copy is recognized and not used.
    for (const suffix of besideDatabase)
      if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix)
    if (process.platform !== 'win32') toDisk(dirname(path), 'r')
    return existsSync(kept) ? kept : undefined
  } finally {
    held?.close()
  }
}

// The earlier ledger, with its log written into it and no one else in it; undefined where SQLite cannot or must not open it.
function hold(path: string): Database.Database | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  const hasLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  if (found === undefined || found.size === 0 || (hasLog && isStandaloneCopy(path))) return undefined
  const connection = new Database(path, { timeout: 1_000 })
  try {
    recognize(connection, path)
    connection.pragma('journal_mode = delete')
    connection.pragma('locking_mode = exclusive')
    connection.exec('begin exclusive')
    return connection
  } catch (error) {
    connection.close()
    // A newer ledger, or another program's database, is not this program's to replace.
    if (isBusy(error) || !isUnreadable(error)) throw error
    return undefined
  }
}

// The name under which the earlier ledger is kept, if there is one.
function keep(path: string): string {
  const name = `${path}.before-restore`
  return existsSync(path) ? linkToFreeName(path, name) : name
}

// Windows syncs only what is open for writing, and no folders.
function toDisk(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
