import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSandboxEmail, normaliseEmail, parseEmail, withoutSandboxSuffix } from '../../../src/core/text.ts'

const text = fc.string({ unit: 'binary' })

describe('an e-mail address is normalised', () => {
  test('once and for all', () => {
    fc.assert(
      fc.property(text, (address) => {
        const once = normaliseEmail(address)
        expect(normaliseEmail(once)).toBe(once)
      }),
    )
  })

  test('without regard to case, in full Unicode', () => {
    const letter = fc
      .constantFrom(...Array.from('aåäøéñğşçłžđ'))
      .chain((each) => fc.constantFrom(each, each.toUpperCase()))
    const cyrillicOrGreek = fc.constantFrom(...Array.from('жщѓαβγώ')).map((each) => each.toUpperCase())
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(letter, cyrillicOrGreek) }), (local) => {
        const address = `${local}@Example.COM`
        expect(normaliseEmail(address.toUpperCase())).toBe(normaliseEmail(address.toLowerCase()))
      }),
    )
  })

  test('without the white space around it', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2003', '\u3000') })
    fc.assert(
      fc.property(space, space, (before, after) => {
        expect(normaliseEmail(`${before}ada@example.com${after}`)).toBe('ada@example.com')
      }),
    )
  })

  test('with composed characters, however they were typed', () => {
    expect(normaliseEmail('A\u030ase@example.com')).toBe('åse@example.com')
  })
})

describe('an e-mail address is read', () => {
  test.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ["o'brien+sales@mail.example.co.uk", "o'brien+sales@mail.example.co.uk"],
    ['ÅSE@BLÅBÆR.NO', 'åse@blåbær.no'],
    ['ada@example.com.invalid', 'ada@example.com.invalid'],
  ])('%j', (typed, email) => {
    expect(parseEmail(typed)).toEqual({ email })
  })

  test.each([
    ['', 'the e-mail address is empty'],
    [' \t', 'the e-mail address is empty'],
    ['ada', '"ada" is not an e-mail address: it has no @'],
    ['ada@', '"ada@" is not an e-mail address (expected something like name@example.com)'],
    ['@example.com', '"@example.com" is not an e-mail address (expected something like name@example.com)'],
    ['ada@example', '"ada@example" is not an e-mail address (expected something like name@example.com)'],
    [
      'ada@example..com',
      '"ada@example..com" is not an e-mail address (expected something like name@example.com)',
    ],
    [
      'ada@@example.com',
      '"ada@@example.com" is not an e-mail address (expected something like name@example.com)',
    ],
    [
      'ada b@example.com',
      '"ada b@example.com" is not an e-mail address (expected something like name@example.com)',
    ],
    [
      '<ada@example.com>',
      '"<ada@example.com>" is not an e-mail address (expected something like name@example.com)',
    ],
    [
      'a@example.com, b@example.com',
      '"a@example.com, b@example.com" is not an e-mail address (expected something like name@example.com)',
    ],
    [
      'a@example.com;b@example.com',
      '"a@example.com;b@example.com" is not an e-mail address (expected something like name@example.com)',
    ],
  ])('%j is refused', (typed, reason) => {
    expect(parseEmail(typed)).toEqual({ reason })
  })

  test.each([
    ['\u200b', 'U+200B'],
    ['\u00ad', 'U+00AD'],
    ['\u202e', 'U+202E'],
    ['\u2066', 'U+2066'],
    ['\u0000', 'U+0000'],
    ['\u009f', 'U+009F'],
    ['\ufeff', 'U+FEFF'],
    ['\t', 'U+0009'],
  ])('with the hidden character %j inside it is refused', (hidden, name) => {
    expect(parseEmail(`ada@exam${hidden}ple.com`)).toEqual({
      reason: `the e-mail address contains the invisible character ${name}`,
    })
  })

  test('and what is accepted is normalised already', () => {
    const typed = fc.tuple(text, fc.emailAddress()).map(([noise, address]) => noise + address)
    fc.assert(
      fc.property(typed, (address) => {
        const parsed = parseEmail(address)
        if ('email' in parsed) expect(parseEmail(parsed.email)).toEqual({ email: normaliseEmail(address) })
        else expect(parsed.reason).not.toBe('')
      }),
    )
  })

  test('whoever can have mail can be read', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(parseEmail(address)).toEqual({ email: address.toLowerCase() })
      }),
    )
  })
})

describe('a sandbox', () => {
  test('makes an address unusable, which can be taken back', () => {
    expect(isSandboxEmail('ADA@example.com.INVALID ')).toBe(true)
    expect(withoutSandboxSuffix('ADA@example.com.INVALID ')).toBe('ada@example.com')
  })

  test('leaves other addresses alone', () => {
    expect(isSandboxEmail('ada@invalid.example.com')).toBe(false)
    expect(withoutSandboxSuffix('ada@invalid.example.com')).toBe('ada@invalid.example.com')
  })
})
