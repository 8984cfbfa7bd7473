import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import { normaliseEmail } from '../../core/email.ts'
import { typesThatAreNotPeople } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'
import type {
  DirectoryEntry,
  DirectoryKey,
  DirectoryKeys,
  DirectoryOrder,
  DirectoryQuery,
} from '../ledger.ts'
import { folded } from './folded.ts'
import { salesforceUserOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'

function selectEntries(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('salesforce_user as s')
    .innerJoin('directory_read as r', 'r.read_id', 's.read_id')
    .leftJoin('mapping as m', 'm.salesforce_user_id', 's.salesforce_user_id')
    .leftJoin('screen_user as u', 'u.user_id', 'm.user_id')
    .selectAll('s')
    .select(({ selectFrom, fn }) => [
      // A refresh sees everybody, and writes only who changed.
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

/** One row of a list of Salesforce users. */
export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number]

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

/** The query for a list; what is null comes last, ties are ordered by ID. */
export function entriesQuery(kysely: Kysely<LedgerTables>, query: DirectoryQuery) {
  const direction = query.descending === true ? 'desc' : 'asc'
  const order = query.order ?? 'name'
  const select = selectEntries(kysely)
    .where(conditions(query))
    .orderBy(orderColumns[order], (column) => {
      const directed = direction === 'desc' ? column.desc() : column.asc()
      return order === 'name' ? directed : directed.nullsLast()
    })
    .orderBy('s.salesforce_user_id', direction)
  return query.limit === undefined ? select : select.limit(query.limit)
}

/** The query for the number of people that a list would hold. */
export function countQuery(kysely: Kysely<LedgerTables>, query: DirectoryQuery) {
  return kysely
    .selectFrom('salesforce_user as s')
    .where(conditions(query))
    .select(({ fn }) => fn.countAll<number>().as('people'))
}

/** The query for the people that an exact key fits. */
export function entriesByKey(kysely: Kysely<LedgerTables>, key: DirectoryKey) {
  return selectEntries(kysely).where(keyCondition(key)).orderBy('s.name_key').orderBy('s.salesforce_user_id')
}

/** The query for everybody whom one of many keys fits; each kind of key is looked up through its own index. */
export function peopleOfKeys(kysely: Kysely<LedgerTables>, keys: DirectoryKeys) {
  const anyCase = (keys.anyCaseIds ?? []).map((text) => text.slice(0, 15).toLowerCase())
  const letters = sql`lower(substr(salesforce_user_id, 1, 15))`
  const found = sql`
    ${among(sql.ref('salesforce_user_id'), keys.salesforceUserIds)}
    union ${among(
      sql.ref('username'),
      keys.usernames?.map((text) => text.trim().toLowerCase()),
    )}
    union ${among(
      sql.ref('email'),
      keys.emails?.map((text) => normaliseEmail(text)),
    )}`
  // No index helps here, so nobody pays for it who does not ask.
  const all = anyCase.length === 0 ? found : sql`${found} union ${among(letters, anyCase)}`
  return kysely
    .selectFrom('salesforce_user as s')
    .selectAll('s')
    .where(sql<SqlBool>`s.salesforce_user_id in (${all})`)
    .orderBy('s.salesforce_user_id')
}

function among(column: RawBuilder<unknown>, values: readonly string[] = []): RawBuilder<unknown> {
  return sql`select salesforce_user_id from salesforce_user
    where ${column} in (select value from json_each(${JSON.stringify(values)}))`
}

function keyCondition(key: DirectoryKey): RawBuilder<SqlBool> {
  if ('salesforceUserId' in key) return sql<SqlBool>`s.salesforce_user_id = ${key.salesforceUserId}`
  if ('username' in key) return sql<SqlBool>`s.username = ${key.username.trim().toLowerCase()}`
  if ('email' in key) return sql<SqlBool>`s.email = ${normaliseEmail(key.email)}`
  // Looked for apart from the joins and the order, which would cost ten times as much as reading all IDs.
  return sql<SqlBool>`s.salesforce_user_id in (select salesforce_user_id from salesforce_user
    where lower(substr(salesforce_user_id, 1, 15)) = ${key.anyCaseId.slice(0, 15).toLowerCase()})`
}

function conditions(query: DirectoryQuery): RawBuilder<SqlBool> {
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
    const exists = sql`exists (select 1 from mapping where mapping.salesforce_user_id = s.salesforce_user_id)`
    all.push(query.mapped ? sql<SqlBool>`${exists}` : sql<SqlBool>`not ${exists}`)
  }
  if (query.withoutUser === true)
    all.push(
      sql<SqlBool>`not exists (select 1 from screen_user left join mapping using (user_id)
        where screen_user.email = s.email and mapping.user_id is null)`,
    )
  return sql<SqlBool>`${sql.join([...all, ...searchConditions(query.search ?? '')], sql` and `)}`
}

function searchConditions(search: string): RawBuilder<SqlBool>[] {
  const words = search.split(/\s+/).filter(Boolean)
  return words.map((word) => {
    const plain = fold(word)
    // The beginning of an ID is searched as an ID: letter case counts.
    const begins = word.startsWith('005')
      ? sql<SqlBool>`instr(s.salesforce_user_id, ${word}) = 1`
      : sql<SqlBool>`0`
    return sql<SqlBool>`(${begins}
      or instr(s.name_key, ${plain}) > 0 or instr(${folded('s.username')}, ${plain}) > 0
      or instr(${folded('s.email')}, ${plain}) > 0 or instr(${folded('s.alias')}, ${plain}) > 0)`
  })
}

/** A row as the entry it holds. */
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
