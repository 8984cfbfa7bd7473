import { describe, expect, test } from 'vitest'
import { aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

describe('on a ledger without anything, a list says why it is empty and where to start', () => {
  test.each([
    [['check'], 'no users to check yet'],
    [['todo'], 'nothing to enter yet'],
    [['status'], 'no users to show yet'],
    [['users', 'list'], '0 SalesScreen users'],
    [['mappings', 'list'], '0 mappings'],
    [['decisions', 'list'], '0 decisions'],
    [['history'], '0 change sets'],
    [['mappings', 'audit', '--seed', 'x'], '0 of 0 mappings of active users in SalesScreen; seed x'],
  ])('%j', async (words, note) => {
    const { exitCode, stderr } = await aStage().run(...words)
    expect(exitCode).toBe(0)
    expect(stderr).toBe(`${note}\nnext: no users have been imported yet; start with: sfsync guide\n`)
  })

  test.each(['check', 'todo', 'status'])('%s --json is an empty list', async (command) => {
    expect((await aStage().run(command, '--json')).stdout).toBe('[]\n')
  })
})

test('with Salesforce users only, the users of SalesScreen come next', async () => {
  const ledger = await aLedger({ people: [aSalesforceUser('ada')] })
  expect((await aStage({ ledger }).run('check')).stderr).toBe(
    'no users to check yet\nnext: there are no SalesScreen users yet; if some exist already, import them: sfsync users import <workbook>\n',
  )
})

test('a clean check stays silent in a pipe, for cron', async () => {
  const ledger = await aLedger({ users: [aUser('ada')] })
  expect((await aStage({ ledger }).run('check')).stderr).toBe('')
})
