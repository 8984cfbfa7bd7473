import { idleness, personKind, type SalesforceUser } from '../salesforce-user.ts'
import type { User } from '../user.ts'
import type { Candidate, Certainty, Suggestion } from './suggestion.ts'

/** A SalesScreen user who may be a Salesforce user. */
export interface PossibleUser extends Omit<Candidate, 'salesforceUser'> {
  readonly user: User
}

/** A Salesforce user whom nobody is mapped to, and the SalesScreen users who may be the same person, best first. */
export interface Newcomer {
  readonly salesforceUser: SalesforceUser
  readonly certainty: Certainty
  readonly gap: number
  readonly candidates: readonly PossibleUser[]
}

/** The suggestions seen from the other side: of everybody who works in Salesforce, who has no SalesScreen user yet. */
export function turned(all: readonly Suggestion[], people: readonly SalesforceUser[]): Newcomer[] {
  const claims = new Map<string, { readonly suggestion: Suggestion; readonly candidate: Candidate }[]>()
  for (const suggestion of all)
    for (const candidate of suggestion.candidates) {
      const id = candidate.salesforceUser.salesforceUserId
      claims.set(id, [...(claims.get(id) ?? []), { suggestion, candidate }])
    }
  return people
    .filter((person) => idleness(person) === null && personKind(person) === 'person')
    .map((person) => {
      const found = (claims.get(person.salesforceUserId) ?? []).toSorted(
        (left, right) =>
          right.candidate.score - left.candidate.score ||
          (left.suggestion.user.email < right.suggestion.user.email ? -1 : 1),
      )
      const [first, second] = found
      const isTheirs =
        first?.suggestion.candidates[0]?.salesforceUser.salesforceUserId === person.salesforceUserId
      const gap = (first?.candidate.score ?? 0) - (second?.candidate.score ?? 0)
      return {
        salesforceUser: person,
        // A user who looks more like somebody else is no counterpart.
        certainty: first === undefined ? 'none' : isTheirs ? first.suggestion.certainty : 'unclear',
        gap: Math.round(gap * 1000) / 1000,
        candidates: found.map(({ suggestion, candidate: { score, evidence, caps } }) => ({
          user: suggestion.user,
          score,
          evidence,
          caps,
        })),
      }
    })
}
