import type { Blame } from '../history/blame.ts'
import type { Change, ChangeSetHead } from '../change.ts'
import { type CompanyFact, type Decision, fullName, type Mapping, type User, type UserId } from '../model.ts'
import { type DirectoryRead, whyInactive, personKind, type SalesforceUser } from '../salesforce-user.ts'
import type { Drift, NotChecked } from '../drift.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { Candidate, MatchClass, Suggestion } from '../match/suggestion.ts'

/** A decision about somebody, with the names of those it is about. */
export interface NamedPairDecision {
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
export interface PersonHistory {
  readonly newest: readonly PastChangeSet[]
  readonly total: number
}

/** Everything that is known of one person on both sides. */
export interface ExplanationFacts {
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
  readonly outOfSight: NotChecked | null
  /** What was attested of automatic sync; null: nothing. */
  readonly autoSync: CompanyFact | null
  /** Who the person may be on the other side, the likeliest first; null where nobody was looked for. */
  readonly likenesses: readonly MatchCandidate[] | null
  readonly decisions: readonly NamedPairDecision[]
  readonly drifts: readonly { readonly drift: Drift; readonly since: string | null }[]
  /** Who made the user what it is. */
  readonly blames: readonly Blame[]
  readonly past: PersonHistory
  /** The name of a team by its ID. */
  readonly teamNameOf: (teamId: string) => string
  /** YYYY-MM-DD: decisions count by it. */
  readonly today: string
}

/** A pair that may be one person, told from either side. */
export interface MatchCandidate {
  readonly userId: UserId
  readonly userEmail: string
  readonly userName: string
  readonly salesforceUserId: SalesforceUserId
  readonly salesforceName: string
  /** From 0 to 1; null for a pair that is no candidate although the e-mail addresses are equal. */
  readonly score: number | null
  /** null where this is not the user's best candidate. */
  readonly matchClass: MatchClass | null
  readonly evidence: readonly string[]
  readonly blockers: readonly string[]
  /** Whether the Salesforce user is one whom mapping asks nothing about: at work, and a person. */
  readonly isAtWork: boolean
  /** Why it is not simply taken; null where nothing stands against it. */
  readonly whyNot: string | null
}

/** Every candidate of a user, the likeliest first. */
export function candidatesOfUser(suggestion: Suggestion): MatchCandidate[] {
  return suggestion.candidates.map((candidate, index) => likenessOf(suggestion, candidate, index === 0))
}

/** Every user of whom a Salesforce user is a candidate, the likeliest first, ties by e-mail address. */
export function candidatesOfSalesforceUser(
  salesforceUserId: SalesforceUserId,
  suggestions: readonly Suggestion[],
): MatchCandidate[] {
  return suggestions
    .flatMap((each) => candidatesOfUser(each).filter((like) => like.salesforceUserId === salesforceUserId))
    .toSorted((left, right) =>
      left.score === right.score
        ? left.userEmail < right.userEmail
          ? -1
          : 1
        : (right.score ?? 0) - (left.score ?? 0),
    )
}

/** Two who have one e-mail address and yet are no candidates. */
export function rejectedByMatcher(
  user: User,
  salesforceUser: SalesforceUser,
  whyNot: string,
): MatchCandidate {
  return {
    ...pairOf(user, salesforceUser),
    score: null,
    matchClass: null,
    evidence: ['e-mail equal'],
    blockers: [],
    whyNot,
  }
}

function likenessOf(suggestion: Suggestion, candidate: Candidate, isBest: boolean): MatchCandidate {
  const { blockers, evidence, salesforceUser, score } = candidate
  return {
    ...pairOf(suggestion.user, salesforceUser),
    score,
    matchClass: isBest ? suggestion.matchClass : null,
    evidence: evidence.map(({ text }) => text),
    blockers,
    whyNot: isBest ? doubt(suggestion, candidate) : lesser(suggestion, candidate),
  }
}

function pairOf(user: User, person: SalesforceUser) {
  const { salesforceUserId, name } = person
  return {
    userId: user.userId,
    userEmail: user.email,
    userName: fullName(user),
    salesforceUserId,
    salesforceName: name,
    isAtWork: whyInactive(person) === null && personKind(person) !== 'not-a-person',
  }
}

function doubt({ matchClass, gap, candidates }: Suggestion, { blockers, score }: Candidate): string | null {
  if (matchClass === 'sure') return null
  if (blockers.length > 0) return blockers.join('; ')
  return candidates.length > 1 && gap < score / 2
    ? `somebody else is nearly as likely (gap ${gap})`
    : 'too little agrees to be sure'
}

function lesser({ candidates: [best] }: Suggestion, { blockers, score }: Candidate): string {
  const than = best === undefined || best.score === score ? 'as likely as' : 'less likely than'
  return [...blockers, `${than} ${best?.salesforceUser.name ?? 'another'}`].join('; ')
}

/** The one pair that is likely enough to be tried next, and that no flag has to decide for. */
export function bestUnblocked(likenesses: readonly MatchCandidate[] | null): MatchCandidate | null {
  const good = (likenesses ?? []).filter(({ matchClass }) => matchClass === 'sure' || matchClass === 'likely')
  const [only, ...others] = good
  return only !== undefined && others.length === 0 && only.isAtWork ? only : null
}
