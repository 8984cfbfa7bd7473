import type Database from 'better-sqlite3'
import * as z from 'zod/mini'
import type { Email } from '../../core/text.ts'
import { type DirectoryChange, type DirectoryChangeKind, directoryChangeKinds } from '../directory.ts'
import { storedJson } from '../row-schemas.ts'
import { salesforceUserColumnNames } from './rows.ts'
import type { DirectoryChangeTable } from './schema.ts'

/** The columns in which a user can differ from what was known. Signing in is not a change of the user. */
export const comparedColumns = salesforceUserColumnNames.filter(
  (column) => column !== 'salesforce_user_id' && column !== 'name_key' && column !== 'last_login_at',
)

/** These columns of a row as the JSON that the log keeps. */
export function jsonOf(prefix: string, columns: readonly string[] = comparedColumns): string {
  return `json_object(${columns.map((column) => `'${column}', ${prefix}.${column}`).join(', ')})`
}

/** What a row of `directory_change` (by its name in the query) says about the user. */
export function kindText(row: string): string {
  const [before, after] = [
    `json_extract(${row}.before, '$.active')`,
    `json_extract(${row}.after, '$.active')`,
  ]
  return `case when ${row}.before is null then 'added' when ${row}.after is null then 'dropped'
    when ${after} = 0 and ${before} is not 0 then 'left'
    when ${before} = 0 and ${after} is not 0 then 'returned' else 'changed' end`
}

/** The e-mail address of the SalesScreen user that is mapped to the user of such a row. */
export function mappedText(row: string): string {
  return `(select u.email from mapping m join screen_user u using (user_id)
    where m.salesforce_user_id = ${row}.salesforce_user_id)`
}

/** How many users a read changed, by kind. */
export function countChanges(
  connection: Database.Database,
  readId: number,
): Record<DirectoryChangeKind, number> {
  const counts = { added: 0, returned: 0, left: 0, changed: 0, dropped: 0 }
  const rows = connection
    .prepare<[number], { what: DirectoryChangeKind; users: number }>(
      `select ${kindText('c')} as what, count(*) as users from directory_change c where read_id = ? group by what`,
    )
    .all(readId)
  for (const { what, users } of rows) counts[what] = users
  return counts
}

/** What a read changed, by kind, then by name; at most so many users of each kind. */
export function changesIn(connection: Database.Database, readId: number, limit: number): DirectoryChange[] {
  const statement = connection.prepare<[number, string, number], DirectoryChangeRow>(
    `select c.*, ${kindText('c')} as what, ${mappedText('c')} as mapped_to from directory_change c
     where read_id = ? and what = ?
     order by json_extract(coalesce(c.after, c.before), '$.name'), salesforce_user_id limit ?`,
  )
  // To SQLite a limit below zero is none.
  const most = Number.isFinite(limit) ? limit : -1
  return directoryChangeKinds.flatMap((kind) => statement.all(readId, kind, most).map(directoryChangeOf))
}

/** A row of `directory_change` with what it says, and who is mapped to the user. */
export interface DirectoryChangeRow extends DirectoryChangeTable {
  readonly what: DirectoryChangeKind
  readonly mapped_to: Email | null
}

const storedUser = z.record(z.string(), z.nullable(z.union([z.string(), z.number()])))

/** The change in such a row. */
export function directoryChangeOf(row: DirectoryChangeRow): DirectoryChange {
  const before = userIn(row.before, row)
  const after = userIn(row.after, row)
  const fields =
    before === null || after === null ? [] : Object.keys(after).filter((key) => before[key] !== after[key])
  return {
    salesforceUserId: row.salesforce_user_id,
    name: String((after ?? before)?.['name'] ?? row.salesforce_user_id),
    email: textOf('email', (after ?? before)?.['email']),
    what: row.what,
    mappedTo: row.mapped_to,
    fields: fields.map((column) => ({
      field: column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      before: textOf(column, before?.[column]),
      after: textOf(column, after?.[column]),
    })),
  }
}

function userIn(json: string | null, { salesforce_user_id }: DirectoryChangeRow) {
  return json === null
    ? null
    : storedJson(storedUser, json, `a change of the Salesforce user ${salesforce_user_id}`)
}

function textOf(column: string, value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null
  return column === 'active' || column === 'frozen' ? String(value === 1) : String(value)
}

/** Notes, in an open transaction, what the users were before a read that merges or replaces rows one by one. */
export class EarlierUsers {
  readonly #connection: Database.Database
  readonly #known: readonly string[]

  constructor(connection: Database.Database) {
    this.#connection = connection
    this.#known = this.#knownColumns()
    connection.exec(`
      create temp table earlier as select ${columnsOf('s')}, 0 as is_new from main.salesforce_user s limit 0;
      create unique index temp.earlier_by_id on earlier (salesforce_user_id);
      create temp trigger note_new after insert on main.salesforce_user
      begin
        insert into earlier (salesforce_user_id, is_new) values (new.salesforce_user_id, 1);
      end;
      create temp trigger note_earlier before update on main.salesforce_user
        when (${columnsOf('new')}) is not (${columnsOf('old')})
      begin
        insert into earlier select ${columnsOf('old')}, 0
          where not exists (select 1 from earlier where salesforce_user_id = old.salesforce_user_id);
      end`)
  }

  /** Writes to the log what the read changed, and ends the notes. */
  log(readId: number, mode: 'merge' | 'replace'): void {
    // A report without a column, or the first one with it, says nothing about a change of its values.
    const after = mode === 'merge' ? this.#known : this.#knownColumns(`where read_id = ${readId}`)
    const both = this.#known.filter((column) => after.includes(column))
    const differ = both.map((column) => `s.${column} is not e.${column}`).join(' or ') || 'false'
    this.#connection
      .prepare(
        `insert into directory_change (read_id, salesforce_user_id, before, after)
         select ?, salesforce_user_id, case is_new when 1 then null else ${jsonOf('e', both)} end,
           case is_new when 1 then ${jsonOf('s')} else ${jsonOf('s', both)} end
         from temp.earlier e join main.salesforce_user s using (salesforce_user_id) where is_new = 1 or ${differ}`,
      )
      .run(readId)
    this.#connection.exec(
      'drop trigger temp.note_new; drop trigger temp.note_earlier; drop table temp.earlier',
    )
  }

  // At least one user has a value for them.
  #knownColumns(which = ''): string[] {
    const query = `select ${comparedColumns.map((column) => `max(${column} is not null) as ${column}`).join(', ')} from main.salesforce_user ${which}`
    const row = this.#connection.prepare<[], Record<string, number | null>>(query).get() ?? {}
    return comparedColumns.filter((column) => row[column] === 1)
  }
}

function columnsOf(prefix: string): string {
  return ['salesforce_user_id', ...comparedColumns].map((column) => `${prefix}.${column}`).join(', ')
}

/** Logs that the active users who are not in a read have left, and makes them inactive; the read that last had them stays theirs. */
export function markAbsent(connection: Database.Database, readId: number): void {
  const absent = 'from main.salesforce_user s where read_id <> ? and active is not 0'
  connection
    .prepare(
      `insert into directory_change (read_id, salesforce_user_id, before, after)
       select ?, salesforce_user_id, ${jsonOf('s')}, json_set(${jsonOf('s')}, '$.active', 0) ${absent}`,
    )
    .run(readId, readId)
  connection
    .prepare('update main.salesforce_user set active = 0 where read_id <> ? and active is not 0')
    .run(readId)
}

/** Whether only a complete read without the user says that a row of `salesforce_user` is inactive. */
export const isAbsent = `(salesforce_user.active = 0 and exists (
  select 1 from main.directory_change c
  where c.salesforce_user_id = salesforce_user.salesforce_user_id and c.read_id > salesforce_user.read_id))`
