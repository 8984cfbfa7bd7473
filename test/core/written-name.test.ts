import { describe, expect, test } from 'vitest'
import {
  areLastNameFirst,
  isNoName,
  isOfOtherStyle,
  lastNameFirst,
  withoutMissingParts,
} from '../../src/core/written-name.ts'

test.each([
  ['null', 'Ada', true],
  ['NULL', 'Ada', true],
  ['null', '', true],
  ['null', 'null', true],
  ['Null', 'Christopher', false],
  ['NULL', 'JENNIFER', false],
  ['null', 'jennifer', false],
  ['Ada', 'null', false],
])('%s beside "%s" is no name: %s', (name, beside, expected) => {
  expect(isNoName(name, beside)).toBe(expected)
})

test.each([
  ['null Lovelace', 'Lovelace'],
  ['Ada undefined', 'Ada'],
  ['null null', ''],
  ['null', ''],
  ['NULL', ''],
  ['Jennifer Null', 'Jennifer Null'],
  ['jennifer null', 'jennifer null'],
  ['Anulla Nullmann', 'Anulla Nullmann'],
])('%s without missing parts is "%s"', (name, expected) => {
  expect(withoutMissingParts(name)).toBe(expected)
})

describe('last name first', () => {
  test.each([
    ['Lovelace, Ada', 'Ada', 'Lovelace'],
    ['van der Berg,Jan', 'Jan', 'van der Berg'],
    ['VAN DER BERG, JAN', 'JAN', 'VAN DER BERG'],
    ['King, Martin Luther, Jr.', 'Martin Luther', 'King, Jr.'],
    ['高橋、太郎', '太郎', '高橋'],
  ])('%s', (name, firstName, lastName) => {
    expect(lastNameFirst(name)).toEqual({ firstName, lastName })
  })

  test.each([
    'Ada Lovelace',
    'Ada Lovelace, PhD',
    'Jane Doe, CFP',
    'Jane Doe, SHRM-CP',
    'Acme, Inc.',
    'Lovelace,',
    ', Ada',
    'a, b, c',
    '=,=',
  ])('not %s', (name) => {
    expect(lastNameFirst(name)).toBeUndefined()
  })

  test('a column is so when every name is that could be another', () => {
    expect(areLastNameFirst(['Lovelace, Ada', 'Madonna'])).toBe(true)
    expect(areLastNameFirst(['Lovelace, Ada', 'Grace Hopper'])).toBe(false)
    expect(areLastNameFirst(['Madonna'])).toBe(false)
  })

  test('a name of another style than its column is unclear', () => {
    expect(isOfOtherStyle('Grace Hopper', true)).toBe(true)
    expect(isOfOtherStyle('Madonna', true)).toBe(false)
    expect(isOfOtherStyle('Hopper, Grace', false)).toBe(true)
    expect(isOfOtherStyle('Grace Hopper, PhD', false)).toBe(false)
  })
})
