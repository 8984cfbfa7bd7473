import Database from 'better-sqlite3'
import { migrateLedger } from '../sqlite/migrate.ts'
import { prepare } from '../sqlite/open.ts'
import { salesforceUserColumnNames } from '../sqlite/rows.ts'
import type { Connections } from './connection.ts'

/** A row of any table: every column is a text, a number or null. */
export type Row = Readonly<Record<string, string | number | null>>

/** A row that a driver gave. */
export function rowOf(row: unknown): Row {
  return isRow(row) ? row : {}
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null
}

/** The columns of a Salesforce user that both stores have. */
export const userColumns = [...salesforceUserColumnNames, 'read_id']

const everything = '*'
// In the order of their references. What only PostgreSQL has stays there: folded columns and commit tokens.
const tables: readonly (readonly [name: string, columns: string])[] = [
  ['team', everything],
  ['screen_user', 'user_id, email, first_name, last_name, nickname, state, team_id, name_key, nickname_key'],
  ['mapping', everything],
  ['company_fact', everything],
  ['decision', everything],
  ['entered_team', everything],
  ['entered_user', everything],
  ['change_set', 'number, at, actor, command, reason, evidence, role'],
  ['change', everything],
  ['directory_read', everything],
  ['directory_change', everything],
  ['salesforce_user', userColumns.join(', ')],
]

/** Copies the rows of a table into an open SQLite ledger. */
export async function copyTable(
  connections: Connections,
  database: Database.Database,
  table: string,
  columns: string,
  rest = '',
  values: readonly unknown[] = [],
): Promise<void> {
  const pages = connections.pages(`select ${columns} from ${connections.table(table)} ${rest}`, values)
  for await (const page of pages) {
    const names = Object.keys(rowOf(page[0]))
    const insert = database.prepare(
      `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
    )
    database.transaction(() => {
      for (const row of page) insert.run(names.map((name) => rowOf(row)[name]))
    })()
  }
}

/** Copies the whole ledger, as of one moment, into an empty file that becomes a SQLite ledger. */
export async function copyToFile(connections: Connections, path: string): Promise<void> {
  const database = new Database(path, { fileMustExist: true })
  try {
    prepare(database)
    await migrateLedger(database)
    database.pragma('foreign_keys = off')
    await connections.reading(async () => {
      for (const [table, columns] of tables) await copyTable(connections, database, table, columns)
    })
  } finally {
    database.close()
  }
}
