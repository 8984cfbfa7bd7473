import type { SalesforceUserId } from '../salesforce-id.ts'
import type { User } from '../user.ts'

/** The little of a Salesforce user by which others are found to be near. */
export interface PersonOutline {
  readonly salesforceUserId: SalesforceUserId
  /** First and last name; the whole name where neither is told. */
  readonly called: string
  readonly email: string | null
  readonly username: string | null
  readonly federationId: string | null
  readonly employeeNumber: string | null
}

/** The little of a SalesScreen user. */
export type UserOutline = Pick<User, 'userId' | 'email' | 'firstName' | 'lastName'>
