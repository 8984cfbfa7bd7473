import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { suggest } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { company } from './company.ts'
import { qualityOf } from './measure.ts'

// Seeds that the rules were not tuned on.
const heldOut = [101, 102, 103]

describe('invented companies whose truth is known', () => {
  const quality = qualityOf(heldOut.map((seed) => company(seed, 1000)))

  test('sure matches are right', () => {
    const { all, right } = quality.classes.sure
    expect(all).toBeGreaterThan(2000)
    expect(right / all).toBeGreaterThanOrEqual(0.9995)
  })

  test('most true pairs are sure or likely, and nearly all are among the first three', () => {
    expect(quality.found / quality.pairs).toBeGreaterThanOrEqual(0.95)
    expect(quality.firstThree / quality.pairs).toBeGreaterThanOrEqual(0.99)
  })

  test('users without a match are reported so', () => {
    expect(quality.reportedAlone / quality.alone).toBeGreaterThanOrEqual(0.98)
  })
})

describe('the answer does not depend on', () => {
  const { facts } = company(7, 60)

  test('the order of either side', () => {
    const straight = suggest(facts)
    const reversed = suggest({
      ...facts,
      users: facts.users.toReversed(),
      salesforceUsers: facts.salesforceUsers.toReversed(),
    })
    expect(reversed.toReversed()).toEqual(straight)
  })

  test('letter case and accents of names, nor on the case of addresses', () => {
    const shouted = facts.users.map((wanted) => ({
      ...wanted,
      user: {
        ...wanted.user,
        firstName: wanted.user.firstName.toUpperCase(),
        lastName: wanted.user.lastName.toUpperCase(),
      },
    }))
    const classes = (users: typeof facts.users) =>
      suggest({ ...facts, users }).map(({ matchClass, candidates }) => [
        matchClass,
        candidates[0]?.salesforceUser.salesforceUserId,
      ])
    expect(classes(shouted)).toEqual(classes(facts.users))
  })

  test('other users who do not look alike', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('xenia', 'quentin', 'zora'), { minLength: 1 }), (others) => {
        const ada = { user: aUser('ada'), teamName: null }
        const salesforceUsers = [
          aSalesforceUser('ada'),
          ...others.map((name) => aSalesforceUser(name, { lastName: `Of${name}`, name })),
        ]
        const [first] = suggest({ users: [ada], salesforceUsers, isRejected: () => false })
        expect(first).toMatchObject({ matchClass: 'sure', gap: 1 })
      }),
    )
  })
})

describe('never sure is', () => {
  const ada = { user: aUser('ada'), teamName: null }
  const only = (...salesforceUsers: Parameters<typeof aSalesforceUser>[1][]) =>
    suggest({
      users: [ada],
      salesforceUsers: salesforceUsers.map((rest, index) =>
        aSalesforceUser(index === 0 ? 'ada' : `ada${index}`, rest),
      ),
      isRejected: () => false,
    })[0]

  test.each([
    ['an inactive user', [{ active: false }], 'inactive in Salesforce'],
    ['a frozen user', [{ frozen: true }], 'frozen in Salesforce'],
    [
      'a user who is not a person',
      [{ type: 'AutomatedProcess' }],
      'not an internal user (user type AutomatedProcess)',
    ],
  ])('%s', (_, salesforceUsers, blocker) => {
    expect(only(...salesforceUsers)).toMatchObject({
      matchClass: 'likely',
      candidates: [{ blockers: [blocker] }],
    })
  })

  test('a name that two users share', () => {
    const twin = { name: 'Ada Example', firstName: 'Ada', lastName: 'Example', email: 'other@example.com' }
    expect(only({}, twin)?.matchClass).toBe('likely')
    expect(only({}, twin)?.candidates[0]?.blockers).toEqual(['2 users share this name'])
  })

  test('a shared mailbox', () => {
    const shared = { user: aUser('ada', { email: email('sales@example.com') }), teamName: null }
    const salesforceUsers = [aSalesforceUser('ada', { email: 'sales@example.com' })]
    const [suggestion] = suggest({ users: [shared], salesforceUsers, isRejected: () => false })
    expect(suggestion).toMatchObject({
      matchClass: 'likely',
      candidates: [{ blockers: ['shared e-mail address'] }],
    })
  })

  test('one Salesforce user for two users', () => {
    const double = {
      user: aUser('double', { email: email('ada+b@example.com'), firstName: 'Ada' }),
      teamName: null,
    }
    const found = suggest({
      users: [ada, double],
      salesforceUsers: [aSalesforceUser('ada')],
      isRejected: () => false,
    })
    expect(found.map(({ matchClass }) => matchClass)).toEqual(['likely', 'likely'])
  })
})

test('a rejected pair is not a candidate, and without users there are no suggestions', () => {
  const users = [{ user: aUser('ada'), teamName: null }]
  const salesforceUsers = [aSalesforceUser('ada')]
  expect(suggest({ users, salesforceUsers, isRejected: () => true })).toEqual([
    { user: aUser('ada'), matchClass: 'none', gap: 0, candidates: [] },
  ])
  expect(suggest({ users: [], salesforceUsers, isRejected: () => false })).toEqual([])
})
