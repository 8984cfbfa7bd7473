import type { Option, Person, Sitting } from '../../../src/app/review/session.ts'
import { sittingOf } from '../../../src/app/review/session.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

/** Somebody in Salesforce who was suggested. */
export function anOption(name: string, rest: Partial<Option> = {}): Option {
  return { salesforceUser: aSalesforceUser(name), score: 0.5, evidence: ['name equal'], caps: [], ...rest }
}

/** A SalesScreen user with these candidates. */
export function aPerson(name: string, candidates: readonly Option[]): Person {
  return { user: aUser(name), teamName: null, certainty: 'likely', candidates }
}

/** Three people: one with five candidates, one with one, one with none. */
export function aSitting(rest: Partial<Sitting> = {}): Sitting {
  const five = ['ada', 'bea', 'cleo', 'dora', 'eva'].map((name) => anOption(name))
  const people = [aPerson('ada', five), aPerson('bob', [anOption('bob')]), aPerson('robot', [])]
  return { ...sittingOf(people, ''), ...rest }
}
