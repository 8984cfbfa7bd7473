import { describe, expect, test } from 'vitest'
import { loadScripts } from '../../../src/app/match/scripts.ts'
import { Neighborhood } from '../../../src/core/match/neighborhood.ts'
import { type Block, suggestSubset } from '../../../src/core/match/suggest-subset.ts'
import { type MatchFacts, suggest, type UserToMatch } from '../../../src/core/match/suggest.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { company } from './company.ts'
import { hostileCompany } from './hostile.ts'
import { plain } from './plain.ts'

// Some of the companies have names in other scripts.
await loadScripts(['王'])

const nothing = { isRejected: () => false }

function neighborhoodOf({ users, salesforceUsers, mapped }: MatchFacts): Neighborhood {
  return new Neighborhood(
    users.map(({ user }) => user),
    salesforceUsers,
    mapped,
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

const isMapped = (_: unknown, index: number) => index % 2 === 0
const isOpen = (_: unknown, index: number) => index % 2 === 1

describe('suggestions for one', () => {
  test.each([21, 22, 23, 24])('are the same as among all, for every user of company %i', async (seed) => {
    const { facts } = company(seed, 400)
    const neighborhood = neighborhoodOf(facts)
    const { load } = loading(facts)
    for (const expected of suggest(facts)) {
      const found = await suggestSubset(new Set([expected.user.userId]), neighborhood, load)
      expect(found.map(plain)).toEqual([plain(expected)])
    }
  })

  test('are the same as among all for several users, with rejected pairs', async () => {
    const { facts } = company(24, 400)
    const rejecting = {
      ...facts,
      isRejected: (userId: string, id: string) => (userId + id).length % 2 === 0 || id < userId,
    }
    const asked = suggest(rejecting).filter((_, index) => index % 40 === 0)
    const found = await suggestSubset(
      new Set(asked.map(({ user }) => user.userId)),
      neighborhoodOf(rejecting),
      loading(rejecting).load,
    )
    expect(found.map(plain)).toEqual(asked.map(plain))
  })

  test.each([21, 22])('are the same as among all where half of company %i is mapped', async (seed) => {
    const { facts } = company(seed, 400)
    const half = {
      ...facts,
      users: facts.users.filter(isOpen),
      salesforceUsers: facts.salesforceUsers.filter(isOpen),
      mapped: {
        users: facts.users.filter(isMapped).map(({ user }) => user),
        salesforceUsers: facts.salesforceUsers.filter(isMapped),
      },
    }
    const neighborhood = neighborhoodOf(half)
    const { load } = loading(half)
    for (const expected of suggest(half)) {
      const found = await suggestSubset(new Set([expected.user.userId]), neighborhood, load)
      expect(found.map(plain)).toEqual([plain(expected)])
    }
  })

  test('are the same as among all where everything is alike', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const facts = hostileCompany(seed, 60)
      const neighborhood = neighborhoodOf(facts)
      const { load } = loading(facts)
      for (const expected of suggest(facts)) {
        const found = await suggestSubset(new Set([expected.user.userId]), neighborhood, load)
        expect([seed, found.map(plain)]).toEqual([seed, [plain(expected)]])
      }
    }
  })

  test.each([21, 22, 23])('are for every user with a given candidate in company %i', (seed) => {
    const { facts } = company(seed, 400)
    const neighborhood = neighborhoodOf(facts)
    const all = suggest(facts)
    for (const person of facts.salesforceUsers) {
      const near = neighborhood.usersNear(new Set([person.salesforceUserId]))
      const holders = all.filter(({ candidates }) =>
        candidates.some(({ salesforceUser }) => salesforceUser === person),
      )
      expect(holders.filter(({ user }) => !near.has(user.userId))).toEqual([])
    }
  })

  const ada = aUser('adaline')
  test.each<[string, MatchFacts, string | null]>([
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
      null,
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
    if (expected === undefined) throw new Error('no user was asked for')
    expect(expected.candidates[0]?.blockers).toEqual(blocker === null ? [] : [blocker])
    const found = await suggestSubset(new Set([ada.userId]), neighborhoodOf(facts), loading(facts).load)
    expect(found.map(plain)).toEqual([plain(expected)])
  })

  test('find a rival whose nickname spells the address of the candidate', async () => {
    const facts = {
      ...nothing,
      users: [
        wanted(aUser('eli', { email: email('eli.v@gmail.com'), firstName: 'Eli', lastName: 'Vik' })),
        wanted(
          aUser('rob', {
            email: email('rq@example.com'),
            firstName: 'Robert',
            lastName: 'Quist',
            nickname: 'Champ',
          }),
        ),
      ],
      salesforceUsers: [aPerson('eline', 'Eline', 'Vik', { email: 'champ.quist@example.com' })],
    }
    const [expected] = suggest(facts)
    if (expected === undefined) throw new Error('no user was asked for')
    const found = await suggestSubset(
      new Set([expected.user.userId]),
      neighborhoodOf(facts),
      loading(facts).load,
    )
    expect(found.map(plain)).toEqual([plain(expected)])
  })

  test('load few whole Salesforce users', async () => {
    const { facts } = company(25, 2000)
    const { load, loaded } = loading(facts)
    const neighborhood = neighborhoodOf(facts)
    for (const { user } of facts.users.slice(0, 50))
      await suggestSubset(new Set([user.userId]), neighborhood, load)
    expect(loaded() / 50).toBeLessThan(20)
  })
})
