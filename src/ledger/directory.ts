import type { DirectoryRead, DirectoryScope, SalesforceUser } from '../core/salesforce-user.ts'
import type { Email } from '../core/text.ts'
import type { SalesforceUserOutline } from '../core/match/index.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { UserId } from '../core/model.ts'

/** A completed read, with the number of users it brought. */
export interface DirectoryReadRecord extends DirectoryRead {
  readonly users: number
  /** Which users of a live org were read; null for other sources. */
  readonly scope: DirectoryScope | null
  /** Where the next incremental refresh starts, by the org's clock; null if only a full refresh is possible. */
  readonly deltaFrom: string | null
}

/** A completed read in the directory's own log: numbered, with what it changed; null where nothing was compared. */
export interface DirectoryLogEntry extends DirectoryReadRecord {
  readonly number: number
  readonly added: number | null
  readonly returned: number | null
  readonly left: number | null
  /** Who changed otherwise. */
  readonly changed: number | null
  readonly dropped: number | null
}

/**
 * What a read can change of a user, in the order in which it is reported: new in the directory; active again; no longer
 * active, or missing from a complete report; changed otherwise; no longer in the directory.
 */
export const directoryChangeKinds = ['added', 'returned', 'left', 'changed', 'dropped'] as const
export type DirectoryChangeKind = (typeof directoryChangeKinds)[number]

/** What a read changed of one Salesforce user. */
export interface DirectoryChange {
  readonly salesforceUserId: SalesforceUserId
  readonly name: string
  /** The e-mail address in Salesforce after the change, or before it if it was removed; null if unknown. */
  readonly email: string | null
  readonly what: DirectoryChangeKind
  /** The e-mail address of the SalesScreen user who is mapped to it now; null if none is. */
  readonly mappedTo: Email | null
  /** The changed fields, with values as texts (null if unknown); empty for an added or dropped user. */
  readonly fields: readonly {
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** What a refresh changed of one Salesforce user, and when (UTC, ISO 8601). */
export interface PastDirectoryChange extends DirectoryChange {
  readonly at: string
}

/** The column that orders a list of Salesforce users; ties are ordered by Salesforce User ID. */
export const directoryOrders = [
  'name',
  'email',
  'username',
  'profile',
  'role',
  'department',
  'type',
  'lastLoginAt',
] as const
export type DirectoryOrder = (typeof directoryOrders)[number]

/** The first rows of a list: those who are not mapped before all others, if wanted. */
export interface FirstQuery {
  readonly limit: number
  readonly unmappedFirst?: boolean
}

/** The first rows of a list, and how many it has. */
export interface FirstRows<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}

/** Which Salesforce users to list; an absent field does not limit the list. */
export interface DirectoryQuery {
  /** true: not known to be inactive or frozen; false: inactive or frozen. */
  readonly active?: boolean
  /** true: known to be frozen; false: all others. */
  readonly frozen?: boolean
  /** true: only people of the company, by UserType; false: only the others. */
  readonly people?: boolean
  readonly type?: string
  readonly profile?: string
  readonly role?: string
  readonly department?: string
  /** Words that must all occur in name, username, e-mail address or alias, ignoring case and accents. */
  readonly search?: string
  readonly mapped?: boolean
  /** true: only users whose e-mail address no unmapped SalesScreen user has. */
  readonly withoutUser?: boolean
  readonly order?: DirectoryOrder
  readonly descending?: boolean
  readonly limit?: number
}

/** Ways to name many Salesforce users at once; a user is found if one of the keys matches. */
export interface DirectoryKeys {
  readonly salesforceUserIds?: readonly SalesforceUserId[]
  readonly usernames?: readonly string[]
  readonly emails?: readonly string[]
  /** Full names, ignoring case and accents. */
  readonly called?: readonly string[]
  /** IDs whose letter case may be lost; compared by their first 15 characters, whatever their case. */
  readonly anyCaseIds?: readonly string[]
}

/** A Salesforce user with the SalesScreen user mapped to it. */
export interface DirectoryEntry {
  readonly salesforceUser: SalesforceUser
  readonly mappedTo: { readonly userId: UserId; readonly email: Email } | null
  /** When this user was last read; UTC, ISO 8601. */
  readonly seenAt: string
}

/** What a Salesforce user may be called. */
export type SalesforceUserNames = Pick<SalesforceUser, 'salesforceUserId' | 'name' | 'email' | 'username'>

/** How to find Salesforce users by one exact value. */
export type DirectoryKey =
  | { readonly salesforceUserId: SalesforceUserId }
  | { readonly username: string }
  | { readonly email: string }
  /** A username or e-mail address; or a full name, without regard to case and accents. */
  | { readonly called: string }
  /** An ID whose letter case may be lost; compared without regard to case. */
  | { readonly anyCaseId: string }

/** A read that is written but not committed yet; exactly one of keep and discard must be called. */
export interface StagedRead {
  /** Its number in the log. */
  readonly number: number
  /** Rows received, repeated ones included. */
  readonly received: number
  /** Rows with the ID of an earlier row; the last one counts. */
  readonly repeated: number
  /** Users that were not in the Salesforce directory. */
  readonly added: number
  /** Known users who are active again. */
  readonly returned: number
  /** Known users who are no longer active. */
  readonly left: number
  /** Known users who are different otherwise; a sign-in, or a field that was not known of anyone, is no difference. */
  readonly changed: number
  /** Users removed because the read replaces the directory and does not contain them. */
  readonly dropped: number
  /** How many users the directory has with this read. */
  readonly users: number
  /** How many users it had who were not known to be inactive. */
  readonly activeBefore: number
  /** How many such users the read does not contain; they stay as they are unless it is complete. None if it drops them. */
  readonly absent: number
  /** The first of these by name; before `keep` or `discard`. */
  absentUsers(limit: number): readonly Pick<SalesforceUser, 'name' | 'email'>[]
  /** What it changes, by kind, then by name, at most so many of each kind; before `keep` or `discard`. Nothing for the first read. */
  changes(limit: number): readonly DirectoryChange[]
  keep(): Promise<void>
  discard(): Promise<void>
}

/** What a read that is written does with users who are not in it. */
export type StageMode = 'merge' | 'complete' | 'replace'

/** What says who a Salesforce user is, besides the ID. */
export type IdentityValues = Pick<SalesforceUser, 'name' | 'username' | 'email'>

/** Another user whose value it was before an import. */
export interface ValueOwner {
  readonly salesforceUserId: SalesforceUserId
  /** The name before the import. */
  readonly name: string
  /** Whether the import leaves the value to this user, too. */
  readonly keeps: boolean
}

/** A known user who gets a value of another user in an import, or another name and address. */
export interface IdentityChange {
  readonly salesforceUserId: SalesforceUserId
  readonly before: IdentityValues
  readonly after: IdentityValues
  /** Whose the new values were; null for a value that is not new, or was no one's. */
  readonly owners: Readonly<Record<keyof IdentityValues, ValueOwner | null>>
}

/** A username that several users have, although Salesforce gives it only once. */
export interface SharedUsername {
  readonly username: string
  readonly users: readonly Pick<SalesforceUser, 'salesforceUserId' | 'name'>[]
}

/** Two rows of one read that give a user different names, usernames or addresses. */
export type IdentityRepeat = Pick<IdentityChange, 'salesforceUserId' | 'before' | 'after'>

/** A staged import, from which users that it added can be taken out again. */
export interface StagedImport extends StagedRead {
  /** By Salesforce User ID. */
  readonly identities: readonly IdentityChange[]
  /** In the order of the read. */
  readonly repeats: readonly IdentityRepeat[]
  /** The usernames that several users have since this import. */
  readonly sharedUsernames: readonly SharedUsername[]
  /** As if these users, which this read added, had not been in it; gives what is left. */
  without(added: readonly SalesforceUserId[]): StagedImport
}

/** What a refresh reads of a live org, and as which user; an interrupted refresh is resumed only with the same target. */
export interface RefreshTarget {
  /** `full` replaces the directory, `delta` updates what changed. */
  readonly kind: 'full' | 'delta'
  readonly origin: string
  readonly identity: string
  readonly organizationId: string
  readonly scope: DirectoryScope
}

/** When a refresh was completed; times are UTC, ISO 8601. */
export interface CompletedRefresh {
  /** By this machine's clock. */
  readonly at: string
  /** Where the next incremental refresh starts, by the org's clock. */
  readonly deltaFrom: string
}

/**
 * A refresh in progress. What it reads is kept beside the directory, so that other commands need not wait and an
 * interrupted full refresh can be resumed. Exactly one of `finish`, `interrupt` and `abandon` must be called.
 */
export interface DirectoryRefresh {
  /** By the org's clock; of a resumed refresh, the start of its first part. */
  readonly startedAt: string
  /** What an interrupted refresh left: the number of users read, and the pieces still to read. */
  readonly resumed: { readonly users: number; readonly remaining: readonly string[] } | undefined
  /** Adds the users of a page that are not there yet; the piece is done, and others take its place. */
  add(users: readonly SalesforceUser[], piece: string, remaining: readonly string[]): void
  /** Adds or replaces changed users and removes those out of scope; returns the users that differ from what was read. */
  merge(
    users: readonly SalesforceUser[],
    outOfScope: readonly SalesforceUserId[],
  ): readonly SalesforceUserId[]
  /** Sets all frozen users; unless called, it stays unknown who is frozen. */
  setFrozen(frozen: readonly SalesforceUserId[]): void
  /** The number of different users read so far. */
  count(): number
  /** Brings the directory up to date, to be kept or discarded as a whole. */
  finish(read: CompletedRefresh): Promise<StagedRead>
  /** Leaves the directory as it is, and keeps what a full refresh has read for the next one. */
  interrupt(): Promise<void>
  /** Leaves the directory as it is, and deletes what was read because it cannot be trusted. */
  abandon(): Promise<void>
}

/** Finds Salesforce users by key. */
export interface DirectoryLookup {
  /** The users that match a key, by folded name, then Salesforce User ID. */
  find(key: DirectoryKey): Promise<readonly DirectoryEntry[]>
  /** The users that match at least one of many keys, each once, by Salesforce User ID: one query for a whole batch. */
  findAll(keys: DirectoryKeys): Promise<readonly SalesforceUser[]>
}

/** Lists Salesforce users. */
export interface DirectoryList {
  /** In pages, so that memory use stays flat. */
  list(query: DirectoryQuery): AsyncIterable<readonly DirectoryEntry[]>
  count(query: DirectoryQuery): Promise<number>
  /** The first of them by name, quick enough for each key that is pressed. */
  first(query: DirectoryQuery & FirstQuery): Promise<FirstRows<DirectoryEntry>>
  /** What these users are called, in no order: all that finding mistyped names needs of each. */
  names(query: DirectoryQuery): Promise<readonly SalesforceUserNames[]>
  /** The users with or without a mapping, in no order: what matching needs of each. */
  outlines(query: { readonly mapped: boolean }): Promise<readonly SalesforceUserOutline[]>
}

/** Knows when the directory was read, and what each refresh changed. */
export interface DirectoryLog {
  /** undefined if the directory was never read. */
  lastRead(): Promise<DirectoryReadRecord | undefined>
  /** Every completed read, newest first, in pages. */
  log(): AsyncIterable<readonly DirectoryLogEntry[]>
  /** What a refresh changed, by Salesforce User ID; nothing for the first one, which added all users. */
  changesOf(number: number): AsyncIterable<readonly DirectoryChange[]>
  /** What refreshes changed of these Salesforce users, newest first. */
  changesAbout(salesforceUserIds: readonly SalesforceUserId[]): Promise<readonly PastDirectoryChange[]>
}

/** Imports and refreshes Salesforce users. */
export interface DirectoryWriter {
  /**
   * Writes pages of users. `merge` keeps all other users, and the texts that the new rows do not have; `complete` does, too,
   * but the others are no longer active; `replace` drops both. If reading the pages fails, the directory stays as it was.
   */
  stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: StageMode,
  ): Promise<StagedImport>
  /**
   * Starts a refresh, or resumes the one that was interrupted less than a day ago unless `anew`. Throws `ledger-busy`
   * while another refresh is running.
   */
  beginRefresh(target: RefreshTarget, startedAt: string, anew?: boolean): Promise<DirectoryRefresh>
  /** Whether a full refresh was interrupted and can be resumed. */
  hasInterruptedRefresh(): Promise<boolean>
}

/** The Salesforce users as last read, with their own log; never part of change sets. */
export interface Directory extends DirectoryLookup, DirectoryList, DirectoryLog, DirectoryWriter {}
