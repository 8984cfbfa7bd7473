import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Org } from './org.ts'
import { asSalesforceUser, type UserRecord } from './records.ts'

/** Records as people; throws `remote` where an ID can be none. */
export function peopleOf(org: Org, records: readonly UserRecord[]): SalesforceUser[] {
  try {
    return records.map((record) => asSalesforceUser(record))
  } catch (error) {
    throw org.misunderstood([error instanceof Error ? error.message : String(error)])
  }
}
