import type Database from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import { ledgerFailure } from './errors.ts'
import type { LedgerTables } from './schema.ts'

const pageSize = 1000

/** Runs queries on the connection of one ledger; whatever SQLite reports is thrown as an `SfsyncError`. */
export class QueryRunner {
  readonly connection: Database.Database
  readonly kysely: Kysely<LedgerTables>
  readonly path: string

  constructor(kysely: Kysely<LedgerTables>, connection: Database.Database, path: string) {
    this.kysely = kysely
    this.connection = connection
    this.path = path
  }

  /** All rows of a query. Kysely's own execution costs more than SQLite's work for the few rows of one command. */
  async all<Row, Item>(query: CompiledQuery<Row>, itemOf: (row: Row) => Item): Promise<Item[]> {
    return await this.guarded(() =>
      this.connection
        .prepare<unknown[], Row>(query.sql)
        .all(...query.parameters)
        .map((row) => itemOf(row)),
    )
  }

  /** The rows of a query in pages, so that memory use stays flat. */
  async *pages<Row, Item>(query: CompiledQuery<Row>, itemOf: (row: Row) => Item): AsyncGenerator<Item[]> {
    try {
      let page: Item[] = []
      const rows = this.connection.prepare<unknown[], Row>(query.sql).iterate(...query.parameters)
      for (const row of rows) {
        page.push(itemOf(row))
        if (page.length === pageSize) {
          yield page
          page = []
        }
      }
      if (page.length > 0) yield page
    } catch (error) {
      throw ledgerFailure(error, this.path)
    }
  }

  /** Does any other work on the connection; `path` is the file to name in a failure. */
  async guarded<T>(work: () => T | Promise<T>, path: string = this.path): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw ledgerFailure(error, path)
    }
  }
}
