import type Database from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import type { Change, Rows } from '../../core/change.ts'
import {
  decisionOf,
  decisionRow,
  factOf,
  factRow,
  mappingOf,
  mappingRow,
  teamOf,
  teamRow,
  userOf,
  userRow,
} from './rows.ts'
import type { LedgerTables } from './schema.ts'

/** One kind of rows in SQLite; each statement is prepared once, for a batch runs it a hundred thousand times. */
class RowTable<Row, TableRow extends object> {
  readonly #connection: Database.Database
  readonly #kysely: Kysely<LedgerTables>
  readonly #table: string
  readonly #key: string
  readonly #rowOf: (row: Row) => TableRow
  readonly #of: (row: TableRow) => Row
  #find: Database.Statement<[string], TableRow> | undefined
  #remove: Database.Statement<[string]> | undefined
  #insert: Database.Statement | undefined

  constructor(
    store: { readonly connection: Database.Database; readonly kysely: Kysely<LedgerTables> },
    table: string,
    key: string,
    rowOf: (row: Row) => TableRow,
    of: (row: TableRow) => Row,
  ) {
    this.#connection = store.connection
    this.#kysely = store.kysely
    this.#table = table
    this.#key = key
    this.#rowOf = rowOf
    this.#of = of
  }

  find(key: string): Row | null {
    this.#find ??= this.#connection.prepare(
      this.#text(sql`select * from`, sql`where ${sql.ref(this.#key)} = ?`),
    )
    const row = this.#find.get(key)
    return row === undefined ? null : this.#of(row)
  }

  remove(key: string): void {
    this.#remove ??= this.#connection.prepare(
      this.#text(sql`delete from`, sql`where ${sql.ref(this.#key)} = ?`),
    )
    this.#remove.run(key)
  }

  insert(row: Row): void {
    const tableRow = this.#rowOf(row)
    const names = Object.keys(tableRow)
    this.#insert ??= this.#connection.prepare(
      this.#text(
        sql`insert into`,
        sql`(${sql.join(names.map((name) => sql.ref(name)))}) values (${sql.join(names.map(() => sql.raw('?')))})`,
      ),
    )
    this.#insert.run(...Object.values(tableRow))
  }

  #text(verb: ReturnType<typeof sql>, rest: ReturnType<typeof sql>): string {
    return sql`${verb} ${sql.table(this.#table)} ${rest}`.compile(this.#kysely).sql
  }
}

/** Reads, writes and removes single rows of every kind. */
export class RowStore {
  readonly #user
  readonly #team
  readonly #mapping
  readonly #fact
  readonly #decision

  constructor(connection: Database.Database, kysely: Kysely<LedgerTables>) {
    const store = { connection, kysely }
    this.#user = new RowTable(store, 'screen_user', 'user_id', userRow, userOf)
    this.#team = new RowTable(store, 'team', 'team_id', teamRow, teamOf)
    this.#mapping = new RowTable(store, 'mapping', 'user_id', mappingRow, mappingOf)
    this.#fact = new RowTable(store, 'company_fact', 'name', factRow, factOf)
    this.#decision = new RowTable(store, 'decision', 'decision_key', decisionRow, decisionOf)
  }

  /** The row that a change speaks of, as it is now. */
  find({ entity, key }: Change): Rows[Change['entity']] | null {
    return this.#table(entity).find(key)
  }

  remove({ entity, key }: Change): void {
    this.#table(entity).remove(key)
  }

  insert(change: Change): void {
    if (change.after === null) return
    switch (change.entity) {
      case 'user':
        this.#user.insert(change.after)
        return
      case 'team':
        this.#team.insert(change.after)
        return
      case 'mapping':
        this.#mapping.insert(change.after)
        return
      case 'fact':
        this.#fact.insert(change.after)
        return
      case 'decision':
        this.#decision.insert(change.after)
    }
  }

  #table(entity: Change['entity']) {
    switch (entity) {
      case 'user':
        return this.#user
      case 'team':
        return this.#team
      case 'mapping':
        return this.#mapping
      case 'fact':
        return this.#fact
      case 'decision':
        return this.#decision
    }
  }
}
