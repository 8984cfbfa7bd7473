import { describe, expect, test } from 'vitest'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { pagesOf } from '../support/all.ts'
import { aRead, aSalesforceUser, salesforceUserIdOf } from '../support/builders.ts'
import { keep, people, type OpenLedger } from './steps.ts'

const [ada, bob, cleo] = [aSalesforceUser('ada'), aSalesforceUser('bob'), aSalesforceUser('cleo')]
const full = aSalesforceUser('ada', {
  active: false,
  role: 'Seller',
  department: 'Sales',
  title: 'Count',
  manager: 'Bob Example',
  employeeNumber: '7',
  federationId: 'ada',
  lastLoginAt: '2026-11-01T08:00:00.000Z',
})
const silent: SalesforceUser = {
  salesforceUserId: ada.salesforceUserId,
  name: 'Ada Wed',
  firstName: null,
  lastName: null,
  username: null,
  email: null,
  alias: null,
  active: null,
  frozen: null,
  type: null,
  profile: null,
  role: null,
  department: null,
  title: null,
  manager: null,
  employeeNumber: null,
  federationId: null,
  lastLoginAt: null,
}

export function directoryReadContract(open: OpenLedger): void {
  describe('a reading', () => {
    test('without users leaves an empty directory that was read', async () => {
      const ledger = await open()
      expect(await ledger.directory.lastRead()).toBe(undefined)
      expect(await keep(ledger, [])).toMatchObject({ received: 0, added: 0, repeated: 0, dropped: 0 })
      expect(await ledger.directory.lastRead()).toEqual({
        ...aRead(),
        users: 0,
        scope: null,
        deltaFrom: null,
      })
      expect(await people(ledger)).toEqual([])
    })

    test('keeps every text and counts what came', async () => {
      const ledger = await open()
      const staged = await ledger.directory.stage(aRead(), pagesOf([full], [bob, cleo]), 'merge')
      expect(staged).toMatchObject({ received: 3, added: 3, repeated: 0, dropped: 0 })
      await staged.keep()
      expect(await people(ledger)).toEqual([full, bob, cleo])
    })

    test('records where, when and by whom it was made', async () => {
      const ledger = await open()
      const live = aRead({
        source: 'live',
        origin: 'acme.my.salesforce.com',
        identity: 'admin@example.com',
        organizationId: '00DD0000000CpKpMAK',
        at: '2026-11-24T12:00:00.000Z',
      })
      await keep(ledger, [ada, bob], 'merge')
      await keep(ledger, [bob], 'merge', live)
      expect(await ledger.directory.lastRead()).toEqual({ ...live, users: 1, scope: null, deltaFrom: null })
      const seen = async (name: string) =>
        (await ledger.directory.find({ salesforceUserId: salesforceUserIdOf(name) })).map(
          ({ seenAt }) => seenAt,
        )
      expect([await seen('ada'), await seen('bob')]).toEqual([[aRead().at], [live.at]])
    })

    test('counts a person who comes twice once; the last one counts', async () => {
      const ledger = await open()
      const older = { ...ada, title: 'old' }
      const newer = { ...ada, title: 'new' }
      const staged = await ledger.directory.stage(aRead(), pagesOf([older, bob], [newer]), 'merge')
      expect(staged).toMatchObject({ received: 3, added: 2, repeated: 1, dropped: 0 })
      await staged.keep()
      expect(await people(ledger)).toEqual([newer, bob])
      expect(await ledger.directory.lastRead()).toHaveProperty('users', 2)
    })
  })

  describe('merging', () => {
    test('keeps all other users, and what a narrower report does not have', async () => {
      const ledger = await open()
      await keep(ledger, [full, bob])
      expect(await keep(ledger, [silent, cleo])).toMatchObject({
        received: 2,
        added: 1,
        repeated: 0,
        dropped: 0,
      })
      expect(await people(ledger)).toEqual([
        { ...full, name: 'Ada Wed', firstName: null, lastName: null },
        bob,
        cleo,
      ])
    })

    test('takes over the values read', async () => {
      const ledger = await open()
      const told = aSalesforceUser('ada', { active: true, role: 'Buyer', profile: 'Other' })
      await keep(ledger, [full])
      await keep(ledger, [told])
      expect(await people(ledger)).toEqual([{ ...full, active: true, role: 'Buyer', profile: 'Other' }])
    })

    test.each([
      ['the username', { name: 'ada@example.com.sales' }],
      ['the e-mail address', { name: 'ada@example.com' }],
      ['the ID', { name: salesforceUserIdOf('ada') }],
    ])('keeps a name that a report replaces by %s', async (_, rest) => {
      const ledger = await open()
      await keep(ledger, [ada])
      await keep(ledger, [{ ...ada, ...rest }])
      expect(await people(ledger)).toEqual([ada])
    })
  })

  describe('replacing', () => {
    test('drops all other users, and what the read does not have', async () => {
      const ledger = await open()
      await keep(ledger, [full, bob])
      expect(await keep(ledger, [silent, cleo], 'replace')).toMatchObject({
        received: 2,
        added: 1,
        repeated: 0,
        dropped: 1,
      })
      expect(await people(ledger)).toEqual([silent, cleo])
    })

    test('of the same users removes none', async () => {
      const ledger = await open()
      await keep(ledger, [ada, bob])
      expect(await keep(ledger, [bob, ada], 'replace')).toMatchObject({ received: 2, added: 0, dropped: 0 })
    })
  })

  describe('the directory stays as it was', () => {
    test.each(['merge', 'replace'] as const)('when a reading is discarded (%s)', async (mode) => {
      const ledger = await open()
      await keep(ledger, [ada, bob])
      const lastRead = await ledger.directory.lastRead()
      const staged = await ledger.directory.stage(aRead({ at: 'later' }), pagesOf([silent, cleo]), mode)
      expect(staged).toMatchObject({ received: 2, added: 1, dropped: mode === 'merge' ? 0 : 1 })
      await staged.discard()
      expect(await people(ledger)).toEqual([ada, bob])
      expect(await ledger.directory.lastRead()).toEqual(lastRead)
      await keep(ledger, [cleo])
      expect(await people(ledger)).toEqual([ada, bob, cleo])
    })

    test.each(['merge', 'replace'] as const)('when the pages fail (%s)', async (mode) => {
      const ledger = await open()
      await keep(ledger, [ada, bob])
      const lastRead = await ledger.directory.lastRead()
      const failure = new SfsyncError('remote', 'the connection was lost')
      await expect(ledger.directory.stage(aRead(), failing([silent, cleo], failure), mode)).rejects.toBe(
        failure,
      )
      expect(await people(ledger)).toEqual([ada, bob])
      expect(await ledger.directory.lastRead()).toEqual(lastRead)
      await keep(ledger, [cleo])
      expect(await people(ledger)).toEqual([ada, bob, cleo])
    })
  })
}

async function* failing(
  page: readonly SalesforceUser[],
  failure: Error,
): AsyncGenerator<readonly SalesforceUser[]> {
  yield await Promise.resolve(page)
  throw failure
}
