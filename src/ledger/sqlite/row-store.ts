import type Database from 'better-sqlite3'
import type { Change, Entity, Rows } from '../../core/change.ts'
import { entities, entityTables, type EntityTableRows, type EntityTable } from './rows.ts'

/** The statements of one table, each prepared once: a batch runs them a hundred thousand times. */
class TableStatements<Row, TableRow extends object> {
  readonly #connection: Database.Database
  readonly #table: EntityTable<Row, TableRow>
  readonly #find: Database.Statement<[string], TableRow>
  readonly #remove: Database.Statement<[string], TableRow>
  #insert: Database.Statement | undefined

  constructor(connection: Database.Database, table: EntityTable<Row, TableRow>) {
    this.#connection = connection
    this.#table = table
    const { name, key } = table
    this.#find = connection.prepare(`select * from "${name}" where "${key}" = ?`)
    this.#remove = connection.prepare(`delete from "${name}" where "${key}" = ? returning *`)
  }

  find(key: string): Row | null {
    return this.#rowOf(this.#find.get(key))
  }

  remove(key: string): Row | null {
    return this.#rowOf(this.#remove.get(key))
  }

  #rowOf(row: TableRow | undefined): Row | null {
    return row === undefined ? null : this.#table.fromTable(row)
  }

  insert(row: Row): void {
    const tableRow = this.#table.toTable(row)
    this.#insert ??= this.#connection.prepare(insertText(this.#table.name, Object.keys(tableRow)))
    this.#insert.run(...Object.values(tableRow))
  }
}

function insertText(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `"${column}"`).join(', ')
  return `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`
}

/** A foreign key as SQLite lists it. */
interface ForeignKey {
  /** The table that refers to another one. */
  readonly referring: string
  readonly column: string
  readonly table: string
  readonly key: string
}

/** Reads, writes and removes single rows of every kind. */
export class RowStore {
  readonly #connection: Database.Database
  readonly #tables: { readonly [E in Entity]: TableStatements<Rows[E], EntityTableRows[E]> }
  readonly #exists = new Map<string, Database.Statement<[string]>>()
  #foreignKeys: readonly ForeignKey[] | undefined

  constructor(connection: Database.Database) {
    this.#connection = connection
    const { user, team, mapping, fact, decision, enteredUser, enteredTeam } = entityTables
    this.#tables = {
      user: new TableStatements(connection, user),
      team: new TableStatements(connection, team),
      mapping: new TableStatements(connection, mapping),
      fact: new TableStatements(connection, fact),
      decision: new TableStatements(connection, decision),
      enteredUser: new TableStatements(connection, enteredUser),
      enteredTeam: new TableStatements(connection, enteredTeam),
    }
  }

  /** The row that a change is about, as it is now. */
  find({ entity, key }: Pick<Change, 'entity' | 'key'>): Rows[Entity] | null {
    return this.#tables[entity].find(key)
  }

  /** Removes the row that a change is about, and returns it. */
  remove({ entity, key }: Change): Rows[Entity] | null {
    return this.#tables[entity].remove(key)
  }

  insert<E extends Entity>(entity: E, row: Rows[E]): void {
    this.#tables[entity].insert(row)
  }

  /** Whether a change, already made, left a reference to a row that is missing; SQLite reports only that there is one. */
  breaksReference(change: Change): boolean {
    const { name } = entityTables[change.entity]
    if (change.after === null)
      return (
        this.find(change) === null &&
        this.#allForeignKeys().some(
          ({ referring, column, table }) => table === name && this.#has(referring, column, change.key),
        )
      )
    const values = new Map<string, unknown>(Object.entries(tableRowOf(change.entity, change.after)))
    return this.#allForeignKeys().some(({ referring, column, table, key }) => {
      const value = values.get(column)
      return referring === name && typeof value === 'string' && !this.#has(table, key, value)
    })
  }

  #allForeignKeys(): readonly ForeignKey[] {
    const list = this.#connection.prepare<[string], Omit<ForeignKey, 'referring'>>(
      'select "from" as "column", "table", "to" as "key" from pragma_foreign_key_list(?)',
    )
    this.#foreignKeys ??= entities.flatMap((entity) => {
      const referring = entityTables[entity].name
      return list.all(referring).map((foreignKey) => ({ referring, ...foreignKey }))
    })
    return this.#foreignKeys
  }

  #has(table: string, column: string, value: string): boolean {
    const text = `select 1 from "${table}" where "${column}" = ? limit 1`
    const statement = this.#exists.get(text) ?? this.#connection.prepare<[string]>(text)
    this.#exists.set(text, statement)
    return statement.get(value) !== undefined
  }
}

function tableRowOf<E extends Entity>(entity: E, row: Rows[E]): object {
  return entityTables[entity].toTable(row)
}
