import { describe, expect, test } from 'vitest'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import type { DirectoryKey, DirectoryQuery, Ledger } from '../../src/ledger/ledger.ts'
import { all } from '../support/all.ts'
import {
  aMapping,
  aRead,
  aSalesforceUser,
  aUser,
  email,
  salesforceUserIdOf,
  userIdOf,
} from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { commit, keep, people, type OpenLedger } from './steps.ts'

const ase = aSalesforceUser('ase', {
  name: 'Åse Ørland',
  email: 'åse@example.com',
  username: 'åse@example.com.sales',
  role: 'Seller',
  department: 'Nordic Sales',
  lastLoginAt: '2026-11-02T08:00:00.000Z',
})
const bot = aSalesforceUser('bot', { name: 'Bot', type: 'AutomatedProcess', email: null, profile: null })
const cleo = aSalesforceUser('cleo', {
  active: false,
  alias: 'ÇL',
  profile: 'System Administrator',
  role: 'Éditor',
  department: 'IT',
  lastLoginAt: '2026-11-01T08:00:00.000Z',
})
const dan = aSalesforceUser('dan', { active: null, type: null, username: null })
const partner = aSalesforceUser('partner', { name: 'Eve Partner', type: 'PowerPartner', alias: null })
const twin = aSalesforceUser('twin', { name: 'ASE ORLAND', email: 'dan@example.com' })
const everybody = { ase, bot, cleo, dan, partner, twin }
type Name = keyof typeof everybody

/** Åse is mapped; Dan's address has a user who waits for a mapping, Cleo's one who is mapped to somebody else. */
async function furnish(ledger: Ledger): Promise<void> {
  await keep(ledger, Object.values(everybody))
  await commit(ledger, [
    change.user(null, aUser('ase', { email: email('other@example.com') })),
    change.user(null, aUser('dan')),
    change.user(null, aUser('cleo')),
    change.mapping(null, aMapping('ase')),
    change.mapping(null, aMapping('cleo', 'unknown')),
  ])
}

const byName: readonly Name[] = ['twin', 'ase', 'bot', 'cleo', 'dan', 'partner']

function called(names: readonly Name[]): SalesforceUser[] {
  return names.map((name) => everybody[name])
}

export function directoryListContract(open: OpenLedger): void {
  describe('a list of Salesforce users', () => {
    test.each<[DirectoryQuery, readonly Name[]]>([
      [{}, byName],
      [{ limit: 2 }, ['twin', 'ase']],
      [{ limit: 0 }, []],
      [{ descending: true, limit: 3 }, ['partner', 'dan', 'cleo']],
      [{ active: true }, ['twin', 'ase', 'bot', 'dan', 'partner']],
      [{ active: false }, ['cleo']],
      [{ people: true }, ['twin', 'ase', 'cleo', 'dan']],
      [{ people: false }, ['bot', 'partner']],
      [{ type: 'powerpartner' }, ['partner']],
      [{ profile: 'system ADMINISTRATOR' }, ['cleo']],
      [{ role: 'editor' }, ['cleo']],
      [{ role: 'ÉDITOR' }, ['cleo']],
      [{ role: 'edit' }, []],
      [{ department: 'nordic  sales' }, ['ase']],
      [{ mapped: true }, ['ase']],
      [{ mapped: false }, ['twin', 'bot', 'cleo', 'dan', 'partner']],
      [{ withoutUser: true }, ['ase', 'bot', 'cleo', 'partner']],
      [{ withoutUser: false }, byName],
      [{ active: true, people: true, mapped: false, withoutUser: true }, []],
      [{ search: '' }, byName],
      [{ search: 'Åse' }, ['twin', 'ase']],
      [{ search: 'ørland ase' }, ['ase']],
      [{ search: 'ase dan' }, ['twin']],
      [{ search: 'ASE@example' }, ['ase']],
      [{ search: 'åse@example.com' }, ['ase']],
      [{ search: 'DAN@' }, ['twin', 'dan']],
      [{ search: 'bot@example.com.sales' }, ['bot']],
      [{ search: 'çl' }, ['cleo']],
      [{ search: salesforceUserIdOf('cleo') }, ['cleo']],
      [{ search: salesforceUserIdOf('cleo').slice(0, 15) }, ['cleo']],
      [{ search: salesforceUserIdOf('cleo').slice(0, 14) }, ['cleo']],
      [{ search: salesforceUserIdOf('cleo').slice(0, 14).toLowerCase() }, []],
      [{ search: salesforceUserIdOf('cleo').slice(1, 15) }, []],
      [{ search: '%' }, []],
      [{ search: "' or 1" }, []],
    ])('with %j', async (query, names) => {
      const ledger = await open()
      await furnish(ledger)
      expect(await people(ledger, query)).toEqual(called(names))
      const { limit: _, ...rest } = query
      expect(await ledger.directory.count(query)).toBe((await people(ledger, rest)).length)
    })

    test.each<[DirectoryQuery, readonly Name[]]>([
      [{ order: 'email', people: true }, ['cleo', ...byId('dan', 'twin'), 'ase']],
      [{ order: 'email', people: false, descending: true }, ['partner', 'bot']],
      [{ order: 'username', people: true }, ['cleo', 'twin', 'ase', 'dan']],
      [{ order: 'profile', active: true, people: false }, ['partner', 'bot']],
      [{ order: 'role', people: true }, ['ase', 'cleo', ...byId('dan', 'twin')]],
      [{ order: 'department', people: true }, ['cleo', 'ase', ...byId('dan', 'twin')]],
      [{ order: 'type', people: true, search: 'dan' }, ['twin', 'dan']],
      [{ order: 'lastLoginAt', people: true, active: true }, ['ase', ...byId('dan', 'twin')]],
      [{ order: 'lastLoginAt', search: 'e', limit: 2 }, ['cleo', 'ase']],
      [{ order: 'lastLoginAt', descending: true, limit: 2 }, ['ase', 'cleo']],
      [{ order: 'name', descending: true }, byName.toReversed()],
    ])('ordered by %j, with the untold last and ties by ID', async (query, names) => {
      const ledger = await open()
      await furnish(ledger)
      expect(await people(ledger, query)).toEqual(called(names))
    })

    test.each<DirectoryQuery>([
      {},
      { active: true, people: true },
      { mapped: false },
      { search: 'example dan' },
      { search: 'nobody' },
    ])('of which the first can be read, and what all are called: %j', async (query) => {
      const ledger = await open()
      await furnish(ledger)
      const listed = await all(ledger.directory.list(query))
      const first = await ledger.directory.first({ ...query, limit: 2 })
      expect(first).toEqual({ rows: listed.slice(0, 2), total: listed.length })
      const last = await ledger.directory.first({ ...query, limit: 9, unmappedFirst: true })
      const unmappedFirst = listed.toSorted(
        (left, right) => Number(left.mappedTo !== null) - Number(right.mappedTo !== null),
      )
      expect(last.rows).toEqual(unmappedFirst)
      const names = listed.map(
        ({ salesforceUser: { salesforceUserId, name, email: address, username } }) => ({
          salesforceUserId,
          name,
          email: address,
          username,
        }),
      )
      const found = await ledger.directory.names(query)
      expect(found).toHaveLength(names.length)
      expect(found).toEqual(expect.arrayContaining(names))
    })

    test('gives the mapping of each user and when each was seen', async () => {
      const ledger = await open()
      await furnish(ledger)
      expect(await all(ledger.directory.list({ search: 'or' }))).toEqual([
        { salesforceUser: twin, mappedTo: null, seenAt: aRead().at },
      ])
      expect(await all(ledger.directory.list({ mapped: true }))).toEqual([
        {
          salesforceUser: ase,
          mappedTo: { userId: userIdOf('ase'), email: 'other@example.com' },
          seenAt: aRead().at,
        },
      ])
    })

    test('comes complete and in order, page by page', async () => {
      const ledger = await open()
      const many = Array.from({ length: 2500 }, (_, index) =>
        aSalesforceUser(`p${String(index).padStart(4, '0')}`),
      )
      await keep(ledger, many.toReversed())
      expect(await people(ledger)).toEqual(many)
    })
  })

  describe('Salesforce users are found', () => {
    const cleoId = salesforceUserIdOf('cleo')
    test.each<[string, DirectoryKey, readonly Name[]]>([
      ['by ID', { salesforceUserId: cleoId }, ['cleo']],
      ['by an unknown ID', { salesforceUserId: salesforceUserIdOf('nobody') }, []],
      ['by username, case aside', { username: ' Cleo@Example.com.SALES ' }, ['cleo']],
      ['by an unknown username', { username: 'cleo@example.com' }, []],
      ['by e-mail address', { email: ' ÅSE@example.com' }, ['ase']],
      ['by an e-mail address that two have, by name', { email: 'dan@example.com' }, ['twin', 'dan']],
      ['by any name that is a username', { called: ' Cleo@Example.com.SALES ' }, ['cleo']],
      ['by any name that is an e-mail address', { called: 'DAN@example.com' }, ['twin', 'dan']],
      ['by any name that is a full name, case and accents aside', { called: 'ase  ØRLAND' }, ['ase']],
      ['not by a part of a name', { called: 'Cleo' }, []],
      ['by an ID in capitals', { anyCaseId: cleoId.toUpperCase() }, ['cleo']],
      [
        'by the 15 characters of an ID in small letters',
        { anyCaseId: cleoId.slice(0, 15).toLowerCase() },
        ['cleo'],
      ],
      ['not by the beginning of an ID', { anyCaseId: cleoId.slice(0, 14) }, []],
      ['not by a pattern', { anyCaseId: '005____________' }, []],
    ])('%s', async (_, key, names) => {
      const ledger = await open()
      await furnish(ledger)
      const found = await ledger.directory.find(key)
      expect(found.map(({ salesforceUser }) => salesforceUser)).toEqual(called(names))
    })
  })
}

function byId(...names: readonly Name[]): Name[] {
  return names.toSorted((left, right) => (salesforceUserIdOf(left) < salesforceUserIdOf(right) ? -1 : 1))
}
