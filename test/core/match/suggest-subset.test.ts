import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  nameFilter,
  suggestSubset,
  usersWithCandidate,
  claimsRequireAddress,
  type Block,
  blockedUsers,
  Blocking,
} from '../../../src/core/match/suggest-subset.ts'
import { displayNameOf, wordsOf } from '../../../src/core/match/names.ts'
import { changedRules, type MatchRules } from '../../../src/core/match/rules.ts'
import { type MatchFacts, suggest, type UserToMatch } from '../../../src/core/match/suggest.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { company } from './company.ts'

const nothing = { isRejected: () => false }

function blockingOf({ users, salesforceUsers }: MatchFacts): Blocking {
  return new Blocking(
    users.map(({ user }) => user),
    salesforceUsers.map((person) => ({ ...person, called: displayNameOf(person) })),
  )
}

/** Loads whole Salesforce users as a ledger does, and counts them. */
function loading(facts: MatchFacts): {
  readonly load: (block: Block) => Promise<MatchFacts>
  readonly loaded: () => number
} {
  let count = 0
  return {
    load: async ({ users, salesforceUsers }) => {
      count += salesforceUsers.size
      return await Promise.resolve({
        ...facts,
        users: facts.users.filter(({ user }) => users.has(user.userId)),
        salesforceUsers: facts.salesforceUsers.filter(({ salesforceUserId }) =>
          salesforceUsers.has(salesforceUserId),
        ),
      })
    },
    loaded: () => count,
  }
}

function wanted(user: User): UserToMatch {
  return { user, teamName: null }
}

function aPerson(
  name: string,
  first: string,
  last: string,
  rest: Partial<SalesforceUser> = {},
): SalesforceUser {
  return aSalesforceUser(name, { name: `${first} ${last}`, firstName: first, lastName: last, ...rest })
}

describe('suggestions for one', () => {
  test.each([21, 22, 23])('are the same as among all, for every user of company %i', async (seed) => {
    const { facts } = company(seed, 400)
    const blocking = blockingOf(facts)
    const { load } = loading(facts)
    for (const expected of suggest(facts))
      expect(await suggestSubset([expected.user], blocking, load)).toEqual([expected])
  })

  test('are the same as among all for several users, with rejected pairs', async () => {
    const { facts } = company(24, 400)
    const rejecting = {
      ...facts,
      isRejected: (userId: string, id: string) => (userId + id).length % 2 === 0 || id < userId,
    }
    const all = suggest(rejecting)
    const asked = all.filter((_, index) => index % 40 === 0)
    const found = await suggestSubset(
      asked.map(({ user }) => user),
      blockingOf(rejecting),
      loading(rejecting).load,
    )
    expect(found).toEqual(asked)
  })

  test.each([21, 22, 23])('include every user with a given candidate in company %i', (seed) => {
    const { facts } = company(seed, 400)
    const blocking = blockingOf(facts)
    const isRenamed = (one: string, other: string) => blocking.isRenamed(one, other)
    const outlines = facts.users.map(({ user }) => user)
    const all = suggest(facts)
    for (const person of facts.salesforceUsers) {
      const around = new Set(blockedUsers(person, outlines).map(({ userId }) => userId))
      const users = facts.users.filter(({ user }) => around.has(user.userId))
      const holders = all.filter(({ candidates }) =>
        candidates.some(({ salesforceUser }) => salesforceUser === person),
      )
      expect([...usersWithCandidate(person, { ...facts, users, isRenamed })]).toEqual(
        holders.map(({ user }) => user.userId),
      )
    }
  })

  const ada = aUser('adaline')
  test.each<[string, MatchFacts, string]>([
    [
      'another user who looks like the candidate',
      {
        ...nothing,
        users: [
          wanted(ada),
          wanted(aUser('zoe', { email: email('adaline@private.example'), firstName: 'Adalina' })),
        ],
        salesforceUsers: [aSalesforceUser('adaline')],
      },
      '2 SalesScreen users match this Salesforce user',
    ],
    [
      'a namesake of the candidate',
      {
        ...nothing,
        users: [wanted(ada)],
        salesforceUsers: [aPerson('adaline', 'Ida', 'Byron'), aPerson('zoe', 'Ida', 'Byron')],
      },
      '2 users share this name',
    ],
    [
      'a shared address of the candidate',
      {
        ...nothing,
        users: [wanted(ada)],
        salesforceUsers: [
          aPerson('adaline', 'Adaline', 'Example', { email: 'duo@example.com' }),
          aPerson('zoe', 'Zoe', 'Quist', { email: 'duo@example.com' }),
        ],
      },
      'shared e-mail address',
    ],
  ])('respect %s', async (_, facts, blocker) => {
    const [expected] = suggest(facts)
    expect(expected?.candidates[0]?.blockers).toEqual([blocker])
    expect(await suggestSubset([ada], blockingOf(facts), loading(facts).load)).toEqual([expected])
  })

  test('load few whole Salesforce users', async () => {
    const { facts } = company(25, 2000)
    const { load, loaded } = loading(facts)
    const [{ user } = { user: undefined }] = facts.users
    if (user === undefined) throw new Error('the company is empty')
    await suggestSubset([user], blockingOf(facts), load)
    expect(loaded()).toBeLessThan(200)
  })
})

describe('the name filter', () => {
  const syllable = fc.constantFrom(
    ...'aa ae oe ue ou ks kh ph ij yi w å ø Ü ж λ b d g k l m n p r s t x h f v a e i o u 7'.split(' '),
    "o'",
    '-',
    ' ',
    'Dr ',
  )
  const name = fc.array(syllable, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''))

  test('finds a word wherever it is one', () => {
    fc.assert(
      fc.property(name, name, (text, other) => {
        for (const word of [...wordsOf(text), ...wordsOf(other)])
          expect(nameFilter(new Set([word]))(text)).toBe(wordsOf(text).includes(word))
        expect(nameFilter(new Set(wordsOf(text)))(text)).toBe(wordsOf(text).length > 0)
      }),
      { numRuns: 2000 },
    )
  })
})

function rulesOf(text: string): MatchRules {
  const rules = changedRules(text)
  if ('reason' in rules) throw new Error(rules.reason)
  return rules
}

describe('rules by which a name alone claims a candidate', () => {
  test('are not the default rules', () => {
    expect(claimsRequireAddress(rulesOf(''))).toBe(true)
    expect(claimsRequireAddress(rulesOf('name-equal=0.6'))).toBe(false)
    expect(claimsRequireAddress(rulesOf('team-department=0.3'))).toBe(false)
  })
})
