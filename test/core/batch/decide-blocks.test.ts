import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideBatch } from '../../../src/core/batch/decide-batch.ts'
import { BatchInBlocks } from '../../../src/core/batch/decide-blocks.ts'
import type { BatchRow } from '../../../src/core/batch/rows.ts'
import { aMapping, aSalesforceUser, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { factsOf, rulesOf, type World } from './support.ts'

const names = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay']
const world: World = {
  users: names.map((name) => aUser(name, name === 'fay' ? { state: 'pending' } : {})),
  people: names.map((name) => aSalesforceUser(name, name === 'eve' ? { active: false } : {})),
  mappings: [aMapping('cy', 'cy'), aMapping('dee', 'fay')],
  rules: { allowed: new Set(['replace', 'take-over', 'allow-mismatch', 'allow-inactive']) },
}

/** Decides rows in blocks of this length; undefined if they must be decided together. */
function inBlocks(kind: 'map' | 'unmap', among: World, rows: readonly BatchRow[], length: number) {
  const batch = new BatchInBlocks(rulesOf(kind, among))
  for (let from = 0; from < rows.length; from += length)
    if (!batch.add(factsOf(among, rows.slice(from, from + length)))) return undefined
  return batch.decision({ file: 'people.csv', rows }, names.length)
}

function rowsOf(...pairs: readonly (readonly [user: string, salesforceUser: string])[]): BatchRow[] {
  return pairs.map(([user, salesforceUser], index) => ({
    line: index + 2,
    values: { user: `${user}@example.com`, salesforceUser: salesforceUserIdOf(salesforceUser) },
  }))
}

describe('a batch in blocks', () => {
  test('is decided as all of its rows are at once, or not at all', () => {
    const name = fc.constantFrom(...names)
    let decided = 0
    fc.assert(
      fc.property(
        fc.constantFrom('map' as const, 'unmap' as const),
        fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (kind, pairs, length) => {
          const rows = rowsOf(...pairs)
          const found = inBlocks(kind, world, rows, length)
          if (found === undefined) return
          decided += 1
          expect(found).toEqual(decideBatch(factsOf(world, rows), rulesOf(kind, world)))
        },
      ),
      { numRuns: 500 },
    )
    expect(decided).toBeGreaterThan(50)
  })

  test('counts who is already mapped, who loses a mapping, and who will not show up', () => {
    const rows = rowsOf(['ada', 'ada'], ['cy', 'cy'], ['fay', 'fay'])
    const found = inBlocks('map', world, rows, 1)
    expect(found).toEqual(decideBatch(factsOf(world, rows), rulesOf('map', world)))
    expect(found?.plan.changes).toHaveLength(3)
  })

  test.each([
    ['a user and a Salesforce user', rowsOf(['ada', 'ada'], ['ada', 'ada'])],
    ['a user who gave up the mapping', rowsOf(['ada', 'fay'], ['dee', 'dee'])],
    ['a Salesforce user whose mapping was replaced', rowsOf(['dee', 'dee'], ['fay', 'fay'])],
  ])('is not decided where rows of two blocks share %s', (_, rows) => {
    expect(inBlocks('map', world, rows, 1)).toBeUndefined()
    expect(inBlocks('map', world, rows, 2)).toBeDefined()
  })

  test('is not decided with a row that has a problem, an unknown ID or the address of a sandbox', () => {
    expect(inBlocks('map', world, rowsOf(['nobody', 'ada']), 1)).toBeUndefined()
    expect(inBlocks('map', world, rowsOf(['ada', 'ada'], ['bob', 'ada']), 1)).toBeUndefined()
    const unknown = { ...world, rules: { allowed: new Set(['allow-unknown']) } }
    expect(inBlocks('map', unknown, rowsOf(['ada', 'nobody']), 1)).toBeUndefined()
    const sandbox = { ...world, people: [aSalesforceUser('ada', { email: 'ada@example.com.invalid' })] }
    expect(inBlocks('map', sandbox, rowsOf(['ada', 'ada']), 1)).toBeUndefined()
  })
})
