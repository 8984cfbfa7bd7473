import { type Kysely, sql, type SqlBool } from 'kysely'
import type { UserId } from '../../core/model.ts'
import type { TeamTodoFacts, UserTodoFacts } from '../../core/todo.ts'
import type { UserKeys } from '../ledger.ts'
import { enteredTeamOf, enteredUserOf, mappingOf, teamOf, userOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'

export { enteredUserOf } from './rows.ts'

/** The query for users as SalesScreen has them. */
export function enteredUsersQuery(
  kysely: Kysely<LedgerTables>,
  keys?: Pick<UserKeys, 'userIds' | 'teamIds'>,
) {
  const select = kysely.selectFrom('entered_user').selectAll().orderBy('user_id')
  if (keys === undefined) return select
  const { userIds = [], teamIds = [] } = keys
  return select.where(({ or }) => or([isAmong('user_id', userIds), isAmong('team_id', teamIds)]))
}

// One parameter, however many they are.
function isAmong(column: string, ids: readonly string[]) {
  return sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`
}

// When a row was last changed: its newest change in the history.
function changedAt(entity: string, key: string) {
  return sql<string | null>`(select s.at from change_set as s where s.number = (
    select max(c.change_set) from change as c where c.entity = ${entity} and c.key = ${sql.ref(key)}))`
}

/** The query for users that SalesScreen has otherwise than the ledger, or with these IDs. */
export function usersToEnterQuery(kysely: Kysely<LedgerTables>, userIds?: readonly UserId[]) {
  const select = kysely
    .selectFrom('screen_user as u')
    .leftJoin('team as t', 't.team_id', 'u.team_id')
    .leftJoin('mapping as m', 'm.user_id', 'u.user_id')
    .leftJoin('entered_user as e', 'e.user_id', 'u.user_id')
    .select(['u.user_id', 'u.email', 'u.first_name', 'u.last_name', 'u.nickname', 'u.state', 'u.team_id'])
    .select(['t.name as team_name', 't.key as team_key'])
    .select(['m.salesforce_user_id as mapped_id', 'm.organization_id', 'm.seen_name', 'm.seen_email'])
    .select(enteredColumns)
    .select([
      changedAt('user', 'u.user_id').as('user_since'),
      changedAt('mapping', 'u.user_id').as('mapping_since'),
    ])
  return userIds === undefined
    ? select.where(
        sql<SqlBool>`e.user_id is null
          or (e.user_id is not null and (e.email <> u.email or e.first_name <> u.first_name
            or e.last_name <> u.last_name or e.nickname is not u.nickname or e.state <> u.state
            or e.team_id is not u.team_id or e.salesforce_user_id is not m.salesforce_user_id))`,
      )
    : select.where(isAmong('u.user_id', userIds))
}

/** The query for users that SalesScreen has and the ledger no longer has. */
export function goneUsersQuery(kysely: Kysely<LedgerTables>) {
  const nothing = sql<null>`null`
  return kysely
    .selectFrom('entered_user as e')
    .where('e.user_id', 'not in', ({ selectFrom }) => selectFrom('screen_user').select('user_id'))
    .select([
      nothing.as('user_id'),
      nothing.as('email'),
      nothing.as('first_name'),
      nothing.as('last_name'),
      nothing.as('nickname'),
      nothing.as('state'),
      nothing.as('team_id'),
      nothing.as('team_name'),
      nothing.as('team_key'),
      nothing.as('mapped_id'),
      nothing.as('organization_id'),
      nothing.as('seen_name'),
      nothing.as('seen_email'),
    ])
    .select(enteredColumns)
    .select([
      changedAt('user', 'e.user_id').as('user_since'),
      changedAt('mapping', 'e.user_id').as('mapping_since'),
    ])
}

const enteredColumns = [
  'e.user_id as e_user_id',
  'e.email as e_email',
  'e.first_name as e_first_name',
  'e.last_name as e_last_name',
  'e.nickname as e_nickname',
  'e.state as e_state',
  'e.team_id as e_team_id',
  'e.salesforce_user_id as e_salesforce_user_id',
  'e.user_source',
  'e.user_by',
  'e.user_at',
  'e.state_source',
  'e.state_by',
  'e.state_at',
  'e.team_source',
  'e.team_by',
  'e.team_at',
  'e.mapping_source',
  'e.mapping_by',
  'e.mapping_at',
] as const

type FactsRow =
  | Awaited<ReturnType<ReturnType<typeof usersToEnterQuery>['execute']>>[number]
  | Awaited<ReturnType<ReturnType<typeof goneUsersQuery>['execute']>>[number]

/** Both sides of a user, from a row of the queries above. */
export function userTodoFactsOf(row: FactsRow): UserTodoFacts {
  return {
    user: row.user_id === null ? null : userOf(row),
    team:
      row.team_id === null || row.team_name === null
        ? null
        : teamOf({ team_id: row.team_id, name: row.team_name, key: row.team_key }),
    mapping:
      row.user_id === null || row.mapped_id === null
        ? null
        : mappingOf({ ...row, salesforce_user_id: row.mapped_id }),
    entered: enteredIn(row),
    userSince: row.user_since,
    mappingSince: row.mapping_since,
  }
}

function enteredIn(row: FactsRow): UserTodoFacts['entered'] {
  const { e_user_id, e_email, e_first_name, e_last_name, e_state } = row
  if (e_user_id === null || e_email === null || e_first_name === null || e_last_name === null) return null
  return e_state === null
    ? null
    : enteredUserOf({
        ...row,
        user_id: e_user_id,
        email: e_email,
        first_name: e_first_name,
        last_name: e_last_name,
        nickname: row.e_nickname,
        state: e_state,
        team_id: row.e_team_id,
        salesforce_user_id: row.e_salesforce_user_id,
      })
}

/** The query for all teams, those of the ledger and those of SalesScreen. */
export function teamsToEnterQuery(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('team as t')
    .fullJoin('entered_team as e', 'e.team_id', 't.team_id')
    .select(['t.team_id', 't.name', 't.key', 'e.team_id as e_team_id', 'e.name as e_name'])
    .select(['e.source', 'e.by', 'e.at'])
    .select(
      sql<string | null>`(select s.at from change_set as s where s.number = (
        select max(c.change_set) from change as c
        where c.entity = 'team' and c.key = coalesce(t.team_id, e.team_id)))`.as('since'),
    )
}

/** Both sides of a team, from a row of `teamsToEnterQuery`. */
export function teamTodoFactsOf(
  row: Awaited<ReturnType<ReturnType<typeof teamsToEnterQuery>['execute']>>[number],
): TeamTodoFacts {
  const { team_id, name, key, e_team_id, e_name, source, by, at, since } = row
  return {
    team: team_id === null || name === null ? null : teamOf({ team_id, name, key }),
    entered:
      e_team_id === null || e_name === null || source === null || by === null || at === null
        ? null
        : enteredTeamOf({ team_id: e_team_id, name: e_name, source, by, at }),
    since,
  }
}
