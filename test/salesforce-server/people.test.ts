import { expect, test } from 'vitest'
import { isSalesforceUserId } from '../../src/core/salesforce-id.ts'
import { people } from '../support/salesforce-server/data/people.ts'
import { anOrg, ids, query, rows } from './support.ts'

const count = 20_000

function idsOf(population: Parameters<typeof people>[0]): string[] {
  const source = people(population)
  return Array.from({ length: source.size }, (_, row) => String(source.value(row, 'Id')))
}

test.each(['even', 'clustered'] as const)('IDs that lie %s are right, each once, and in order', (spread) => {
  const all = idsOf({ count, ids: spread })
  expect(all.every((id) => isSalesforceUserId(id))).toBe(true)
  expect(new Set(all).size).toBe(count)
  expect(all).toEqual(all.toSorted())
})

// How many people each tenth of all IDs holds.
function tenths(all: readonly string[]): number[] {
  const numbers = all.map((id) => Number.parseInt(Buffer.from(id.slice(3, 12)).toString('hex'), 16))
  const first = numbers[0] ?? 0
  const width = ((numbers.at(-1) ?? 0) - first) / 10
  const counts = Array<number>(10).fill(0)
  for (const number of numbers) {
    const part = Math.min(9, Math.floor((number - first) / width))
    counts[part] = (counts[part] ?? 0) + 1
  }
  return counts
}

test('where IDs are clustered, some ranges of them hold most users and others none', () => {
  const clustered = tenths(idsOf({ count, ids: 'clustered' }))
  expect(Math.max(...clustered)).toBeGreaterThan(count / 2)
  expect(clustered.filter((size) => size === 0).length).toBeGreaterThan(3)
})

test('the same number and seed give the same people, another seed others', async () => {
  const soql = 'SELECT Id, Name, Profile.Name, LastLoginDate FROM User LIMIT 50'
  const one = await rows(await anOrg({ users: { count: 50, seed: 7 } }), soql)
  expect(await rows(await anOrg({ users: { count: 50, seed: 7 } }), soql)).toEqual(one)
  expect(await rows(await anOrg({ users: { count: 50, seed: 8 } }), soql)).not.toEqual(one)
})

test.each(['ascii', 'ignoring-case'] as const)(
  'ranges of IDs together hold everybody (%s)',
  async (idOrder) => {
    const org = await anOrg({ users: { count: 5_000, ids: 'clustered' }, idOrder, gzip: false })
    const found: string[] = []
    for (let last: string | undefined; ;) {
      const after = last === undefined ? '' : `WHERE Id > '${last}' `
      const page = await ids(org, `SELECT Id FROM User ${after}ORDER BY Id LIMIT 700`)
      found.push(...page)
      if (page.length < 700) break
      last = page.at(-1)
    }
    expect(found).toHaveLength(5_000)
    expect(new Set(found).size).toBe(5_000)
  },
)

test('what is counted is what is found, for every way to look', async () => {
  const org = await anOrg({ users: { count } })
  const standard = "WHERE UserType = 'Standard' AND IsActive = true"
  const { totalSize } = await query(org, `SELECT COUNT() FROM User ${standard}`)
  const half = '0055g0000001'
  const below = await query(org, `SELECT COUNT() FROM User ${standard} AND Id <= '${half.padEnd(15, '0')}'`)
  const above = await query(org, `SELECT COUNT() FROM User ${standard} AND Id > '${half.padEnd(15, '0')}'`)
  expect(below.totalSize).toBeGreaterThan(0)
  expect(above.totalSize).toBeGreaterThan(0)
  expect(below.totalSize + above.totalSize).toBe(totalSize)
})
