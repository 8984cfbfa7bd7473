import { expect, test } from 'vitest'
import { changedRules, defaultRules } from '../../../src/core/match/rules.ts'
import { suggest } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

test('without a text the rules are the built-in ones', () => {
  expect(changedRules('')).toEqual(defaultRules)
})

test('a text changes weights and thresholds by name', () => {
  expect(changedRules(' sure-score = 0.5,name-contradicts=-0.1, ')).toEqual({
    weights: { ...defaultRules.weights, 'name-contradicts': -0.1 },
    thresholds: { ...defaultRules.thresholds, 'sure-score': 0.5 },
  })
})

test.each([
  ['shoe-size=0.4', 'there is no rule "shoe-size"'],
  ['sure-score', '"sure-score" is not in the form name=number'],
  ['sure-score=high', '"sure-score=high" is not in the form name=number'],
  ['sure-score=97', 'sure-score must be a number from -1 to 1, not 97'],
])('%j is refused: %s', (text, reason) => {
  expect(changedRules(text)).toEqual({ reason })
})

test('changed rules change the answer', () => {
  const rules = changedRules('name-equal=0.1, email-equal=0.2')
  if ('reason' in rules) throw new Error(rules.reason)
  const facts = {
    users: [{ user: aUser('ada'), teamName: null }],
    salesforceUsers: [aSalesforceUser('ada')],
    isRejected: () => false,
  }
  expect(suggest(facts)[0]).toMatchObject({ matchClass: 'sure', candidates: [{ score: 1 }] })
  expect(suggest(facts, rules)[0]?.matchClass).toBe('likely')
})
