import type { SalesforceUserId } from './salesforce-id.ts'

/** One Salesforce user as last seen. Texts a source did not tell are null, never empty. */
export interface SalesforceUser {
  readonly salesforceUserId: SalesforceUserId
  readonly name: string
  readonly firstName: string | null
  readonly lastName: string | null
  /** Lower case: Salesforce compares usernames without regard to case. */
  readonly username: string | null
  /** Normalised, not judged: sandboxes and old orgs hold addresses that are none. Not unique. */
  readonly email: string | null
  readonly alias: string | null
  /** null when the source does not tell. */
  readonly active: boolean | null
  /** Kept out by an admin without being deactivated; null when the source does not tell. */
  readonly frozen: boolean | null
  /** Salesforce's UserType, for example `Standard`; null when the source does not tell. */
  readonly type: string | null
  readonly profile: string | null
  readonly role: string | null
  readonly department: string | null
  readonly title: string | null
  readonly manager: string | null
  readonly employeeNumber: string | null
  readonly federationId: string | null
  /** UTC, ISO 8601, where the source tells a time that can be read; else the source's own text. */
  readonly lastLoginAt: string | null
}

/** What a Salesforce user is: somebody who sells, somebody outside the company, or no person at all. */
export type PersonKind = 'person' | 'external' | 'chatter' | 'not-a-person'

// Source: the User object's UserType picklist in the Salesforce object reference.
const kinds: ReadonlyMap<string, PersonKind> = new Map([
  ['Standard', 'person'],
  ['PowerPartner', 'external'],
  ['CSPLitePortal', 'external'],
  ['CustomerSuccess', 'external'],
  ['PowerCustomerSuccess', 'external'],
  ['CsnOnly', 'chatter'],
  ['Guest', 'not-a-person'],
  ['AutomatedProcess', 'not-a-person'],
  ['CloudIntegrationUser', 'not-a-person'],
])

/** Why somebody cannot work in Salesforce; null when they can, as far as the source tells. */
export function idleness({
  active,
  frozen,
}: Pick<SalesforceUser, 'active' | 'frozen'>): 'inactive' | 'frozen' | null {
  if (active === false) return 'inactive'
  return frozen === true ? 'frozen' : null
}

/** Judges by UserType alone; a source that does not tell it, and types yet unknown, count as people. */
export function personKind(user: Pick<SalesforceUser, 'type'>): PersonKind {
  return (user.type === null ? undefined : kinds.get(user.type)) ?? 'person'
}

/** The UserTypes of one kind. */
export function typesOf(kind: PersonKind): string[] {
  return [...kinds.keys()].filter((type) => kinds.get(type) === kind)
}

/** The UserTypes that are not people of the company, for stores that filter by it. */
export const typesThatAreNotPeople: readonly string[] = [...kinds.keys()].filter(
  (type) => kinds.get(type) !== 'person',
)
