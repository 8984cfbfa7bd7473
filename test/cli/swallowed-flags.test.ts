import { expect, test } from 'vitest'
import { commandWords } from '../../src/app/hints.ts'
import { commandLine, withOptions } from '../../src/core/hint.ts'
import { all } from '../support/all.ts'
import { aStage } from '../support/dependencies.ts'
import { MemoryLedger } from '../support/memory-ledger.ts'

// What is left of a command line when a variable in it is empty.
test.for([
  ['teams create North --reason --dry-run', '--reason needs a value, but is followed by --dry-run'],
  ['teams create North --reason -n', '--reason needs a value, but is followed by -n'],
  ['teams create North --reason -nq', '--reason needs a value, but is followed by -nq'],
  ['teams create North --reason -- North', '--reason needs a value, but is followed by --'],
  ['teams create North --reason --dry-runs', '--reason needs a value, but is followed by --dry-runs'],
  ['teams create North -n --reason --quiet', '--reason needs a value, but is followed by --quiet'],
  [
    'create-user ada@x.example --nickname --dry-run',
    '--nickname needs a value, but is followed by --dry-run',
  ],
  ['--store --quiet teams create North', '--store needs a value, but is followed by --quiet'],
  ['teams create North --store --dry-run', '--store needs a value, but is followed by --dry-run'],
] as const)('%s is refused', async ([words, problem]) => {
  const ledger = new MemoryLedger()
  const { exitCode, stderr } = await aStage({ ledger }).run(...words.split(' '))
  expect({ exitCode, problem: stderr.split('\n')[0] }).toEqual({ exitCode: 2, problem: `error: ${problem}` })
  expect(await ledger.counts()).toMatchObject({ changeSets: 0 })
})

test.for([
  ['--reason=--dry-run', '--dry-run'],
  ['--reason -5', '-5'],
  ['--reason -', '-'],
  ['--reason new', 'new'],
] as const)('%s is the reason %s', async ([words, reason]) => {
  const ledger = new MemoryLedger()
  const { exitCode } = await aStage({ ledger }).run('teams', 'create', 'North', ...words.split(' '))
  const history = await all(ledger.history({}))
  expect({ exitCode, history }).toMatchObject({ exitCode: 0, history: [{ reason }] })
})

test('a printed command has such a value in one word', () => {
  const line = withOptions(commandLine('users edit', 'ada'), { reason: '--x', nickname: ['-5', 'Ada'] })
  const words = ['users', 'edit', 'ada', '--reason=--x', '--nickname=-5', '--nickname', 'Ada']
  expect(commandWords(line)).toEqual(words)
})
