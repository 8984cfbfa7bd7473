import { type CompiledQuery, type RawBuilder, sql, type SqlBool } from 'kysely'
import { fold } from '../../core/text.ts'
import { typesThatAreNotPeople } from '../../core/salesforce-user.ts'
import type { DirectoryLogEntry, DirectoryOrder, DirectoryQuery, PastDirectoryChange } from '../ledger.ts'
import { type DirectoryChangeRow, directoryChangeOf, kindText, mappedText } from './directory-changes.ts'
import { folded, kysely } from './kysely.ts'
import { entryColumns, type EntryRow, entryTables, readOf } from './look-ups.ts'
import type { DirectoryReadTable } from './schema.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

const entries = sql.raw(`select ${entryColumns} from ${entryTables}`)

const orderColumns = {
  name: 's.name_key',
  email: 's.email',
  username: 's.username',
  profile: 's.profile',
  role: 's.role',
  department: 's.department',
  type: 's.type',
  lastLoginAt: 's.last_login_at',
} as const satisfies Record<DirectoryOrder, string>

/** The query for a list; null comes last, ties are ordered by ID. */
export function entriesQuery(query: DirectoryQuery): CompiledQuery<EntryRow> {
  const direction = sql.raw(query.descending === true ? 'desc' : 'asc')
  const order = query.order ?? 'name'
  const nulls = order === 'name' ? sql`` : sql`nulls last`
  const limit = query.limit === undefined ? sql`` : sql`limit ${query.limit}`
  // Without an index, as with the users of the ledger.
  const key = sql.raw(query.limit === undefined ? `+${orderColumns[order]}` : orderColumns[order])
  return sql<EntryRow>`${entries} where ${entryConditions(query)}
    order by ${key} ${direction} ${nulls}, s.salesforce_user_id ${direction} ${limit}`.compile(kysely)
}

/** The query for the number of users in a list. */
export function entryCountQuery(query: DirectoryQuery) {
  return kysely
    .selectFrom('salesforce_user as s')
    .where(entryConditions(query))
    .select(({ fn }) => fn.countAll<number>().as('users'))
}

/** The query for the users with these IDs. */
export function entriesById(ids: readonly SalesforceUserId[]): CompiledQuery<EntryRow> {
  return sql<EntryRow>`${entries}
    where s.salesforce_user_id in (select value from json_each(${JSON.stringify(ids)}))`.compile(kysely)
}

/** The conditions of a list for a query of `salesforce_user as s`. */
export function entryConditions(query: DirectoryQuery): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`]
  if (query.active !== undefined)
    all.push(
      query.active
        ? sql<SqlBool>`(s.active is not 0 and s.frozen is not 1)`
        : sql<SqlBool>`(s.active = 0 or s.frozen = 1)`,
    )
  if (query.frozen !== undefined)
    all.push(query.frozen ? sql<SqlBool>`s.frozen = 1` : sql<SqlBool>`s.frozen is not 1`)
  if (query.people !== undefined) {
    const types = sql.join(typesThatAreNotPeople)
    all.push(
      query.people
        ? sql<SqlBool>`(s.type is null or s.type not in (${types}))`
        : sql<SqlBool>`s.type in (${types})`,
    )
  }
  if (query.type !== undefined) all.push(sql<SqlBool>`lower(s.type) = ${query.type.toLowerCase()}`)
  for (const column of ['profile', 'role', 'department'] as const) {
    const wanted = query[column]
    if (wanted !== undefined) all.push(sql<SqlBool>`fold(${sql.ref(`s.${column}`)}) = ${fold(wanted)}`)
  }
  if (query.mapped !== undefined) {
    all.push(query.mapped ? sql<SqlBool>`${isEntryMapped}` : sql<SqlBool>`not ${isEntryMapped}`)
  }
  if (query.withoutUser === true)
    all.push(
      sql<SqlBool>`not exists (select 1 from screen_user left join mapping using (user_id)
        where screen_user.email = s.email and mapping.user_id is null)`,
    )
  return sql<SqlBool>`${sql.join([...all, ...searchConditions(query.search ?? '')], sql` and `)}`
}

/** Whether a user in a query of `salesforce_user as s` is mapped. */
export const isEntryMapped = sql<SqlBool>`exists (select 1 from mapping
  where mapping.salesforce_user_id = s.salesforce_user_id)`

/** One condition for each word of a search, for a query of `salesforce_user as s`. */
export function searchConditions(search: string): RawBuilder<SqlBool>[] {
  const words = search.split(/\s+/).filter(Boolean)
  return words.map((word) => {
    const plain = fold(word)
    // The beginning of an ID is case-sensitive.
    const begins = word.startsWith('005')
      ? sql<SqlBool>`instr(s.salesforce_user_id, ${word}) = 1`
      : sql<SqlBool>`false`
    return sql<SqlBool>`(${begins}
      or instr(s.name_key, ${plain}) > 0 or instr(${folded('s.username')}, ${plain}) > 0
      or instr(${folded('s.email')}, ${plain}) > 0 or instr(${folded('s.alias')}, ${plain}) > 0)`
  })
}

/** The query for all reads, newest first. */
export function readsQuery() {
  return kysely.selectFrom('directory_read').selectAll().orderBy('read_id', 'desc')
}

/** The query for the log: every read, with how many of the users that it changed left or came back. */
export function logQuery() {
  return readsQuery().select([changedAs('left').as('left'), changedAs('returned').as('returned')])
}

// Reading the rows of a read takes long, so only those of reads that changed a user are read.
function changedAs(kind: 'left' | 'returned') {
  return sql<number>`case when directory_read.changed > 0 then (select count(*) from directory_change c
    where c.read_id = directory_read.read_id and ${sql.raw(kindText('c'))} = ${sql.lit(kind)}) else 0 end`
}

/** The query for what one read changed. */
export function directoryChangesQuery(number: number) {
  return selectChanges().where('c.read_id', '=', number).orderBy('c.salesforce_user_id')
}

function selectChanges() {
  return kysely
    .selectFrom('directory_change as c')
    .select(['c.read_id', 'c.salesforce_user_id', 'c.before', 'c.after'])
    .select([
      sql.raw<DirectoryChangeRow['what']>(kindText('c')).as('what'),
      sql.raw<DirectoryChangeRow['mapped_to']>(mappedText('c')).as('mapped_to'),
    ])
}

/** The query for what refreshes changed of these users, newest first. */
export function changesAboutQuery(ids: readonly SalesforceUserId[]) {
  return selectChanges()
    .innerJoin('directory_read as r', 'r.read_id', 'c.read_id')
    .select('r.at')
    .where(sql<SqlBool>`c.salesforce_user_id in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy('c.read_id', 'desc')
    .orderBy('c.salesforce_user_id')
}

/** The change in a row of `changesAboutQuery`. */
export function pastDirectoryChangeOf(
  row: DirectoryChangeRow & { readonly at: string },
): PastDirectoryChange {
  return { at: row.at, ...directoryChangeOf(row) }
}

/** The log entry in a row of `logQuery`. */
export function logEntryOf(
  row: DirectoryReadTable & { readonly left: number; readonly returned: number },
): DirectoryLogEntry {
  const { read_id: number, added, dropped, changed: all, left, returned } = row
  const changed = all === null ? null : all - left - returned
  const moved = all === null ? { left: null, returned: null } : { left, returned }
  return { number, ...readOf(row), added, ...moved, changed, dropped }
}
