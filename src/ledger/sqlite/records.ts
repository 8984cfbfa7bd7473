import { type Kysely, sql, type SqlBool } from 'kysely'
import { fold } from '../../core/text.ts'
import type { UserKey, UserQuery, UserRecord } from '../ledger.ts'
import { folded } from './folded.ts'
import { mappingOf, salesforceUserOf, teamOf, userOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'

/** Every user with team, mapping and Salesforce user in one row. */
export function selectRecords(kysely: Kysely<LedgerTables>) {
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

/** One row of `selectRecords`. */
export type RecordRow = Awaited<ReturnType<ReturnType<typeof selectRecords>['execute']>>[number]

/** The query for a list of users. */
export function recordsQuery(kysely: Kysely<LedgerTables>, query: UserQuery) {
  let select = selectRecords(kysely).orderBy('u.name_key').orderBy('u.email')
  if (query.states !== undefined) select = select.where('u.state', 'in', query.states)
  if (query.teamId !== undefined) select = select.where('u.team_id', '=', query.teamId)
  if (query.mapped !== undefined)
    select = select.where('m.salesforce_user_id', query.mapped ? 'is not' : 'is', null)
  for (const word of fold(query.search ?? '')
    .split(' ')
    .filter(Boolean))
    select = select.where(
      sql<SqlBool>`(instr(u.name_key, ${word}) > 0 or instr(u.nickname_key, ${word}) > 0
        or instr(${folded('u.email')}, ${word}) > 0)`,
    )
  return query.limit === undefined ? select : select.limit(query.limit)
}

/** The query for the users that a key fits. */
export function recordsByKey(kysely: Kysely<LedgerTables>, key: UserKey) {
  const select = selectRecords(kysely).orderBy('u.name_key').orderBy('u.email')
  if ('userId' in key) return select.where('u.user_id', '=', key.userId)
  if ('email' in key) return select.where('u.email', '=', key.email)
  if ('salesforceUserId' in key) return select.where('m.salesforce_user_id', '=', key.salesforceUserId)
  const called = fold(key.called)
  return select.where(({ eb, or }) => or([eb('u.name_key', '=', called), eb('u.nickname_key', '=', called)]))
}

/** A row as the record it holds. */
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
