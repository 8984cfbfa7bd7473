import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import * as z from 'zod/mini'
import type { UserId } from '../../core/model.ts'
import { fold } from '../../core/text.ts'
import type { DriftCandidate, MappedUser, UserKey, UserKeys, UserQuery, UserRecord } from '../ledger.ts'
import { searchConditions } from './directory-queries.ts'
import { folded, type LedgerTables } from './schema.ts'
import { mappingOf, salesforceUserOf, teamOf, userOf } from './rows.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

// A user with its team, mapping and Salesforce user in one row.
function selectRecords(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('screen_user as u')
    .leftJoin('team as t', 't.team_id', 'u.team_id')
    .leftJoin('mapping as m', 'm.user_id', 'u.user_id')
    .leftJoin('salesforce_user as s', 's.salesforce_user_id', 'm.salesforce_user_id')
    .select(['u.user_id', 'u.email', 'u.first_name', 'u.last_name', 'u.nickname', 'u.state', 'u.team_id'])
    .select(['t.name as team_name', 't.key as team_key'])
    .select(['m.salesforce_user_id as mapped_id', 'm.organization_id', 'm.seen_name', 'm.seen_email'])
    .select(['s.salesforce_user_id', 's.name', 's.first_name as s_first_name', 's.last_name as s_last_name'])
    .select([
      's.username',
      's.email as s_email',
      's.alias',
      's.active',
      's.frozen',
      's.type',
      's.profile',
      's.role',
    ])
    .select([
      's.department',
      's.title',
      's.manager',
      's.employee_number',
      's.federation_id',
      's.last_login_at',
    ])
}

type RecordRow = Awaited<ReturnType<ReturnType<typeof selectRecords>['execute']>>[number]

/** The query for a list of users. */
export function recordsQuery(kysely: Kysely<LedgerTables>, query: UserQuery) {
  const select = selectRecords(kysely).where(userConditions(query)).orderBy('u.name_key').orderBy('u.email')
  return query.limit === undefined ? select : select.limit(query.limit)
}

/** The query for the users with these IDs. */
export function recordsById(kysely: Kysely<LedgerTables>, userIds: readonly UserId[]) {
  return selectRecords(kysely).where('u.user_id', 'in', userIds)
}

/** The conditions of a list for a query of `screen_user as u`. */
export function userConditions(query: UserQuery): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql<SqlBool>`1`]
  if (query.states !== undefined)
    all.push(sql<SqlBool>`u.state in (select value from json_each(${JSON.stringify(query.states)}))`)
  if (query.teamId !== undefined) all.push(sql<SqlBool>`u.team_id = ${query.teamId}`)
  if (query.onTeam !== undefined)
    all.push(query.onTeam ? sql<SqlBool>`u.team_id is not null` : sql<SqlBool>`u.team_id is null`)
  if (query.mapped !== undefined)
    all.push(query.mapped ? sql<SqlBool>`${isMapped}` : sql<SqlBool>`not ${isMapped}`)
  const search = query.search ?? ''
  const own = fold(search)
    .split(' ')
    .filter(Boolean)
    .map(
      (word) =>
        sql<SqlBool>`(instr(u.name_key, ${word}) > 0 or instr(u.nickname_key, ${word}) > 0
          or instr(${folded('u.email')}, ${word}) > 0)`,
    )
  if (own.length === 0) return sql<SqlBool>`${sql.join(all, sql` and `)}`
  const found = sql<SqlBool>`${sql.join(own, sql` and `)}`
  const inSalesforce = sql`u.user_id in (select user_id from mapping where salesforce_user_id in (
    select s.salesforce_user_id from salesforce_user as s
    where ${sql.join(searchConditions(search), sql` and `)}))`
  all.push(query.eitherSide === true ? sql<SqlBool>`((${found}) or ${inSalesforce})` : found)
  return sql<SqlBool>`${sql.join(all, sql` and `)}`
}

/** Whether a user in a query of `screen_user as u` is mapped. */
export const isMapped = sql<SqlBool>`exists (select 1 from mapping where mapping.user_id = u.user_id)`

/** The query for the users that match a key. */
export function recordsByKey(kysely: Kysely<LedgerTables>, key: UserKey) {
  const select = selectRecords(kysely).orderBy('u.name_key').orderBy('u.email')
  if ('userId' in key) return select.where('u.user_id', '=', key.userId)
  if ('email' in key) return select.where('u.email', '=', key.email)
  if ('salesforceUserId' in key) return select.where('m.salesforce_user_id', '=', key.salesforceUserId)
  const called = fold(key.called)
  return select.where(({ eb, or }) => or([eb('u.name_key', '=', called), eb('u.nickname_key', '=', called)]))
}

/** The record in a row of the queries above. */
export function recordOf(row: RecordRow): UserRecord {
  const user = userOf(row)
  return {
    user,
    team:
      row.team_id === null || row.team_name === null
        ? null
        : teamOf({ team_id: row.team_id, name: row.team_name, key: row.team_key }),
    mapping:
      row.mapped_id === null
        ? null
        : mappingOf({
            user_id: row.user_id,
            salesforce_user_id: row.mapped_id,
            organization_id: row.organization_id,
            seen_name: row.seen_name,
            seen_email: row.seen_email,
          }),
    salesforceUser:
      row.salesforce_user_id === null || row.name === null
        ? null
        : salesforceUserOf({
            ...row,
            salesforce_user_id: row.salesforce_user_id,
            name: row.name,
            first_name: row.s_first_name,
            last_name: row.s_last_name,
            email: row.s_email,
          }),
  }
}

/** The query for the users that match at least one of many keys; each kind of key has its own index. */
export function mappedUsersByKeys(kysely: Kysely<LedgerTables>, keys: UserKeys) {
  const called = (keys.called ?? []).map((text) => fold(text))
  return kysely
    .selectFrom('screen_user as u')
    .leftJoin('mapping as m', 'm.user_id', 'u.user_id')
    .select(['u.user_id', 'u.email', 'u.first_name', 'u.last_name', 'u.nickname', 'u.state', 'u.team_id'])
    .select(['m.salesforce_user_id', 'm.organization_id', 'm.seen_name', 'm.seen_email'])
    .where(
      sql<SqlBool>`u.user_id in (
        select value from json_each(${JSON.stringify(keys.userIds ?? [])})
        union all ${having('screen_user', 'email', keys.emails)}
        union all ${having('screen_user', 'name_key', called)}
        union all ${having('screen_user', 'nickname_key', called)}
        union all ${having('screen_user', 'team_id', keys.teamIds)}
        union all ${having('mapping', 'salesforce_user_id', keys.salesforceUserIds)})`,
    )
    .orderBy('u.user_id')
}

// The values come first: each is looked up in the index of its column.
function having(table: string, column: string, values: readonly string[] = []): RawBuilder<unknown> {
  return sql`select found.user_id from json_each(${JSON.stringify(values)}) as wanted
    join ${sql.table(table)} as found on ${sql.ref(`found.${column}`)} = wanted.value`
}

/** The user in a row of `mappedUsersByKeys`. */
export function mappedUserOf(
  row: Awaited<ReturnType<ReturnType<typeof mappedUsersByKeys>['execute']>>[number],
): MappedUser {
  const { salesforce_user_id, ...rest } = row
  return {
    user: userOf(row),
    mapping: salesforce_user_id === null ? null : mappingOf({ ...rest, salesforce_user_id }),
  }
}

const twice = sql`select salesforce_user_id from mapping group by salesforce_user_id having count(*) > 1`

// Each of the two has the address of another user. Most have the same one, which is compared before anything is looked up.
const crossed = sql`select seen.user_id from (select user_id, salesforce_user_id from mapping
    order by salesforce_user_id limit -1) as seen
  join salesforce_user as p on p.salesforce_user_id = seen.salesforce_user_id
  join screen_user as o on o.user_id = seen.user_id and o.email <> ifnull(p.email, p.username)
  where exists (select 1 from screen_user where user_id <> o.user_id and email in (${bare('p.email')}, p.username))
    and exists (select 1 from salesforce_user as q where q.salesforce_user_id <> p.salesforce_user_id
      and (q.email in (o.email, o.email || '.invalid') or q.username = o.email))`

function bare(column: string): RawBuilder<unknown> {
  const text = sql.ref(column)
  return sql`iif(${text} like '%.invalid', substr(${text}, 1, length(${text}) - 8), ${text})`
}

// Both sides are read in the order of Salesforce User IDs: a million random look-ups take five times as long.
const mappings = sql`select user_id, salesforce_user_id, seen_name, seen_email, organization_id
  from mapping order by salesforce_user_id limit -1`

/** The query for the mappings in which core/drift.ts may find drift, and few others. */
export function driftQuery(kysely: Kysely<LedgerTables>, organizationId: string | null) {
  return selectRecords(kysely)
    .select(
      sql<string | null>`case when m.salesforce_user_id in (${twice}) then (
        select json_group_array(other.email) from (
          select o.email from mapping as shared join screen_user as o on o.user_id = shared.user_id
          where shared.salesforce_user_id = m.salesforce_user_id and shared.user_id <> m.user_id
          order by o.email) as other) end`.as('shared_with'),
    )
    .where(
      sql<SqlBool>`u.user_id in (
        select seen.user_id from (${mappings}) as seen
          left join salesforce_user as p on p.salesforce_user_id = seen.salesforce_user_id
          where p.salesforce_user_id is null or p.active is not 1 or p.frozen = 1
            or p.name <> seen.seen_name or p.email <> seen.seen_email
            or seen.organization_id <> ${organizationId}
        union select user_id from screen_user
          where state = 'pending' or (state = 'active' and team_id is null)
        union ${crossed}
        union select user_id from mapping where salesforce_user_id in (${twice}))`,
    )
    .where('m.salesforce_user_id', 'is not', null)
    .where(sql<SqlBool>`(u.state <> 'deactivated' or m.salesforce_user_id in (${twice}))`)
    .orderBy('u.name_key')
    .orderBy('u.email')
    .$narrowType<{ mapped_id: SalesforceUserId }>()
}

const emailList = z.array(z.string())

/** The mapping in a row of `driftQuery`. */
export function driftFactsOf(
  row: RecordRow & { readonly mapped_id: SalesforceUserId; readonly shared_with: string | null },
): DriftCandidate {
  const { user, team, salesforceUser } = recordOf(row)
  const mapping = mappingOf({ ...row, salesforce_user_id: row.mapped_id })
  const shared = row.shared_with === null ? [] : emailList.parse(JSON.parse(row.shared_with))
  return { user, team, mapping, salesforceUser, sharedWith: shared }
}
