import { type Email, fold } from './text.ts'
import { parseSalesforceUserId, type SalesforceUserId } from './salesforce-id.ts'

declare const userIdBrand: unique symbol

/** The ledger's own ID of a SalesScreen user: `u-` and eight characters; it never changes and is never reused. */
export type UserId = string & { readonly [userIdBrand]: true }

const userShape = /^u-[0-9a-hjkmnp-tv-z]{8}$/

/** Whether a text has the form of a user ID, whether or not such a user exists. */
export function isUserId(text: string): text is UserId {
  return userShape.test(text)
}

/** The states of a SalesScreen user. Source: SalesScreen help center, user management. */
export const userStates = ['active', 'pending', 'deactivated', 'spectating', 'supporter'] as const

/** One of the states; only an active user shows up. */
export type UserState = (typeof userStates)[number]

/** One SalesScreen user as the ledger knows it. */
export interface User {
  readonly userId: UserId
  readonly email: Email
  readonly firstName: string
  readonly lastName: string
  readonly nickname: string | null
  readonly state: UserState
  /** A user can be on one team at most; without one SalesScreen ignores the user's activities. */
  readonly teamId: TeamId | null
}

/** First and last name as shown; the e-mail address if a user has neither. */
export function fullName(user: {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email
}

/** Orders users as the ledger does: by folded name, then by e-mail address. */
export function byNameThenEmail(left: User, right: User): number {
  const [one, other] = [
    fold(`${left.firstName} ${left.lastName}`),
    fold(`${right.firstName} ${right.lastName}`),
  ]
  if (one !== other) return one < other ? -1 : 1
  return left.email < right.email ? -1 : Number(left.email > right.email)
}

declare const teamIdBrand: unique symbol

/** The ledger's own ID of a team: `t-` and eight characters. */
export type TeamId = string & { readonly [teamIdBrand]: true }

const teamShape = /^t-[0-9a-hjkmnp-tv-z]{8}$/

/** Whether a text has the form of a team ID, whether or not such a team exists. */
export function isTeamId(text: string): text is TeamId {
  return teamShape.test(text)
}

/** One SalesScreen team. */
export interface Team {
  readonly teamId: TeamId
  /** Unique, ignoring case and accents. */
  readonly name: string
  /** The key that SalesScreen shows among its mappings; null until an admin enters it. */
  readonly key: string | null
}

/** Ties one SalesScreen user to one Salesforce User ID; each side can be in one mapping at most. */
export interface Mapping {
  readonly userId: UserId
  readonly salesforceUserId: SalesforceUserId
  /** The 18-character ID of the org that the directory was read from; null after a report, which does not name its org. */
  readonly organizationId: string | null
  /** The name of the Salesforce user at the time of mapping; null if unknown. Drift is measured against it. */
  readonly seenName: string | null
  /** The e-mail address of the Salesforce user at that time; null if unknown. */
  readonly seenEmail: string | null
}

/** What an admin can decide about a possible mapping: never these two, not a person to map at all, or not now. */
export const decisionKinds = ['never', 'not-a-person', 'later'] as const

/** One of the kinds of decisions. */
export type DecisionKind = (typeof decisionKinds)[number]

/** A recorded decision about a SalesScreen user, a Salesforce user, or (if both are given) the two as a pair. */
export interface Decision {
  readonly kind: DecisionKind
  readonly userId: UserId | null
  readonly salesforceUserId: SalesforceUserId | null
  /** The first day on which it no longer counts, YYYY-MM-DD; null if it counts until it is removed. */
  readonly until: string | null
  readonly reason: string | null
  readonly decidedBy: string
  /** UTC, ISO 8601. */
  readonly decidedAt: string
}

/** The key of a decision: the users it is about, so that there is at most one decision about the same users. */
export function decisionKey({
  userId,
  salesforceUserId,
}: Pick<Decision, 'userId' | 'salesforceUserId'>): string {
  return `${userId ?? '-'}/${salesforceUserId ?? '-'}`
}

/** The company settings: what sfsync cannot read from SalesScreen and an admin confirms. */
export const companyFactNames = [
  'auto-sync',
  'integration-initialized',
  'licenses',
  'connection-user',
  'mapping-system',
  'screen-address',
  'workbook-columns',
] as const

/** Name of one company setting. */
export type CompanyFactName = (typeof companyFactNames)[number]

/** Whether an admin confirms what is so in SalesScreen, rather than choosing a value. */
export function isSeenInSalesScreen(name: string): boolean {
  return name === 'auto-sync' || name === 'integration-initialized'
}

/** One company setting: what an admin saw in SalesScreen, who confirmed it, and when. */
export interface CompanyFact {
  readonly name: CompanyFactName
  /** `on` or `off`; `yes` or `no`; a whole number of licenses; an ID, a name, an address, `field=label` pairs. */
  readonly value: string
  readonly attestedBy: string
  /** UTC, ISO 8601. */
  readonly attestedAt: string
}

/** Whether a text names a company setting. */
export function isCompanyFactName(text: string): text is CompanyFactName {
  return companyFactNames.some((name) => name === text)
}

type ParsedFact = { readonly value: string } | { readonly reason: string }

const parsers: Readonly<Record<CompanyFactName, (text: string) => ParsedFact>> = {
  'auto-sync': oneOf('auto-sync', 'on or off', {
    on: 'on',
    off: 'off',
    true: 'on',
    false: 'off',
    yes: 'on',
    no: 'off',
  }),
  'integration-initialized': oneOf('integration-initialized', 'yes or no', {
    yes: 'yes',
    no: 'no',
    true: 'yes',
    false: 'no',
  }),
  licenses: (text) =>
    /^\d{1,6}$/.test(text)
      ? { value: String(Number(text)) }
      : { reason: `licenses must be a whole number, for example 50, not "${text}"` },
  'connection-user': (text) => {
    const parsed = parseSalesforceUserId(text)
    return 'salesforceUserId' in parsed
      ? { value: parsed.salesforceUserId }
      : { reason: `connection-user must be a Salesforce User ID: ${parsed.reason}` }
  },
  // It becomes a cell of a file that knows no quotes.
  'mapping-system': (text) =>
    text === '' || /[",\n]/.test(text)
      ? { reason: `mapping-system must be a name without commas and quotes, not "${text}"` }
      : { value: text },
  'screen-address': (text) =>
    /^https:\/\/[^\s/]+(\/\S*)?$/.test(text)
      ? { value: text.replace(/\/+$/, '') }
      : { reason: `screen-address must be an address such as https://acme.salesscreen.com, not "${text}"` },
  'workbook-columns': (text) =>
    /^(?:(?:^|,)[a-zA-Z]+=(?:[^,="]+|"(?:[^"]|"")+"))+$/.test(text)
      ? { value: text }
      : { reason: `workbook-columns must be pairs such as email=E-post,team=Avdeling, not "${text}"` },
}

function oneOf(name: string, expected: string, values: Readonly<Record<string, string>>) {
  return (text: string): ParsedFact => {
    const plain = text.toLowerCase()
    const value = Object.hasOwn(values, plain) ? values[plain] : undefined
    return value === undefined ? { reason: `${name} must be ${expected}, not "${text}"` } : { value }
  }
}

/** Reads the value an admin gives for a company setting, or says what is expected. */
export function parseFactValue(name: CompanyFactName, text: string): ParsedFact {
  return parsers[name](text.trim())
}

/** How many SalesScreen licenses there are, and how many active users hold one. */
export interface LicenseUsage {
  readonly activeUsers: number
  /** null if no admin has set the number. */
  readonly licenses: number | null
}

/** The state of a user who needs a license now. Source: SalesScreen help center; without a free license the user becomes Pending. */
export function stateOfNewUser({ activeUsers, licenses }: LicenseUsage): {
  readonly state: Extract<UserState, 'active' | 'pending'>
  readonly warnings: readonly string[]
} {
  if (licenses === null || activeUsers < licenses) return { state: 'active', warnings: [] }
  return {
    state: 'pending',
    warnings: [
      `${licenses < 2 ? 'no license is free' : `all ${licenses} licenses are in use`}: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks`,
    ],
  }
}
