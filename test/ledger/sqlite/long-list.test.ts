import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, countsOf } from '../../../src/core/change.ts'
import { LongList } from '../../../src/ledger/sqlite/long-list.ts'
import { aMapping, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const [ada, bob] = [aUser('ada'), aUser('bob')]
const changes: readonly Change[] = [
  change.user(null, ada),
  {
    ...change.user(ada, { ...ada, nickname: 'Ada "\ud800" Łódź' }),
    origin: 'people.csv:2',
    evidence: 'as seen',
  },
  change.mapping(aMapping('ada', 'ada'), null),
  change.user(bob, null),
]

describe('a long list', () => {
  test('is what an array is, whether its changes are in memory or in a file', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...changes), { maxLength: 8 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 9 }),
        fc.nat(9),
        fc.nat(9),
        (pages, most, from, to) => {
          const all = pages.flat()
          const list = new LongList(most)
          for (const page of pages) list.push(page)
          expect([...list]).toEqual(all)
          expect(list.length).toBe(all.length)
          expect(list.slice(from, to)).toEqual(all.slice(from, to))
          expect(list.map(({ key }, at) => `${key} ${at}`)).toEqual(all.map(({ key }, at) => `${key} ${at}`))
          expect(list.flatMap(({ evidence }) => evidence ?? [])).toEqual(
            all.flatMap(({ evidence }) => evidence ?? []),
          )
          for (const isWanted of [isUser, isGone]) {
            expect(list.filter(isWanted)).toEqual(all.filter(isWanted))
            expect(list.find(isWanted)).toEqual(all.find(isWanted))
            expect(list.some(isWanted)).toBe(all.some(isWanted))
            expect(list.every(isWanted)).toBe(all.every(isWanted))
          }
          for (const entity of ['user', 'mapping', 'team'] as const)
            expect(list.counts.of(entity)).toEqual(countsOf(all).of(entity))
        },
      ),
    )
  })
})

describe('a disk without space for a long list', () => {
  test('ends with what to do', () => {
    const list = new LongList(0, () => {
      const database = new Database('')
      database.pragma('max_page_count = 2')
      return database
    })
    const much = { ...change.user(null, ada), evidence: 'x'.repeat(100_000) }
    expect(() => list.push([much])).toThrow(/^there is no space .* \(SQLITE_FULL\); nothing was changed$/)
  })
})

function isUser({ entity }: Change): boolean {
  return entity === 'user'
}

function isGone({ after }: Change): boolean {
  return after === null
}
