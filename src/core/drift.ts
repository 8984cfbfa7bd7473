import { withoutSandboxSuffix } from './text.ts'
import { fullName, type Mapping, type Team, type User } from './model.ts'
import { whyInactive, type SalesforceUser } from './salesforce-user.ts'
import type { Change } from './change.ts'

/**
 * What may have moved after a mapping, in the order in which it is told of one person. The new e-mail address is last,
 * because the commands that mend it are the only ones after which the person is called otherwise.
 */
export const driftKinds = [
  'id-used-twice',
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

/** One mapping with all that may have moved. */
export interface DriftFacts {
  readonly user: User
  readonly team: Team | null
  readonly mapping: Mapping
  /** null when the directory does not know the mapped ID. */
  readonly salesforceUser: SalesforceUser | null
  /** Who else is mapped to the same Salesforce User ID, which only a damaged ledger allows. */
  readonly sharedWith: readonly string[]
}

/** What is looked at: the directory's last reading; null where there was none. */
export type DriftView = { readonly organizationId: string | null } | null

/** Why nobody can tell whether the Salesforce side of a mapping has moved. */
export type NotChecked = 'directory-unread' | 'other-org' | 'state-untold'

/** What drifted of one person. */
export interface Drift {
  readonly kind: DriftKind
  readonly facts: DriftFacts
  /** What is different, in words that follow the person's address. */
  readonly text: string
}

/** What drifted of one mapping, and what nobody could look at. */
export interface DriftJudgement {
  readonly drifts: readonly Drift[]
  readonly outOfSight: NotChecked | null
}

/**
 * Judges one mapping. Whoever is deactivated in SalesScreen has left there, too: history and mapping stay, and only an ID
 * used twice is told. Whoever is inactive in Salesforce is not called renamed: an offboarding may scramble name and address.
 */
export function driftOf(facts: DriftFacts, view: DriftView): DriftJudgement {
  const twice = facts.sharedWith.length === 0 ? [] : [drift('id-used-twice', facts, sharedText(facts))]
  if (facts.user.state === 'deactivated') return { drifts: twice, outOfSight: null }
  const outOfSight = hidden(facts, view)
  const isHidden = outOfSight === 'directory-unread' || outOfSight === 'other-org'
  const there = isHidden ? [] : inSalesforce(facts)
  const drifts = [...twice, ...there, ...inSalesScreen(facts)]
  return {
    drifts: drifts.toSorted((left, right) => rank(left) - rank(right)),
    outOfSight,
  }
}

function rank({ kind }: Drift): number {
  return driftKinds.indexOf(kind)
}

function drift(kind: DriftKind, facts: DriftFacts, text: string): Drift {
  return { kind, facts, text }
}

// A reading that does not tell its org, and a mapping that does not know one, agree with any.
function hidden({ mapping, salesforceUser }: DriftFacts, view: DriftView): NotChecked | null {
  if (view === null) return 'directory-unread'
  const { organizationId } = view
  if (organizationId !== null && mapping.organizationId !== null && organizationId !== mapping.organizationId)
    return 'other-org'
  return salesforceUser !== null && salesforceUser.active === null ? 'state-untold' : null
}

function inSalesforce(facts: DriftFacts): Drift[] {
  const { mapping, salesforceUser: person } = facts
  const { salesforceUserId, seenName } = mapping
  if (person === null)
    return seenName === null
      ? [drift('never-seen', facts, `is mapped to ${salesforceUserId}, whom the directory does not know`)]
      : [
          drift(
            'gone',
            facts,
            `is mapped to ${salesforceUserId} (${seenName}), who is gone from view in Salesforce`,
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
            `is called ${person.name} in Salesforce now, not ${seenName ?? ''} (${salesforceUserId})`,
          ),
        ]
      : []),
    ...(hasNewEmail(facts)
      ? [
          drift(
            'email-changed',
            facts,
            `has the e-mail address ${person.email ?? ''} in Salesforce now, not ${mapping.seenEmail ?? ''} (${who})`,
          ),
        ]
      : []),
  ]
}

/** Whether the directory calls somebody otherwise than when the mapping was decided. */
export function isRenamed({
  mapping,
  salesforceUser,
}: Pick<DriftFacts, 'mapping' | 'salesforceUser'>): boolean {
  return salesforceUser !== null && mapping.seenName !== null && salesforceUser.name !== mapping.seenName
}

/** Whether somebody's address differs from the one seen; the `.invalid` of a sandbox is no difference. */
export function hasNewEmail({
  mapping,
  salesforceUser,
}: Pick<DriftFacts, 'mapping' | 'salesforceUser'>): boolean {
  const [then, now] = [mapping.seenEmail, salesforceUser?.email ?? null]
  return then !== null && now !== null && withoutSandboxSuffix(then) !== withoutSandboxSuffix(now)
}

// Spectators are on no team by SalesScreen's own rule, and supporters bring no data.
function inSalesScreen(facts: DriftFacts): Drift[] {
  const { state, teamId } = facts.user
  const needsTeam = state === 'active' || state === 'pending'
  return [
    ...(needsTeam && teamId === null ? [drift('no-team', facts, 'is on no team: no data will show')] : []),
    ...(state === 'pending' ? [drift('pending', facts, 'is pending in SalesScreen')] : []),
  ]
}

function sharedText({ mapping, sharedWith }: DriftFacts): string {
  return `shares ${mapping.salesforceUserId} with ${sharedWith.join(', ')}: one Salesforce user, mapped twice`
}

/** A finding as one line, with the time it began where that is known. */
export function driftLine({ facts, text }: Drift, since: string | null): string {
  const { user } = facts
  const name = fullName(user)
  const who = name === user.email ? user.email : `${user.email} (${name})`
  return `${who} ${text}${since === null ? '' : `, since ${since}`}`
}

/** One change of a ledger's row, with its time. */
export interface PastLedgerChange {
  readonly at: string
  readonly change: Change
}

/** What a refresh changed of one Salesforce user, with its time; texts as the directory's log tells them. */
export interface PastSalesforceChange {
  readonly at: string
  readonly what: 'added' | 'changed' | 'dropped'
  readonly fields: readonly {
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** What is known of the past of one person, each newest first. */
export interface PersonPast {
  readonly changes: readonly PastLedgerChange[]
  readonly seen: readonly PastSalesforceChange[]
}

// Source: SalesScreen help centre; a user who stays Pending is deactivated after two weeks.
const pendingLimitDays = 14

/** Since when something is as it is (UTC, ISO 8601); null where neither log nor history tells. */
export function driftSince({ kind, facts }: Drift, { changes, seen }: PersonPast): string | null {
  const { mapping, salesforceUser: person } = facts
  switch (kind) {
    case 'id-used-twice':
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

// `begins` says of a change whether it began with it; null where the change is about something else.
function beganIn(
  changes: readonly PastLedgerChange[],
  begins: (change: Change) => boolean | null,
): string | null {
  return changes.find(({ change }) => begins(change) === true)?.at ?? null
}

// Reports change the directory without a log: what the log does not end with, it does not tell.
function turned(
  seen: readonly PastSalesforceChange[],
  field: string,
  now: string | null | undefined,
  from: (before: string | null) => boolean,
): string | null {
  const told = seen.flatMap(({ at, fields }) =>
    fields.filter((each) => each.field === field).map((each) => ({ ...each, at })),
  )
  return told[0]?.after === now ? (told.find(({ before }) => from(before))?.at ?? null) : null
}

/** Since when somebody is inactive or frozen in Salesforce (UTC, ISO 8601); null where no log tells. */
export function idleSince(idle: 'inactive' | 'frozen', seen: readonly PastSalesforceChange[]): string | null {
  return idle === 'inactive'
    ? turned(seen, 'active', 'false', () => true)
    : turned(seen, 'frozen', 'true', () => true)
}

/** Whether somebody is pending for too long; where nobody knows since when (null), it may be that long. */
export function isPendingTooLong(days: number | null, mostDays: number): boolean {
  return days === null || days >= mostDays
}

/** For how many days somebody is pending (null: nobody knows), and what SalesScreen does about it. */
export function pendingText(days: number | null): string {
  const length = days === null ? '' : ` for ${Math.floor(days)} days`
  return `is pending in SalesScreen${length}: SalesScreen deactivates whoever is that for ${pendingLimitDays} days`
}
