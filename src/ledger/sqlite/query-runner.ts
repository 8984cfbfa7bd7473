import type Database from 'better-sqlite3'
import type { CompiledQuery } from 'kysely'
import { parseJson } from '../../core/text.ts'
import type { StagedRead } from '../ledger.ts'
import { ledgerFailure } from './errors.ts'
import { type FileIdentity, requireSameFile } from './ledger-file.ts'
import { type Patience, waitForLock } from './lock.ts'

const pageSize = 1000
const changedElsewhere = 'the changes are in the file that was moved, if it still exists'

/** The values of some columns, each in the order of the rows. */
export type Columns<Row, Names extends readonly (keyof Row)[]> = {
  readonly [At in keyof Names]: readonly Row[Names[At]][]
}

// What is in them has the types of the rows, which the type of the query names.
export function areColumns<Row, Names extends readonly (keyof Row)[]>(
  columns: unknown,
  names: Names,
): columns is Columns<Row, Names> {
  return Array.isArray(columns) && columns.length === names.length && columns.every(Array.isArray)
}

/** A query whose text is fixed, with the values of its parameters. */
export interface Statement<Row> {
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Never there: it carries the type of the rows. */
  readonly row?: Row
}

/** What the ledger asks: a fixed text, or one that Kysely made. */
export type Query<Row> = Statement<Row> | CompiledQuery<Row>

/** Runs the queries of a ledger, which are the same wherever it is kept. */
export interface Queries {
  all<Row, Item>(query: Query<Row>, itemOf: (row: Row) => Item): Promise<Item[]>
  columns<Row, const Names extends readonly (keyof Row & string)[]>(
    query: Query<Row>,
    names: Names,
  ): Promise<Columns<Row, Names>>
  pages<Row, Item>(query: Query<Row>, itemOf: (row: Row) => Item): AsyncGenerator<Item[]>
}

/** The file of an open ledger. */
export interface LedgerFile {
  /** The file that failures name. */
  readonly path: string
  /** Which file it was when it was opened; missing for a ledger in memory. */
  readonly identity?: FileIdentity
  readonly patience?: Patience
  /** The folder of a ledger for a dry run, which is removed when the ledger is closed. */
  readonly scratch?: string
}

/** Runs queries on the connection of one ledger; whatever SQLite reports is thrown as an `SfsyncError`. */
export class QueryRunner implements Queries {
  readonly connection: Database.Database
  readonly path: string
  readonly #file: LedgerFile

  constructor(connection: Database.Database, file: LedgerFile) {
    this.connection = connection
    this.path = file.path
    this.#file = file
  }

  /** All rows of a query. */
  async all<Row, Item>(query: Query<Row>, itemOf: (row: Row) => Item): Promise<Item[]> {
    return await this.guarded(() =>
      this.connection
        .prepare<unknown[], Row>(query.sql)
        .all(...query.parameters)
        .map((row) => itemOf(row)),
    )
  }

  /**
   * All rows of a query, column by column, in the order of the names. Of a hundred thousand rows SQLite writes each column
   * into one JSON text in less than half of the time that an object for each row takes.
   */
  async columns<Row, const Names extends readonly (keyof Row & string)[]>(
    { sql, parameters }: Query<Row>,
    names: Names,
  ): Promise<Columns<Row, Names>> {
    const selected = names.map((name) => `json_group_array("${name}")`).join(', ')
    return await this.guarded(() => {
      const [texts = []] = this.connection
        .prepare<unknown[], string[]>(`select ${selected} from (${sql})`)
        .raw()
        .all(...parameters)
      const columns = texts.map((text) => parseJson(text))
      if (!areColumns<Row, Names>(columns, names))
        throw new RangeError('there are not as many columns as names')
      return columns
    })
  }

  /** The rows of a query in pages, so that memory use stays flat. */
  async *pages<Row, Item>(query: Query<Row>, itemOf: (row: Row) => Item): AsyncGenerator<Item[]> {
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

  /**
   * Does work that writes. It calls what it is given before it commits: that throws `ledger-unusable` if the path does
   * not name the open file any more, and so does this after the work.
   */
  async written<T>(work: (requireInPlace: () => void) => T | Promise<T>): Promise<T> {
    const { path, identity } = this.#file
    await this.ready()
    return await this.guarded(async () => {
      const result = await work(() => requireSameFile(path, identity, 'nothing was changed'))
      requireSameFile(path, identity, changedElsewhere)
      return result
    })
  }

  /** Commits a staged read, unless the path does not name the open file any more. */
  async keep(staged: StagedRead): Promise<void> {
    const { path, identity } = this.#file
    await this.guarded(async () => {
      requireSameFile(path, identity, 'nothing was changed')
      await staged.keep()
      requireSameFile(path, identity, changedElsewhere)
    })
  }

  /** Waits until no one else writes, and says so if it takes long. Throws `ledger-busy` and `ledger-unusable`. */
  async ready(): Promise<void> {
    const { path, patience } = this.#file
    if (patience !== undefined)
      await this.guarded(async () => await waitForLock(this.connection, path, patience))
  }
}
