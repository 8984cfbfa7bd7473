import type { CommandLine } from '../core/hint.ts'
import type { DecisionKind, UserState } from '../core/model.ts'
import type { FindingKind, NotChecked } from '../core/drift.ts'
import type { DirectoryScope, DirectorySource } from '../core/salesforce-user.ts'
import type { Standing } from '../core/visibility.ts'
import type { DirectoryLogEntry, FirstRows } from '../ledger/ledger.ts'

/** So many rows of each list are on the page. */
export const mostRows = 100

/** Someone on either side; a text is null where it is unknown. */
export interface Person {
  readonly name: string | null
  readonly email: string | null
  readonly userId: string | null
  readonly salesforceUserId: string | null
}

/** Someone who does not show up, and what to do. */
export interface MissingPerson {
  readonly person: Person
  readonly team: string | null
  readonly standing: Standing
  readonly next: CommandLine | null
}

/** The steps from Salesforce to showing up; each is counted among those who took the one before. */
export const funnelSteps = ['known', 'in-salesscreen', 'on-team', 'mapped', 'entered', 'shows-up'] as const

/** One of these steps. */
export type FunnelStep = (typeof funnelSteps)[number]

/** How a group of people stands; without those who are not to show up. */
export interface Coverage {
  /** null for people without a team, or without a known department. */
  readonly name: string | null
  readonly showsUp: number
  /** All is decided, and something waits to be entered. */
  readonly waiting: number
  readonly missing: number
}

/** How everyone stands. */
export interface PeopleFacts {
  /** As `status` counts them. */
  readonly standings: Readonly<Record<Standing, number>>
  readonly states: Readonly<Record<UserState, number>>
  /** Everyone who is to show up: without those who left, or are not active in SalesScreen on purpose. */
  readonly funnel: Readonly<Record<FunnelStep, number>>
  readonly teams: FirstRows<Coverage>
  readonly departments: FirstRows<Coverage>
  readonly missing: FirstRows<MissingPerson>
  readonly pending: FirstRows<PendingPerson>
}

/** A Pending user, and the days that are left until SalesScreen deactivates the user. */
export interface PendingPerson {
  readonly person: Person
  readonly team: string | null
  /** UTC, ISO 8601; null if unknown. */
  readonly since: string | null
  /** Whole days, below zero when the day is past; null if unknown. */
  readonly daysLeft: number | null
}

/** Why the license of a user could be freed, in the order in which they are listed. */
export const spareReasons = ['to-deactivate', 'inactive', 'frozen', 'unmapped'] as const

/** One of these reasons. */
export type SpareReason = (typeof spareReasons)[number]

/** Licenses, of the whole company; those that could be freed, of the team if there is one. */
export interface LicenseFacts {
  /** null if no admin has set the number. */
  readonly licenses: number | null
  readonly used: number
  readonly spare: Readonly<Record<SpareReason, number>>
  readonly rows: FirstRows<{ readonly person: Person; readonly reason: SpareReason }>
}

/** What `check --offline` finds. */
export interface DriftFactsFound {
  readonly kinds: Readonly<Record<FindingKind, number>>
  /** Users with a new name or address in Salesforce, or no longer there; each is counted once. */
  readonly changedUsers: number
  readonly notChecked: readonly (readonly [NotChecked, number])[]
  /** In a large company users who are not mapped, and what SalesScreen has, are left out. */
  readonly onlyMappings: boolean
  readonly rows: FirstRows<DriftRow>
}

/** One finding; the text has names in it. */
export interface DriftRow {
  readonly person: Person
  readonly kind: FindingKind
  readonly text: string | null
  /** A day or UTC, ISO 8601; null if unknown. */
  readonly since: string | null
}

/** The Salesforce users as last read, and who read them. */
export interface DirectoryFacts {
  readonly last: {
    readonly source: DirectorySource
    readonly origin: string | null
    readonly identity: Person | null
    readonly at: string
    readonly users: number
    readonly scope: DirectoryScope | null
  } | null
  /** Every read, newest first. */
  readonly reads: FirstRows<DirectoryReadRow>
  /** What the reads changed, by day (UTC, YYYY-MM-DD), oldest first. */
  readonly days: readonly DirectoryDay[]
}

/** One read of the Salesforce users. */
export interface DirectoryReadRow extends Pick<
  DirectoryLogEntry,
  'number' | 'at' | 'source' | 'users' | 'added' | 'left' | 'returned' | 'changed' | 'dropped'
> {
  readonly origin: string | null
  readonly identity: Person | null
}

/** How many mappings were made, replaced and removed on one day. */
export interface MappingDay {
  readonly day: string
  readonly added: number
  readonly replaced: number
  readonly removed: number
}

/** How many Salesforce users joined, left and changed otherwise on one day. */
export interface DirectoryDay {
  readonly day: string
  readonly joined: number
  readonly left: number
  readonly changed: number
}

/** One answer about the user who holds the connection. */
export interface ConnectionRow {
  readonly about: string
  readonly result: 'ok' | 'warning' | 'problem' | 'unknown'
  /** Has names in it; null where they are left out. */
  readonly detail: string | null
}

/** The Salesforce user who holds SalesScreen's connection, as far as the ledger knows. */
export interface ConnectionFacts {
  readonly holder: Person | null
  readonly answers: readonly ConnectionRow[]
}

/** One change set. */
export interface HistoryRow {
  readonly number: number
  readonly at: string
  readonly actor: Person
  /** The database role that committed it; null where there are no roles. */
  readonly role: string | null
  readonly changes: number
  readonly command: string
  readonly reason: string | null
}

/** A decision in force that settles an exception. */
export interface DecisionRow {
  readonly kind: DecisionKind
  readonly user: Person | null
  readonly salesforceUser: Person | null
  readonly until: string | null
  readonly reason: string | null
  readonly decidedBy: Person
  readonly decidedAt: string
}

/** Everything that a report says; counts, and the first hundred of each list. */
export interface ReportFacts {
  /** UTC, ISO 8601. */
  readonly at: string
  /** The one team that the report is about; null for everyone. */
  readonly team: string | null
  readonly isAnonymous: boolean
  /** The admin's answer to whether automatic sync is off; null if no one has confirmed it. */
  readonly autoSync: string | null
  readonly people: PeopleFacts
  readonly licenses: LicenseFacts
  readonly drift: DriftFactsFound
  readonly mappingDays: readonly MappingDay[]
  readonly directory: DirectoryFacts
  readonly connection: ConnectionFacts
  readonly history: FirstRows<HistoryRow>
  readonly decisions: FirstRows<DecisionRow>
}

/** The sum of counts by kind. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
