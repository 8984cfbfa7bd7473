import type { DirectoryScope } from '../core/directory-scope.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { SalesforceUser } from '../core/salesforce-user.ts'
import type { Identity } from './identity.ts'

/** Some people of a reading. A piece is what the reader calls a part of it: kept, and given back, it reads just that. */
export interface PeoplePage {
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
export interface EverybodyReading {
  /** How many people of the scope the org counts. */
  readonly promised: number
  readonly way: ReadingWay
  /** In no order; somebody may come twice, and who changes meanwhile may be missing. Throws `remote` or `login-needed`. */
  readonly pages: AsyncIterable<PeoplePage>
}

/** Users that changed lately, whatever their type. */
export interface News {
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
  everybody(scope: DirectoryScope, left?: readonly string[]): Promise<EverybodyReading>
  /** Users of any type whose record changed at this time or later. */
  news(since: string): Promise<News>
  /** Everybody who is frozen; null where the identity may not know. */
  frozen(): Promise<readonly SalesforceUserId[] | null>
  /** Names of the fields that the identity may not see, as far as the reading so far has shown. */
  hiddenFields(): readonly string[]
}
