import type { Hint } from '../core/hint.ts'
import type { DirectoryRead, DirectoryScope, SalesforceUser } from '../core/salesforce-user.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { ErrorRow } from '../core/errors.ts'

/** Some people of a reading. A piece is what the reader calls a part of it: kept, and given back, it reads just that. */
export interface SalesforceUserPage {
  readonly people: readonly SalesforceUser[]
  /** The piece that this page was the beginning or the whole of. */
  readonly done: string
  /** The pieces that stand for what is left of it. */
  readonly left: readonly string[]
}

/** How everybody of an org is read: page after page, or by a job that Salesforce prepares. */
export const readingWays = ['rest', 'bulk'] as const

/** One of the ways to read everybody. */
export type ReadingWay = (typeof readingWays)[number]

/** A reading of everybody. */
export interface FullReading {
  /** How many people of the scope the org counts. */
  readonly promised: number
  readonly way: ReadingWay
  /** In no order; somebody may come twice, and who changes meanwhile may be missing. Throws `remote` or `login-needed`. */
  readonly pages: AsyncIterable<SalesforceUserPage>
}

/** Users that changed lately, whatever their type. */
export interface DirectoryDelta {
  /** How many the org promised; `pages` throws `remote` where others arrive. */
  readonly promised: number
  readonly pages: AsyncIterable<readonly SalesforceUser[]>
}

/** A live org whose users can be read; every method throws `login-needed`, `configuration` or `remote`. */
export interface LiveReader {
  /** The host. */
  readonly origin: string
  identity(): Promise<Identity>
  /** What the org's clock showed at a time of this machine, as far as its answers told: UTC, ISO 8601; never later. */
  timeAt(here: Date): string
  /** How many users of a scope the org shows. */
  count(scope: DirectoryScope): Promise<number>
  /** Begins to read everybody of a scope, or goes on with the pieces that an interrupted reading left. */
  everybody(scope: DirectoryScope, left?: readonly string[]): Promise<FullReading>
  /** Users of any type whose record changed at this time or later. */
  news(since: string): Promise<DirectoryDelta>
  /** Everybody who is frozen; null where the identity may not know. */
  frozen(): Promise<readonly SalesforceUserId[] | null>
  /** Names of the fields that the identity may not see, as far as the reading so far has shown. */
  hiddenFields(): readonly string[]
}

/** The ways to sign in to an org, in order of preference. */
export const signInWays = ['sf-cli', 'environment', 'jwt', 'client-credentials', 'browser'] as const

/** One of the ways to sign in. */
export type SignInWay = (typeof signInWays)[number]

/** A right to ask one org on somebody's behalf. Neither its text form nor its fields ever show a token. */
export interface Session {
  readonly way: SignInWay
  /** Scheme and host of the org's API alone, for example `https://acme.my.salesforce.com`. */
  readonly instanceUrl: string
  /** Who signed in to which org, where that is known without asking. */
  readonly identity: Identity | null
  /** What to do when Salesforce refuses the token and there is no other, for an admin to read. */
  readonly signInAgain: readonly string[]
  /** The access token to send. Throws `login-needed` or `remote`. */
  token(): Promise<string>
  /**
   * A token other than the one Salesforce refused: another process may have renewed it already, else this does.
   * Undefined where this way of signing in has no other; throws `login-needed` where there could be one and is not.
   */
  renew(refused: string): Promise<string | undefined>
}

/** The kinds of records that SalesScreen shows of a person, in the order in which they are told. */
export const activityKinds = ['opportunities', 'tasks', 'events'] as const

/** One of these kinds. */
export type ActivityKind = (typeof activityKinds)[number]

/** How many records of each kind somebody owns that changed of late: 0 is looked and found none, null is could not look. */
export type Activity = Readonly<Record<ActivityKind, number | null>>

/** Counts what people own in an org. */
export interface ActivityReader {
  /** The host of the org. */
  readonly origin: string
  /** Who asks, by the org's own word; throws `login-needed` and `remote`. */
  identity(): Promise<Identity>
  /** The activity of each of these Salesforce users; throws `login-needed` and `remote`. */
  of(salesforceUserIds: readonly string[]): Promise<ReadonlyMap<string, Activity>>
  /** The kinds that whoever asks may not see; complete once everything was asked. */
  hidden(): readonly ActivityKind[]
}

/** Whom an org sees when it is asked who is asking, and what they may do. Null where sfsync could not look. */
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
  /** API calls that are left in these 24 hours, and how many there are. */
  readonly callsLeft: number | null
  readonly callsAllowed: number | null
  readonly apiEnabled: boolean | null
  readonly viewAllUsers: boolean | null
  readonly manageUsers: boolean | null
}

/** The links of the chain to Salesforce, in the order in which they are tested and told. */
export const linkNames = ['dns', 'proxy', 'tls', 'login', 'api', 'permissions', 'clock', 'calls'] as const

/** One of the links. */
export type LinkName = (typeof linkNames)[number]

/** What came of testing one link; `skipped` is not tried, because a link that it hangs on does not hold. */
export interface LinkFinding {
  readonly link: LinkName
  readonly result: 'ok' | 'warning' | 'problem' | 'skipped'
  readonly detail: string
  /** What to do, most useful first. */
  readonly actions: readonly Hint[]
}

/** One reading of Salesforce users from a source, page by page, so that memory stays flat. */
export interface DirectoryReading {
  readonly read: Omit<DirectoryRead, 'at'>
  /** How many people the source promised; undefined when it does not tell. Fewer arriving is an error. */
  readonly promised: number | undefined
  readonly pages: AsyncIterable<readonly SalesforceUser[]>
  /** Rows that could not be taken; complete once the pages are read. */
  readonly problems: readonly ErrorRow[]
  /** What the admin should know: the guessed encoding, a footer, fields that were not readable. Complete once the pages are read. */
  readonly notices: readonly string[]
}

/** Who asks, and in which org. */
export interface Identity {
  /** The username. */
  readonly identity: string
  /** 18 characters. */
  readonly organizationId: string
}
