import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  codePointName,
  fold,
  hiddenCharacter,
  isSandboxEmail,
  normalizeEmail,
  parseEmail,
  tidy,
  withoutSandboxSuffix,
} from '../../src/core/text.ts'

const text = fc.string({ unit: 'binary' })

describe('fold', () => {
  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(fold(fold(each))).toBe(fold(each))
      }),
    )
  })

  test('gives composed and decomposed characters one form', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(fold(each.normalize('NFD'))).toBe(fold(each.normalize('NFC')))
      }),
    )
  })

  test('treats a plain text like any other', () => {
    const plain = fc.string({ unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(plain, (each) => {
        // The Å sends the text down the general path.
        expect(fold(`Å ${each}`)).toBe(fold(`a ${each}`))
      }),
    )
  })

  test.each([
    ['Åse  ØRLAND', 'ase ørland'],
    ['  José\tMARÍA ', 'jose maria'],
    ['ŁÓDŹ', 'łodz'],
    ['Straße', 'straße'],
    ['İstanbul', 'istanbul'],
    ['Ｗｉｄｅ', 'wide'],
    ['Ελένη', 'ελενη'],
    ['  two   words ', 'two words'],
    ['', ''],
  ])('%j is %j', (given, folded) => {
    expect(fold(given)).toBe(folded)
  })
})

describe('tidy', () => {
  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(tidy(tidy(each))).toBe(tidy(each))
      }),
    )
  })

  test('composes, and folds white space, but keeps case and accents', () => {
    expect(tidy(' A\u030ase\u00a0\n Ørland ')).toBe('Åse Ørland')
  })
})

describe('a hidden character', () => {
  test.each([
    '\u0000',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00ad',
    '\u200d',
    '\u2028',
    '\u202a',
    '\u2060',
    '\ufeff',
  ])('%j is found', (hidden) => {
    expect(hiddenCharacter.exec(`a${hidden}b`)?.[0]).toBe(hidden)
  })

  test('is not a letter, a space or a sign that can be seen', () => {
    expect(hiddenCharacter.test("Åse O'Brien-Ørland 李 🙂 \u00a0€")).toBe(false)
  })

  test('is named by its code point', () => {
    expect([codePointName('\t'), codePointName('\u200b'), codePointName('\u{1f642}')]).toEqual([
      'U+0009',
      'U+200B',
      'U+1F642',
    ])
  })
})

describe('an e-mail address is normalized', () => {
  test('once and for all', () => {
    fc.assert(
      fc.property(text, (address) => {
        const once = normalizeEmail(address)
        expect(normalizeEmail(once)).toBe(once)
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
        expect(normalizeEmail(address.toUpperCase())).toBe(normalizeEmail(address.toLowerCase()))
      }),
    )
  })

  test('without the white space around it', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2003', '\u3000') })
    fc.assert(
      fc.property(space, space, (before, after) => {
        expect(normalizeEmail(`${before}ada@example.com${after}`)).toBe('ada@example.com')
      }),
    )
  })

  test('with composed characters, however they were typed', () => {
    expect(normalizeEmail('A\u030ase@example.com')).toBe('åse@example.com')
  })
})

describe('an e-mail address is read', () => {
  test.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ["o'brien+sales@mail.example.co.uk", "o'brien+sales@mail.example.co.uk"],
    ['ÅSE@BLÅBÆR.NO', 'åse@blåbær.no'],
    ['ada@example.com.invalid', 'ada@example.com.invalid'],
    ['<ada@example.com>', 'ada@example.com'],
    ['"ada@example.com"', 'ada@example.com'],
    ["'ada@example.com';", 'ada@example.com'],
    ['mailto:ada@example.com', 'ada@example.com'],
    ['(“Ada@example.com”),', 'ada@example.com'],
    ['/ada@example.com/', 'ada@example.com'],
    ['[ada@example.com]', 'ada@example.com'],
    ['ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['İPEK@example.com', 'ipek@example.com'],
    ['i\u0307pek@example.com', 'ipek@example.com'],
    ['ada@XN--MLLER-KVA.example', 'ada@müller.example'],
    ['ada@mu\u0308ller.example', 'ada@müller.example'],
    ['ada@उदाहरण.भारत', 'ada@उदाहरण.भारत'],
    ['+ada-@my-example.com', '+ada-@my-example.com'],
    ['ada@mail.xn--wgv71a119e.xn--p1ai', 'ada@mail.日本語.рф'],
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
    ['ada@example..com', '"ada@example..com" is not an e-mail address: it has two dots in a row'],
    ['zo..e@example.com', '"zo..e@example.com" is not an e-mail address: it has two dots in a row'],
    ['zoe.@example.com', '"zoe.@example.com" is not an e-mail address: it has a dot before the @'],
    ['ada@@example.com', '"ada@@example.com" is not an e-mail address: it has more than one @'],
    ['ada b@example.com', '"ada b@example.com" is not an e-mail address: it contains a space'],
    ['zo`e@example.com', '"zo`e@example.com" is not an e-mail address: it contains `'],
    [
      'zoe@-acme.example',
      '"zoe@-acme.example" is not an e-mail address: a part of its domain begins or ends with -',
    ],
    [
      'zoe@acme-.example',
      '"zoe@acme-.example" is not an e-mail address: a part of its domain begins or ends with -',
    ],
    ['.ada@example.com', '".ada@example.com" is not an e-mail address: it begins with a dot'],
    ['ada@example.com.', '"ada@example.com." is not an e-mail address: it ends with a dot'],
    ["'ada@example.com", `"'ada@example.com" is not an e-mail address: it begins with '`],
    ['ada@example.com/', '"ada@example.com/" is not an e-mail address: it ends with /'],
    ['ada@example.com)', '"ada@example.com)" is not an e-mail address: it ends with )'],
    ['/ada@example.com', '"/ada@example.com" is not an e-mail address: it begins with /'],
    [
      'ada@exa/mple.com',
      '"ada@exa/mple.com" is not an e-mail address (expected something like name@example.com)',
    ],
    [
      'a@example.com, b@example.com',
      '"a@example.com, b@example.com" holds 2 e-mail addresses: keep one of them',
    ],
    [
      'a@example.com;b@example.com',
      '"a@example.com;b@example.com" holds 2 e-mail addresses: keep one of them',
    ],
    [
      'a@example.com\nb@example.com',
      '"a@example.com b@example.com" holds 2 e-mail addresses: keep one of them',
    ],
    [
      '<a@example.com> / <b@example.com>',
      '"<a@example.com> / <b@example.com>" holds 2 e-mail addresses: keep one of them',
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

  test('and what is accepted is normalized already', () => {
    const typed = fc.tuple(text, fc.emailAddress()).map(([noise, address]) => noise + address)
    fc.assert(
      fc.property(typed, (address) => {
        const parsed = parseEmail(address)
        if ('email' in parsed)
          expect(parseEmail(parsed.email)).toEqual({ email: normalizeEmail(parsed.email) })
        else expect(parsed.reason).not.toBe('')
      }),
    )
  })

  test('every deliverable address can be read, unless it has a sign that programs put around it', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        fc.pre(!/^['{|/]|`|xn--/.test(address))
        expect(parseEmail(address)).toEqual({ email: address.toLowerCase() })
      }),
    )
  })
})

describe('a usual address', () => {
  const part = fc.stringMatching(/^[a-z0-9.+@xn-]{0,6}$/)

  test('is the same whether it is recognized at once or behind a space', () => {
    fc.assert(
      fc.property(part, part, part, (local, host, end) => {
        const address = `${local}@${host}.${end}`
        const parsed = parseEmail(address)
        if ('email' in parsed) expect(parseEmail(` ${address}`)).toEqual(parsed)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a sandbox', () => {
  test('makes an address unusable, which can be reversed', () => {
    expect(isSandboxEmail('ADA@example.com.INVALID ')).toBe(true)
    expect(withoutSandboxSuffix('ADA@example.com.INVALID ')).toBe('ada@example.com')
  })

  test('leaves other addresses alone', () => {
    expect(isSandboxEmail('ada@invalid.example.com')).toBe(false)
    expect(withoutSandboxSuffix('ada@invalid.example.com')).toBe('ada@invalid.example.com')
  })
})
