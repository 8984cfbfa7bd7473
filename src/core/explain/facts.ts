import type { EnteredUser } from '../entered.ts'
import type { Todo } from '../todo.ts'
import type { Blame } from '../history/blame.ts'
import type { Change, ChangeSetHead } from '../change.ts'
import type { Drift, NotChecked } from '../drift.ts'
import type { Confirmation } from '../confirmation.ts'
import type { Candidate, MatchClass, Suggestion } from '../match/suggestion.ts'
import { type CompanyFact, type Decision, fullName, type Mapping, type User, type UserId } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { DirectoryRead, SalesforceUser } from '../salesforce-user.ts'

/** A decision with the names of the users it is about. */
export interface NamedDecision {
  readonly decision: Decision
  /** null if it is about a Salesforce user only. */
  readonly user: { readonly email: string; readonly name: string } | null
  /** null if it is about a SalesScreen user only, or the Salesforce user is not in the Salesforce directory. */
  readonly salesforceName: string | null
}

/** One change set in a person's history. */
export interface PastChangeSet {
  readonly head: Pick<ChangeSetHead, 'number' | 'at' | 'actor' | 'command'>
  /** The changes about this person; empty if only the command is known to be about them. */
  readonly changes: readonly Change[]
}

/** The newest change sets about a person, and how many there are. */
export interface PersonHistory {
  readonly newest: readonly PastChangeSet[]
  readonly total: number
}

/** Everything that is known about one person on both sides. */
export interface ExplanationFacts {
  /** null for a Salesforce user without a SalesScreen user. */
  readonly user: User | null
  readonly teamName: string | null
  readonly mapping: Mapping | null
  /** The user as SalesScreen has it; null if it is not known to be there. */
  readonly entered: EnteredUser | null
  /** What is to be entered in SalesScreen for the user. */
  readonly todos: readonly Todo[]
  /** The Salesforce user that the user is mapped to, or that was asked about. */
  readonly salesforceUserId: SalesforceUserId | null
  /** null if the ID is not in the Salesforce directory. */
  readonly salesforceUser: SalesforceUser | null
  /** When the Salesforce user was last read; UTC, ISO 8601. */
  readonly seenAt: string | null
  /** Since when the Salesforce user has been inactive or frozen; null if unknown. */
  readonly idleSince: string | null
  /** null if no Salesforce users have been read yet. */
  readonly lastRead: DirectoryRead | null
  /** Why the Salesforce side, or the candidates, could not be checked. */
  readonly notChecked: NotChecked | null
  /** null if no one has confirmed whether automatic sync is off. */
  readonly autoSync: CompanyFact | null
  /** Possible matches on the other side, best first; null if none were looked for. */
  readonly candidates: readonly MatchCandidate[] | null
  /** What `map` would ask about the best pair; empty if nothing, or without such a pair. */
  readonly asked: readonly Confirmation[]
  /** Why a new user for this Salesforce user may be someone else; null if nothing speaks for that, or there is a user. */
  readonly creationDoubt: string | null
  /** For a user who is not mapped: the inactive or frozen Salesforce user with the same e-mail address and name; null if there is none. */
  readonly leaver?: SalesforceUser | null
  readonly decisions: readonly NamedDecision[]
  readonly drifts: readonly { readonly drift: Drift; readonly since: string | null }[]
  /** Who last changed each field of the user. */
  readonly blames: readonly Blame[]
  readonly past: PersonHistory
  /** The name of a team by its ID. */
  readonly teamNameOf: (teamId: string) => string
  /** The day of an instant (UTC, ISO 8601) for the reader; what is only a day, or in a report's own words, stays as it is. */
  readonly dayOf: (at: string) => string
  /** YYYY-MM-DD; decisions expire by it. */
  readonly today: string
}

/** A SalesScreen user and a Salesforce user who may be the same person. */
export interface MatchCandidate {
  readonly userId: UserId
  readonly userEmail: string
  readonly userName: string
  readonly salesforceUserId: SalesforceUserId
  readonly salesforceName: string
  /** From 0 to 1; null for a pair that is ruled out although the e-mail addresses are the same. */
  readonly score: number | null
  /** null unless this is the user's best candidate. */
  readonly matchClass: MatchClass | null
  readonly evidence: readonly string[]
  readonly blockers: readonly string[]
  /** What speaks against mapping the two; null if nothing does. */
  readonly whyNot: string | null
}

/** Every candidate of a user, best first. */
export function candidatesOfUser(suggestion: Suggestion): MatchCandidate[] {
  return suggestion.candidates.map((candidate, index) => {
    const isBest = index === 0
    const { blockers, salesforceUser, score } = candidate
    return {
      ...pairOf(suggestion.user, salesforceUser),
      score,
      matchClass: isBest ? suggestion.matchClass : null,
      evidence: candidate.reasons(),
      blockers,
      whyNot: isBest ? whyNotSure(suggestion, candidate) : whyNotBest(suggestion, candidate),
    }
  })
}

/** Every user with this Salesforce user as a candidate, best first, then by e-mail address. */
export function candidatesOfSalesforceUser(
  salesforceUserId: SalesforceUserId,
  suggestions: readonly Suggestion[],
): MatchCandidate[] {
  return suggestions
    .flatMap((each) => candidatesOfUser(each).filter((pair) => pair.salesforceUserId === salesforceUserId))
    .toSorted(
      (left, right) => (right.score ?? 0) - (left.score ?? 0) || (left.userEmail < right.userEmail ? -1 : 1),
    )
}

/** A pair with the same e-mail address, or a similar name, that is ruled out. */
export function ruledOut(
  user: User,
  salesforceUser: SalesforceUser,
  whyNot: string,
  evidence: 'same e-mail address' | 'similar name' = 'same e-mail address',
): MatchCandidate {
  return {
    ...pairOf(user, salesforceUser),
    score: null,
    matchClass: null,
    evidence: [evidence],
    blockers: [],
    whyNot,
  }
}

function pairOf(user: User, salesforceUser: SalesforceUser) {
  return {
    userId: user.userId,
    userEmail: user.email,
    userName: fullName(user),
    salesforceUserId: salesforceUser.salesforceUserId,
    salesforceName: salesforceUser.name,
  }
}

function whyNotSure(
  { matchClass, gap, candidates }: Suggestion,
  { blockers, score }: Candidate,
): string | null {
  if (matchClass === 'sure') return null
  if (blockers.length > 0) return blockers.join('; ')
  return candidates.length > 1 && gap < score / 2
    ? `another user is almost as likely (gap ${gap})`
    : 'not enough evidence to be sure'
}

function whyNotBest({ candidates: [best] }: Suggestion, { blockers, score }: Candidate): string {
  const than = best === undefined || best.score === score ? 'as likely as' : 'less likely than'
  return [...blockers, `${than} ${best?.salesforceUser.name ?? 'another'}`].join('; ')
}

/** The only pair that is sure or likely. */
export function bestPair(candidates: readonly MatchCandidate[] | null): MatchCandidate | null {
  const [only, ...others] = (candidates ?? []).filter(
    ({ matchClass }) => matchClass === 'sure' || matchClass === 'likely',
  )
  return only !== undefined && others.length === 0 ? only : null
}
