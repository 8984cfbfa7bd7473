import { describe, expect, test } from 'vitest'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

describe('what begins with a hyphen and is no flag', () => {
  test('is told to stand behind --', async () => {
    const ended = await aStage().run('users', 'deactivate', '-n@x.example')
    expect(ended).toMatchObject({
      exitCode: 2,
      stderr: `error: unknown option '-@x.example'
try: if -n@x.example is not a flag, put -- before it: sfsync users deactivate -- -n@x.example
try: sfsync users deactivate --help
`,
    })
  })

  test('unless the command takes no arguments, or it looks like a long flag', async () => {
    expect((await aStage().run('create-user', '-x')).stderr).not.toContain('put --')
    expect((await aStage().run('users', 'deactivate', '--nn')).stderr).not.toContain('put --')
  })
})

test('the command that is recorded can be typed again, whatever names are in it', async () => {
  const ledger = await aLedger()
  const name = '<team>'
  await aStage({ ledger }).run('teams', 'create', name)
  await aStage({ ledger }).run('teams', 'create', 'No\u202erth')
  const { stdout } = await aStage({ ledger }).run('history', '--format', 'tsv', '--columns', 'command')
  expect(stdout.split('\n').slice(1, 3)).toEqual([
    String.raw`sfsync teams create "$(printf 'No\342\200\256rth')"`,
    "sfsync teams create '<team>'",
  ])
})
