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

  test('whoever is sure is right', () => {
    const { all, right } = quality.classes.sure
    expect(all).toBeGreaterThan(2000)
    expect(right / all).toBeGreaterThanOrEqual(0.9995)
  })

  test('most true pairs are sure or likely, and nearly all are among the first three', () => {
    expect(quality.found / quality.pairs).toBeGreaterThanOrEqual(0.95)
    expect(quality.firstThree / quality.pairs).toBeGreaterThanOrEqual(0.99)
  })

  test('whoever has no counterpart is reported as having none', () => {
    expect(quality.reportedAlone / quality.alone).toBeGreaterThanOrEqual(0.98)
  })
})

describe('the answer does not depend on', () => {
  const { facts } = company(7, 60)

  test('the order of either side', () => {
    const straight = suggest(facts)
    const turned = suggest({ ...facts, users: facts.users.toReversed(), people: facts.people.toReversed() })
    expect(turned.toReversed()).toEqual(straight)
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

  test('who else is there, as long as nobody looks alike', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('xenia', 'quentin', 'zora'), { minLength: 1 }), (others) => {
        const ada = { user: aUser('ada'), teamName: null }
        const people = [
          aSalesforceUser('ada'),
          ...others.map((name) => aSalesforceUser(name, { lastName: `Of${name}`, name })),
        ]
        const [first] = suggest({ users: [ada], people, isRejected: () => false })
        expect(first).toMatchObject({ matchClass: 'sure', gap: 1 })
      }),
    )
  })
})

describe('who is never sure', () => {
  const ada = { user: aUser('ada'), teamName: null }
  const only = (...people: Parameters<typeof aSalesforceUser>[1][]) =>
    suggest({
      users: [ada],
      people: people.map((rest, index) => aSalesforceUser(index === 0 ? 'ada' : `ada${index}`, rest)),
      isRejected: () => false,
    })[0]

  test.each([
    ['somebody inactive', [{ active: false }], 'inactive in Salesforce'],
    ['somebody frozen', [{ frozen: true }], 'frozen in Salesforce'],
    [
      'something that is no person',
      [{ type: 'AutomatedProcess' }],
      'not a person of the company but AutomatedProcess',
    ],
  ])('%s', (_, people, cap) => {
    expect(only(...people)).toMatchObject({ matchClass: 'likely', candidates: [{ blockers: [cap] }] })
  })

  test('a name borne twice', () => {
    const twin = { name: 'Ada Example', firstName: 'Ada', lastName: 'Example', email: 'other@example.com' }
    expect(only({}, twin)?.matchClass).toBe('likely')
    expect(only({}, twin)?.candidates[0]?.blockers).toEqual(['2 people have this name'])
  })

  test('a shared mailbox', () => {
    const shared = { user: aUser('ada', { email: email('sales@example.com') }), teamName: null }
    const people = [aSalesforceUser('ada', { email: 'sales@example.com' })]
    const [suggestion] = suggest({ users: [shared], people, isRejected: () => false })
    expect(suggestion).toMatchObject({
      matchClass: 'likely',
      candidates: [{ blockers: ['the e-mail address is shared'] }],
    })
  })

  test('one person for two users', () => {
    const double = {
      user: aUser('double', { email: email('ada+b@example.com'), firstName: 'Ada' }),
      teamName: null,
    }
    const found = suggest({ users: [ada, double], people: [aSalesforceUser('ada')], isRejected: () => false })
    expect(found.map(({ matchClass }) => matchClass)).toEqual(['likely', 'likely'])
  })
})

test('whoever was rejected is no candidate, and nobody is suggested for nobody', () => {
  const users = [{ user: aUser('ada'), teamName: null }]
  const people = [aSalesforceUser('ada')]
  expect(suggest({ users, people, isRejected: () => true })).toEqual([
    { user: aUser('ada'), matchClass: 'none', gap: 0, candidates: [] },
  ])
  expect(suggest({ users: [], people, isRejected: () => false })).toEqual([])
})
