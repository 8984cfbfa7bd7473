import { type Kysely, sql } from 'kysely'
import type { PersonOutline, UserOutline } from '../../core/match/outline.ts'
import type { LedgerTables } from './schema.ts'

/** The query for the outlines of all Salesforce users who are mapped to nobody. */
export function personOutlinesQuery(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('salesforce_user as s')
    .select([
      's.salesforce_user_id as salesforceUserId',
      's.email',
      's.username',
      's.federation_id as federationId',
      's.employee_number as employeeNumber',
    ])
    .select(
      sql<string>`case when s.first_name is null and s.last_name is null then s.name
        else coalesce(s.first_name, '') || ' ' || coalesce(s.last_name, '') end`.as('called'),
    )
    .where('s.salesforce_user_id', 'not in', ({ selectFrom }) =>
      selectFrom('mapping').select('salesforce_user_id'),
    )
    .$castTo<PersonOutline>()
}

/** The query for the outlines of all users who are not mapped and have not left. */
export function userOutlinesQuery(kysely: Kysely<LedgerTables>) {
  return kysely
    .selectFrom('screen_user as u')
    .select(['u.user_id as userId', 'u.email', 'u.first_name as firstName', 'u.last_name as lastName'])
    .where('u.state', 'in', ['active', 'pending'])
    .where('u.user_id', 'not in', ({ selectFrom }) => selectFrom('mapping').select('user_id'))
    .$castTo<UserOutline>()
}
