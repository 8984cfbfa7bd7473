import type { Blame } from '../blame.ts'
import type { Change, ChangeSetHead } from '../change.ts'
import type { CompanyFact } from '../company.ts'
import type { Decision } from '../decision.ts'
import type { DirectoryRead } from '../directory-read.ts'
import type { Drift, OutOfSight } from '../drift.ts'
import type { Mapping } from '../mapping.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import type { User } from '../user.ts'
import type { Likeness } from './likeness.ts'

/** A decision about somebody, with the names of those it is about. */
export interface ToldDecision {
  readonly decision: Decision
  /** null: about nobody in SalesScreen. */
  readonly email: string | null
  /** null: about nobody in Salesforce, or about somebody the directory does not know. */
  readonly salesforceName: string | null
}

/** One change set of somebody's past. */
export interface PastChangeSet {
  readonly head: Pick<ChangeSetHead, 'number' | 'at' | 'actor' | 'command'>
  /** What it changed of this person; none where only the command is known to be about them. */
  readonly changes: readonly Change[]
}

/** The newest change sets of somebody, and how many there are in all. */
export interface Past {
  readonly newest: readonly PastChangeSet[]
  readonly total: number
}

/** Everything that is known of one person on both sides. */
export interface StoryFacts {
  /** null for somebody who is in Salesforce only. */
  readonly user: User | null
  readonly teamName: string | null
  readonly mapping: Mapping | null
  /** Whom the user is mapped to, or who was asked about. */
  readonly salesforceUserId: SalesforceUserId | null
  /** null when the directory does not know the ID. */
  readonly salesforceUser: SalesforceUser | null
  /** When the directory last saw the Salesforce user; UTC, ISO 8601. */
  readonly seenAt: string | null
  /** Since when the Salesforce user is inactive or frozen; null where no log tells. */
  readonly idleSince: string | null
  /** null: nobody has been read from Salesforce yet. */
  readonly lastRead: DirectoryRead | null
  /** Why the Salesforce side, or the candidates, could not be looked at. */
  readonly outOfSight: OutOfSight | null
  /** What was attested of automatic sync; null: nothing. */
  readonly autoSync: CompanyFact | null
  /** Who the person may be on the other side, the likeliest first; null where nobody was looked for. */
  readonly likenesses: readonly Likeness[] | null
  readonly decisions: readonly ToldDecision[]
  readonly drifts: readonly { readonly drift: Drift; readonly since: string | null }[]
  /** Who made the user what it is. */
  readonly blames: readonly Blame[]
  readonly past: Past
  /** The name of a team by its ID. */
  readonly teamNameOf: (teamId: string) => string
  /** YYYY-MM-DD: decisions count by it. */
  readonly today: string
}
