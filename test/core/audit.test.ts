import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AuditedAnswer,
  auditStatement,
  countAnswers,
  percentAtLeast,
  planAudit,
  rightAtLeast,
  sampleOf,
} from '../../src/core/audit.ts'
import type { Knowledge } from '../../src/core/entered.ts'
import { anEnteredUser, aUser, salesforceUserIdOf } from '../support/builders.ts'

const letters = 'abcdefgh'.split('')
const itself = (text: string) => text

describe('a sample', () => {
  test('is the same for the same seed, in whatever order the items come', () => {
    const seed = fc.string()
    const shuffled = fc.shuffledSubarray(letters, { minLength: 8 })
    fc.assert(
      fc.property(seed, shuffled, fc.nat(10), (text, items, size) => {
        const sample = sampleOf(items, size, text, itself)
        expect(sample).toEqual(sampleOf(letters, size, text, itself))
        expect(new Set(sample).size).toBe(Math.min(size, 8))
      }),
    )
  })

  test('has every item and every pair about equally often', () => {
    const seen = new Map<string, number>()
    const seeds = 5600
    for (let seed = 0; seed < seeds; seed += 1) {
      const pair = sampleOf(letters, 2, String(seed), itself).join('')
      seen.set(pair, (seen.get(pair) ?? 0) + 1)
    }
    // 56 ordered pairs, each 100 times on average; five standard deviations are 50.
    expect(seen.size).toBe(56)
    for (const [, times] of seen) expect(Math.abs(times - seeds / 56)).toBeLessThan(50)
  })

  test('changes little when a mapping is added', () => {
    const before = sampleOf(letters, 4, 'x', itself)
    const after = sampleOf([...letters, 'i'], 4, 'x', itself)
    expect(after.filter((each) => before.includes(each)).length).toBeGreaterThanOrEqual(3)
  })
})

/** Every sample of this size out of so many mappings, as the number of right ones in it, where the first ones are right. */
function everySample(mappings: number, sample: number, right: number): number[] {
  const results: number[] = []
  for (let bits = 0; bits < 2 ** mappings; bits += 1) {
    const drawn = Array.from({ length: mappings }, (_, index) => (bits >> index) & 1)
    if (drawn.reduce((sum, bit) => sum + bit, 0) !== sample) continue
    results.push(drawn.slice(0, right).reduce((sum, bit) => sum + bit, 0))
  }
  return results
}

function atLeast(mappings: number, sample: number, right: number): number {
  return rightAtLeast({ mappings, sample, right, wrong: 0, unclear: 0 })
}

describe('how many mappings are right at least', () => {
  test('is what trying every possible sample gives', () => {
    for (let mappings = 1; mappings <= 9; mappings += 1)
      for (let sample = 1; sample <= mappings; sample += 1)
        for (let right = 0; right <= sample; right += 1) {
          const possible = Array.from({ length: mappings + 1 }, (_, truth) => truth).filter((truth) => {
            const all = everySample(mappings, sample, truth)
            return all.filter((got) => got >= right).length / all.length > 0.05
          })
          expect(atLeast(mappings, sample, right), `${right} of ${sample} of ${mappings}`).toBe(possible[0])
        }
  })

  test('is too high in one sample of twenty at most', () => {
    for (const [mappings, sample] of [
      [12, 3],
      [12, 6],
      [12, 11],
    ] as const)
      for (let truth = 0; truth <= mappings; truth += 1) {
        const all = everySample(mappings, sample, truth)
        const wrong = all.filter((got) => atLeast(mappings, sample, got) > truth).length
        expect(wrong / all.length).toBeLessThanOrEqual(0.05)
      }
  })

  // Clopper-Pearson for 20 of 20 is 0.05 ** (1 / 20) = 86.09 %.
  test('comes from above to the bound of Clopper and Pearson for infinitely many mappings', () => {
    expect(atLeast(1_000_000, 20, 20) / 1_000_000).toBeCloseTo(0.05 ** (1 / 20), 4)
    expect(atLeast(214, 20, 20) / 214).toBeGreaterThan(0.05 ** (1 / 20))
  })

  test('is exact where all are looked up, and never decreases with what is right', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (mappings, one, other) => {
        const sample = 1 + (one % mappings)
        const right = other % (sample + 1)
        const bound = atLeast(mappings, sample, right)
        expect(bound).toBeGreaterThanOrEqual(right)
        expect(bound).toBeLessThanOrEqual(mappings - (sample - right))
        if (right > 0) expect(bound).toBeGreaterThan(atLeast(mappings, sample, right - 1))
        expect(atLeast(mappings, mappings, right)).toBe(right)
      }),
    )
  })
})

describe('the statement of an audit', () => {
  test('names the share, rounded down, and what it comes from', () => {
    const answers = Array.from({ length: 20 }, () => 'right' as const)
    expect(auditStatement(countAnswers(214, answers))).toBe(
      'at least 86% of the 214 mappings are right (95% confidence); random sample of 20: 20 right, 0 wrong, 0 unclear',
    )
  })

  test('counts what could not be told as if it were wrong', () => {
    const unclear = countAnswers(50, ['right', 'right', 'unclear'])
    const wrong = countAnswers(50, ['right', 'right', 'wrong'])
    expect(percentAtLeast(unclear)).toBe(percentAtLeast(wrong))
  })

  test('says nothing of all mappings while the sample is not complete', () => {
    const counts = countAnswers(50, ['right', null, 'wrong'])
    expect(percentAtLeast(counts)).toBeNull()
    expect(auditStatement(counts)).toBe(
      '2 of 3 looked up: 1 right, 1 wrong, 0 unclear; nothing can be said of all mappings before the sample is complete',
    )
  })
})

describe('the plan of an audit', () => {
  const known: Knowledge = { source: 'confirmed', by: 'jane', at: '2026-11-28T12:00:00.000Z' }
  const earlier = {
    mappingSource: 'workbook',
    mappingBy: 'bob',
    mappingAt: '2026-11-01T12:00:00.000Z',
  } as const
  const ada = salesforceUserIdOf('ada')
  const entered = anEnteredUser('ada', { salesforceUserId: ada, ...earlier })
  const about = (rest: Partial<AuditedAnswer>): AuditedAnswer => ({
    user: aUser('ada'),
    salesforceUserId: ada,
    answer: 'right',
    entered,
    ...rest,
  })
  const confirmed = { mappingSource: 'confirmed', mappingBy: 'jane', mappingAt: known.at }

  test('enters a mapping that is right, also of a user who was not known to be there', () => {
    const plan = planAudit([about({}), about({ user: aUser('bob'), entered: null })], known, 'the statement')
    expect(plan).toMatchObject({
      evidence: ['the statement'],
      changes: [
        {
          before: entered,
          after: { ...entered, ...confirmed },
          origin: 'audit',
          evidence: 'looked up in SalesScreen: right',
        },
        {
          before: null,
          after: { email: 'bob@example.com', salesforceUserId: ada, ...confirmed, userSource: 'confirmed' },
        },
      ],
    })
  })

  test('reopens a mapping that is wrong', () => {
    const { changes } = planAudit([about({ answer: 'wrong' })], known, '')
    expect(changes).toMatchObject([
      {
        before: entered,
        after: { ...entered, salesforceUserId: null, mappingSource: null, mappingBy: null, mappingAt: null },
      },
    ])
  })

  test('changes nothing where nothing was entered, nothing could be told, or SalesScreen is known to have another', () => {
    const other = { ...entered, salesforceUserId: salesforceUserIdOf('bea') }
    const answers = [
      about({ answer: 'unclear' }),
      about({ answer: 'wrong', entered: null }),
      about({ answer: 'wrong', entered: other }),
    ]
    expect(planAudit(answers, known, '').changes).toEqual([])
  })
})
