import type { UserId } from '../../core/model.ts'
import type { TeamTodoFacts, UserTodoFacts } from '../../core/todo.ts'
import type { UserKeys } from '../ledger.ts'
import type { Statement } from './query-runner.ts'
import { enteredTeamOf, enteredUserOf, teamOf, userOf } from './rows.ts'
import type {
  EnteredTeamTable,
  EnteredUserTable,
  MappingTable,
  ScreenUserTable,
  TeamTable,
  Nullable,
} from './schema.ts'

export { enteredUserOf } from './rows.ts'

/** The query for users as SalesScreen has them. */
export function enteredUsersQuery(keys?: Pick<UserKeys, 'userIds' | 'teamIds'>): Statement<EnteredUserTable> {
  if (keys === undefined) return { sql: 'select * from entered_user order by user_id', parameters: [] }
  const { userIds = [], teamIds = [] } = keys
  return {
    sql: `select * from entered_user where ${isAmong('user_id')} or ${isAmong('team_id')} order by user_id`,
    parameters: [JSON.stringify(userIds), JSON.stringify(teamIds)],
  }
}

// One parameter, however many they are.
function isAmong(column: string): string {
  return `${column} in (select value from json_each(?))`
}

// When a row was last changed: its newest change in the history.
function changedAt(entity: string, key: string): string {
  return `(select s.at from change_set as s where s.number = (
    select max(c.change_set) from change as c where c.entity = '${entity}' and c.key = ${key}))`
}

type EnteredColumns = Omit<EnteredUserTable, `${string}_id` | NameOfUser>
type NameOfUser = 'email' | 'first_name' | 'last_name' | 'nickname' | 'state'

/** A user of the ledger with its team and mapping, and the user that SalesScreen has; null where one is missing. */
export interface UserRow extends Pick<MappingTable, 'organization_id'>, Nullable<EnteredColumns> {
  readonly team_name: TeamTable['name'] | null
  readonly team_key: TeamTable['key']
  readonly mapped_id: MappingTable['salesforce_user_id'] | null
  readonly e_user_id: EnteredUserTable['user_id'] | null
  readonly e_email: string | null
  readonly e_first_name: string | null
  readonly e_last_name: string | null
  readonly e_nickname: string | null
  readonly e_state: EnteredUserTable['state'] | null
  readonly e_team_id: EnteredUserTable['team_id']
  readonly e_salesforce_user_id: EnteredUserTable['salesforce_user_id']
  readonly user_since: string | null
  readonly mapping_since: string | null
}

/** The columns of a user. */
export type OwnUser = Omit<ScreenUserTable, 'name_key' | 'nickname_key'>
type NoUser = { readonly [Name in keyof OwnUser]: null }
type FactsRow = UserRow & (OwnUser | NoUser)

const enteredColumns = `e.user_id as e_user_id, e.email as e_email, e.first_name as e_first_name,
  e.last_name as e_last_name, e.nickname as e_nickname, e.state as e_state, e.team_id as e_team_id,
  e.salesforce_user_id as e_salesforce_user_id,
  e.user_source, e.user_by, e.user_at, e.state_source, e.state_by, e.state_at,
  e.team_source, e.team_by, e.team_at, e.mapping_source, e.mapping_by, e.mapping_at`

/** A user of the ledger with its team, in the SQL of `bothTables`. */
export const ownColumns = `u.user_id, u.email, u.first_name, u.last_name, u.nickname, u.state, u.team_id,
  t.name as team_name, t.key as team_key`

const bothSides = `${ownColumns},
  m.salesforce_user_id as mapped_id, m.organization_id, ${enteredColumns}`

/** Every user with team, mapping and what SalesScreen has, as `u`, `t`, `m` and `e`. */
export const bothTables = `screen_user as u
  left join team as t on t.team_id = u.team_id
  left join mapping as m on m.user_id = u.user_id
  left join entered_user as e on e.user_id = u.user_id`

/** Where SalesScreen has a user of the ledger otherwise, in the SQL of `bothTables`. */
export const isOtherwise = `(e.user_id is not null and (e.email <> u.email or e.first_name <> u.first_name
  or e.last_name <> u.last_name or e.nickname is not u.nickname or e.state <> u.state
  or e.team_id is not u.team_id or e.salesforce_user_id is not m.salesforce_user_id))`

/** The query for users that SalesScreen has otherwise than the ledger, or with these IDs; with the times or without. */
export function usersToEnterQuery(
  userIds: readonly UserId[] | undefined,
  times: boolean,
): Statement<FactsRow> {
  const differs = `e.user_id is null or ${isOtherwise}`
  const since = (entity: string) => (times ? changedAt(entity, 'u.user_id') : 'null')
  return {
    sql: `select ${bothSides}, ${since('user')} as user_since, ${since('mapping')} as mapping_since
      from ${bothTables}
      where ${userIds === undefined ? differs : isAmong('u.user_id')}`,
    parameters: userIds === undefined ? [] : [JSON.stringify(userIds)],
  }
}

/** The query for users that SalesScreen has and the ledger no longer has. */
export const goneUsers: Statement<FactsRow> = {
  sql: `select null as user_id, null as email, null as first_name, null as last_name, null as nickname,
      null as state, null as team_id, null as team_name, null as team_key,
      null as mapped_id, null as organization_id, ${enteredColumns},
      ${changedAt('user', 'e.user_id')} as user_since, ${changedAt('mapping', 'e.user_id')} as mapping_since
    from entered_user as e where e.user_id in (
      select user_id from entered_user except select user_id from screen_user)`,
  parameters: [],
}

/** Both sides of a user, from a row of the queries above. */
export function userTodoFactsOf(row: FactsRow): UserTodoFacts {
  return {
    user: row.user_id === null ? null : userOf(row),
    team: teamIn(row),
    mapping: mappingIn(row),
    entered: enteredIn(row),
    userSince: row.user_since,
    mappingSince: row.mapping_since,
  }
}

/** The team in a row; null without one. */
export function teamIn({
  team_id,
  team_name,
  team_key,
}: Pick<FactsRow, 'team_id' | 'team_name' | 'team_key'>) {
  return team_id === null || team_name === null ? null : teamOf({ team_id, name: team_name, key: team_key })
}

/** What a mapping decides, in a row; null without one. */
export function mappingIn({ mapped_id, organization_id }: Pick<UserRow, 'mapped_id' | 'organization_id'>) {
  return mapped_id === null ? null : { salesforceUserId: mapped_id, organizationId: organization_id }
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

/** A team of the ledger and the team that SalesScreen has; null where one is missing. */
interface TeamRow extends Nullable<Pick<TeamTable, 'team_id' | 'name' | 'key'>> {
  readonly e_team_id: EnteredTeamTable['team_id'] | null
  readonly e_name: string | null
  readonly source: EnteredTeamTable['source'] | null
  readonly by: string | null
  readonly at: string | null
  readonly since: string | null
}

/** The query for all teams, those of the ledger and those of SalesScreen. */
export const teamsToEnter: Statement<TeamRow> = {
  sql: `select t.team_id, t.name, t.key, e.team_id as e_team_id, e.name as e_name, e.source, e."by", e.at,
      ${changedAt('team', 'coalesce(t.team_id, e.team_id)')} as since
    from team as t full join entered_team as e on e.team_id = t.team_id`,
  parameters: [],
}

/** Both sides of a team, from a row of `teamsToEnter`. */
export function teamTodoFactsOf(row: TeamRow): TeamTodoFacts {
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
