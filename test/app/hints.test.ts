import { expect, test } from 'vitest'
import { hintFrom, hintText } from '../../src/app/hints.ts'
import { commandLine, type Hint } from '../../src/core/hint.ts'

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
