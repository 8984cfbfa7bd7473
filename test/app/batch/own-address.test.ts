import { expect, test } from 'vitest'
import { planRows } from '../../../src/app/batch/plan-batch.ts'
import { aSalesforceUser, aUser, email, userIdOf } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

// Somebody who left had the address before.
const christina = aUser('christina', {
  lastName: 'Dunning',
  nickname: 'chris',
  email: email('cdunn@example.com'),
})
const left = aSalesforceUser('left', {
  name: 'Chris Dunn',
  firstName: 'Chris',
  lastName: 'Dunn',
  email: 'cdunn@example.com',
  active: false,
})
const right = aSalesforceUser('christina', { name: 'Christina Dunning', lastName: 'Dunning' })
const files: [string, string][] = [
  ['e-mail address', christina.email],
  ['user ID', userIdOf('christina')],
  ['nickname', 'chris'],
  ['name', 'Christina Dunning'],
]

test.each(files)(
  'a row that names the user by %s asks about an address of somebody else',
  async (_, user) => {
    const ledger = await aLedger({ users: [christina], people: [left, right] })
    const rows = [{ line: 2, values: { user, salesforceUser: right.salesforceUserId } }]
    const context = await aStage({ ledger }).context()
    const { plan, problems } = await planRows(context, ledger, { file: 'people.csv', rows }, 'map', new Set())
    expect(plan.changes).toEqual([])
    expect(problems).toMatchObject([
      {
        reason: expect.stringContaining('cdunn@example.com is the e-mail address of Chris Dunn'),
        confirmation: 'allow-mismatch',
      },
    ])
  },
)
