import { describe, expect, test } from 'vitest'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import type {
  DirectoryChangeKind,
  DirectoryRefresh,
  Ledger,
  RefreshTarget,
  StagedRead,
} from '../../src/ledger/ledger.ts'
import { all } from '../support/all.ts'
import { byText } from '../support/order.ts'
import { aSalesforceUser, salesforceUserIdOf } from '../support/builders.ts'
import { keep, people, type OpenLedger } from './steps.ts'

const [ada, bob, cleo] = [aSalesforceUser('ada'), aSalesforceUser('bob'), aSalesforceUser('cleo')] as const
const aim: RefreshTarget = {
  kind: 'full',
  origin: 'acme.my.salesforce.com',
  identity: 'admin@example.com',
  organizationId: '00DD0000000CpKpMAK',
  scope: 'people',
}
const startedAt = '2026-11-25T12:00:00.000Z'
const read = { at: '2026-11-25T12:05:00.000Z', deltaFrom: '2026-11-25T12:04:00.000Z' }
const unfrozen = (person: SalesforceUser): SalesforceUser => ({ ...person, frozen: false })

const change = (person: SalesforceUser, what: DirectoryChangeKind, ...fields: object[]) => ({
  salesforceUserId: person.salesforceUserId,
  name: person.name,
  email: person.email,
  what,
  mappedTo: null,
  fields,
})

async function refreshed(
  ledger: Ledger,
  work: (refresh: DirectoryRefresh) => void,
  rest: Partial<RefreshTarget> = {},
): Promise<StagedRead> {
  const refresh = await ledger.directory.beginRefresh({ ...aim, ...rest }, startedAt)
  work(refresh)
  const staged = await refresh.finish(read)
  await staged.keep()
  return staged
}

async function interrupted(ledger: Ledger, rest: Partial<RefreshTarget> = {}): Promise<void> {
  const refresh = await ledger.directory.beginRefresh({ ...aim, ...rest }, startedAt)
  refresh.add([ada], 'all', ['first half', 'second half'])
  refresh.add([bob], 'first half', [])
  await refresh.interrupt()
}

export function directoryRefreshContract(open: OpenLedger): void {
  describe('a full refresh', () => {
    test('replaces the directory, and reports what that changes', async () => {
      const ledger = await open()
      await keep(ledger, [ada, bob])
      const newBob = { ...bob, title: 'Buyer', department: null }
      const staged = await refreshed(ledger, (refresh) => {
        refresh.add([newBob], 'all', ['rest'])
        refresh.add([cleo, newBob], 'rest', [])
        expect(refresh.count()).toBe(2)
      })
      expect(staged).toMatchObject({ received: 2, added: 1, changed: 1, repeated: 0, dropped: 1 })
      expect(await people(ledger)).toEqual([newBob, cleo])
      expect(await ledger.directory.lastRead()).toEqual({
        source: 'live',
        origin: aim.origin,
        identity: aim.identity,
        organizationId: aim.organizationId,
        at: read.at,
        users: 2,
        scope: 'people',
        deltaFrom: read.deltaFrom,
      })
      expect(await ledger.directory.hasInterruptedRefresh()).toBe(false)
    })

    test('saw all users, unchanged ones included', async () => {
      const ledger = await open()
      await keep(ledger, [ada])
      await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      const [entry] = await ledger.directory.find({ salesforceUserId: ada.salesforceUserId })
      expect(entry?.seenAt).toBe(read.at)
    })

    test('of an empty directory adds all users', async () => {
      const ledger = await open()
      const staged = await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      expect(staged).toMatchObject({ received: 2, added: 2, changed: 0, dropped: 0 })
    })

    test('prefers a delta to pages, whichever comes first, and drops who left the scope', async () => {
      const ledger = await open()
      const newAda = { ...ada, title: 'Duchess' }
      await refreshed(ledger, (refresh) => {
        refresh.add([ada, bob], 'all', ['rest'])
        const changed = [newAda, cleo, bob].map(({ salesforceUserId }) => salesforceUserId)
        expect(refresh.merge([newAda, cleo], [bob.salesforceUserId])).toEqual(changed)
        expect(refresh.merge([newAda], [])).toEqual([])
        refresh.add([ada], 'rest', [])
        expect(refresh.count()).toBe(2)
      })
      expect(await people(ledger)).toEqual([newAda, cleo])
    })

    test('knows who is frozen where that was read, and of no user where it was not', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => {
        refresh.add([ada, bob], 'all', [])
        refresh.setFrozen([bob.salesforceUserId])
      })
      expect(await people(ledger)).toEqual([unfrozen(ada), { ...bob, frozen: true }])
      await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      expect((await people(ledger)).map(({ frozen }) => frozen)).toEqual([null, null])
    })

    test('counts nobody as changed when it becomes known, or unknown, who is not frozen', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      const known = await refreshed(ledger, (refresh) => {
        refresh.add([ada, bob], 'all', [])
        refresh.setFrozen([bob.salesforceUserId])
      })
      expect(known).toMatchObject({ added: 0, changed: 1, dropped: 0 })
      expect(await people(ledger)).toEqual([unfrozen(ada), { ...bob, frozen: true }])
      const unknown = await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      expect(unknown).toMatchObject({ changed: 1 })
      expect((await people(ledger)).map(({ frozen }) => frozen)).toEqual([null, null])
    })

    test('removes users it did not read, frozen or not', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => {
        refresh.add([ada, bob, cleo], 'all', [])
        refresh.setFrozen([bob.salesforceUserId])
      })
      await refreshed(ledger, (refresh) => {
        refresh.add([ada], 'all', [])
        refresh.setFrozen([cleo.salesforceUserId])
      })
      expect(await people(ledger)).toEqual([unfrozen(ada)])
    })

    test('that is discarded leaves everything as it was', async () => {
      const ledger = await open()
      await keep(ledger, [ada])
      const lastRead = await ledger.directory.lastRead()
      const refresh = await ledger.directory.beginRefresh(aim, startedAt)
      refresh.add([bob], 'all', [])
      await (await refresh.finish(read)).discard()
      expect(await people(ledger)).toEqual([ada])
      expect(await ledger.directory.lastRead()).toEqual(lastRead)
      expect(await ledger.directory.hasInterruptedRefresh()).toBe(false)
      await keep(ledger, [cleo])
      expect(await people(ledger)).toEqual([ada, cleo])
    })
  })

  describe('an interrupted refresh', () => {
    test('changes nothing, and is gone on with by one of the same aim', async () => {
      const ledger = await open()
      await keep(ledger, [cleo])
      await interrupted(ledger)
      expect(await people(ledger)).toEqual([cleo])
      expect(await ledger.directory.hasInterruptedRefresh()).toBe(true)
      const refresh = await ledger.directory.beginRefresh(aim, '2026-11-25T13:00:00.000Z')
      expect({ resumed: refresh.resumed, startedAt: refresh.startedAt }).toEqual({
        resumed: { users: 2, remaining: ['second half'] },
        startedAt,
      })
      refresh.add([cleo], 'second half', [])
      await (await refresh.finish(read)).keep()
      expect(await people(ledger)).toEqual([ada, bob, cleo])
      expect(await ledger.directory.hasInterruptedRefresh()).toBe(false)
    })

    test.each([
      ['another identity', { identity: 'other@example.com' }],
      ['another org', { organizationId: '00D000000000000EAA' }],
      ['another host', { origin: 'other.my.salesforce.com' }],
      ['another scope', { scope: 'everyone' }],
    ] as const)('is nothing to %s', async (_, rest) => {
      const ledger = await open()
      await interrupted(ledger)
      const refresh = await ledger.directory.beginRefresh({ ...aim, ...rest }, startedAt)
      expect({ resumed: refresh.resumed, people: refresh.count() }).toEqual({
        resumed: undefined,
        people: 0,
      })
      await refresh.interrupt()
    })

    test('that is not to be believed leaves nothing', async () => {
      const ledger = await open()
      await interrupted(ledger)
      const refresh = await ledger.directory.beginRefresh(aim, startedAt)
      await refresh.abandon()
      expect(await ledger.directory.hasInterruptedRefresh()).toBe(false)
      expect(await people(ledger)).toEqual([])
    })

    test('is forgotten by one that begins anew', async () => {
      const ledger = await open()
      await interrupted(ledger)
      const refresh = await ledger.directory.beginRefresh(aim, startedAt, true)
      expect(refresh.resumed).toBe(undefined)
      await refresh.interrupt()
      expect(await ledger.directory.hasInterruptedRefresh()).toBe(false)
    })
  })

  describe('an incremental refresh', () => {
    const delta = { kind: 'delta' } as const

    test('changes the users it contains, and no others', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      const newAda = { ...ada, email: 'countess@example.com' }
      const staged = await refreshed(
        ledger,
        (refresh) => refresh.merge([newAda, cleo], [bob.salesforceUserId]),
        delta,
      )
      expect(staged).toMatchObject({ received: 2, added: 1, changed: 1, dropped: 1 })
      expect(await people(ledger)).toEqual([newAda, cleo])
    })

    test('counts those whom it does not contain, too, and finds who is no longer frozen among them', async () => {
      const ledger = await open()
      const others = ['d', 'e', 'f', 'g'].map((name) => aSalesforceUser(name))
      const left = aSalesforceUser('h', { active: false })
      await refreshed(ledger, (refresh) => {
        refresh.add([ada, bob, left, ...others], 'all', [])
        refresh.setFrozen([salesforceUserIdOf('d'), salesforceUserIdOf('e')])
      })
      const staged = await refreshed(
        ledger,
        (refresh) => {
          refresh.merge([cleo], [bob.salesforceUserId])
          refresh.setFrozen([salesforceUserIdOf('e'), salesforceUserIdOf('f')])
        },
        delta,
      )
      expect(staged).toMatchObject({ added: 1, changed: 2, dropped: 1, users: 7, activeBefore: 6 })
      const frozen = (await people(ledger)).filter((person) => person.frozen === true)
      expect(frozen.map(({ name }) => name)).toEqual(['E Example', 'F Example'])
      expect(await ledger.directory.count({})).toBe(7)
    })

    test('without users change no user, and still count as a refresh', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => refresh.add([ada], 'all', []))
      expect(await refreshed(ledger, () => undefined, delta)).toMatchObject({
        received: 0,
        added: 0,
        changed: 0,
        dropped: 0,
      })
      expect(await ledger.directory.lastRead()).toMatchObject({ deltaFrom: read.deltaFrom, scope: 'people' })
    })

    test('of frozen people reach those whose record did not change', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => {
        refresh.add([ada, bob], 'all', [])
        refresh.setFrozen([ada.salesforceUserId])
      })
      const staged = await refreshed(ledger, (refresh) => refresh.setFrozen([bob.salesforceUserId]), delta)
      expect(staged).toMatchObject({ added: 0, changed: 2, dropped: 0 })
      expect(await people(ledger)).toEqual([unfrozen(ada), { ...bob, frozen: true }])
    })

    test('without frozen states keep the known ones', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => {
        refresh.add([ada], 'all', [])
        refresh.setFrozen([ada.salesforceUserId])
      })
      const staged = await refreshed(
        ledger,
        (refresh) => refresh.merge([{ ...ada, title: 'Duchess' }], []),
        delta,
      )
      expect(staged).toMatchObject({ changed: 1 })
      expect(await people(ledger)).toEqual([{ ...ada, title: 'Duchess', frozen: true }])
    })

    test('that break off are asked for again', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => refresh.add([ada], 'all', []))
      const refresh = await ledger.directory.beginRefresh({ ...aim, ...delta }, startedAt)
      refresh.merge([bob], [])
      await refresh.interrupt()
      expect(await people(ledger)).toEqual([ada])
      const again = await ledger.directory.beginRefresh({ ...aim, ...delta }, startedAt)
      expect({ resumed: again.resumed, people: again.count() }).toEqual({ resumed: undefined, people: 0 })
      await again.interrupt()
    })
  })

  describe('the log of the directory', () => {
    test('lists every refresh, newest first, with what it changed', async () => {
      const ledger = await open()
      await keep(ledger, [ada])
      await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      await refreshed(ledger, (refresh) => refresh.merge([cleo], []), { kind: 'delta' })
      const entries = (await all(ledger.directory.log())).map(
        ({ number, source, users: many, added, changed, dropped }) => ({
          number,
          source,
          many,
          added,
          changed,
          dropped,
        }),
      )
      expect(entries).toEqual([
        { number: 3, source: 'live', many: 1, added: 1, changed: 0, dropped: 0 },
        { number: 2, source: 'live', many: 2, added: 1, changed: 0, dropped: 0 },
        { number: 1, source: 'report', many: 1, added: 1, changed: 0, dropped: 0 },
      ])
    })

    test('lists what a refresh changed for each user', async () => {
      const ledger = await open()
      await refreshed(ledger, (refresh) => refresh.add([ada, bob], 'all', []))
      await refreshed(ledger, (refresh) =>
        refresh.add([{ ...ada, title: 'Duchess', active: false }, cleo], 'all', []),
      )
      expect(await all(ledger.directory.changesOf(1))).toEqual([])
      const expected = [
        change(
          ada,
          'left',
          { field: 'active', before: 'true', after: 'false' },
          { field: 'title', before: ada.title, after: 'Duchess' },
        ),
        change(bob, 'dropped'),
        change(cleo, 'added'),
      ]
      expect(await all(ledger.directory.changesOf(2))).toEqual(
        expected.toSorted(byText(({ salesforceUserId }) => salesforceUserId)),
      )
    })
  })

  test('frozen people are not active', async () => {
    const ledger = await open()
    await refreshed(ledger, (refresh) => {
      refresh.add([ada, bob, { ...cleo, active: false }], 'all', [])
      refresh.setFrozen([bob.salesforceUserId])
    })
    const names = async (query: Parameters<Ledger['directory']['list']>[0]) =>
      (await people(ledger, query)).map(({ salesforceUserId }) => salesforceUserId)
    expect(await names({ active: true })).toEqual([salesforceUserIdOf('ada')])
    expect(await names({ active: false })).toEqual([salesforceUserIdOf('bob'), salesforceUserIdOf('cleo')])
    expect(await names({ frozen: true })).toEqual([salesforceUserIdOf('bob')])
    expect(await names({ frozen: false })).toEqual([salesforceUserIdOf('ada'), salesforceUserIdOf('cleo')])
  })
}
