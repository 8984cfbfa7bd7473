import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
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
import { migrations } from '../migrations/index.ts'
import { copyStore, linkToFreeName } from './copy.ts'
import { applicationId, type LedgerTables, schemaVersion } from './schema.ts'

/**
 * Migrates a ledger to the current schema in one transaction. An older ledger in a file that is kept is first copied to
 * `<file>.before-<version>`, which never replaces a file; a new one needs no copy.
 */
export async function migrateLedger(connection: Database.Database, kept?: string): Promise<void> {
  const kysely = new Kysely<LedgerTables>({ dialect: new LedgerDialect({ database: connection }) })
  let copy: string | undefined
  try {
    await kysely.transaction().execute(async (transaction) => {
      // Under the lock: another process may have migrated it meanwhile.
      const found = Number(connection.pragma('user_version', { simple: true }))
      if (found >= schemaVersion) return
      if (found > 0 && kept !== undefined) copy = copyBeside(kept, `${kept}.before-${schemaVersion}`)
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
