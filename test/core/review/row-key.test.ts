import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRowKey, rowKeyText, shortDigest } from '../../../src/core/review/review-row.ts'
import { salesforceUserIdOf, userIdOf } from '../../support/builders.ts'

const keys = fc
  .tuple(
    fc.integer({ min: 1, max: 999_999 }),
    fc.integer({ min: 1, max: 999_999 }),
    fc.string(),
    fc.string(),
    fc.boolean(),
  )
  .map(([place, total, name, shown, isUser]) => ({
    place,
    total,
    about: isUser
      ? { userId: userIdOf(name) }
      : ({ userId: null, salesforceUserId: salesforceUserIdOf(name) } as const),
    digest: shortDigest(shown),
  }))

test('a row key is read again, whatever became of its letter case', () => {
  fc.assert(
    fc.property(keys, (key) => {
      const text = rowKeyText(key)
      expect([text, text.toUpperCase(), ` ${text.toLowerCase()} `].map((each) => parseRowKey(each))).toEqual([
        key,
        key,
        key,
      ])
    }),
  )
})

test('a spreadsheet takes a row key neither for a number nor for a formula', () => {
  fc.assert(
    fc.property(keys, (key) => {
      expect(rowKeyText(key)).toMatch(/^r\d+of\d+-[us]-/)
    }),
  )
})

test.each([
  '',
  'r1of2',
  'r1of2-u-01234567',
  'r1of2-u-0123456!-00000000',
  'r1of2-u-lllllll1-00000000',
  `r1of2-s-${salesforceUserIdOf('ada').slice(0, 17)}!-00000000`,
  `r1of2-s-001${salesforceUserIdOf('ada').slice(3)}-00000000`,
  'r1of2-u-01234567-0000000g',
])('%j is no row key', (text) => {
  expect(parseRowKey(text)).toBeUndefined()
})

// Source: the test vectors of the FNV reference.
test.each([
  ['', '811c9dc5'],
  ['a', 'e40c292c'],
  ['foobar', 'bf9cf968'],
])('the digest of %j is %s', (text, digest) => {
  expect(shortDigest(text)).toBe(digest)
})
