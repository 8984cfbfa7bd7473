import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRange } from '../../../src/salesforce/api/read-ranges.ts'

test('a range is cut into equal parts that follow one another', () => {
  const parts = splitRange({ after: '005000000000000', until: '00500000000000Z' }, 5)
  expect(parts).toEqual([
    { after: '005000000000000', until: '005000000000007' },
    { after: '005000000000007', until: '00500000000000E' },
    { after: '00500000000000E', until: '00500000000000L' },
    { after: '00500000000000L', until: '00500000000000S' },
    { after: '00500000000000S', until: '00500000000000Z' },
  ])
})

test('a range without an end, with strange bounds or too narrow to cut stays whole', () => {
  for (const range of [
    { after: '005000000000000', until: null },
    { after: null, until: '00500000000000Z' },
    { after: '005-00000000000', until: '00500000000000Z' },
    { after: '005000000000000', until: '005000000000002' },
  ])
    expect(splitRange(range, 3)).toEqual([range])
})

const id = fc
  .string({ unit: fc.constantFrom('0', '1', '2', '9', 'A', 'Z', 'a', 'z'), minLength: 12, maxLength: 12 })
  .map((rest) => `005${rest}`)

// As Salesforce might order IDs, which nobody outside knows.
const orders = {
  ascii: (text: string) => text,
  'without regard to case': (text: string) => text.toLowerCase(),
}

test.each(Object.entries(orders))(
  'whatever is in a range is in one of its parts, in the order %s',
  (_, keyOf) => {
    const isIn = (someone: string, { after, until }: { after: string | null; until: string | null }) =>
      (after === null || keyOf(someone) > keyOf(after)) && (until === null || keyOf(someone) <= keyOf(until))
    fc.assert(
      fc.property(id, id, id, fc.integer({ min: 2, max: 60 }), (after, until, someone, count) => {
        const parts = splitRange({ after, until }, count)
        expect(parts.some((part) => isIn(someone, part)) || !isIn(someone, { after, until })).toBe(true)
      }),
    )
  },
)
