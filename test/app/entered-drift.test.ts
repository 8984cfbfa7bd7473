import { expect, test } from 'vitest'
import { findEnteredDrift } from '../../src/app/entered-drift.ts'
import { planOf } from '../../src/core/change.ts'
import { anEnteredUser, aStamp, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { MemoryLedger } from '../support/memory-ledger.ts'

test('a user whom a workbook showed as Pending is reported before SalesScreen deactivates the user', async () => {
  const ledger = new MemoryLedger()
  const ada = aUser('ada')
  const pending = anEnteredUser('ada', {
    state: 'pending',
    stateSource: 'workbook',
    stateAt: '2026-11-02T12:00:00.000Z',
  })
  await ledger.commit(
    planOf([
      change.user(null, ada),
      { entity: 'enteredUser', key: ada.userId, before: null, after: pending },
    ]),
    aStamp(),
  )
  const at = async (now: string) =>
    (await findEnteredDrift(ledger, { now, todoDays: 7, pendingDays: 10, system: 'Salesforce' })).map(
      ({ kind, text }) => [kind, text],
    )
  expect(await at('2026-11-05T12:00:00.000Z')).toEqual([])
  expect(await at('2026-11-13T12:00:00.000Z')).toEqual([
    [
      'pending',
      'has been pending in SalesScreen for 11 days; SalesScreen deactivates the user on 2026-11-16',
    ],
  ])
})
