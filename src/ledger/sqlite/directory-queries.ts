import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import { fold, normalizeEmail } from '../../core/text.ts'
import { typesThatAreNotPeople } from '../../core/salesforce-user.ts'
import type {
  DirectoryEntry,
  DirectoryKey,
  DirectoryKeys,
  DirectoryLogEntry,
  DirectoryOrder,
  DirectoryQuery,
  DirectoryReadRecord,
  PastDirectoryChange,
} from '../ledger.ts'
import { type DirectoryChangeRow, directoryChangeOf, kindText, mappedText } from './directory-changes.ts'
import { type DirectoryReadTable, folded, type LedgerTables } from './schema.ts'
import { salesforceUserOf } from './rows.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

function selectEntries(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('salesforce_user as s')
    .innerJoin('directory_read as r', 'r.read_id', 's.read_id')
    .leftJoin('mapping as m', 'm.salesforce_user_id', 's.salesforce_user_id')
    .leftJoin('screen_user as u', 'u.user_id', 'm.user_id')
    .selectAll('s')
    .select(({ selectFrom, fn }) => [
      // A refresh reads all users, and writes only those that changed.
      sql<string>`max(r.at, ${fn.coalesce(
        selectFrom('directory_read as l')
          .whereRef('l.read_id', '>=', 's.read_id')
          .where('l.scope', 'is not', null)
          .select('l.at')
          .orderBy('l.read_id', 'desc')
          .limit(1),
        sql.lit(''),
      )})`.as('seen_at'),
    ])
    .select(['u.user_id as mapped_user_id', 'u.email as mapped_email'])
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number]

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
export function entriesQuery(kysely: Kysely<LedgerTables>, query: DirectoryQuery) {
  const direction = query.descending === true ? 'desc' : 'asc'
  const order = query.order ?? 'name'
  const select = selectEntries(kysely)
    .where(entryConditions(query))
    .orderBy(orderColumns[order], (column) => {
      const directed = direction === 'desc' ? column.desc() : column.asc()
      return order === 'name' ? directed : directed.nullsLast()
    })
    .orderBy('s.salesforce_user_id', direction)
  return query.limit === undefined ? select : select.limit(query.limit)
}

/** The query for the number of users in a list. */
export function entryCountQuery(kysely: Kysely<LedgerTables>, query: DirectoryQuery) {
  return kysely
    .selectFrom('salesforce_user as s')
    .where(entryConditions(query))
    .select(({ fn }) => fn.countAll<number>().as('users'))
}

/** The query for the users that match a key. */
export function entriesByKey(kysely: Kysely<LedgerTables>, key: DirectoryKey) {
  return selectEntries(kysely).where(keyCondition(key)).orderBy('s.name_key').orderBy('s.salesforce_user_id')
}

/** The query for the users that match at least one of many keys; each kind of key has its own index. */
export function usersByKeys(kysely: Kysely<LedgerTables>, keys: DirectoryKeys) {
  const anyCase = (keys.anyCaseIds ?? []).map((text) => text.slice(0, 15).toLowerCase())
  const found = sql`
    select value from json_each(${JSON.stringify(keys.salesforceUserIds ?? [])})
    union all ${having(
      'username',
      keys.usernames?.map((text) => text.trim().toLowerCase()),
    )}
    union all ${having(
      'email',
      keys.emails?.map((text) => normalizeEmail(text)),
    )}
    union all ${having(
      'name_key',
      keys.called?.map((text) => fold(text)),
    )}`
  const sameLetters = sql`select salesforce_user_id from salesforce_user
    where lower(substr(salesforce_user_id, 1, 15)) in (select value from json_each(${JSON.stringify(anyCase)}))`
  // No index helps here, so it is part of the query only if needed.
  const all = anyCase.length === 0 ? found : sql`${found} union all ${sameLetters}`
  return kysely
    .selectFrom('salesforce_user as s')
    .selectAll('s')
    .where(sql<SqlBool>`s.salesforce_user_id in (${all})`)
    .orderBy('s.salesforce_user_id')
}

// The values come first: each is looked up in the index of its column.
function having(column: string, values: readonly string[] = []): RawBuilder<unknown> {
  return sql`select p.salesforce_user_id from json_each(${JSON.stringify(values)}) as wanted
    join salesforce_user as p on ${sql.ref(`p.${column}`)} = wanted.value`
}

function keyCondition(key: DirectoryKey): RawBuilder<SqlBool> {
  if ('salesforceUserId' in key) return sql<SqlBool>`s.salesforce_user_id = ${key.salesforceUserId}`
  if ('username' in key) return sql<SqlBool>`s.username = ${key.username.trim().toLowerCase()}`
  if ('email' in key) return sql<SqlBool>`s.email = ${normalizeEmail(key.email)}`
  if ('called' in key)
    return sql<SqlBool>`(s.username = ${key.called.trim().toLowerCase()}
      or s.email = ${normalizeEmail(key.called)} or s.name_key = ${fold(key.called)})`
  // A query of its own, since the joins and the order would take ten times as long as reading all IDs.
  return sql<SqlBool>`s.salesforce_user_id in (select salesforce_user_id from salesforce_user
    where lower(substr(salesforce_user_id, 1, 15)) = ${key.anyCaseId.slice(0, 15).toLowerCase()})`
}

/** The query for the users with these IDs. */
export function entriesById(kysely: Kysely<LedgerTables>, ids: readonly SalesforceUserId[]) {
  return selectEntries(kysely).where('s.salesforce_user_id', 'in', ids)
}

/** The conditions of a list for a query of `salesforce_user as s`. */
export function entryConditions(query: DirectoryQuery): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql<SqlBool>`1`]
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
      : sql<SqlBool>`0`
    return sql<SqlBool>`(${begins}
      or instr(s.name_key, ${plain}) > 0 or instr(${folded('s.username')}, ${plain}) > 0
      or instr(${folded('s.email')}, ${plain}) > 0 or instr(${folded('s.alias')}, ${plain}) > 0)`
  })
}

/** The entry in a row of a list. */
export function entryOf(row: EntryRow): DirectoryEntry {
  return {
    salesforceUser: salesforceUserOf(row),
    mappedTo:
      row.mapped_user_id === null || row.mapped_email === null
        ? null
        : { userId: row.mapped_user_id, email: row.mapped_email },
    seenAt: row.seen_at,
  }
}

/** The query for all reads, newest first. */
export function readsQuery(kysely: Kysely<LedgerTables>) {
  return kysely.selectFrom('directory_read').selectAll().orderBy('read_id', 'desc')
}

/** The query for the log: every read, with how many of the users that it changed left or came back. */
export function logQuery(kysely: Kysely<LedgerTables>) {
  return readsQuery(kysely).select([changedAs('left').as('left'), changedAs('returned').as('returned')])
}

function changedAs(kind: 'left' | 'returned') {
  return sql<number>`(select count(*) from directory_change c
    where c.read_id = directory_read.read_id and ${sql.raw(kindText('c'))} = ${sql.lit(kind)})`
}

/** The query for what one read changed. */
export function directoryChangesQuery(kysely: Kysely<LedgerTables>, number: number) {
  return selectChanges(kysely).where('c.read_id', '=', number).orderBy('c.salesforce_user_id')
}

function selectChanges(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('directory_change as c')
    .select(['c.read_id', 'c.salesforce_user_id', 'c.before', 'c.after'])
    .select([
      sql.raw<DirectoryChangeRow['what']>(kindText('c')).as('what'),
      sql.raw<DirectoryChangeRow['mapped_to']>(mappedText('c')).as('mapped_to'),
    ])
}

/** The query for what refreshes changed of these users, newest first. */
export function changesAboutQuery(kysely: Kysely<LedgerTables>, ids: readonly SalesforceUserId[]) {
  return selectChanges(kysely)
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

/** The read in a row of `readsQuery`. */
export function readOf(row: DirectoryReadTable): DirectoryReadRecord {
  const { source, origin, identity, organization_id: organizationId, at, people, scope } = row
  return { source, origin, identity, organizationId, at, users: people, scope, deltaFrom: row.news_from }
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
