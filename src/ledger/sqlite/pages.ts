import type Database from 'better-sqlite3'
import type { CompiledQuery } from 'kysely'

const pageSize = 1000

/** Runs a compiled query row by row and hands the rows on in pages, so that memory stays flat. */
export function* pagesOf<Row, Item>(
  connection: Database.Database,
  query: CompiledQuery<Row>,
  itemOf: (row: Row) => Item,
): Generator<Item[]> {
  let page: Item[] = []
  for (const row of connection.prepare<unknown[], Row>(query.sql).iterate(...query.parameters)) {
    page.push(itemOf(row))
    if (page.length === pageSize) {
      yield page
      page = []
    }
  }
  if (page.length > 0) yield page
}

/** Runs a compiled query at once: for the few rows of one command, Kysely's own way costs more than SQLite's work. */
export function rowsOf<Row>(connection: Database.Database, query: CompiledQuery<Row>): Row[] {
  return connection.prepare<unknown[], Row>(query.sql).all(...query.parameters)
}
