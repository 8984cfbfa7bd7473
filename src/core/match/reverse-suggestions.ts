import type { User } from '../model.ts'
import { isPerson, whyInactive, type SalesforceUser } from '../salesforce-user.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { leastScore, rounded } from './suggest.ts'
import type { Candidate, MatchClass, Suggestion } from './suggestion.ts'

/** A SalesScreen user who may be a Salesforce user. */
interface PossibleUser extends Omit<Candidate, 'salesforceUser' | 'evidence'> {
  readonly user: User
}

/** An unmapped Salesforce user and the SalesScreen users who may be the same person, best first. */
export interface ReverseSuggestion {
  readonly salesforceUser: SalesforceUser
  readonly matchClass: MatchClass
  readonly gap: number
  readonly candidates: readonly PossibleUser[]
}

/** The suggestions in reverse, for every active, internal Salesforce user. */
export function reverseSuggestions(
  all: readonly Suggestion[],
  salesforceUsers: readonly SalesforceUser[],
  rules: MatchRules = defaultRules,
): ReverseSuggestion[] {
  const claims = Map.groupBy(
    all.flatMap((suggestion) =>
      suggestion.candidates
        .filter(({ score }, at) => at === 0 || score >= leastScore)
        .map((candidate) => ({ suggestion, candidate })),
    ),
    ({ candidate }) => candidate.salesforceUser.salesforceUserId,
  )
  return salesforceUsers
    .filter((each) => whyInactive(each) === null && isPerson(each))
    .map((salesforceUser) => {
      const { salesforceUserId } = salesforceUser
      const found = (claims.get(salesforceUserId) ?? []).toSorted(
        (left, right) =>
          right.candidate.score - left.candidate.score ||
          (left.suggestion.user.email < right.suggestion.user.email ? -1 : 1),
      )
      const [first, second] = found
      const isBest = first?.suggestion.candidates[0]?.salesforceUser.salesforceUserId === salesforceUserId
      return {
        salesforceUser,
        matchClass:
          first === undefined
            ? 'none'
            : isBest
              ? first.suggestion.matchClass
              : secondBest(first.candidate, rules),
        gap: rounded((first?.candidate.score ?? 0) - (second?.candidate.score ?? 0)),
        candidates: found.map(({ suggestion: { user }, candidate: { score, reasons, blockers } }) => ({
          user,
          score,
          reasons,
          blockers,
        })),
      }
    })
}

// A user with a better candidate is not a match.
function secondBest({ score }: Candidate, { unclear }: MatchRules): MatchClass {
  return score < unclear ? 'none' : 'unclear'
}
