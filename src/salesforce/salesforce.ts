import type { ErrorRow, SfsyncError } from '../core/errors.ts'
import type { Hint } from '../core/hint.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { DirectoryRead, DirectoryScope, SalesforceUser } from '../core/salesforce-user.ts'

/** Some users of a full read. A piece is the reader's name for a part of the read; given back later, only that part is read. */
export interface SalesforceUserPage {
  readonly users: readonly SalesforceUser[]
  /** The piece that this page was the beginning or the whole of. */
  readonly piece: string
  /** The pieces that are left of it. */
  readonly remaining: readonly string[]
}

/** How all users of an org are read: page by page (REST), or with a job that Salesforce prepares (Bulk API 2.0). */
export const readingWays = ['rest', 'bulk'] as const

/** One of the ways to read all users. */
export type ReadingWay = (typeof readingWays)[number]

/** A read of all users. */
export interface FullReading {
  /** How many users of the scope the org reports. */
  readonly total: number
  readonly way: ReadingWay
  /** In no order; a user may come twice, and one who changes meanwhile may be missing. Throws `remote` or `login-needed`. */
  readonly pages: AsyncIterable<SalesforceUserPage>
}

/** Users that changed recently, of any type. */
export interface DirectoryDelta {
  /** How many the org reports; `pages` throws `remote` where another number arrives. */
  readonly total: number
  readonly pages: AsyncIterable<readonly SalesforceUser[]>
}

/** A live org whose users can be read; every method throws `login-needed`, `configuration` or `remote`. */
export interface LiveReader {
  /** The host. */
  readonly origin: string
  identity(): Promise<Identity>
  /** What the org's clock showed at a time of this machine, as far as its responses say: UTC, ISO 8601; never later. */
  timeAt(here: Date): string
  /** How many users of a scope the org shows. */
  count(scope: DirectoryScope): Promise<number>
  /** Begins to read all users of a scope, or continues with the pieces that an interrupted read left. */
  readAll(scope: DirectoryScope, remaining?: readonly string[]): Promise<FullReading>
  /** Users of any type whose record changed at this time or later. */
  changedSince(since: string): Promise<DirectoryDelta>
  /** All frozen users; null where the signed-in user may not see that. */
  frozen(): Promise<readonly SalesforceUserId[] | null>
  /** Whether the signed-in user has the permission "View All Users"; null where that is unknown. */
  viewAllUsers(): Promise<boolean | null>
  /** Fields that the signed-in user cannot read, as far as the read so far has shown. */
  hiddenFields(): readonly string[]
}

/** Limits of the requests to an org. */
export interface RequestLimits {
  /** For example `68.0`. */
  readonly apiVersion: string
  /** How long one attempt of one request may take, its whole response included. */
  readonly timeoutSeconds: number
  /** How long one request may take with its retries and the pauses between them. */
  readonly retrySeconds: number
  /** How long all requests of a command may take together. */
  readonly deadlineSeconds: number
  /** How many requests may run at the same time. */
  readonly requestsAtOnce: number
}

/** A session with an org, and the limits of its requests. */
export interface OrgConnection extends RequestLimits {
  readonly session: Session
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Called with the reason and the pause before each retry. */
  readonly onRetry?: (message: string) => void
}

/** How all users are read. */
export interface ReaderOptions {
  /** From this many users on, a bulk job is faster than pages. */
  readonly bulkFrom: number
  /** The way to read, whatever the number of users. */
  readonly way?: ReadingWay
}

/** The ways to sign in to an org, in order of preference. */
export const signInWays = ['sf-cli', 'environment', 'jwt', 'client-credentials', 'browser'] as const

/** One of the ways to sign in. */
export type SignInWay = (typeof signInWays)[number]

/** The right to send requests to one org on behalf of a user. Neither its text form nor its fields ever show a token. */
export interface Session {
  readonly way: SignInWay
  /** Scheme and host of the org's API alone, for example `https://acme.my.salesforce.com`. */
  readonly instanceUrl: string
  /** Who signed in to which org, where that is known without a request. */
  readonly identity: Identity | null
  /** What to do when Salesforce refuses the token and there is no other. */
  readonly signInAgain: readonly Hint[]
  /** The access token to send. Throws `login-needed` or `remote`. */
  token(): Promise<string>
  /**
   * A token other than the one that Salesforce refused: one that another process renewed already, or a renewed one.
   * Undefined where this way of signing in has no other; throws `login-needed` where renewing fails.
   */
  renew(refused: string): Promise<string | undefined>
}

/** The kinds of records that SalesScreen shows, in the order in which they are shown. */
export const activityKinds = ['opportunities', 'tasks', 'events'] as const

/** One of these kinds. */
export type ActivityKind = (typeof activityKinds)[number]

/** How many recently changed records of each kind a user owns: 0 is none found, null is could not check. */
export type Activity = Readonly<Record<ActivityKind, number | null>>

/** Counts the records that users own in an org; its methods throw `login-needed` and `remote`. */
export interface ActivityReader {
  /** The host of the org. */
  readonly origin: string
  identity(): Promise<Identity>
  activityOf(salesforceUserIds: readonly string[]): Promise<ReadonlyMap<string, Activity>>
  /** The kinds that the signed-in user cannot read; complete once all users were counted. */
  hiddenKinds(): readonly ActivityKind[]
}

/** The signed-in user as the org sees it, and what the user may do. Null where sfsync could not check. */
export interface WhoAmI {
  readonly username: string
  readonly name: string | null
  readonly email: string | null
  /** 18 characters. */
  readonly userId: string
  readonly organizationId: string
  readonly organizationName: string | null
  readonly sandbox: boolean | null
  readonly instanceUrl: string
  readonly apiVersion: string
  /** API calls left and allowed in these 24 hours. */
  readonly callsLeft: number | null
  readonly callsAllowed: number | null
  readonly apiEnabled: boolean | null
  readonly viewAllUsers: boolean | null
  readonly manageUsers: boolean | null
  /** Why sfsync could not check what the user may do; null where it could. */
  readonly unknownBecause: string | null
}

/** What an org answered to one question, or why it could not be asked. */
export type Answer<T> = { readonly known: T } | { readonly unknownBecause: string }

/** What the Salesforce user needs who holds SalesScreen's connection. Source: SalesScreen's guide to its Salesforce integration. */
export const connectionRights = ['API Enabled', 'View All Users', 'Edit Tasks', 'Edit Events'] as const

/** One of these permissions. */
export type ConnectionRight = (typeof connectionRights)[number]

/** A use of Salesforce by SalesScreen's app. */
export interface AppUse {
  readonly salesforceUserId: SalesforceUserId
  /** UTC, ISO 8601; null if never. */
  readonly lastUsedAt: string | null
}

/** The Salesforce user who holds SalesScreen's connection; each answer needs a permission of its own. */
export interface ConnectionUser {
  readonly salesforceUserId: SalesforceUserId
  /** null if unknown. */
  readonly name: string | null
  readonly active: Answer<boolean>
  readonly frozen: Answer<boolean>
  readonly rights: Readonly<Record<ConnectionRight, Answer<boolean>>>
  /** When SalesScreen last used this user's connection. */
  readonly lastUse: Answer<string | null>
  /** The last use of SalesScreen's app by anyone, as far as the signed-in user can see it; null if there is none. */
  readonly newestUse: AppUse | null
}

/** The steps of the connection to Salesforce, in the order in which they are tested and shown. */
export const connectionSteps = [
  'dns',
  'proxy',
  'tls',
  'login',
  'api',
  'permissions',
  'clock',
  'calls',
] as const

/** One of the steps. */
export type ConnectionStep = (typeof connectionSteps)[number]

/** The result of testing one step; `skipped` is not tested, because a step that it depends on failed. */
export interface ConnectionFinding {
  readonly step: ConnectionStep
  readonly result: 'ok' | 'warning' | 'problem' | 'skipped'
  readonly detail: string
  /** What to do, most useful first. */
  readonly actions: readonly Hint[]
}

/** How long a test may take, and what ends it at once. */
export interface TestLimits {
  readonly seconds: number
  readonly interrupted: AbortSignal
}

/** The connection to diagnose, step by step. */
export interface DiagnoseRequest extends TestLimits {
  /** How to reach the org, or why that is not possible. */
  readonly access: OrgConnection | SfsyncError
  /** The address of the org as far as it is known without a session; may be empty. */
  readonly address: string
  readonly environment: NodeJS.ProcessEnv
}

/** 15-character IDs with letters of one case: only what is known of users can show that they lost their letter case. */
export interface UnconfirmedIds {
  /** Where each of them is. */
  readonly places: ReadonlyMap<SalesforceUserId, Omit<ErrorRow, 'reason'>>
  /** Whether all 15-character IDs of the file have letters of the same case, as after a program changed it. */
  readonly isWholeColumn: boolean
}

/** One read of Salesforce users from a source, page by page, so that memory stays flat. */
export interface DirectoryReading {
  readonly read: Omit<DirectoryRead, 'at'>
  /** How many users the source reports; undefined when it does not say. Fewer arriving is an error. */
  readonly total: number | undefined
  readonly pages: AsyncIterable<readonly SalesforceUser[]>
  /** Rows that could not be read; complete once the pages are read. */
  readonly problems: readonly ErrorRow[]
  /** What the admin should know: the guessed encoding, a footer, unreadable fields. Complete once the pages are read. */
  readonly notices: readonly string[]
  /** Complete once the pages are read. */
  readonly unconfirmed?: UnconfirmedIds
}

/** Who signed in, and to which org. */
export interface Identity {
  /** The username. */
  readonly identity: string
  /** 18 characters. */
  readonly organizationId: string
}
