import { expect, test } from 'vitest'
import { aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const names = ['ada', 'bob', 'cleo', 'dan', 'eda', 'finn', 'greta', 'hugo']

test('suggest tells of some in the order in which it tells of all, however they are named', async () => {
  const people = names.map((name) => aSalesforceUser(name))
  const ledger = await aLedger({ users: names.map((name) => aUser(name)), people })
  const columns = ['--columns', 'email', '--format', 'csv', '--quiet']
  const all = await aStage({ ledger }).run('suggest', ...columns)
  const some = await aStage({ ledger }).run(
    'suggest',
    ...names.toReversed().map((name) => `${name}@example.com`),
    ...columns,
  )
  expect(all).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: `${['email', ...names.map((name) => `${name}@example.com`)].join('\n')}\n`,
  })
  expect(some).toEqual(all)
})
