import { areColumns, type Columns, type Queries, type Query } from '../sqlite/query-runner.ts'
import type { Connections } from './connection.ts'
import { postgresText } from './dialect.ts'

/** Runs the queries of the ledger on PostgreSQL. */
export class PostgresQueries implements Queries {
  readonly #connections: Connections
  // Queries with the same text come again and again.
  readonly #texts = new Map<string, string>()

  constructor(connections: Connections) {
    this.#connections = connections
  }

  async all<Row, Item>(query: Query<Row>, itemOf: (row: Row) => Item): Promise<Item[]> {
    const rows = await this.#connections.rows(this.#text(query.sql), query.parameters)
    return rowsOf(query, rows).map((row) => itemOf(row))
  }

  async columns<Row, const Names extends readonly (keyof Row & string)[]>(
    query: Query<Row>,
    names: Names,
  ): Promise<Columns<Row, Names>> {
    const rows = rowsOf(query, await this.#connections.rows(this.#text(query.sql), query.parameters))
    const columns = names.map((name) => rows.map((row) => row[name]))
    if (!areColumns<Row, Names>(columns, names))
      throw new RangeError('there are not as many columns as names')
    return columns
  }

  async *pages<Row, Item>(query: Query<Row>, itemOf: (row: Row) => Item): AsyncGenerator<Item[]> {
    for await (const rows of this.#connections.pages(this.#text(query.sql), query.parameters))
      yield rowsOf(query, rows).map((row) => itemOf(row))
  }

  #text(text: string): string {
    const known = this.#texts.get(text) ?? postgresText(text, this.#connections.schema)
    this.#texts.set(text, known)
    return known
  }
}

function rowsOf<Row>(query: Query<Row>, rows: readonly unknown[]): readonly Row[] {
  if (!areRows(query, rows)) throw new RangeError('a row is not an object')
  return rows
}

// The type of a query names the columns of its rows.
function areRows<Row>(_query: Query<Row>, rows: readonly unknown[]): rows is readonly Row[] {
  return rows.every((row) => typeof row === 'object' && row !== null)
}
