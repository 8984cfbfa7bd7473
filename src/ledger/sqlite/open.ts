import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { fold } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import type { Ledger, OpenOptions } from '../ledger.ts'
import { copyStore, linkTo, removeDatabase } from './copy.ts'
import { isBusy, isReadOnly, ledgerFailure, scratchFailure } from './errors.ts'
import { identityOf, ledgerFileExists, noLedger } from './ledger-file.ts'
import { busyTimeoutMilliseconds, canLockBeside, type Patience, waitForLock } from './lock.ts'
import { applicationId, schemaVersion } from './schema.ts'
import { SqliteLedger } from './ledger.ts'

/**
 * Opens the ledger in a file; creates folder (0700) and file (0600) if missing, unless `ifMissing` says otherwise, and
 * migrates an older ledger. A dry run does both elsewhere. A ledger that cannot be written is opened to be read. Throws
 * `ledger-unusable`, `ledger-newer`, `ledger-busy` or `disk-full`; never changes a file of another program.
 */
export async function openSqliteLedger(path: string, options: OpenOptions = {}): Promise<Ledger> {
  const { ifMissing = 'create' } = options
  try {
    if (!ledgerFileExists(path)) {
      if (ifMissing === 'refuse') throw noLedger(path)
      if (ifMissing === 'empty') return await openEmpty(path)
      if (options.isDryRun === true) {
        await options.missing?.()
        return await openScratch()
      }
      if (await createLedger(path)) await options.created?.()
    }
    return await openToWrite(path, options)
  } catch (error) {
    const ledger = isReadOnly(error) ? await openToRead(path) : undefined
    if (ledger !== undefined) return ledger
    throw ledgerFailure(error, path)
  }
}

async function openToWrite(
  path: string,
  { waiting, isDryRun }: OpenOptions,
  scratch?: string,
): Promise<Ledger> {
  // Read first: a file that is replaced from now on is noticed.
  const identity = identityOf(path)
  const connection = new Database(path, { timeout: busyTimeoutMilliseconds })
  try {
    const patience = { waiting: waiting ?? (async () => {}), canLock: canLockBeside }
    const version = await versionOf(connection, path, patience)
    if (version < schemaVersion && isDryRun === true) {
      const copy = await openScratch((place) => copyStore(connection, place))
      connection.close()
      return copy
    }
    useWriteAheadLog(connection)
    prepare(connection)
    // What is removed again need not survive a power failure, nor be copied first.
    if (scratch !== undefined) connection.pragma('synchronous = off')
    if (version < schemaVersion) await migrate(connection, scratch === undefined ? path : undefined)
    return new SqliteLedger(connection, { path, patience, ...given({ identity, scratch }) })
  } catch (error) {
    connection.close()
    throw error
  }
}

// Reading takes no lock that others could hold for long, except while a file is replaced as a whole.
async function versionOf(connection: Database.Database, path: string, patience: Patience): Promise<number> {
  connection.pragma('busy_timeout = 1000')
  try {
    return recognize(connection, path)
  } catch (error) {
    if (!isBusy(error)) throw error
    await waitForLock(connection, path, patience)
    return recognize(connection, path)
  } finally {
    connection.pragma(`busy_timeout = ${busyTimeoutMilliseconds}`)
  }
}

/** An empty ledger that only this process has, and that refuses to be written. */
export async function openEmpty(path: string): Promise<Ledger> {
  const connection = new Database(':memory:')
  prepare(connection)
  await migrate(connection)
  connection.pragma('query_only = on')
  return new SqliteLedger(connection, { path })
}

/** A ledger for a dry run, new unless it is filled, in a folder that is removed when it is closed. */
export async function openScratch(fill: (path: string) => unknown = createLedger): Promise<Ledger> {
  const place = tmpdir()
  let folder: string | undefined
  try {
    folder = mkdtempSync(join(place, 'sfsync-dry-run-'))
    const path = join(folder, 'ledger.sqlite')
    await fill(path)
    return await openToWrite(path, {}, folder)
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    throw scratchFailure(error, place)
  }
}

// SQLite needs files beside a ledger even to read it, so it is read into memory.
async function openToRead(path: string): Promise<Ledger | undefined> {
  const bytes = readable(path)
  if (bytes === undefined) return undefined
  // Without the log that it cannot have in memory. Source: https://www.sqlite.org/c3ref/deserialize.html
  bytes.fill(1, 18, 20)
  const connection = new Database(bytes)
  try {
    const version = recognize(connection, path)
    prepare(connection)
    if (version < schemaVersion) await migrate(connection)
    connection.pragma('query_only = on')
    return new SqliteLedger(connection, { path })
  } catch (error) {
    connection.close()
    throw error
  }
}

// What another process has in its log is not in the file yet.
function readable(path: string): Buffer | undefined {
  try {
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
    return log !== undefined && log.size > 0 ? undefined : readFileSync(path)
  } catch {
    return undefined
  }
}

// Made beside its place and complete, so that no other process sees half of it, except on a file system without links.
async function createLedger(path: string): Promise<boolean> {
  makeFolder(dirname(path))
  const draft = `${path}.${randomUUID()}.new`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    const connection = new Database(draft)
    try {
      prepare(connection)
      await migrate(connection)
      connection.pragma('journal_mode = wal')
    } finally {
      connection.close()
    }
    // Another process that made it meanwhile was faster.
    return linkTo(draft, path)
  } finally {
    removeDatabase(draft)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    // What the system says about it depends on the folders above: a full disk and a file in the way have their own texts.
    if (
      cause instanceof Error &&
      'code' in cause &&
      /^(?:EACCES|EPERM|EROFS|ENOENT)$/.test(String(cause.code))
    )
      throw new SfsyncError('ledger-unusable', `the folder ${folder} of the ledger cannot be created`, {
        actions: ['create the folder where you may write, or use another ledger: --store <file>'],
        cause,
      })
    throw cause
  }
}

/** Prepares a connection for the ledger's queries: references are enforced, and SQL can call `fold`. */
export function prepare(connection: Database.Database): void {
  connection.pragma('foreign_keys = on')
  connection.pragma('synchronous = full')
  // In kibibytes, taken as needed: with SQLite's own 2 MiB a batch spends half its time writing pages out and in.
  connection.pragma('cache_size = -65536')
  connection.function('fold', { deterministic: true }, (text) =>
    typeof text === 'string' ? fold(text) : null,
  )
}

/** The schema version of a ledger; throws `ledger-unusable` for a database of another program, and `ledger-newer`. */
export function recognize(connection: Database.Database, path: string): number {
  const { version, application, tables } = headOf(connection)
  if (application !== applicationId && (application !== 0 || version !== 0 || tables > 0))
    throw new SfsyncError('ledger-unusable', `${path} is a SQLite database, but not an sfsync ledger`, {
      actions: ['name another file with --store; this one was not changed'],
    })
  if (version > schemaVersion)
    throw new SfsyncError(
      'ledger-newer',
      `the ledger ${path} was written by a newer sfsync (schema version ${version}; this sfsync reads version ${schemaVersion})`,
      {
        actions: ['update sfsync', 'or use another ledger: --store <file>'],
      },
    )
  return version
}

// Most ledgers are current.
async function migrate(connection: Database.Database, kept?: string): Promise<void> {
  const { migrateLedger } = await import('./migrate.ts')
  await migrateLedger(connection, kept)
}

// In one transaction, since another process may be creating the ledger now.
function headOf(connection: Database.Database): { version: number; application: number; tables: number } {
  return connection.transaction(() => ({
    version: Number(connection.pragma('user_version', { simple: true })),
    application: Number(connection.pragma('application_id', { simple: true })),
    tables: connection.prepare('select name from sqlite_schema').all().length,
  }))()
}

// SQLite waits for a lock in every step but this one.
function useWriteAheadLog(connection: Database.Database): void {
  if (connection.pragma('journal_mode', { simple: true }) === 'wal') return
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.pragma('journal_mode = wal')
      return
    } catch (error) {
      if (!isBusy(error) || attempt === 500) throw error
      Atomics.wait(pause, 0, 0, 20)
    }
  }
}
