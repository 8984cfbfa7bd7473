import { describe, expect, test } from 'vitest'
import { company } from './company.ts'
import { equalEmail, qualityOf } from './measure.ts'

describe('an invented company', () => {
  test('is the same for the same seed, and another one for another seed', () => {
    const { facts, truth, kinds } = company(5, 60)
    const again = company(5, 60)
    expect([again.facts.users, again.facts.salesforceUsers, again.truth, again.kinds]).toEqual([
      facts.users,
      facts.salesforceUsers,
      truth,
      kinds,
    ])
    expect(company(6, 60).facts.users).not.toEqual(facts.users)
  })

  test.each(Array.from({ length: 32 }, (_, seed) => seed))('has what both products guarantee: %s', (seed) => {
    const { facts, truth, kinds } = company(seed, 200)
    const { users, salesforceUsers } = facts
    const ids = new Set<string>(salesforceUsers.map(({ salesforceUserId }) => salesforceUserId))
    const usernames = salesforceUsers.flatMap(({ username }) => username ?? [])
    expect(ids.size).toBe(salesforceUsers.length)
    expect(new Set(usernames).size).toBe(usernames.length)
    expect(new Set(users.map(({ user }) => user.email)).size).toBe(users.length)
    for (const { user } of users) {
      const right = truth.get(user.userId)
      expect(right === null || (right !== undefined && ids.has(right))).toBe(true)
      expect(kinds.get(user.userId)?.startsWith('ghost: ')).toBe(right === null)
    }
  })

  test('has about a tenth of users without a match, and a larger directory', () => {
    const { facts, truth } = company(7, { people: 500, onlySalesforce: 0.4 })
    const ghosts = [...truth.values()].filter((each) => each === null).length
    expect(ghosts).toBeGreaterThanOrEqual(50)
    expect(ghosts).toBeLessThan(65)
    expect(facts.salesforceUsers.length).toBeGreaterThan(740)
  })

  test('cannot be matched by equal addresses alone', () => {
    const { found, pairs, wrongSure } = qualityOf(
      [1, 2, 3, 4, 5, 6].map((seed) => company(seed, 600)),
      equalEmail,
    )
    expect(found / pairs).toBeLessThan(0.8)
    expect(wrongSure.length).toBeGreaterThan(0)
  })
})
