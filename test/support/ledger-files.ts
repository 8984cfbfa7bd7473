import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { temporaryFolder } from './temporary-folder.ts'

const released = join(import.meta.dirname, '../ledger/released')

/** A path for a ledger in a new folder; nothing is there yet. */
export function newLedgerPath(): string {
  return join(temporaryFolder(), 'ledger.sqlite')
}

/** A new file that holds the ledger which a release left, by the name of its last migration. */
export function releasedLedger(name: string): string {
  const path = newLedgerPath()
  withDatabase(path, (database) => database.exec(readFileSync(join(released, `${name}.sql`), 'utf8')))
  return path
}

/** What every release must read in a released ledger, by the name of its last migration. */
export function releasedContent(name: string): unknown {
  return JSON.parse(readFileSync(join(released, `${name}.json`), 'utf8'))
}

/** Works on the file as SQLite sees it, behind the back of sfsync. */
export function withDatabase<Result>(path: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Every table and index as it was made, in order of their names. */
export function schemaOf(path: string): unknown[] {
  const query = 'select name, sql from sqlite_schema where sql is not null order by name'
  return withDatabase(path, (database) => database.prepare(query).all())
}
