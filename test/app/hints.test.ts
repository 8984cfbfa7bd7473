import { describe, expect, test } from 'vitest'
import { didYouMean, hintFrom, hintText, nearest } from '../../src/app/hints.ts'
import { commandLine, type Hint, withoutPlaceholders, withOptions } from '../../src/core/hint.ts'

const hints: readonly Hint[] = [
  'look at it: later',
  commandLine('status'),
  commandLine('map', 'Ada Lovelace', "O'Brien"),
  { text: 'Ada: never mapped', command: commandLine('sf-users', 'find', 'Ada: Lovelace') },
]

test.for(hints)('a hint that a plan file kept in words is that hint again', (hint) => {
  const again = hintFrom(hintText(hint))
  expect(hintText(again)).toBe(hintText(hint))
  expect(hintText(again, 'sfsync --profile acme')).toBe(hintText(hint, 'sfsync --profile acme'))
})

test.for([
  [withOptions(commandLine('create-user'), { 'first-name': '-x' }), 'sfsync create-user --first-name=-x'],
  [withOptions(commandLine('map', '-x', 'y'), { replace: true }), 'sfsync map --replace -- -x y'],
  [withOptions(commandLine('try', '--', 'sh', 'a.sh'), { keep: true }), 'sfsync try --keep -- sh a.sh'],
  [withOptions(commandLine('undo', '1'), { only: ['ada', 'bob'] }), 'sfsync undo 1 --only ada --only bob'],
] as const)('%j is typed as %s: an argument that looks like a flag follows --', ([line, typed]) => {
  expect(hintText(line)).toBe(typed)
})

test('a command about another ledger names only that one', () => {
  const line = withOptions(commandLine('status'), { store: 'b.sqlite' })
  for (const store of ['a.sqlite', "'my a.sqlite'", "'it'\\''s'", "\"$(printf 'a\\007')\"'b'"])
    expect(hintText(line, `npx sfsync --profile acme --store ${store}`)).toBe(
      'npx sfsync --profile acme status --store b.sqlite',
    )
})

test.for([
  [commandLine('assign-team', 'ada', '<team>'), 'sfsync assign-team ada'],
  [
    withOptions(commandLine('create-user'), { 'from-sf': '005', email: '<email>' }),
    'sfsync create-user --from-sf 005',
  ],
  [withOptions(commandLine('todo'), { team: '<North>', 'dry-run': true }), 'sfsync todo --dry-run'],
  [
    { text: 'set it', command: commandLine('settings set', 'licenses', '<number>') },
    'set it: sfsync settings set licenses',
  ],
  [{ ...commandLine('teams show', '<team>'), isData: true }, "sfsync teams show '<team>'"],
  ['a sentence with <team>', 'a sentence with <team>'],
] as const satisfies readonly (readonly [Hint, string])[])(
  '%j without what is left open is %s',
  ([hint, text]) => {
    expect(hintText(withoutPlaceholders(hint))).toBe(text)
  },
)

describe('the nearest names', () => {
  test('are at most three, nearest first, without regard to case and accents', () => {
    const names = ['South', 'Norse', 'NÖRD', 'Norway', 'North', 'Nora']
    expect(nearest('nort', names)).toEqual(['Nora', 'North', 'NÖRD'])
  })

  test('ignore the host that all users share', () => {
    expect(
      nearest('max@acme.example', ['ada@acme.example', 'bob@acme.example', 'maxi@acme.example']),
    ).toEqual(['maxi@acme.example'])
  })

  test('are none where no name is near', () => {
    expect(didYouMean('zzzzzz', ['North', ''])).toEqual([])
  })
})
