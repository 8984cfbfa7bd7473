import {
  type ReviewOption,
  type ReviewState,
  type ReviewUser,
  startReview,
} from '../../../src/app/review/session.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

/** A Salesforce user who was suggested. */
export function anOption(name: string, rest: Partial<ReviewOption> = {}): ReviewOption {
  return {
    salesforceUser: aSalesforceUser(name),
    score: 0.5,
    evidence: ['same name'],
    blockers: [],
    ...rest,
  }
}

/** A SalesScreen user with these candidates. */
export function aReviewUser(name: string, candidates: readonly ReviewOption[]): ReviewUser {
  return { user: aUser(name), teamName: null, matchClass: 'likely', candidates }
}

/** Three users: one with five candidates, one with one, one with none. */
export function aReview(rest: Partial<ReviewState> = {}): ReviewState {
  const five = ['ada', 'bea', 'cleo', 'dora', 'eva'].map((name) => anOption(name))
  const users = [aReviewUser('ada', five), aReviewUser('bob', [anOption('bob')]), aReviewUser('robot', [])]
  return { ...startReview(users, { reason: '', laterUntil: '2026-12-23' }), ...rest }
}
