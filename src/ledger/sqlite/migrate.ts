import { closeSync, openSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../migrations/index.ts'
import type { LedgerTables } from './schema.ts'
import { applicationId, schemaVersion } from './version.ts'

/**
 * Brings a ledger up to date in one transaction. An older ledger is first copied beside itself,
 * to `<file>.before-<version>`; a new one needs no copy.
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

// Made empty before it is filled, for SQLite would let everybody read it.
async function copyBeside(connection: Database.Database, path: string): Promise<void> {
  closeSync(openSync(path, 'w', 0o600))
  await connection.backup(path)
}
