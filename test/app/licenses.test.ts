import { expect, test } from 'vitest'
import { probableLeavers } from '../../src/app/leavers.ts'
import { readLicenses } from '../../src/app/licenses.ts'
import { planOf } from '../../src/core/change.ts'
import type { Decision } from '../../src/core/model.ts'
import {
  aMapping,
  anEnteredUser,
  aSalesforceUser,
  aStamp,
  aUser,
  salesforceUserIdOf,
} from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const now = '2026-11-24T12:00:00.000Z'

test('a license is spare where SalesScreen still has who is deactivated here, and by what Salesforce says', async () => {
  const ledger = await aLedger({
    users: [
      aUser('gone', { state: 'deactivated' }),
      aUser('ivy'),
      aUser('fay'),
      aUser('fit'),
      aUser('una'),
      aUser('pia', { state: 'pending' }),
      aUser('sue', { state: 'supporter' }),
    ],
    mappings: [aMapping('ivy'), aMapping('fay'), aMapping('fit')],
    people: [
      aSalesforceUser('ivy', { active: false }),
      aSalesforceUser('fay', { frozen: true }),
      aSalesforceUser('fit'),
    ],
  })
  const gone = anEnteredUser('gone')
  const entered = { entity: 'enteredUser', key: gone.userId, before: null, after: gone } as const
  await ledger.commit(planOf([entered]), aStamp())
  const { spare, used, licenses, isDirectoryUnread } = await readLicenses(ledger, now)
  expect(spare.map(({ email, reason }) => [email, reason])).toEqual([
    ['gone@example.com', 'to-deactivate'],
    ['ivy@example.com', 'inactive'],
    ['fay@example.com', 'frozen'],
    ['una@example.com', 'unmapped'],
  ])
  expect({ used, licenses, isDirectoryUnread }).toEqual({ used: 5, licenses: null, isDirectoryUnread: false })
})

test('an unmapped user whose namesake with the same address is inactive in Salesforce has probably left', async () => {
  const users = ['ivy', 'fay', 'una', 'amy', 'tom', 'max', 'pat', 'eva'].map((name) => aUser(name))
  const ledger = await aLedger({
    users: [...users, aUser('other')],
    mappings: [aMapping('other', 'max')],
    people: [
      aSalesforceUser('ivy', { active: false, email: 'ivy@example.com.invalid' }),
      aSalesforceUser('fay', { frozen: true }),
      // Active.
      aSalesforceUser('una'),
      // Another name at the same address.
      aSalesforceUser('amy', { active: false, name: 'Front Desk' }),
      // Another user with the same address is active.
      aSalesforceUser('tom', { active: false }),
      aSalesforceUser('tom2', { email: 'tom@example.com' }),
      // Mapped to somebody else.
      aSalesforceUser('max', { active: false }),
      // Not the same person, an admin decided.
      aSalesforceUser('eva', { active: false }),
    ],
  })
  const never: Decision = {
    kind: 'never',
    userId: aUser('eva').userId,
    salesforceUserId: salesforceUserIdOf('eva'),
    until: null,
    reason: null,
    decidedBy: 'kari',
    decidedAt: now,
  }
  await ledger.commit(planOf([change.decision(null, never)]), aStamp())
  const leavers = await probableLeavers(ledger, users)
  expect([...leavers.values()].map(({ name }) => name)).toEqual(['Ivy Example', 'Fay Example'])
  const { spare } = await readLicenses(ledger, now)
  expect(spare.map(({ email, reason }) => [email, reason]).slice(0, 4)).toEqual([
    ['ivy@example.com', 'inactive'],
    ['other@example.com', 'inactive'],
    ['fay@example.com', 'frozen'],
    ['amy@example.com', 'unmapped'],
  ])
})
