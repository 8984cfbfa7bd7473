import type {
  Change,
  ChangeList,
  Changes,
  ChangeSet,
  ChangeSetHead,
  LedgerRow,
  Plan,
  Rows,
  Stamp,
  StampedPlan,
} from '../core/change.ts'
import type { EnteredUser } from '../core/entered.ts'
import type { DriftFacts } from '../core/drift.ts'
import type { UserOutline } from '../core/match/suggestion.ts'
import type { CompanyFact, Decision, Mapping, Team, TeamId, User, UserId, UserState } from '../core/model.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { LoginState, SalesforceUser } from '../core/salesforce-user.ts'
import type { TeamTodoFacts, UserTodoFacts } from '../core/todo.ts'
import type { Email } from '../core/text.ts'
import type { Directory, FirstQuery, FirstRows } from './directory.ts'

export * from './directory.ts'

/** What to do where there is no ledger: make one, read an empty one that is kept nowhere, or throw `not-found`. */
export type IfMissing = 'create' | 'empty' | 'refuse'

/** How a ledger is opened. */
export interface OpenOptions {
  /** Called when another process has had the ledger for a second. */
  readonly waiting?: () => Promise<void>
  readonly ifMissing?: IfMissing
  /** Called when a ledger was created that is kept. */
  readonly created?: () => Promise<void>
  /** Called when a dry run begins with an empty ledger, since there is none. */
  readonly missing?: () => Promise<void>
  /** Nothing is created or updated: the work is done on a new ledger or an updated copy, which is removed with it. */
  readonly isDryRun?: boolean
  /** Whether a ledger on a server may be updated, which keeps everyone with an older sfsync from using it. */
  readonly isUpdate?: boolean
}
export type { LedgerRow }

/** A SalesScreen user with its team, its mapping and the Salesforce user as last read. */
export interface UserRecord {
  readonly user: User
  readonly team: Team | null
  readonly mapping: Mapping | null
  /** The mapped Salesforce user; null if unmapped or not in the Salesforce directory. */
  readonly salesforceUser: SalesforceUser | null
}

/** A SalesScreen user and its mapping. */
export interface MappedUser {
  readonly user: User
  readonly mapping: Mapping | null
}

/** Which users to list; an absent field does not limit the list. */
export interface UserQuery {
  /** Words that must all occur in name, nickname or e-mail address, ignoring case and accents. */
  readonly search?: string
  readonly states?: readonly UserState[]
  readonly teamId?: TeamId
  readonly mapped?: boolean
  /** true: only users who are on a team; false: only the others. */
  readonly onTeam?: boolean
  /** Whether the search also finds mapped users by what Salesforce calls them. */
  readonly eitherSide?: boolean
  readonly limit?: number
}

/** What a user may be called. */
export interface UserNames {
  readonly userId: UserId
  readonly name: string
  readonly email: Email
  readonly nickname: string | null
}

/** One way to name a user. `called` is a full name or a nickname, ignoring case and accents. */
export type UserKey =
  | { readonly userId: UserId }
  | { readonly email: Email }
  | { readonly called: string }
  | { readonly salesforceUserId: SalesforceUserId }

/** Ways to name many users at once; a user is found if one of the keys matches. */
export interface UserKeys {
  readonly userIds?: readonly UserId[]
  readonly emails?: readonly Email[]
  readonly called?: readonly string[]
  readonly salesforceUserIds?: readonly SalesforceUserId[]
  readonly teamIds?: readonly TeamId[]
}

/** Finds SalesScreen users by key. */
export interface UserLookup {
  /** All users that match a key (several can share a full name), by folded name, then e-mail address. */
  findUsers(key: UserKey): Promise<readonly UserRecord[]>
  /** The users that match at least one of many keys, each once, in the same order. */
  recordsOf(keys: UserKeys): Promise<readonly UserRecord[]>
  /** The same by user ID, without teams and Salesforce users: one query for a whole batch. */
  usersOf(keys: UserKeys): Promise<readonly MappedUser[]>
}

/** A mapping that may have drifted, before the addresses of both sides are looked up. */
export type DriftCandidate = Omit<DriftFacts, 'crossed'>

/** What decides how a user stands. */
export interface StandingFacts extends Pick<UserTodoFacts, 'team' | 'mapping'> {
  readonly user: User
  /** What SalesScreen has where it differs from what was decided; null if it is not known to have the user. */
  readonly entered: EnteredUser | 'as-decided' | null
  /** null if the mapped Salesforce user is not in the directory. */
  readonly login: (LoginState & Pick<SalesforceUser, 'department'>) | null
}

/** Lists SalesScreen users. */
export interface UserList {
  /** By folded name, then e-mail address. In pages, so that memory use stays flat. */
  users(query: UserQuery): AsyncIterable<readonly UserRecord[]>
  /** The same of everyone with only what decides how a user stands, in less than half of the time. */
  standings(): AsyncIterable<readonly StandingFacts[]>
  /** The first of them, quick enough for each key that is pressed. */
  firstUsers(query: UserQuery & FirstQuery): Promise<FirstRows<UserRecord>>
  /** What these users are called, in no order: all that finding mistyped names needs of each. */
  userNames(query: UserQuery): Promise<readonly UserNames[]>
  /** The active and pending users with or without a mapping, in no order: what matching needs of each. */
  outlines(query: { readonly mapped: boolean }): Promise<readonly UserOutline[]>
  /**
   * Every mapped user that core/drift.ts may find drift for, and few others, by folded name, then e-mail address.
   * `organizationId` is the org that the directory was last read from; null if unknown.
   */
  driftCandidates(organizationId: string | null): AsyncIterable<readonly DriftCandidate[]>
}

/** A team and its number of members. */
export interface TeamRecord {
  readonly team: Team
  readonly members: number
}

/** Lists teams. */
export interface TeamList {
  /** All teams, by folded name; a company has tens of them. */
  teams(): Promise<readonly TeamRecord[]>
}

/** Reads the company settings. */
export interface CompanySettings {
  facts(): Promise<readonly CompanyFact[]>
}

/** Lists decisions. */
export interface DecisionList {
  /** Recorded decisions about possible mappings, by key. */
  decisions(): AsyncIterable<readonly Decision[]>
}

/** Reads what is known to be in SalesScreen. */
export interface EnteredReader {
  /** Users as SalesScreen has them, by user ID; those with these IDs or on these teams, or all. */
  enteredUsers(keys?: Pick<UserKeys, 'userIds' | 'teamIds'>): AsyncIterable<readonly EnteredUser[]>
  /**
   * Both sides of every user that core/todo.ts may find something to enter for, and few others: those with these IDs, or
   * all. Users that the ledger no longer has are always among them, and come first. Without the times, which are looked up
   * in the history, users of the ledger take half as long.
   */
  userTodoFacts(
    userIds?: readonly UserId[],
    options?: { readonly times?: boolean },
  ): AsyncIterable<readonly UserTodoFacts[]>
  /** Both sides of every team. */
  teamTodoFacts(): Promise<readonly TeamTodoFacts[]>
}

/** How many rows of each kind the ledger has. */
export interface LedgerCounts {
  readonly users: number
  /** The users who hold a license. */
  readonly activeUsers: number
  readonly teams: number
  readonly mappings: number
  readonly changeSets: number
}

/** Counts rows. */
export interface RowCounter {
  counts(): Promise<LedgerCounts>
}

/** Reads the whole content. */
export interface RowReader {
  /** Every row, in pages; order: company settings, teams, users, mappings, decisions, then teams and users as entered, each by key. */
  rows(): AsyncIterable<readonly LedgerRow[]>
  /** Everything that `read` reads is of one moment, whatever others commit meanwhile. `read` must not write. */
  readTransaction<T>(read: () => Promise<T>): Promise<T>
}

/** Which change sets to list; an absent field does not limit the list. */
export interface HistoryQuery {
  readonly limit?: number
  readonly number?: number
  /** Only change sets that changed a row of this user. */
  readonly person?: PersonKeys
  /** Only change sets that changed this team, its members at that time, or its present members. */
  readonly teamId?: TeamId
  readonly actor?: string
  /** The database role that committed it. */
  readonly role?: string
  /** UTC, ISO 8601; inclusive. */
  readonly since?: string
  /** UTC, ISO 8601; exclusive. */
  readonly until?: string
  /** The first words of the command, without `sfsync`. */
  readonly command?: string
  readonly oldestFirst?: boolean
}

/** The names of a user in the history, which also holds users that no longer exist. */
export interface PersonKeys {
  readonly userId?: UserId
  readonly email?: Email
  readonly salesforceUserId?: SalesforceUserId
}

/** A change and its change set. */
export interface PastChange {
  readonly changeSet: ChangeSetHead
  readonly change: Change
}

/** How many mappings were made, replaced and removed within a minute, which begins at `at` (UTC, ISO 8601). */
export interface MappingMinute {
  readonly at: string
  readonly added: number
  readonly replaced: number
  readonly removed: number
}

/** Which changes of mappings are counted. */
export type MappingMinutesQuery = Pick<
  HistoryQuery,
  'teamId' | 'actor' | 'role' | 'since' | 'until' | 'command'
>

/** Reads the history. */
export interface HistoryReader {
  /** Change sets without their changes, newest first unless the query says otherwise. */
  history(query: HistoryQuery): AsyncIterable<readonly ChangeSetHead[]>
  /** The changes of one change set, in pages and in order or the other way around; none if there is no such change set. */
  changesOf(number: number, order?: { readonly lastFirst: boolean }): AsyncIterable<readonly Change[]>
  /** Every change of the rows with these keys (a user ID is the key of user and mapping), newest first. */
  changesTo(keys: readonly string[]): AsyncIterable<readonly PastChange[]>
  /** The newest change of each of these users or teams before change set `before`, if there is one. */
  lastChanges(entity: 'user' | 'team', keys: readonly string[], before: number): Promise<readonly Change[]>
  /** The minutes in which mappings changed, oldest first; `teamId` means those of its present members. Which day a minute is on depends on the reader. */
  mappingMinutes(query?: MappingMinutesQuery): Promise<readonly MappingMinute[]>
}

/** A change that cannot be committed: its row is no longer as `before` says, or it contradicts another row. */
export interface ConflictingRow {
  readonly change: Change
  /** The row as it is now; equal to `before` if another row is in the way. */
  readonly found: Rows[Change['entity']] | null
}

/** A refused commit. */
export interface CommitConflict {
  readonly conflicts: readonly ConflictingRow[]
}

/** Writes to the ledger: the only way to do so. */
export interface Committer {
  /** An empty list for more changes than should be in memory. */
  longList(): ChangeList
  /** Writes a plan in one transaction and numbers it, or changes nothing and returns the conflicts. A plan has changes. */
  commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict>
  /** The conflicts that a commit of these changes would return now; changes nothing. */
  conflicts(changes: Changes): Promise<readonly ConflictingRow[]>
  /**
   * Writes several change sets in one transaction, each with its own stamp, if change set `newest` is still the newest
   * one (0 for an empty history). Otherwise it changes nothing; the list of conflicts is empty if `newest` does not hold.
   */
  commitAll(drafts: readonly StampedPlan[], newest: number): Promise<readonly ChangeSet[] | CommitConflict>
}

/** How a process is connected to a ledger on a server, and what it may do there. */
export interface LedgerAccess {
  /** The database role that it signed in with. */
  readonly role: string
  readonly may: 'own' | 'write' | 'read'
  /** Rights that are missing for that, such as `delete on mapping`. */
  readonly missing: readonly string[]
  /** Name and version of the server. */
  readonly server: string
  readonly encryption: 'none' | 'unverified' | 'verified'
}

/** Looks after the store itself. */
export interface StoreMaintenance {
  /** Copies the whole store into a new file (0600), consistent even while others write. */
  copyTo(path: string): Promise<void>
  /** The database role that this process signed in with, which the history records; null where there are no roles. */
  role(): Promise<string | null>
  /** Whether the store accepts no changes, whatever the rights of this role: a standby server, or a file that is only read. */
  isReadOnly(): Promise<boolean>
  /** How this process may use the store; null where only the file system decides. */
  access(): Promise<LedgerAccess | null>
  /** Problems in the structure of the store; empty if there are none. */
  integrity(): Promise<readonly string[]>
  close(): Promise<void>
}

/** What was decided about SalesScreen users, teams, mappings and company settings, with its history. */
export interface Ledger
  extends
    UserLookup,
    UserList,
    TeamList,
    CompanySettings,
    DecisionList,
    EnteredReader,
    RowCounter,
    RowReader,
    HistoryReader,
    Committer,
    StoreMaintenance {
  readonly directory: Directory
}

/** What is in a copy of a ledger. */
export interface LedgerInspection {
  /** What is wrong with it; nothing if it is intact. */
  readonly problems: readonly string[]
  readonly changeSets: number
}

/** A backup that was copied beside the ledger. */
export interface PreparedRestore extends LedgerInspection {
  /** Whether there is a ledger, or a part of one, in its place. */
  readonly replaces: boolean
  /** Puts it in place and returns where the earlier ledger is now; throws `ledger-busy` while others use that. */
  place(): string | undefined
  discard(): void
}
