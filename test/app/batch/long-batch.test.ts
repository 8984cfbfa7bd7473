import { expect, test } from 'vitest'
import { planRows } from '../../../src/app/batch/plan-batch.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

// Longer than what is decided at once.
const names = Array.from({ length: 5002 }, (_, index) => `user${index}`)
const users = names.map((name) => aUser(name))
const people = names.map((name) => aSalesforceUser(name))
const rows = users.map(({ email }, index) => ({
  line: index + 2,
  values: { user: email, salesforceUser: people[index]?.salesforceUserId ?? '' },
}))

test('every row of a long batch is decided once, in the order of the file', async () => {
  const ledger = await aLedger({ users, people })
  const context = await aStage({ ledger }).context()
  const decided = await planRows(context, ledger, { file: 'people.csv', rows }, 'map', new Set())
  expect(decided.problems).toEqual([])
  expect(decided.plan.changes.map(({ key, origin }) => [key, origin])).toEqual(
    users.map(({ userId }, index) => [userId, `people.csv:${index + 2}`]),
  )
  expect(decided.plan.evidence[0]).toBe('5,002 rows read from people.csv')
  expect(decided.plan.warnings).toEqual(['5,002 mapped users are not on a team, so no data will show'])
  const again = [...rows, { line: 5004, values: { ...rows[0]?.values, user: users[1]?.email ?? '' } }]
  const refused = await planRows(context, ledger, { file: 'people.csv', rows: again }, 'map', new Set())
  expect(refused.problems.map(({ line }) => line)).toEqual([2, 3, 5004, 5004])
})
