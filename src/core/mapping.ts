import type { SalesforceUserId } from './salesforce-id.ts'
import type { UserId } from './user.ts'

/** Ties one SalesScreen user to one Salesforce User ID; each side can be in one mapping at most. */
export interface Mapping {
  readonly userId: UserId
  readonly salesforceUserId: SalesforceUserId
  /** The 18-character ID of the org the directory came from; null when it was read from a report, which does not tell. */
  readonly organizationId: string | null
  /** What the directory called the Salesforce user when this was decided; null when nobody knew. Drift is told by it. */
  readonly seenName: string | null
  /** The e-mail address of the Salesforce user at that time; null when nobody knew. */
  readonly seenEmail: string | null
}
