import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'
import { SfsyncError } from '../../core/errors.ts'
import { fold } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import type { IfMissing, Ledger } from '../ledger.ts'
import { copyStore, linkTo, linkToFreeName, removeDatabase } from './copy.ts'
import { isBusy, isReadOnly, ledgerFailure } from './errors.ts'
import { identityOf, ledgerFileExists, noLedger } from './ledger-file.ts'
import { busyTimeoutMilliseconds, canLockBeside, type Patience, waitForLock } from './lock.ts'
import type { LedgerTables } from './schema.ts'
import { SqliteLedger } from './ledger.ts'

/** How a ledger is opened. */
export interface OpenOptions {
  /** Called when another process has had the ledger for a second. */
  readonly waiting?: () => Promise<void>
  readonly ifMissing?: IfMissing
}

/**
 * Opens the ledger in a file; creates folder (0700) and file (0600) if missing, unless `ifMissing` says otherwise, and migrates an older ledger. A ledger that
 * cannot be written is opened to be read. Throws `ledger-unusable`, `ledger-newer`, `ledger-busy` or `disk-full`; never
 * changes a file of another program.
 */
export async function openSqliteLedger(path: string, options: OpenOptions = {}): Promise<Ledger> {
  const { ifMissing = 'create' } = options
  try {
    if (!ledgerFileExists(path)) {
      if (ifMissing === 'refuse') throw noLedger(path)
      if (ifMissing === 'empty') return await openEmpty(path)
      await createLedger(path)
    }
    return await openToWrite(path, options)
  } catch (error) {
    const ledger = isReadOnly(error) ? await openToRead(path) : undefined
    if (ledger !== undefined) return ledger
    throw ledgerFailure(error, path)
  }
}

async function openToWrite(path: string, { waiting }: OpenOptions): Promise<Ledger> {
  // Read first: a file that is replaced from now on is noticed.
  const identity = identityOf(path)
  const connection = new Database(path, { timeout: busyTimeoutMilliseconds })
  try {
    const patience = { waiting: waiting ?? (async () => {}), canLock: canLockBeside }
    const version = await versionOf(connection, path, patience)
    useWriteAheadLog(connection)
    const kysely = kyselyOn(connection)
    if (version < schemaVersion) await migrate(kysely, connection, path)
    return new SqliteLedger(kysely, connection, { path, patience, ...given({ identity }) })
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

// An empty ledger that only this process has, and that refuses to be written.
async function openEmpty(path: string): Promise<Ledger> {
  const connection = new Database(':memory:')
  const kysely = kyselyOn(connection)
  await migrate(kysely, connection, ':memory:')
  connection.pragma('query_only = on')
  return new SqliteLedger(kysely, connection, { path })
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
    const kysely = kyselyOn(connection)
    if (version < schemaVersion) await migrate(kysely, connection, ':memory:')
    connection.pragma('query_only = on')
    return new SqliteLedger(kysely, connection, { path })
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
async function createLedger(path: string): Promise<void> {
  makeFolder(dirname(path))
  const draft = `${path}.${randomUUID()}.new`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    const connection = new Database(draft)
    try {
      await migrate(kyselyOn(connection), connection, draft)
      connection.pragma('journal_mode = wal')
    } finally {
      connection.close()
    }
    // Another process that made it meanwhile was faster.
    linkTo(draft, path)
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
export function kyselyOn(connection: Database.Database): Kysely<LedgerTables> {
  connection.pragma('foreign_keys = on')
  connection.pragma('synchronous = full')
  // In kibibytes, taken as needed: with SQLite's own 2 MiB a batch spends half its time writing pages out and in.
  connection.pragma('cache_size = -65536')
  connection.function('fold', { deterministic: true }, (text) =>
    typeof text === 'string' ? fold(text) : null,
  )
  return new Kysely<LedgerTables>({ dialect: new LedgerDialect({ database: connection }) })
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

/**
 * Migrates a ledger to the current schema in one transaction. An older ledger is first copied to `<file>.before-<version>`,
 * which never replaces a file; a new one needs no copy.
 */
export async function migrate(
  kysely: Kysely<LedgerTables>,
  connection: Database.Database,
  path: string,
): Promise<void> {
  // Most ledgers are current. Loaded before the lock is taken.
  const { Migrator } = await import('kysely/migration')
  const { migrations } = await import('../migrations/index.ts')
  let copy: string | undefined
  try {
    await kysely.transaction().execute(async (transaction) => {
      // Under the lock: another process may have migrated it meanwhile.
      const found = Number(connection.pragma('user_version', { simple: true }))
      if (found >= schemaVersion) return
      if (found > 0 && path !== ':memory:') copy = copyBeside(path, `${path}.before-${schemaVersion}`)
      const migrator = new Migrator({
        db: transaction,
        provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      })
      const { error } = await migrator.migrateToLatest()
      if (error !== undefined) throw error
      await sql.raw(`pragma application_id = ${applicationId}`).execute(transaction)
      await sql.raw(`pragma user_version = ${schemaVersion}`).execute(transaction)
    })
  } catch (error) {
    if (copy !== undefined) rmSync(copy, { force: true })
    throw error
  }
}

// A connection of its own sees the ledger as it was before the transaction.
function copyBeside(path: string, copy: string): string {
  const draft = `${copy}.${randomUUID()}.new`
  const reader = new Database(path, { readonly: true })
  try {
    copyStore(reader, draft)
    return linkToFreeName(draft, copy)
  } finally {
    reader.close()
    rmSync(draft, { force: true })
  }
}

// Takes the write lock when a transaction begins: two readers that both become writers would deadlock.
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

// SQLite rolls back schema changes like any others; Kysely assumes it does not.
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely's SQLite dialect, with write transactions that wait for the lock, and migrations inside one of them. */
export class LedgerDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/** Marks a SQLite file as an sfsync ledger (`PRAGMA application_id`): the letters "sfsy". */
export const applicationId = 0x73667379

/** The number of migrations, which is the `PRAGMA user_version` of a current ledger. */
export const schemaVersion = 5
