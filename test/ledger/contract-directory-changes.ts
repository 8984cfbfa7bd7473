import { describe, expect, test } from 'vitest'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import type { DirectoryChange, Ledger, StageMode } from '../../src/ledger/ledger.ts'
import { all, pagesOf } from '../support/all.ts'
import { aMapping, aRead, aSalesforceUser, aUser, salesforceUserIdOf } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { commit, keep, people, type OpenLedger } from './steps.ts'

const [ada, bob, cleo] = [aSalesforceUser('ada'), aSalesforceUser('bob'), aSalesforceUser('cleo')]

/** What an import counts and changes: names by kind, with the changed fields. */
async function imported(ledger: Ledger, users: readonly SalesforceUser[], mode: StageMode = 'merge') {
  const staged = await ledger.directory.stage(aRead(), pagesOf(users), mode)
  const found = staged.changes(Infinity)
  await staged.keep()
  expect(await all(ledger.directory.changesOf(staged.number))).toEqual(
    found.toSorted((left, right) => (left.salesforceUserId < right.salesforceUserId ? -1 : 1)),
  )
  const { added, returned, left, changed, dropped, absent } = staged
  const [entry] = await all(ledger.directory.log())
  expect(entry).toMatchObject({ number: staged.number, added, returned, left, changed, dropped })
  return { counts: { added, returned, left, changed, dropped, absent }, changes: found.map(inShort) }
}

function inShort({ name, what, fields }: DirectoryChange): string {
  return [what, name, ...fields.map(({ field, before, after }) => `${field} ${before} ${after}`)].join(', ')
}

const none = { added: 0, returned: 0, left: 0, changed: 0, dropped: 0, absent: 0 }

export function directoryChangesContract(open: OpenLedger): void {
  describe('an import compared with the directory', () => {
    test('of an empty directory adds all users, and names no one', async () => {
      expect(await imported(await open(), [ada, bob])).toEqual({ counts: { ...none, added: 2 }, changes: [] })
    })

    test('names who is new, who is no longer active, who is active again, and who changed', async () => {
      const ledger = await open()
      const dan = aSalesforceUser('dan', { active: false })
      await keep(ledger, [ada, bob, dan, aSalesforceUser('eve', { title: 'Buyer' })])
      expect(
        await imported(ledger, [
          { ...ada, active: false },
          { ...dan, active: true },
          aSalesforceUser('eve', { title: 'Head' }),
          cleo,
        ]),
      ).toEqual({
        counts: { added: 1, returned: 1, left: 1, changed: 1, dropped: 0, absent: 1 },
        changes: [
          'added, Cleo Example',
          'returned, Dan Example, active false true',
          'left, Ada Example, active true false',
          'changed, Eve Example, title Buyer Head',
        ],
      })
    })

    test('finds nothing in the same report, in a sign-in, and in a narrower report', async () => {
      const ledger = await open()
      await keep(ledger, [{ ...ada, title: 'Buyer' }, bob])
      const narrow = { ...ada, title: null, username: null, profile: null, lastLoginAt: '2026-11-20T08:00Z' }
      expect(await imported(ledger, [narrow, bob])).toEqual({ counts: none, changes: [] })
    })

    test('finds no change in a field that was known of no one, but in one that was', async () => {
      const ledger = await open()
      await keep(ledger, [ada, { ...bob, role: 'Seller' }])
      expect(await imported(ledger, [{ ...ada, role: 'Seller', department: 'East' }, bob])).toEqual({
        counts: { ...none, changed: 1 },
        changes: ['changed, Ada Example, role null Seller'],
      })
    })

    test('compares with what a user was before the import, however often it names the user', async () => {
      const ledger = await open()
      await keep(ledger, [{ ...ada, title: 'Buyer' }])
      const titles = ['Head', 'Duchess', 'Buyer'].map((title) => ({ ...ada, title }))
      expect(await imported(ledger, titles)).toEqual({ counts: none, changes: [] })
      expect(await imported(ledger, titles.slice(0, 2))).toMatchObject({
        changes: ['changed, Ada Example, title Buyer Duchess'],
      })
    })

    test('that replaces names who is no longer there, and no field that it does not have', async () => {
      const ledger = await open()
      await keep(ledger, [ada, bob])
      expect(await imported(ledger, [{ ...ada, username: null }], 'replace')).toEqual({
        counts: { ...none, dropped: 1 },
        changes: ['dropped, Bob Example'],
      })
    })

    test('names who is mapped to a user', async () => {
      const ledger = await open()
      await keep(ledger, [ada, bob])
      await commit(ledger, [change.user(null, aUser('ada')), change.mapping(null, aMapping('ada'))])
      const staged = await ledger.directory.stage(aRead(), pagesOf([cleo]), 'complete')
      expect(staged.changes(1).map(({ what, mappedTo }) => ({ what, mappedTo }))).toEqual([
        { what: 'added', mappedTo: null },
        { what: 'left', mappedTo: 'ada@example.com' },
      ])
      await staged.discard()
      expect(await people(ledger)).toEqual([ada, bob])
    })

    test('forgets in the log whom it takes out again', async () => {
      const ledger = await open()
      await keep(ledger, [ada])
      const staged = await ledger.directory.stage(aRead(), pagesOf([ada, bob, cleo]), 'merge')
      const rest = staged.without([bob.salesforceUserId])
      await rest.keep()
      const [entry] = await all(ledger.directory.log())
      expect(entry).toMatchObject({ added: 1 })
      expect(await all(ledger.directory.changesOf(staged.number))).toMatchObject([{ name: 'Cleo Example' }])
    })
  })

  describe('a complete import', () => {
    test('takes active users who are not in it for people who left, and keeps what is known of them', async () => {
      const ledger = await open()
      const dan = aSalesforceUser('dan', { active: false })
      await keep(ledger, [ada, bob, dan], 'merge', { at: '2026-11-01T12:00:00.000Z' })
      expect(await imported(ledger, [bob], 'complete')).toEqual({
        counts: { ...none, left: 1, absent: 1 },
        changes: ['left, Ada Example, active true false'],
      })
      expect(await people(ledger)).toEqual([{ ...ada, active: false }, bob, dan])
      const [entry] = await ledger.directory.find({ salesforceUserId: salesforceUserIdOf('ada') })
      expect(entry?.seenAt).toBe('2026-11-01T12:00:00.000Z')
    })

    test('takes also someone of whom it was not known whether active', async () => {
      const ledger = await open()
      const unknown = [ada, bob].map((each) => ({ ...each, active: null }))
      await keep(ledger, unknown)
      expect(await imported(ledger, unknown.slice(1), 'complete')).toMatchObject({
        changes: ['left, Ada Example, active null false'],
      })
    })

    test('is corrected by the next report with the user, also by one that does not say who is active', async () => {
      const ledger = await open()
      const dan = aSalesforceUser('dan', { active: false })
      await keep(ledger, [ada, bob, dan])
      await imported(ledger, [bob, dan], 'complete')
      expect(
        await imported(
          ledger,
          [ada, dan].map((each) => ({ ...each, active: null })),
        ),
      ).toMatchObject({
        changes: ['returned, Ada Example, active false null'],
      })
      // That Dan is inactive was read, and a report without that column does not change it.
      expect((await people(ledger)).map(({ active }) => active)).toEqual([null, true, false])
    })
  })
}
