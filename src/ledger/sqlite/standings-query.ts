import type { EnteredUser } from '../../core/entered.ts'
import type { StandingFacts } from '../ledger.ts'
import { enteredUserSchema, storedJson } from '../row-schemas.ts'
import {
  bothTables,
  isOtherwise,
  mappingIn,
  ownColumns,
  type OwnUser,
  teamIn,
  type UserRow,
} from './entered-queries.ts'
import type { Statement } from './query-runner.ts'
import { flagOf, userOf } from './rows.ts'
import type { Nullable, SalesforceUserTable } from './schema.ts'

/** A user of the ledger with team and mapping, what SalesScreen has, and whether the mapped Salesforce user can log in. */
type StandingRow = OwnUser &
  Pick<UserRow, 'team_name' | 'team_key' | 'mapped_id' | 'organization_id'> &
  Nullable<Pick<SalesforceUserTable, 'active' | 'frozen' | 'department'>> & {
    readonly known_id: string | null
    readonly is_there: 0 | 1
    /** What SalesScreen has in JSON; null where it has just what the ledger says, or nothing. */
    readonly otherwise: string | null
  }

const fieldsThere = {
  userId: 'user_id',
  email: 'email',
  firstName: 'first_name',
  lastName: 'last_name',
  nickname: 'nickname',
  state: 'state',
  teamId: 'team_id',
  salesforceUserId: 'salesforce_user_id',
  userSource: 'user_source',
  userBy: 'user_by',
  userAt: 'user_at',
  stateSource: 'state_source',
  stateBy: 'state_by',
  stateAt: 'state_at',
  teamSource: 'team_source',
  teamBy: 'team_by',
  teamAt: 'team_at',
  mappingSource: 'mapping_source',
  mappingBy: 'mapping_by',
  mappingAt: 'mapping_at',
} as const satisfies Readonly<Record<keyof EnteredUser, string>>

const thereAsJson = Object.entries(fieldsThere).map(([field, column]) => `'${field}', e.${column}`)

/**
 * The query for every user with what decides how the user stands, by name. Nearly all are in SalesScreen as they were
 * decided, or not at all: twenty columns for the others would cost more than the rest of the row.
 */
export const standingsQuery: Statement<StandingRow> = {
  sql: `select ${ownColumns}, m.salesforce_user_id as mapped_id, m.organization_id,
      case when e.user_id is null then 0 else 1 end as is_there,
      case when ${isOtherwise} then json_object(${thereAsJson.join(', ')}) end as otherwise,
      s.active, s.frozen, s.department, s.salesforce_user_id as known_id
    from ${bothTables} left join salesforce_user as s on s.salesforce_user_id = m.salesforce_user_id
    order by +u.name_key, u.email`,
  parameters: [],
}

/** What decides how a user stands, from a row of this query. */
export function standingFactsOf(row: StandingRow): StandingFacts {
  return {
    user: userOf(row),
    team: teamIn(row),
    mapping: mappingIn(row),
    entered: enteredIn(row),
    login:
      row.known_id === null
        ? null
        : { active: flagOf(row.active), frozen: flagOf(row.frozen), department: row.department },
  }
}

function enteredIn({ is_there, otherwise, email }: StandingRow): StandingFacts['entered'] {
  if (otherwise !== null)
    return storedJson(enteredUserSchema, otherwise, `the SalesScreen record of ${email}`)
  return is_there === 1 ? 'as-decided' : null
}
