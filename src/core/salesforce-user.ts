import type { MapConfirmation } from './confirmation.ts'
import { type CommandLine, commandLine, withOptions } from './hint.ts'
import type { SalesforceUserId } from './salesforce-id.ts'
import { lastNameFirst, withoutDashes } from './written-name.ts'

/** One Salesforce user as last read. Texts that a source does not have are null, never empty. */
export interface SalesforceUser {
  readonly salesforceUserId: SalesforceUserId
  readonly name: string
  readonly firstName: string | null
  readonly lastName: string | null
  /** Lower case: Salesforce compares usernames without regard to case. */
  readonly username: string | null
  /** Normalized, but of a live org not validated: old orgs hold invalid addresses. Not unique. */
  readonly email: string | null
  readonly alias: string | null
  /** null if the source does not say. */
  readonly active: boolean | null
  /** Locked out by an admin without being deactivated; null if the source does not say. */
  readonly frozen: boolean | null
  /** Salesforce's UserType, for example `Standard`; null if the source does not say. */
  readonly type: string | null
  readonly profile: string | null
  readonly role: string | null
  readonly department: string | null
  readonly title: string | null
  readonly manager: string | null
  readonly employeeNumber: string | null
  readonly federationId: string | null
  /** UTC, ISO 8601, if the source has a time that can be read; otherwise the source's own text. */
  readonly lastLoginAt: string | null
}

/** The name of a user; null where a source without names has an address or the ID in its place. */
export function ownNameOf({
  name,
  username,
  email,
  salesforceUserId,
}: Pick<SalesforceUser, 'name' | 'username' | 'email' | 'salesforceUserId'>): string | null {
  return name === username || name === email || name === salesforceUserId ? null : name
}

/** What a Salesforce user is: a person of the company, someone outside it, or not a person. */
type PersonKind = 'person' | 'external' | 'chatter' | 'not-a-person'

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

/** Whether a Salesforce user can log in. */
export type LoginState = Pick<SalesforceUser, 'active' | 'frozen'>

/** Why a user cannot work in Salesforce; null if nothing is known to prevent it. */
export function whyInactive({ active, frozen }: LoginState): 'inactive' | 'frozen' | null {
  if (active === false) return 'inactive'
  return frozen === true ? 'frozen' : null
}

/** Goes by UserType alone; a missing or unknown type counts as a person. */
export function personKind(user: Pick<SalesforceUser, 'type'>): PersonKind {
  return (user.type === null ? undefined : kinds.get(user.type)) ?? 'person'
}

// Source: the profiles that Salesforce makes for integrations, "Minimum Access - API Only Integrations" and the like; their
// users have the UserType of people. A word after it makes it a job, as in "Integration Manager".
const integrationProfile = /\bapi[ -]only\b|\bintegrations?(?: users?)?$/i

/** Whether a user has a profile for integrations, which no person works with, whatever the UserType. */
export function isIntegrationUser({ profile }: Pick<SalesforceUser, 'profile'>): boolean {
  return profile !== null && integrationProfile.test(profile.trim())
}

/** Whether a user is an active or inactive person of the company, as far as UserType and profile say. */
export function isPerson(user: Pick<SalesforceUser, 'type' | 'profile'>): boolean {
  return personKind(user) === 'person' && !isIntegrationUser(user)
}

/** The UserTypes of one kind. */
function typesOf(kind: PersonKind): string[] {
  return [...kinds.keys()].filter((type) => kinds.get(type) === kind)
}

/** The UserTypes that are not people of the company, for queries that filter by them. */
export const typesThatAreNotPeople: readonly string[] = [...kinds.keys()].filter(
  (type) => kinds.get(type) !== 'person',
)

/** Where the directory was read from. */
export type DirectorySource = 'live' | 'report' | 'demo'

/** One reading of the directory. */
export interface DirectoryRead {
  readonly source: DirectorySource
  /** The file or the host it was read from. */
  readonly origin: string
  /** The Salesforce user who read it, if known. */
  readonly identity: string | null
  /** The 18-character organization ID, if the source has it. */
  readonly organizationId: string | null
  /** UTC, ISO 8601. */
  readonly at: string
}

/** The command that reads the Salesforce users again, from where they were read last. */
export function readAgainCommand(last: Pick<DirectoryRead, 'source'> | null | undefined): CommandLine {
  return last?.source === 'report'
    ? commandLine('sf-users import', '<report.csv>')
    : commandLine('sf-users refresh')
}

/** How to create everyone who is not in SalesScreen at once: first a file. */
export const createManyCommand: CommandLine = withOptions(commandLine('suggest'), {
  'for-salesforce': true,
  class: 'none',
  output: 'new-users.csv',
})

/**
 * Which users are read from a live org: only people of the company, external people (partners, customers) as well, or
 * everyone, including Chatter and integration users.
 */
export const directoryScopes = ['people', 'external', 'everyone'] as const

/** One of the scopes. */
export type DirectoryScope = (typeof directoryScopes)[number]

/** The UserTypes of a scope; undefined if every type belongs to it. */
export function typesInScope(scope: DirectoryScope): readonly string[] | undefined {
  if (scope === 'everyone') return undefined
  return scope === 'people' ? typesOf('person') : [...typesOf('person'), ...typesOf('external')]
}

/** Whether a user belongs to a scope. */
export function isInScope({ type }: Pick<SalesforceUser, 'type'>, scope: DirectoryScope): boolean {
  const types = typesInScope(scope)
  return types === undefined || (type === null ? personKind({ type }) === 'person' : types.includes(type))
}

/** A reason not to map or create a user for a Salesforce user, and the confirmation to do it anyway. */
export interface SalesforceUserDoubt {
  readonly reason: string
  readonly confirmation: MapConfirmation
}

/** First and last name, without dashes for a part that is missing; of a full name, the last word is the last name, or what is before a comma. */
export function splitName({
  firstName,
  lastName,
  name,
}: Pick<SalesforceUser, 'firstName' | 'lastName' | 'name'>): {
  firstName: string
  lastName: string
} {
  if (firstName !== null || lastName !== null)
    return { firstName: withoutDashes(firstName ?? ''), lastName: withoutDashes(lastName ?? '') }
  const turned = lastNameFirst(name)
  if (turned !== undefined) return { ...turned }
  const words = name.split(' ')
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}

/** Why an admin may not want this Salesforce user in SalesScreen. */
export function doubtsAbout(person: SalesforceUser): SalesforceUserDoubt[] {
  const idle = whyInactive(person)
  return [
    ...(idle !== null
      ? [{ reason: `${person.name} is ${idle} in Salesforce`, confirmation: 'allow-inactive' as const }]
      : []),
    ...(personKind(person) === 'not-a-person'
      ? [
          {
            reason: `${person.name} is not a person (user type ${person.type ?? ''})`,
            confirmation: 'allow-non-person' as const,
          },
        ]
      : isIntegrationUser(person)
        ? [
            {
              reason: `${person.name} looks like an integration user (profile ${person.profile ?? ''})`,
              confirmation: 'allow-non-person' as const,
            },
          ]
        : []),
  ]
}
