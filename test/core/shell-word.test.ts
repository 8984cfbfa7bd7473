import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord, shellWordOrPlaceholder } from '../../src/core/shell-word.ts'
import { visible } from '../../src/core/visible-text.ts'

test('a shell reads every word as it was meant, and every character of it can be seen', () => {
  const special = fc.string({
    unit: fc.constantFrom(...Array.from('\'"\\$`!*?~#&|;<>(){}[] \t\n=-aå%7\u0007\u001b\u202e\u200b\u0085')),
  })
  const words = fc
    .sample(fc.oneof(fc.string({ unit: 'binary' }), special), { numRuns: 1000, seed: 5 })
    .filter((word) => !word.includes('\0'))
  const typed = words.map((word) => shellWord(word))
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${typed.join(' ')}`], { encoding: 'utf8' })
  expect(printed.split('\0').slice(0, -1)).toEqual(words)
  // A line feed at the end of a word is the only one that stays.
  for (const word of typed.map((each) => each.replace(/\n+'$/, "'"))) expect(visible(word)).toBe(word)
})

test('a word is quoted only where it needs to be', () => {
  const words = ['ada@example.com', '--move', 'a=b', './x', '', 'two words', "O'Brien", '~', '<a b>', '<b>']
  expect(words.map((word) => shellWord(word))).toEqual([
    'ada@example.com',
    '--move',
    'a=b',
    './x',
    "''",
    "'two words'",
    `'O'\\''Brien'`,
    "'~'",
    "'<a b>'",
    "'<b>'",
  ])
})

test('a placeholder stays as it is where there may be one', () => {
  expect(['<team>', '<a b>', 'two words'].map((word) => shellWordOrPlaceholder(word))).toEqual([
    '<team>',
    "'<a b>'",
    "'two words'",
  ])
})

test('what nobody can see is written as its bytes', () => {
  expect(shellWord('A\u202eda 100%\u0007')).toBe(`"$(printf 'A\\342\\200\\256da 100%%\\007')"`)
  expect(shellWord('-\u0007')).toBe(`"$(printf '\\055\\007')"`)
})
