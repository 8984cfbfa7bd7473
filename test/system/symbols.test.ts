import { expect, test } from 'vitest'
import { asciiSymbols, hasUnicode } from '../../src/system/symbols.ts'

test.each([
  [{ LANG: 'C.UTF-8' }, true],
  [{ LANG: 'nb_NO.utf8' }, true],
  [{}, true],
  [{ LANG: '' }, true],
  [{ LANG: 'C.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'C.UTF-8', LC_CTYPE: 'POSIX' }, false],
  [{ LANG: 'C', LC_ALL: 'en_US.UTF-8' }, true],
  [{ LANG: 'en_US.ISO-8859-1' }, false],
  [{ LANG: 'C.UTF-8', TERM: 'linux' }, false],
  [{ LANG: 'C.UTF-8', TERM: 'dumb' }, false],
])('whether %j shows Unicode: %s', (environment, expected) => {
  expect(hasUnicode(environment)).toBe(expected)
})

test('symbols become ASCII of the same width, letters stay', () => {
  expect(asciiSymbols('❯ Åse Ødeg… → 山田 ≠ ␛ ⠋ ↑ ↓')).toBe('> Åse Ødeg~ > 山田 ! ? * ^ v')
  expect(asciiSymbols('██▒░ █ showing up')).toBe('##=. # showing up')
})
