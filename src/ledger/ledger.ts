import type {
  Change,
  ChangeSet,
  ChangeSetHead,
  StampedPlan,
  LedgerRow,
  Plan,
  Rows,
  Stamp,
} from '../core/change.ts'
import type { CompanyFact, Decision, Mapping, Team, TeamId, User, UserId, UserState } from '../core/model.ts'
import type { DriftFacts } from '../core/drift.ts'
import type { Email } from '../core/text.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { SalesforceUser } from '../core/salesforce-user.ts'
import type { UserOutline } from '../core/match/suggestion.ts'
import type { Directory } from './directory.ts'

export * from './directory.ts'
export type { LedgerRow }

/** A SalesScreen user with what hangs on it: team, mapping, and the Salesforce user as last seen. */
export interface UserRecord {
  readonly user: User
  readonly team: Team | null
  readonly mapping: Mapping | null
  /** The mapped Salesforce user; null when unmapped or unknown to the directory. */
  readonly salesforceUser: SalesforceUser | null
}

/** A SalesScreen user and whom it is mapped to. */
export interface MappedUser {
  readonly user: User
  readonly mapping: Mapping | null
}

/** Which users to list; what is left out does not limit. Order: folded name, then e-mail address. */
export interface UserQuery {
  /** Text that must occur in name, nickname or e-mail address, without regard to case and accents. */
  readonly search?: string
  readonly states?: readonly UserState[]
  readonly teamId?: TeamId
  readonly mapped?: boolean
  readonly limit?: number
}

/** How to find exactly these users; several keys are one "or". Texts are compared folded. */
export type UserKey =
  | { readonly userId: UserId }
  | { readonly email: Email }
  | { readonly called: string }
  | { readonly salesforceUserId: SalesforceUserId }

/** How to find many users at once: everybody whom one of these keys fits. Texts are compared folded. */
export interface UserKeys {
  readonly userIds?: readonly UserId[]
  readonly emails?: readonly Email[]
  readonly called?: readonly string[]
  readonly salesforceUserIds?: readonly SalesforceUserId[]
  readonly teamIds?: readonly TeamId[]
}

/** A team with the number of users on it. */
export interface TeamRecord {
  readonly team: Team
  readonly members: number
}

/** Which change sets to list, newest first; what is left out does not limit. */
export interface HistoryQuery {
  readonly limit?: number
  readonly number?: number
  /** Only those that changed something of this person, known by any of these. */
  readonly person?: PersonKeys
  /** Only those that changed this team, or put somebody on it or took somebody off it. */
  readonly teamId?: TeamId
  readonly actor?: string
  /** UTC, ISO 8601: not before this time. */
  readonly since?: string
  /** UTC, ISO 8601: before this time. */
  readonly until?: string
  /** The first words of the command, without `sfsync`. */
  readonly command?: string
  readonly oldestFirst?: boolean
}

/** How somebody may be known in the history, also somebody who is not in the ledger any more. */
export interface PersonKeys {
  readonly userId?: UserId
  readonly email?: Email
  readonly salesforceUserId?: SalesforceUserId
}

/** One change with the change set it belongs to. */
export interface PastChange {
  readonly changeSet: ChangeSetHead
  readonly change: Change
}

/** The commit was refused: these changes' `before` is no longer what the ledger holds, or a row they rely on changed. */
export interface CommitConflict {
  readonly stale: readonly { readonly change: Change; readonly found: Rows[Change['entity']] | null }[]
}

/** How many people hold each place; used for licences and totals. */
export interface LedgerCounts {
  readonly users: number
  readonly activeUsers: number
  readonly teams: number
  readonly mappings: number
  readonly changeSets: number
}

/** Who exists in SalesScreen, who is on which team, who is mapped to whom, and who decided that. */
export interface Ledger {
  readonly directory: Directory
  /** Every user that a key fits; a full name may fit several. */
  findUsers(key: UserKey): Promise<readonly UserRecord[]>
  /** Everybody whom one of the keys fits, each once; order: user ID. For batches: one question instead of thousands. */
  usersOf(keys: UserKeys): Promise<readonly MappedUser[]>
  /** The outlines of all who are not mapped and active or pending, in no order. */
  outlines(): Promise<readonly UserOutline[]>
  /** In pages, so that memory stays flat. */
  users(query: UserQuery): AsyncIterable<readonly UserRecord[]>
  /**
   * Every mapped user of whom core/drift.ts may have something to tell when the directory was last read of this org
   * (null: nobody knows which), and few others: where nothing drifted, nobody. Order: folded name, then e-mail address.
   */
  mayHaveDrifted(organizationId: string | null): AsyncIterable<readonly DriftFacts[]>
  /** All teams, by folded name; a company has tens of them. */
  teams(): Promise<readonly TeamRecord[]>
  facts(): Promise<readonly CompanyFact[]>
  /** Recorded decisions about possible mappings, by key. */
  decisions(): AsyncIterable<readonly Decision[]>
  /** Every row, in pages; order: facts, teams, users, mappings, decisions, each kind by key. */
  rows(): AsyncIterable<readonly LedgerRow[]>
  /** Whatever is read inside is of one moment, while others write; nothing is written inside. */
  atOneMoment<T>(read: () => Promise<T>): Promise<T>
  counts(): Promise<LedgerCounts>
  /**
   * Writes a plan in one transaction and numbers it, or writes nothing and tells which rows are stale.
   * A plan without changes is a mistake of the caller.
   */
  commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict>
  /** The changes that commit would refuse at this moment; nothing is written. */
  stale(changes: readonly Change[]): Promise<CommitConflict['stale']>
  /**
   * Writes several change sets in one transaction, each with its own stamp, provided that change set `newest` still is
   * the newest one (0: there is none). Or writes nothing: with no stale rows where something newer was written.
   */
  commitAll(drafts: readonly StampedPlan[], newest: number): Promise<readonly ChangeSet[] | CommitConflict>
  /** Change sets without their changes. */
  history(query: HistoryQuery): AsyncIterable<readonly ChangeSetHead[]>
  /** The changes of one change set, in pages, in order; none where there is no such change set. */
  changesOf(number: number): AsyncIterable<readonly Change[]>
  /** Every change of the rows with these keys (a user ID: user and mapping), newest first. */
  changesTo(keys: readonly string[]): AsyncIterable<readonly PastChange[]>
  /** The newest change of each of these users or teams before change set `before`; none where there is none. */
  lastChanges(entity: 'user' | 'team', keys: readonly string[], before: number): Promise<readonly Change[]>
  /** Makes a consistent copy of the whole store in a new file (0600), while others write. */
  copyTo(path: string): Promise<void>
  /** Problems found in the store's own structure; empty when it is sound. */
  integrity(): Promise<readonly string[]>
  close(): Promise<void>
}
