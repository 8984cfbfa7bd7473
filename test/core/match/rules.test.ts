import { expect, test } from 'vitest'
import {
  addressOdds,
  agreements,
  changedRules,
  defaultRules,
  firstNameLevels,
  lastNameLevels,
} from '../../../src/core/match/rules.ts'
import { suggest } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

test('without a text the rules are the built-in ones', () => {
  expect(changedRules('')).toEqual(defaultRules)
})

test('a text changes the least score of classes by name', () => {
  expect(changedRules(' sure = 0.9999,likely=0.9, ')).toEqual({ ...defaultRules, sure: 0.9999, likely: 0.9 })
})

test.each([
  ['shoe-size=0.4', 'there is no rule "shoe-size"'],
  ['sure', '"sure" is not in the form name=number'],
  ['sure=high', '"sure=high" is not in the form name=number'],
  ['sure=97', 'sure must be from 0 to 0.9999, which is the highest score there is, not 97'],
  ['sure=1', 'sure must be from 0 to 0.9999, which is the highest score there is, not 1'],
  ['sure=0.99995', 'sure must be from 0 to 0.9999, which is the highest score there is, not 0.99995'],
  ['likely=-0.1', 'likely must be from 0 to 0.9999, which is the highest score there is, not -0.1'],
  ['emailExact=50', 'there is no rule "emailExact"'],
  ['name_typo=1', 'there is no rule "name_typo"'],
  ['likely=0.9995', 'sure (0.999) must not be below likely (0.9995), nor likely below unclear (0.05)'],
  ['unclear=0.9', 'sure (0.999) must not be below likely (0.8), nor likely below unclear (0.9)'],
  ['sure-score=0.97', '"sure-score" is now called "sure", and scores are probabilities (built in: 0.999)'],
  [
    'sure-gap=0.2',
    '"sure-gap" is gone: scores are probabilities, and what each sign counts is measured, not set',
  ],
  [
    'name-typo=0.2',
    '"name-typo" is gone: scores are probabilities, and what each sign counts is measured, not set',
  ],
])('%j is refused: %s', (text, reason) => {
  expect(changedRules(text)).toEqual({ reason })
})

test('changed rules change the class, not the score', () => {
  const rules = { ...defaultRules, sure: 1 }
  const facts = {
    users: [{ user: aUser('ada'), teamName: null }],
    salesforceUsers: [aSalesforceUser('ada')],
    isRejected: () => false,
  }
  expect(suggest(facts)[0]?.matchClass).toBe('sure')
  expect(suggest(facts, rules)[0]).toMatchObject({
    matchClass: 'likely',
    gap: suggest(facts)[0]?.gap,
  })
})

test('the levels of a name are all there is: m and u of each add up to one', () => {
  for (const levels of [lastNameLevels, firstNameLevels]) {
    const all = Object.values(levels)
    expect(all.reduce((sum, { m }) => sum + m, 0)).toBeCloseTo(1, 1)
    // How often a name is equal by chance depends on the name.
    expect(all.reduce((sum, { u }) => sum + u, 0)).toBeCloseTo(1, 1)
  }
})

test('an equal address speaks for a pair however well the names agree, and one number more against it', () => {
  for (const agreement of agreements) {
    const [equal, twin] = [addressOdds('equal', agreement), addressOdds('twin', agreement)]
    expect(equal.m / equal.u).toBeGreaterThan(100)
    expect(twin.m / twin.u).toBeLessThanOrEqual(1)
  }
})
