import { describe, expect, test } from 'vitest'
import {
  areLastNameFirst,
  isNoName,
  isOfOtherStyle,
  lastNameFirst,
  parseName,
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
  ['-', 'Newman', true],
  ['.', 'Ada', true],
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
  ['- Newman', 'Newman'],
  ['Ada .', 'Ada'],
  ['-', ''],
  ['Ada - Sales', 'Ada - Sales'],
  ['Sammy Davis Jr.', 'Sammy Davis Jr.'],
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

describe('a name to write', () => {
  test.each([
    ['  Ada   Augusta ', 'Ada Augusta'],
    ['="Ada"', 'Ada'],
    ['Ada\u200b', 'Ada'],
    ['\u200fعادة\u200f بك', 'عادة بك'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩\u200d👧 Team 💪', '👩\u200d👧 Team 💪'],
    ['💪', '💪'],
    ['1', '1'],
    ['Null', 'Null'],
    ['Nil', 'Nil'],
    ['Nan', 'Nan'],
    ['NA', 'NA'],
    ['#1', '#1'],
    ['-Foo', '-Foo'],
    [' \u00a0', ''],
    ['', ''],
  ])('%j is %j', (text, name) => {
    expect(parseName(text)).toEqual({ name })
  })

  test.each([
    ['Z\u001b[31m', '"Z\u001b[31m" contains the control character U+001B'],
    ['Bj\ufffdrn', '"Bj\ufffdrn" contains U+FFFD: a letter was lost when the file was written or read'],
    ['a\ud800b', '"a\ud800b" contains half a character'],
    ['#REF!', '"#REF!" is what a spreadsheet shows where it has no value'],
    ['#N/A', '"#N/A" is a word for a missing value, not a name'],
    [' (null) ', '"(null)" is a word for a missing value, not a name'],
    ['null', '"null" is a word for a missing value, not a name; the surname is written Null'],
    ['None', '"None" is a word for a missing value, not a name'],
    ['NaN', '"NaN" is a word for a missing value, not a name'],
    ['nil', '"nil" is a word for a missing value, not a name'],
    ['TBD', '"TBD" is a word for a missing value, not a name'],
    ['?', '"?" has no letter or digit'],
    ['--', '"--" has no letter or digit'],
    ['[User]', '"[User]" stands for a record and is not a name'],
    ['=1+2', '"=1+2" is a formula, not a name'],
    ['Ada\u200dLovelace', 'the name contains the invisible character U+200D'],
    ['x'.repeat(100_000), 'the name has 100,000 characters; it may have 255'],
  ])('%j is none', (text, reason) => {
    expect(parseName(text)).toEqual({ reason })
  })

  test('null may be a surname beside a first name of small letters', () => {
    expect(parseName('null', 'jennifer')).toEqual({ name: 'null' })
  })
})
