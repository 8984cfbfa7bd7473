import { expect, test } from 'vitest'
import { hintFrom, hintText } from '../../src/app/hints.ts'
import { commandLine, type Hint, withOptions } from '../../src/core/hint.ts'

const hints: readonly Hint[] = [
  'look at it: later',
  commandLine('status'),
  commandLine('map', 'Ada Lovelace', "O'Brien"),
  { text: 'Ada: never mapped', command: commandLine('sf-users', 'find', 'Ada: Lovelace') },
]

test.for(hints)('a hint that a plan file kept in words is that hint again', (hint) => {
  const again = hintFrom(hintText(hint))
  expect(hintText(again)).toBe(hintText(hint))
  expect(hintText(again, ['--profile', 'acme'])).toBe(hintText(hint, ['--profile', 'acme']))
})

test.for([
  [withOptions(commandLine('create-user'), { 'first-name': '-x' }), 'sfsync create-user --first-name=-x'],
  [withOptions(commandLine('map', '-x', 'y'), { replace: true }), 'sfsync map --replace -- -x y'],
  [withOptions(commandLine('try', '--', 'sh', 'a.sh'), { keep: true }), 'sfsync try --keep -- sh a.sh'],
  [withOptions(commandLine('undo', '1'), { only: ['ada', 'bob'] }), 'sfsync undo 1 --only ada --only bob'],
] as const)('%j is typed as %s: an argument that looks like a flag follows --', ([line, typed]) => {
  expect(hintText(line)).toBe(typed)
})
