import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
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
import { Migrator } from 'kysely/migration'
import { SfsyncError } from '../../core/errors.ts'
import { fold } from '../../core/text.ts'
import type { Ledger } from '../ledger.ts'
import { isBusy, ledgerFailure } from './errors.ts'
import type { LedgerTables } from './schema.ts'
import { SqliteLedger } from './ledger.ts'
import { migrations } from '../migrations/index.ts'

const busyTimeoutMilliseconds = 30_000

/**
 * Opens the ledger in a file; creates folder (0700) and file (0600) if missing, and migrates an older ledger. Throws
 * `ledger-unusable`, `ledger-newer`, `ledger-busy` or `disk-full`; never changes a file of another program.
 */
export async function openSqliteLedger(path: string): Promise<Ledger> {
  let connection: Database.Database | undefined
  try {
    createPrivately(path)
    connection = new Database(path, { timeout: busyTimeoutMilliseconds })
    const version = recognise(connection, path)
    useWriteAheadLog(connection)
    const kysely = kyselyOn(connection)
    if (version < schemaVersion) await migrate(kysely, connection, path)
    return new SqliteLedger(kysely, connection, path)
  } catch (error) {
    connection?.close()
    throw ledgerFailure(error, path)
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

function createPrivately(path: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
}

function recognise(connection: Database.Database, path: string): number {
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
 * Migrates a ledger to the current schema in one transaction. An older ledger is first copied to `<file>.before-<version>`;
 * a new one needs no copy.
 */
export async function migrate(
  kysely: Kysely<LedgerTables>,
  connection: Database.Database,
  path: string,
): Promise<void> {
  const found = Number(connection.pragma('user_version', { simple: true }))
  if (found > 0) await copyBeside(connection, `${path}.before-${schemaVersion}`)
  await kysely.transaction().execute(async (transaction) => {
    const migrator = new Migrator({
      db: transaction,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
    await sql.raw(`pragma application_id = ${applicationId}`).execute(transaction)
    await sql.raw(`pragma user_version = ${schemaVersion}`).execute(transaction)
  })
}

// Created empty first, since SQLite would make it readable for all.
async function copyBeside(connection: Database.Database, path: string): Promise<void> {
  closeSync(openSync(path, 'w', 0o600))
  await connection.backup(path)
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
export const schemaVersion = 3
