import { expect, test } from 'vitest'
import { aUser } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

test.each([
  ['users list', '1,200 SalesScreen users'],
  ['status', '1,200 not on a team'],
])('%s separates thousands in what it says', async (command, count) => {
  const users = Array.from({ length: 1_200 }, (_, at) => aUser(`p${at}`))
  const { stdout, stderr } = await aStage({ ledger: await aLedger({ users }) }).run(...command.split(' '))
  expect((stderr + stdout).includes(count)).toBe(true)
})
