import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { UserId } from '../../core/model.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { Email } from '../../core/text.ts'
import type {
  DirectoryEntry,
  DirectoryQuery,
  FirstQuery,
  FirstRows,
  SalesforceUserNames,
  UserNames,
  UserQuery,
  UserRecord,
} from '../ledger.ts'
import { entriesById, entryConditions, isEntryMapped } from './directory-queries.ts'
import { kysely } from './kysely.ts'
import { entryOf, recordOf } from './look-ups.ts'
import type { Queries } from './query-runner.ts'
import { isMapped, recordsById, userConditions } from './user-queries.ts'

/** The first users of a list, by folded name, then e-mail address. */
export async function firstUsers(
  run: Queries,
  query: UserQuery & FirstQuery,
): Promise<FirstRows<UserRecord>> {
  const { ids, total } = await firstIds(run, query, {
    id: sql<UserId>`u.user_id`,
    tie: sql`u.email`,
    name: sql`u.name_key`,
    mapped: isMapped,
    from: sql`screen_user as u where ${userConditions(query)}`,
  })
  const records = await run.all(recordsById(ids), recordOf)
  return { rows: inOrder(records, ids, ({ user }) => user.userId), total }
}

/** The first Salesforce users of a list, by folded name, then Salesforce User ID. */
export async function firstEntries(
  run: Queries,
  query: DirectoryQuery & FirstQuery,
): Promise<FirstRows<DirectoryEntry>> {
  const { ids, total } = await firstIds(run, query, {
    id: sql<SalesforceUserId>`s.salesforce_user_id`,
    tie: sql`s.salesforce_user_id`,
    name: sql`s.name_key`,
    mapped: isEntryMapped,
    from: sql`salesforce_user as s where ${entryConditions(query)}`,
  })
  const entries = await run.all(entriesById(ids), entryOf)
  return { rows: inOrder(entries, ids, ({ salesforceUser }) => salesforceUser.salesforceUserId), total }
}

interface Listed<Id> {
  readonly id: RawBuilder<Id>
  readonly name: RawBuilder<unknown>
  readonly tie: RawBuilder<unknown>
  readonly mapped: RawBuilder<SqlBool>
  /** The table and the conditions. */
  readonly from: RawBuilder<unknown>
}

// The rows are read once, in the order of the table: in the order of their names, each would be looked up alone.
async function firstIds<Id>(
  run: Queries,
  { limit, unmappedFirst = false }: FirstQuery,
  { id, name, tie, mapped, from }: Listed<Id>,
): Promise<{ ids: Id[]; total: number }> {
  const rank = unmappedFirst ? mapped : sql`false`
  const query = sql<{ id: Id | null; total: number }>`
    with hit as materialized (select ${id} as id, ${rank} as rank, ${name} as name, ${tie} as tie from ${from})
    select null as id, count(*) as total from hit
    union all select id, 0 from (select id from hit order by rank, name, tie limit ${limit}) as first`
  const rows = await run.all(query.compile(kysely), (row) => row)
  return {
    ids: rows.flatMap((row) => (row.id === null ? [] : [row.id])),
    total: rows.find((row) => row.id === null)?.total ?? 0,
  }
}

function inOrder<Row, Id>(rows: readonly Row[], ids: readonly Id[], idOf: (row: Row) => Id): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** What the users of a list are called. */
export async function userNames(run: Queries, query: UserQuery): Promise<UserNames[]> {
  const select = sql<{ id: UserId; name: string; email: Email; nickname: string | null }>`
    select u.user_id as id, trim(u.first_name || ' ' || u.last_name) as name, u.email, u.nickname
    from screen_user as u where ${userConditions(query)}`
  const [ids, names, emails, nicknames] = await run.columns(select.compile(kysely), [
    'id',
    'name',
    'email',
    'nickname',
  ])
  return ids.flatMap((userId, at) => {
    const email = emails[at]
    return email === undefined
      ? []
      : [{ userId, name: names[at] || email, email, nickname: nicknames[at] ?? null }]
  })
}

/** What the Salesforce users of a list are called. */
export async function salesforceUserNames(
  run: Queries,
  query: DirectoryQuery,
): Promise<SalesforceUserNames[]> {
  const select = sql<{ id: SalesforceUserId; name: string; email: string | null; username: string | null }>`
    select s.salesforce_user_id as id, s.name, s.email, s.username
    from salesforce_user as s where ${entryConditions(query)}`
  const [ids, names, emails, usernames] = await run.columns(select.compile(kysely), [
    'id',
    'name',
    'email',
    'username',
  ])
  return ids.map((salesforceUserId, at) => ({
    salesforceUserId,
    name: names[at] ?? '',
    email: emails[at] ?? null,
    username: usernames[at] ?? null,
  }))
}
