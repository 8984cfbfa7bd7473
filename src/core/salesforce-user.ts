import type { Confirmation } from './confirmation.ts'
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
export function whyInactive({
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

/** Where a reading of the directory came from. */
export type DirectorySource = 'live' | 'report' | 'demo'

/** What is known of one reading of the directory. */
export interface DirectoryRead {
  readonly source: DirectorySource
  /** The file or the host it was read from. */
  readonly origin: string
  /** Which Salesforce identity looked, where known. */
  readonly identity: string | null
  /** The 18-character organization ID, where the source tells it. */
  readonly organizationId: string | null
  /** UTC, ISO 8601. */
  readonly at: string
}

/**
 * Whom a reading of a live org is about: people of the company alone, external people (partners, customers) besides, or
 * every user, Chatter and integration users included.
 */
export const directoryScopes = ['people', 'external', 'everyone'] as const

/** One of the scopes. */
export type DirectoryScope = (typeof directoryScopes)[number]

/** The UserTypes of a scope; undefined where every type belongs to it. */
export function typesInScope(scope: DirectoryScope): readonly string[] | undefined {
  if (scope === 'everyone') return undefined
  return scope === 'people' ? typesOf('person') : [...typesOf('person'), ...typesOf('external')]
}

/** Whether a user belongs to a scope. */
export function isInScope({ type }: Pick<SalesforceUser, 'type'>, scope: DirectoryScope): boolean {
  const types = typesInScope(scope)
  return types === undefined || (type === null ? personKind({ type }) === 'person' : types.includes(type))
}

/** A reason not to create a user, and what lets the user be created anyway. */
export interface NewUserDoubt {
  readonly reason: string
  readonly confirmation: Confirmation
}

/** First and last name; of a full name alone the last word counts as the last name, as Salesforce shows names. */
export function splitName({
  firstName,
  lastName,
  name,
}: Pick<SalesforceUser, 'firstName' | 'lastName' | 'name'>): {
  firstName: string
  lastName: string
} {
  if (firstName !== null || lastName !== null) return { firstName: firstName ?? '', lastName: lastName ?? '' }
  const words = name.split(' ')
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}

/** Why an admin may not want to create a user for this person. */
export function doubtsAboutNewUser(person: SalesforceUser): NewUserDoubt[] {
  const idle = whyInactive(person)
  return [
    ...(idle !== null
      ? [{ reason: `${person.name} is ${idle} in Salesforce`, confirmation: 'allow-inactive' as const }]
      : []),
    ...(personKind(person) === 'not-a-person'
      ? [
          {
            reason: `${person.name} is not a person but of type ${person.type ?? ''}`,
            confirmation: 'allow-non-person' as const,
          },
        ]
      : []),
  ]
}
