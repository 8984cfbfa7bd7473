import { countText, withoutSandboxSuffix } from './text.ts'
import { fullName, type Mapping, type Team, type User } from './model.ts'
import { whyInactive, type SalesforceUser } from './salesforce-user.ts'
import type { Change } from './change.ts'

/**
 * What may have changed since a mapping, in the order in which it is reported. The new e-mail address is last, because
 * its fix changes the address by which the other commands name the user.
 */
export const driftKinds = [
  'id-used-twice',
  'crossed',
  'gone',
  'never-seen',
  'inactive',
  'frozen',
  'no-team',
  'pending',
  'renamed',
  'email-changed',
] as const

/** One of these kinds. */
export type DriftKind = (typeof driftKinds)[number]

/** What `check` finds, most urgent first: also about the connection, users who are not mapped, and SalesScreen. */
export const findingKinds = [
  'connection',
  ...driftKinds,
  'left-unmapped',
  'not-in-ledger',
  'differs',
  'waiting',
] as const

/** One of these kinds. */
export type FindingKind = (typeof findingKinds)[number]

/** Two users, each with the address of the other one: one of two namesakes may be taken for the other. */
export interface CrossedAddresses {
  readonly reason: string
  /** Who has the address of the SalesScreen user. */
  readonly meant: SalesforceUser
}

/** One mapping with everything that may have changed. */
export interface DriftFacts {
  readonly user: User
  readonly team: Team | null
  readonly mapping: Mapping
  /** null if the mapped ID is not in the Salesforce directory. */
  readonly salesforceUser: SalesforceUser | null
  /** The e-mail addresses of other users who are mapped to the same Salesforce User ID, which only a damaged ledger allows. */
  readonly sharedWith: readonly string[]
  /** Why the mapping may be that of a namesake (core/match/identity.ts); null if its addresses are not those of two users. */
  readonly crossed: CrossedAddresses | null
}

/** The directory's last reading; null if there was none. */
export type DirectoryView = { readonly organizationId: string | null } | null

/** Why the Salesforce side of a mapping could not be checked. */
export type NotChecked = 'directory-unread' | 'other-org' | 'state-untold'

/** One finding about one mapping. */
export interface Drift {
  readonly kind: DriftKind
  readonly facts: DriftFacts
  /** What is different, in words that follow the user's e-mail address. */
  readonly text: string
}

/** The findings about one mapping, and why part of it could not be checked; null if all of it was. */
export interface DriftReport {
  readonly drifts: readonly Drift[]
  readonly notChecked: NotChecked | null
}

/**
 * Checks one mapping. For a user who is deactivated in SalesScreen only an ID that is used twice is reported: history
 * and mapping stay on purpose. A user who is inactive in Salesforce is not reported as renamed: offboarding may scramble
 * name and address.
 */
export function driftOf(facts: DriftFacts, view: DirectoryView): DriftReport {
  const twice = facts.sharedWith.length === 0 ? [] : [drift('id-used-twice', facts, sharedText(facts))]
  if (facts.user.state === 'deactivated') return { drifts: twice, notChecked: null }
  const outOfSight = hidden(facts, view)
  const isHidden = outOfSight === 'directory-unread' || outOfSight === 'other-org'
  const there = isHidden ? [] : [...crossed(facts), ...inSalesforce(facts)]
  const drifts = [...twice, ...there, ...inSalesScreen(facts)]
  return {
    drifts: drifts.toSorted((left, right) => rank(left) - rank(right)),
    notChecked: outOfSight,
  }
}

function rank({ kind }: Drift): number {
  return driftKinds.indexOf(kind)
}

function drift(kind: DriftKind, facts: DriftFacts, text: string): Drift {
  return { kind, facts, text }
}

// A reading or a mapping without an org matches any.
function hidden({ mapping, salesforceUser }: DriftFacts, view: DirectoryView): NotChecked | null {
  if (view === null) return 'directory-unread'
  const { organizationId } = view
  if (organizationId !== null && mapping.organizationId !== null && organizationId !== mapping.organizationId)
    return 'other-org'
  return salesforceUser !== null && salesforceUser.active === null ? 'state-untold' : null
}

function crossed(facts: DriftFacts): Drift[] {
  return facts.crossed === null
    ? []
    : [drift('crossed', facts, `may be mapped to a namesake: ${facts.crossed.reason}`)]
}

function inSalesforce(facts: DriftFacts): Drift[] {
  const { mapping, salesforceUser: person } = facts
  const { salesforceUserId, seenName } = mapping
  if (person === null)
    return seenName === null
      ? [
          drift(
            'never-seen',
            facts,
            `is mapped to ${salesforceUserId}, which is not in the Salesforce directory`,
          ),
        ]
      : [
          drift(
            'gone',
            facts,
            `is mapped to ${salesforceUserId} (${seenName}), who is no longer in the Salesforce directory`,
          ),
        ]
  const idle = whyInactive(person)
  const who = `${salesforceUserId}, ${person.name}`
  if (idle === 'inactive') return [drift('inactive', facts, `is inactive in Salesforce (${who})`)]
  return [
    ...(idle === 'frozen' ? [drift('frozen', facts, `is frozen in Salesforce (${who})`)] : []),
    ...(isRenamed(facts)
      ? [
          drift(
            'renamed',
            facts,
            `is now called ${person.name} in Salesforce, not ${seenName ?? ''} (${salesforceUserId})`,
          ),
        ]
      : []),
    ...(hasNewEmail(facts)
      ? [
          drift(
            'email-changed',
            facts,
            `now has the e-mail address ${person.email ?? ''} in Salesforce, not ${mapping.seenEmail ?? ''} (${who})`,
          ),
        ]
      : []),
  ]
}

/** Whether the Salesforce user has another name than at the time of mapping. */
export function isRenamed({
  mapping,
  salesforceUser,
}: Pick<DriftFacts, 'mapping' | 'salesforceUser'>): boolean {
  return salesforceUser !== null && mapping.seenName !== null && salesforceUser.name !== mapping.seenName
}

/** Whether the Salesforce user has another e-mail address than at the time of mapping, ignoring the `.invalid` of a sandbox. */
export function hasNewEmail({
  mapping,
  salesforceUser,
}: Pick<DriftFacts, 'mapping' | 'salesforceUser'>): boolean {
  const [then, now] = [mapping.seenEmail, salesforceUser?.email ?? null]
  return then !== null && now !== null && withoutSandboxSuffix(then) !== withoutSandboxSuffix(now)
}

// SalesScreen allows spectators no team, and supporters have no data.
function inSalesScreen(facts: DriftFacts): Drift[] {
  const { state, teamId } = facts.user
  const needsTeam = state === 'active' || state === 'pending'
  return [
    ...(needsTeam && teamId === null
      ? [drift('no-team', facts, 'is not on a team, so no data will show')]
      : []),
    ...(state === 'pending' ? [drift('pending', facts, 'is pending in SalesScreen')] : []),
  ]
}

function sharedText({ mapping, sharedWith }: DriftFacts): string {
  return `shares ${mapping.salesforceUserId} with ${sharedWith.join(', ')}: one Salesforce user is mapped twice`
}

/** A finding as one line, with the time it began if known. */
export function driftLine({ facts, text }: Drift, since: string | null): string {
  return userLine(facts.user, text, since)
}

/** What is to be said of a user, as one line. */
export function userLine(user: User, text: string, since: string | null): string {
  const name = fullName(user)
  const who = name === user.email ? user.email : `${user.email} (${name})`
  return `${who} ${text}${since === null ? '' : `, since ${since}`}`
}

/** One past change of the ledger. */
export interface PastLedgerChange {
  readonly at: string
  readonly change: Change
}

/** What a refresh changed about one Salesforce user; texts as in the directory's log. */
interface PastSalesforceChange {
  readonly at: string
  readonly what: string
  readonly fields: readonly {
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** What is known about the past of one mapping, each list newest first. */
export interface MappingPast {
  readonly changes: readonly PastLedgerChange[]
  readonly seen: readonly PastSalesforceChange[]
}

/** After so many days SalesScreen deactivates a user who stays Pending. Source: SalesScreen help center. */
export const pendingLimitDays = 14

/** When a finding began (UTC, ISO 8601); null if unknown. */
export function driftSince({ kind, facts }: Drift, { changes, seen }: MappingPast): string | null {
  const { mapping, salesforceUser: person } = facts
  switch (kind) {
    case 'id-used-twice':
    case 'crossed':
      return null
    case 'gone':
      return seen[0]?.what === 'dropped' ? seen[0].at : null
    case 'never-seen':
      return beganIn(changes, ({ entity, before, after }) =>
        entity === 'mapping' && after?.salesforceUserId === mapping.salesforceUserId
          ? before?.salesforceUserId !== mapping.salesforceUserId
          : null,
      )
    case 'inactive':
    case 'frozen':
      return idleSince(kind, seen)
    case 'renamed':
      return turned(seen, 'name', person?.name, (before) => before === mapping.seenName)
    case 'email-changed':
      return turned(seen, 'email', person?.email, (before) => before === mapping.seenEmail)
    case 'no-team':
      return beganIn(changes, ({ entity, before, after }) =>
        entity === 'user' && after !== null ? after.teamId === null && before?.teamId !== null : null,
      )
    case 'pending':
      return beganIn(changes, ({ entity, before, after }) =>
        entity === 'user' && after !== null ? after.state === 'pending' && before?.state !== 'pending' : null,
      )
  }
}

// `begins` says whether the finding began with a change; null if the change is about something else.
function beganIn(
  changes: readonly PastLedgerChange[],
  begins: (change: Change) => boolean | null,
): string | null {
  return changes.find(({ change }) => begins(change) === true)?.at ?? null
}

// Old imports changed the directory without a log entry, so the log counts only if it ends with the present value.
function turned(
  seen: readonly PastSalesforceChange[],
  field: string,
  now: string | null | undefined,
  from: (before: string | null) => boolean,
): string | null {
  const logged = seen.flatMap(({ at, fields }) =>
    fields.filter((each) => each.field === field).map((each) => ({ ...each, at })),
  )
  return logged[0]?.after === now ? (logged.find(({ before }) => from(before))?.at ?? null) : null
}

/** Since when a user is inactive or frozen in Salesforce (UTC, ISO 8601); null if unknown. */
export function idleSince(idle: 'inactive' | 'frozen', seen: readonly PastSalesforceChange[]): string | null {
  return idle === 'inactive'
    ? turned(seen, 'active', 'false', () => true)
    : turned(seen, 'frozen', 'true', () => true)
}

/** Whether a user has been pending for too long; an unknown number of days (null) counts as too long. */
export function isPendingTooLong(days: number | null, mostDays: number): boolean {
  return days === null || days >= mostDays
}

/** How long a user has been pending, and the day (YYYY-MM-DD) on which SalesScreen deactivates the user; null if unknown. */
export function pendingText(days: number | null, end: string | null): string {
  if (days === null || end === null)
    return `is pending in SalesScreen; SalesScreen deactivates pending users after ${pendingLimitDays} days`
  const state = `has been pending in SalesScreen for ${countText(Math.floor(days), 'day')}`
  return days < pendingLimitDays
    ? `${state}; SalesScreen deactivates the user on ${end}`
    : `${state}; SalesScreen deactivated the user on ${end}, unless a license became free`
}
