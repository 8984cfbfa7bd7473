import { type CompiledQuery, type RawBuilder, sql, type SqlBool } from 'kysely'
import * as z from 'zod/mini'
import type { UserId } from '../../core/model.ts'
import { fold } from '../../core/text.ts'
import type { DriftCandidate, UserQuery } from '../ledger.ts'
import { searchConditions } from './directory-queries.ts'
import { folded, kysely } from './kysely.ts'
import { recordColumns, recordOf, type RecordRow, recordTables } from './look-ups.ts'
import { mappingOf } from './rows.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

const records = sql.raw(`select ${recordColumns} from ${recordTables}`)

/** The query for a list of users. */
export function recordsQuery(query: UserQuery): CompiledQuery<RecordRow> {
  const limit = query.limit === undefined ? sql`` : sql`limit ${query.limit}`
  // Without the index on names, everyone is read as stored and sorted, in two thirds of the time that a look-up of each takes.
  const nameKey = sql.raw(query.limit === undefined ? '+u.name_key' : 'u.name_key')
  return sql<RecordRow>`${records} where ${userConditions(query)} order by ${nameKey}, u.email ${limit}`.compile(
    kysely,
  )
}

/** The query for the users with these IDs. */
export function recordsById(userIds: readonly UserId[]): CompiledQuery<RecordRow> {
  return sql<RecordRow>`${records}
    where u.user_id in (select value from json_each(${JSON.stringify(userIds)}))`.compile(kysely)
}

/** The conditions of a list for a query of `screen_user as u`. */
export function userConditions(query: UserQuery): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`]
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

const twice = sql`select salesforce_user_id from mapping group by salesforce_user_id having count(*) > 1`

// Each of the two has the address of another user. Most have the same one, which is compared before anything is looked up.
const isCrossed = sql`(o.email <> ifnull(p.email, p.username)
  and exists (select 1 from screen_user where user_id <> o.user_id and email in (${bare('p.email')}, p.username))
  and exists (select 1 from salesforce_user as q where q.salesforce_user_id <> p.salesforce_user_id
    and (q.email in (o.email, o.email || '.invalid') or q.username = o.email)))`

function bare(column: string): RawBuilder<unknown> {
  const text = sql.ref(column)
  return sql`iif(${text} like '%.invalid', substr(${text}, 1, length(${text}) - 8), ${text})`
}

// Both sides are read in the order of Salesforce User IDs: a million random look-ups take five times as long.
const mappings = sql`select user_id, salesforce_user_id, seen_name, seen_email, organization_id
  from mapping order by salesforce_user_id limit -1`

type DriftRow = RecordRow & { readonly mapped_id: SalesforceUserId; readonly shared_with: string | null }

/** The query for the mappings in which core/drift.ts may find drift, and few others. */
export function driftQuery(organizationId: string | null): CompiledQuery<DriftRow> {
  return sql<DriftRow>`select ${sql.raw(recordColumns)},
      case when m.salesforce_user_id in (${twice}) then (
        select json_group_array(other.email) from (
          select o.email from mapping as shared join screen_user as o on o.user_id = shared.user_id
          where shared.salesforce_user_id = m.salesforce_user_id and shared.user_id <> m.user_id
          order by o.email) as other) end as shared_with
    from ${sql.raw(recordTables)}
    where u.user_id in (
        select seen.user_id from (${mappings}) as seen
          join screen_user as o on o.user_id = seen.user_id
          left join salesforce_user as p on p.salesforce_user_id = seen.salesforce_user_id
          where p.salesforce_user_id is null or p.active is not 1 or p.frozen = 1
            or p.name <> seen.seen_name or p.email <> seen.seen_email
            or seen.organization_id <> ${organizationId} or ${isCrossed}
        union select user_id from screen_user
          where state = 'pending' or (state = 'active' and team_id is null)
        union select user_id from mapping where salesforce_user_id in (${twice}))
      and m.salesforce_user_id is not null
      and (u.state <> 'deactivated' or m.salesforce_user_id in (${twice}))
    order by u.name_key, u.email`.compile(kysely)
}

const emailList = z.array(z.string())

/** The mapping in a row of `driftQuery`. */
export function driftFactsOf(row: DriftRow): DriftCandidate {
  const { user, team, salesforceUser } = recordOf(row)
  const mapping = mappingOf({ ...row, salesforce_user_id: row.mapped_id })
  const shared = row.shared_with === null ? [] : emailList.parse(JSON.parse(row.shared_with))
  return { user, team, mapping, salesforceUser, sharedWith: shared }
}
