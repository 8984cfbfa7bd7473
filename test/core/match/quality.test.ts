import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { suggest } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { company } from './company.ts'
import { qualityOf } from './measure.ts'
import { plain } from './plain.ts'

// Seeds that the rules were not tuned on; a larger run is `npm run bench:match`.
const quality = qualityOf(
  [
    ...[9001, 9002, 9003, 9004, 9005, 9006].map((seed) => company(seed, 60)),
    ...[9101, 9102, 9103, 9104, 9105].map((seed) => company(seed, 600)),
  ],
  (facts) => suggest(facts),
)

describe('of invented companies whose truth is known', () => {
  test('sure matches are right', () => {
    expect(quality.classes.sure.all).toBeGreaterThan(1800)
    expect(quality.wrongSure).toEqual([])
  })

  test('likely matches are right in 98 of 100', () => {
    const { all, right } = quality.classes.likely
    expect(all).toBeGreaterThan(700)
    expect(right / all).toBeGreaterThanOrEqual(0.98)
  })

  test('most true pairs are sure or likely, and nearly all are among the first three', () => {
    expect(quality.found / quality.pairs).toBeGreaterThanOrEqual(0.965)
    expect(quality.firstThree / quality.pairs).toBeGreaterThanOrEqual(0.985)
  })

  test('users without a match are reported so', () => {
    expect(quality.ghostsRecognised / quality.ghosts).toBeGreaterThanOrEqual(0.965)
  })

  test('scores are probabilities: of those from 0.9 to 0.99, nine of ten are right at least', () => {
    const range = quality.calibration.find(({ from }) => from === 0.9)
    expect(range?.n).toBeGreaterThan(50)
    expect((range?.right ?? 0) / (range?.n ?? 1)).toBeGreaterThanOrEqual(0.9)
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
    expect(reversed.toReversed().map(plain)).toEqual(straight.map(plain))
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
        expect(first).toMatchObject({ matchClass: 'sure', gap: 0.9999 })
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

  test('one Salesforce user for two users; neither is likely either', () => {
    const double = {
      user: aUser('double', { email: email('ada+b@example.com'), firstName: 'Ada' }),
      teamName: null,
    }
    const found = suggest({
      users: [ada, double],
      salesforceUsers: [aSalesforceUser('ada')],
      isRejected: () => false,
    })
    expect(found.map(({ matchClass }) => matchClass)).toEqual(['unclear', 'unclear'])
  })
})

describe('users who are mapped already', () => {
  test('keep a name shared, so that their namesake is not sure', () => {
    const other = { firstName: 'Ada', lastName: 'Example', name: 'Ada Example', email: 'ada@other.example' }
    const facts = {
      users: [{ user: aUser('ada'), teamName: null }],
      salesforceUsers: [aSalesforceUser('ada')],
      isRejected: () => false,
    }
    const namesake = { users: [], salesforceUsers: [aSalesforceUser('twin', other)] }
    expect(suggest(facts)[0]?.matchClass).toBe('sure')
    expect(suggest({ ...facts, mapped: namesake })[0]).toMatchObject({
      matchClass: 'likely',
      candidates: [{ blockers: ['2 users share this name'] }],
    })
    const user = aUser('twin', { firstName: 'Ada', lastName: 'Example', email: email('ada@other.example') })
    expect(
      suggest({ ...facts, mapped: { users: [user], salesforceUsers: [] } })[0]?.candidates[0],
    ).toMatchObject({
      blockers: ['2 users share this name'],
    })
  })

  test('keep an address shared', () => {
    const facts = {
      users: [{ user: aUser('ada'), teamName: null }],
      salesforceUsers: [aSalesforceUser('ada')],
      isRejected: () => false,
    }
    const zoe = aSalesforceUser('zoe', { email: 'ada@example.com', lastName: 'Quist', name: 'Zoe Quist' })
    expect(suggest({ ...facts, mapped: { users: [], salesforceUsers: [zoe] } })[0]).toMatchObject({
      matchClass: 'likely',
      candidates: [{ blockers: ['shared e-mail address'] }],
    })
  })

  test.each([31, 32, 33])('leave what speaks for the others as it was, in company %i', (seed) => {
    const { facts } = company(seed, 400)
    const before = suggest(facts)
    const mapped = before.filter(({ matchClass }) => matchClass === 'sure')
    const users = new Set(mapped.map(({ user }) => user.userId))
    const taken = new Map(
      mapped.map(({ candidates: [best] }) => [best?.salesforceUser.salesforceUserId, best]),
    )
    const after = suggest({
      ...facts,
      users: facts.users.filter(({ user }) => !users.has(user.userId)),
      salesforceUsers: facts.salesforceUsers.filter((each) => !taken.has(each.salesforceUserId)),
      mapped: {
        users: mapped.map(({ user }) => user),
        salesforceUsers: facts.salesforceUsers.filter((each) => taken.has(each.salesforceUserId)),
      },
    })
    // An account whose main one is mapped is not a second one any more.
    const bits = (suggestions: typeof before) =>
      suggestions.flatMap(({ user, candidates: [best] }) =>
        best === undefined || users.has(user.userId) || taken.has(best.salesforceUser.salesforceUserId)
          ? []
          : [
              {
                pair: `${user.email} ${best.salesforceUser.salesforceUserId}`,
                bits: best
                  .evidence()
                  .filter(({ rule }) => rule !== 'others' && rule !== 'second-account')
                  .map(({ rule, bits: each }) => `${rule} ${each.toFixed(4)}`),
              },
            ],
      )
    const earlier = new Map(bits(before).map((each) => [each.pair, each.bits]))
    const later = bits(after).filter(({ pair }) => earlier.has(pair))
    expect(later.length).toBeGreaterThan(50)
    for (const { pair, bits: found } of later) expect([pair, found]).toEqual([pair, earlier.get(pair)])
  })
})

test('a rejected pair is not a candidate, and without users there are no suggestions', () => {
  const users = [{ user: aUser('ada'), teamName: null }]
  const salesforceUsers = [aSalesforceUser('ada')]
  expect(suggest({ users, salesforceUsers, isRejected: () => true })).toEqual([
    { user: aUser('ada'), matchClass: 'none', notSure: null, gap: 0, candidates: [] },
  ])
  expect(suggest({ users: [], salesforceUsers, isRejected: () => false })).toEqual([])
})
