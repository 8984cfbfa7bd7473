import type { DirectoryRead, DirectoryScope, SalesforceUser } from '../core/salesforce-user.ts'
import type { Email } from '../core/text.ts'
import type { SalesforceUserOutline } from '../core/match/suggestion.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { UserId } from '../core/model.ts'

/** A kept reading, with the number of people it brought. */
export interface DirectoryReadRecord extends DirectoryRead {
  readonly people: number
  /** Whom a live org was asked for; null for other sources. */
  readonly scope: DirectoryScope | null
  /** From when on the org must be asked for news, by its own clock; null where only everybody can be read. */
  readonly newsFrom: string | null
}

/** A kept reading as the directory's own log tells it: numbered, with what it changed; null where nobody compared. */
export interface DirectoryLogEntry extends DirectoryReadRecord {
  readonly number: number
  readonly added: number | null
  readonly changed: number | null
  readonly dropped: number | null
}

/** What a refresh changed of one person: added, changed or dropped, and which fields told something else before. */
export interface DirectoryChange {
  readonly salesforceUserId: SalesforceUserId
  readonly name: string
  readonly what: 'added' | 'changed' | 'dropped'
  /** Of somebody added or dropped, none. Values as texts; null is unknown. */
  readonly fields: readonly {
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** What a refresh changed of one person, with the time of that refresh (UTC, ISO 8601). */
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

/** Which Salesforce users to list; what is left out does not limit. */
export interface DirectoryQuery {
  /** true: active or untold, and not frozen; false: inactive or frozen. */
  readonly active?: boolean
  /** true: known to be frozen; false: not, or untold. */
  readonly frozen?: boolean
  /** true: only people of the company, by UserType. */
  readonly people?: boolean
  readonly type?: string
  readonly profile?: string
  readonly role?: string
  readonly department?: string
  /** Words that must all occur in name, username, e-mail address or alias, without regard to case and accents. */
  readonly search?: string
  readonly mapped?: boolean
  /** true: only those whose e-mail address no unmapped SalesScreen user has. */
  readonly withoutUser?: boolean
  readonly order?: DirectoryOrder
  readonly descending?: boolean
  readonly limit?: number
}

/** How to find many people at once: everybody whom one of these keys fits. */
export interface DirectoryKeys {
  readonly salesforceUserIds?: readonly SalesforceUserId[]
  readonly usernames?: readonly string[]
  readonly emails?: readonly string[]
  /** IDs whose letter case may be lost; compared by their first 15 characters, whatever their case. */
  readonly anyCaseIds?: readonly string[]
}

/** A Salesforce user with the SalesScreen user mapped to it. */
export interface DirectoryEntry {
  readonly salesforceUser: SalesforceUser
  readonly mappedTo: { readonly userId: UserId; readonly email: Email } | null
  /** When the directory last saw this user; UTC, ISO 8601. */
  readonly seenAt: string
}

/** How to find Salesforce users by one exact value. */
export type DirectoryKey =
  | { readonly salesforceUserId: SalesforceUserId }
  | { readonly username: string }
  | { readonly email: string }
  /** A username or e-mail address; or a full name, without regard to case and accents. */
  | { readonly called: string }
  /** An ID whose letter case may be lost; compared without regard to case. */
  | { readonly anyCaseId: string }

/** A reading that is written but not yet kept; exactly one of keep and discard must be called. */
export interface StagedRead {
  /** Rows received, duplicates included. */
  readonly received: number
  /** People that the directory did not know before. */
  readonly added: number
  /** Rows whose ID had already occurred in this reading; the last one counts. */
  readonly repeated: number
  /** People that the directory knew otherwise; null where nobody compared. */
  readonly changed: number | null
  /** People dropped because the reading replaces the directory and did not contain them. */
  readonly dropped: number
  keep(): Promise<void>
  discard(): Promise<void>
}

/** What a refresh reads of a live org, and on whose behalf: only one with the same aim goes on where another stopped. */
export interface RefreshScope {
  /** `everybody` takes the place of the whole directory, `news` changes what is there. */
  readonly kind: 'everybody' | 'news'
  readonly origin: string
  readonly identity: string
  readonly organizationId: string
  readonly scope: DirectoryScope
}

/** What is kept of a refresh that is whole; times are UTC, ISO 8601. */
export interface RefreshedRead {
  /** When it was finished, by this machine's clock. */
  readonly at: string
  /** From when on the next one must ask for news, by the org's clock. */
  readonly newsFrom: string
}

/**
 * A refresh under way. What it has read lies beside the directory, so that nobody waits for it and a refresh of
 * everybody that is interrupted can go on. Exactly one of `finish`, `interrupt` and `forget` must be called.
 */
export interface DirectoryRefresh {
  /** By the org's clock; of a resumed refresh, when the first part of it began. */
  readonly startedAt: string
  /** What an interrupted refresh with the same aim left: people read, and the pieces still to read. */
  readonly resumed: { readonly people: number; readonly left: readonly string[] } | undefined
  /** Takes in a page; what is known of somebody already stays. One piece is done, others are left in its place. */
  add(people: readonly SalesforceUser[], done: string, left: readonly string[]): void
  /**
   * Takes in news, which count more than what is known already, and who no longer belongs to the scope. Gives whom
   * of both this refresh had read otherwise or not at all.
   */
  update(people: readonly SalesforceUser[], gone: readonly SalesforceUserId[]): readonly SalesforceUserId[]
  /** Everybody who is frozen; without it nothing is known of that. */
  frozen(everyFrozen: readonly SalesforceUserId[]): void
  /** How many different people it has read. */
  people(): number
  /** Brings the directory up to date, to be kept or discarded as a whole. */
  finish(read: RefreshedRead): Promise<StagedRead>
  /** Leaves the directory as it is, and what was read of everybody for the next refresh. */
  interrupt(): Promise<void>
  /** Leaves the directory as it is, and nothing for the next refresh: what was read is not to be believed. */
  forget(): Promise<void>
}

/** Salesforce users as last seen, with its own log; never part of change sets. */
export interface Directory {
  find(key: DirectoryKey): Promise<readonly DirectoryEntry[]>
  /** Everybody whom one of the keys fits, each once; order: Salesforce User ID. For batches. */
  findAll(keys: DirectoryKeys): Promise<readonly SalesforceUser[]>
  /** The outlines of all who are mapped to nobody, in no order: to find who is near somebody without reading everybody whole. */
  outlines(): Promise<readonly SalesforceUserOutline[]>
  /** In pages, so that memory stays flat. */
  list(query: DirectoryQuery): AsyncIterable<readonly DirectoryEntry[]>
  count(query: DirectoryQuery): Promise<number>
  lastRead(): Promise<DirectoryReadRecord | undefined>
  /**
   * Takes in pages of people. `merge` keeps everyone else and every text the reading does not tell; `replace` drops both.
   * Nothing is kept, and the directory stays as it was, when the pages fail.
   */
  stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: 'merge' | 'replace',
  ): Promise<StagedRead>
  /**
   * Begins a refresh, or goes on with the one that was interrupted less than a day ago, unless `anew`. Throws `ledger-busy`
   * while another is under way.
   */
  refresh(aim: RefreshScope, startedAt: string, anew?: boolean): Promise<DirectoryRefresh>
  /** Every kept reading, newest first, in pages. */
  log(): AsyncIterable<readonly DirectoryLogEntry[]>
  /** What a refresh changed, by Salesforce User ID; nothing of the first, in which everybody was new. */
  changesOf(number: number): AsyncIterable<readonly DirectoryChange[]>
  /** What refreshes changed of these Salesforce users, newest first. */
  changesAbout(salesforceUserIds: readonly SalesforceUserId[]): Promise<readonly PastDirectoryChange[]>
  /** Whether a refresh of everybody was interrupted and waits to be gone on with. */
  refreshWaits(): Promise<boolean>
}
