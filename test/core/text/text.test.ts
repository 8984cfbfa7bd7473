import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePointName, fold, hiddenCharacter, tidy } from '../../../src/core/text.ts'

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
