import {
  type ReviewOption,
  type ReviewPerson,
  type ReviewState,
  startReview,
} from '../../../src/app/review/session.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

/** Somebody in Salesforce who was suggested. */
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
export function aPerson(name: string, candidates: readonly ReviewOption[]): ReviewPerson {
  return { user: aUser(name), teamName: null, matchClass: 'likely', candidates }
}

/** Three people: one with five candidates, one with one, one with none. */
export function aSitting(rest: Partial<ReviewState> = {}): ReviewState {
  const five = ['ada', 'bea', 'cleo', 'dora', 'eva'].map((name) => anOption(name))
  const people = [aPerson('ada', five), aPerson('bob', [anOption('bob')]), aPerson('robot', [])]
  return { ...startReview(people, ''), ...rest }
}
