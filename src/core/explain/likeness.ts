import type { Candidate, Certainty, Suggestion } from '../match/suggestion.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { idleness, personKind, type SalesforceUser } from '../salesforce-user.ts'
import { fullName, type User, type UserId } from '../user.ts'

/** A pair that may be one person, told from either side. */
export interface Likeness {
  readonly userId: UserId
  readonly userEmail: string
  readonly userName: string
  readonly salesforceUserId: SalesforceUserId
  readonly salesforceName: string
  /** From 0 to 1; null for a pair that is no candidate although the e-mail addresses are equal. */
  readonly score: number | null
  /** null where this is not the user's best candidate. */
  readonly certainty: Certainty | null
  readonly evidence: readonly string[]
  readonly caps: readonly string[]
  /** Whether the Salesforce user is one whom mapping asks nothing about: at work, and a person. */
  readonly isAtWork: boolean
  /** Why it is not simply taken; null where nothing stands against it. */
  readonly whyNot: string | null
}

/** Every candidate of a user, the likeliest first. */
export function likenessesOf(suggestion: Suggestion): Likeness[] {
  return suggestion.candidates.map((candidate, index) => likenessOf(suggestion, candidate, index === 0))
}

/** Every user of whom a Salesforce user is a candidate, the likeliest first, ties by e-mail address. */
export function likenessesTo(
  salesforceUserId: SalesforceUserId,
  suggestions: readonly Suggestion[],
): Likeness[] {
  return suggestions
    .flatMap((each) => likenessesOf(each).filter((like) => like.salesforceUserId === salesforceUserId))
    .toSorted((left, right) =>
      left.score === right.score
        ? left.userEmail < right.userEmail
          ? -1
          : 1
        : (right.score ?? 0) - (left.score ?? 0),
    )
}

/** Two who have one e-mail address and yet are no candidates. */
export function passedOver(user: User, salesforceUser: SalesforceUser, whyNot: string): Likeness {
  return {
    ...pairOf(user, salesforceUser),
    score: null,
    certainty: null,
    evidence: ['e-mail equal'],
    caps: [],
    whyNot,
  }
}

function likenessOf(suggestion: Suggestion, candidate: Candidate, isBest: boolean): Likeness {
  const { caps, evidence, salesforceUser, score } = candidate
  return {
    ...pairOf(suggestion.user, salesforceUser),
    score,
    certainty: isBest ? suggestion.certainty : null,
    evidence: evidence.map(({ text }) => text),
    caps,
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
    isAtWork: idleness(person) === null && personKind(person) !== 'not-a-person',
  }
}

function doubt({ certainty, gap, candidates }: Suggestion, { caps, score }: Candidate): string | null {
  if (certainty === 'sure') return null
  if (caps.length > 0) return caps.join('; ')
  return candidates.length > 1 && gap < score / 2
    ? `somebody else is nearly as likely (gap ${gap})`
    : 'too little agrees to be sure'
}

function lesser({ candidates: [best] }: Suggestion, { caps, score }: Candidate): string {
  const than = best === undefined || best.score === score ? 'as likely as' : 'less likely than'
  return [...caps, `${than} ${best?.salesforceUser.name ?? 'another'}`].join('; ')
}

/** The one pair that is likely enough to be tried next, and that no flag has to decide for. */
export function promising(likenesses: readonly Likeness[] | null): Likeness | null {
  const good = (likenesses ?? []).filter(({ certainty }) => certainty === 'sure' || certainty === 'likely')
  const [only, ...others] = good
  return only !== undefined && others.length === 0 && only.isAtWork ? only : null
}
