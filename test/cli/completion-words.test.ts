import { expect, test } from 'vitest'
import { bashInsertions, bashLine, unquoted } from '../../src/cli/completion-words.ts'

const breaks = ' \t\n"\'><=;|&(:@'

test.each([
  ['sfsync ', [''], '', ''],
  ['sfsync  map   ad', ['map', 'ad'], '', ''],
  ["sfsync map '' ", ['map', '', ''], '', ''],
  ['sfsync map ada@ac', ['map', 'ada@ac'], 'ada@', ''],
  ['sfsync x --team=Sales\\ N', ['x', '--team=Sales N'], '--team=', ''],
  ['sfsync x --team="a=b c', ['x', '--team=a=b c'], '--team=', '"'],
  ['sfsync "a\\"b\\c" d', ['a"b\\c', 'd'], '', ''],
] as const)('%s is taken apart as bash does', (line, words, kept, quote) => {
  expect(bashLine(line, breaks)).toEqual({ words, kept, quote })
})

test.each([
  ['sfsync x ', "O'B $5", "O\\'B\\ \\$5"],
  ["sfsync x '", "O'B", "O'\\''B"],
  ['sfsync x "', 'a "b" `c`', 'a \\"b\\" \\`c\\`'],
  ['sfsync x --team=', '--team=a b', 'a\\ b'],
  ['sfsync x ', 'Zoë', 'Zoë'],
])('after %s, %s is inserted as %s', (line, value, inserted) => {
  expect(bashInsertions([value], bashLine(line, breaks))).toEqual([inserted])
})

test('what is typed stays where several values begin otherwise', () => {
  const line = bashLine('sfsync map x ad', breaks)
  expect(bashInsertions(['0055a', '0055b'], line)).toEqual(['0055a', '0055b', ' '])
  expect(bashInsertions(['Ada', 'adam'], line)).toEqual(['Ada', 'adam'])
  expect(bashInsertions(['0055a'], line)).toEqual(['0055a'])
})

test.each([
  ['"Sales N', 'Sales N'],
  ['Sales\\ N', 'Sales N'],
  ["O\\'B", "O'B"],
  ["--team='a b", '--team=a b'],
  ['', ''],
])('%s without quotes is %s', (typed, plain) => {
  expect(unquoted(typed)).toBe(plain)
})
