import { type Kysely, sql, type SqlBool } from 'kysely'
import * as z from 'zod/mini'
import type { DriftFacts } from '../../core/drift.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { recordOf, type RecordRow, selectRecords } from './records.ts'
import { mappingOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'

const twice = sql`select salesforce_user_id from mapping group by salesforce_user_id having count(*) > 1`

// Both sides are walked in the order of Salesforce User IDs: looking a million people up at random takes five times as long.
const mappings = sql`select user_id, salesforce_user_id, seen_name, seen_email, organization_id
  from mapping order by salesforce_user_id limit -1`

/** The query for every mapping that core/drift.ts may tell something of: a wide sieve, which lets few others through. */
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
        union select user_id from mapping where salesforce_user_id in (${twice}))`,
    )
    .where('m.salesforce_user_id', 'is not', null)
    .where(sql<SqlBool>`(u.state <> 'deactivated' or m.salesforce_user_id in (${twice}))`)
    .orderBy('u.name_key')
    .orderBy('u.email')
    .$narrowType<{ mapped_id: SalesforceUserId }>()
}

const addresses = z.array(z.string())

/** A row of `driftQuery` as the mapping it tells of. */
export function driftFactsOf(
  row: RecordRow & { readonly mapped_id: SalesforceUserId; readonly shared_with: string | null },
): DriftFacts {
  const { user, team, salesforceUser } = recordOf(row)
  const mapping = mappingOf({ ...row, salesforce_user_id: row.mapped_id })
  const shared = row.shared_with === null ? [] : addresses.parse(JSON.parse(row.shared_with))
  return { user, team, mapping, salesforceUser, sharedWith: shared }
}
