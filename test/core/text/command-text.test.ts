import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandText, shellWord } from '../../../src/core/text.ts'

test('a shell reads every word as it was meant', () => {
  const special = fc.string({ unit: fc.constantFrom(...Array.from('\'"\\$`!*?~#&|;<>(){}[] \t\n=-aå')) })
  const words = fc
    .sample(fc.oneof(fc.string({ unit: 'binary' }), special), { numRuns: 1000, seed: 5 })
    .filter((word) => !word.includes('\0') && !/^<[A-Za-z]+>$/.test(word))
  const script = `printf '%s\\0' ${words.map((word) => shellWord(word)).join(' ')}`
  const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(printed.split('\0').slice(0, -1)).toEqual(words)
})

test('a word is quoted only where it needs to be', () => {
  expect(
    ['ada@example.com', '--move', 'a=b', './x', '<team>', '', 'two words', "O'Brien", '~', '<a b>'].map(
      shellWord,
    ),
  ).toEqual([
    'ada@example.com',
    '--move',
    'a=b',
    './x',
    '<team>',
    "''",
    "'two words'",
    `'O'\\''Brien'`,
    "'~'",
    "'<a b>'",
  ])
})

test('a command begins with the name of the program', () => {
  expect(commandText('assign-team', 'ada@example.com', 'North East')).toBe(
    "sfsync assign-team ada@example.com 'North East'",
  )
})
