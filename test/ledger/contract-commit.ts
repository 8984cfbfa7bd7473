import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, inverseOf, planOf } from '../../src/core/change.ts'
import { aFact, aMapping, aStamp, aTeam, aUser, email } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { aWorld, changesBetween, worldOf } from '../support/worlds.ts'
import { commit, type OpenLedger } from './steps.ts'

const north = aTeam('North')
const ada = aUser('ada', { teamId: north.teamId })
const bob = aUser('bob')
const settled = [
  change.team(null, north),
  change.user(null, ada),
  change.user(null, bob),
  change.mapping(null, aMapping('ada')),
  change.fact(null, aFact('licenses', '50')),
]

export function commitContract(open: OpenLedger): void {
  describe('a commit', () => {
    test('writes every kind of row and numbers the change set', async () => {
      const ledger = await open()
      const plan = { ...planOf(settled, { evidence: ['seen'], warnings: ['careful'], next: ['go on'] }) }
      const stamp = aStamp({ command: 'sfsync create-user', reason: 'Ada starts' })
      expect(await ledger.commit(plan, stamp)).toEqual({
        number: 1,
        ...stamp,
        evidence: ['seen'],
        changes: settled,
      })
      expect(await worldOf(ledger)).toEqual({
        users: [ada, bob].toSorted((left, right) => (left.userId < right.userId ? -1 : 1)),
        teams: [north],
        mappings: [aMapping('ada')],
        facts: [aFact('licenses', '50')],
      })
      expect(await ledger.counts()).toEqual({
        users: 2,
        activeUsers: 2,
        teams: 1,
        mappings: 1,
        changeSets: 1,
      })
      expect(await commit(ledger, [change.user(bob, null)])).toHaveProperty('number', 2)
    })

    test('changes and removes every kind of row', async () => {
      const ledger = await open()
      await commit(ledger, settled)
      const renamed = { ...north, name: 'Far North', key: '17' }
      const wed = { ...ada, lastName: 'Wed', nickname: 'Countess', state: 'supporter', teamId: null } as const
      const organizationId = '00DD0000000CpKpMAK'
      await commit(ledger, [
        change.team(north, renamed),
        change.user(ada, wed),
        change.mapping(aMapping('ada'), aMapping('ada', 'ada', { organizationId })),
        change.fact(aFact('licenses', '50'), aFact('licenses', '60')),
      ])
      expect(await worldOf(ledger)).toMatchObject({
        teams: [renamed],
        mappings: [{ organizationId }],
        facts: [{ value: '60' }],
      })
      expect(await ledger.findUsers({ userId: ada.userId })).toMatchObject([{ user: wed }])
      await commit(ledger, changesBetween(await worldOf(ledger), nothing))
      expect(await worldOf(ledger)).toEqual(nothing)
    })

    test('takes the changes of a change set in any order', async () => {
      const ledger = await open()
      await commit(ledger, settled.toReversed())
      await commit(ledger, settled.map(removed))
      await commit(ledger, settled)
      await commit(ledger, settled.map(removed).toReversed())
      expect(await worldOf(ledger)).toEqual(nothing)
    })

    test('swaps two e-mail addresses, two team names and two mappings at once', async () => {
      const ledger = await open()
      const south = aTeam('South', { key: '17' })
      const bobs = aMapping('bob')
      await commit(ledger, [...settled, change.team(null, south), change.mapping(null, bobs)])
      await commit(ledger, [
        change.user(ada, { ...ada, email: bob.email }),
        change.user(bob, { ...bob, email: ada.email }),
        change.team(north, { ...north, name: 'South', key: '17' }),
        change.team(south, { ...south, name: 'North', key: null }),
        change.mapping(aMapping('ada'), aMapping('ada', 'bob')),
        change.mapping(bobs, aMapping('bob', 'ada')),
      ])
      expect(await ledger.findUsers({ email: bob.email })).toMatchObject([
        { user: { userId: ada.userId }, team: { name: 'South', key: '17' }, mapping: aMapping('ada', 'bob') },
      ])
      expect(await ledger.findUsers({ email: ada.email })).toMatchObject([
        { user: { userId: bob.userId }, mapping: aMapping('bob', 'ada') },
      ])
    })

    test('leads from any world to any other, and back by its inverse', async () => {
      const ledger = await open()
      await fc.assert(
        fc.asyncProperty(aWorld, aWorld, async (before, after) => {
          await commitAny(changesBetween(await worldOf(ledger), before))
          const there = changesBetween(before, after)
          await commitAny(there)
          expect(await worldOf(ledger)).toEqual(after)
          await commitAny(there.map(inverseOf).toReversed())
          expect(await worldOf(ledger)).toEqual(before)
        }),
        { numRuns: 20 },
      )
      async function commitAny(changes: readonly Change[]): Promise<void> {
        if (changes.length > 0) await commit(ledger, changes)
      }
    })
  })

  describe('a commit is refused, and nothing is written,', () => {
    test.each<[string, Change, object | null]>([
      ['when a new user exists', change.user(null, { ...ada, nickname: 'x' }), ada],
      ['when a new team exists', change.team(null, { ...north, name: 'East' }), north],
      ['when a new mapping exists', change.mapping(null, aMapping('ada', 'other')), aMapping('ada')],
      ['when a new fact exists', change.fact(null, aFact('licenses', '60')), aFact('licenses', '50')],
      ['when a user was changed meanwhile', change.user({ ...ada, firstName: 'A' }, null), ada],
      ['when a team was changed meanwhile', change.team({ ...north, key: '9' }, null), north],
      ['when a mapping was changed meanwhile', change.mapping(aMapping('ada', 'x'), null), aMapping('ada')],
      [
        'when a fact was changed meanwhile',
        change.fact(aFact('licenses', '40'), null),
        aFact('licenses', '50'),
      ],
      ['when a user is gone', change.user(aUser('cleo'), aUser('cleo', { nickname: 'x' })), null],
      ['when a team is gone', change.team(aTeam('South'), null), null],
      ['when a mapping is gone', change.mapping(aMapping('bob'), null), null],
      ['when a fact is gone', change.fact(aFact('auto-sync', 'on'), null), null],
    ])('%s', async (_, bad, found) => {
      const ledger = await open()
      await commit(ledger, settled)
      const before = await worldOf(ledger)
      const good = change.user(bob, { ...bob, nickname: 'Bobby' })
      for (const changes of [[bad], [good, bad]])
        expect(await ledger.commit(planOf(changes), aStamp())).toEqual({
          conflicts: [{ change: bad, found }],
        })
      expect(await ledger.conflicts([good, bad])).toEqual([{ change: bad, found }])
      expect(await worldOf(ledger)).toEqual(before)
      expect((await ledger.counts()).changeSets).toBe(1)
    })

    test.each<[string, readonly Change[]]>([
      [
        'when another user has the e-mail address',
        [change.user(null, aUser('cleo', { email: email('ADA@example.com') }))],
      ],
      ['when another team is called so but for case and accents', [change.team(null, aTeam('nórth'))]],
      [
        'when another team has the key',
        [change.team(null, aTeam('East', { key: '1' })), change.team(null, aTeam('West', { key: '1' }))],
      ],
      ['when a team has no name', [change.team(null, aTeam(''))]],
      ['when another user has the Salesforce user', [change.mapping(null, aMapping('bob', 'ada'))]],
      ['when a mapping has no user', [change.mapping(null, aMapping('cleo'))]],
      ['when a user goes whose mapping stays', [change.user(ada, null)]],
      ['when a user is put on a team that is not there', [change.user(bob, onTeam('South'))]],
      ['when a team goes whose people stay', [change.team(north, null)]],
      ['when a spectator is put on a team', [change.user(bob, { ...onTeam('North'), state: 'spectating' })]],
      ['when one row is added twice', [change.user(null, aUser('cleo')), change.user(null, aUser('cleo'))]],
    ])('%s', async (_, changes) => {
      const ledger = await open()
      await commit(ledger, settled)
      const before = await worldOf(ledger)
      const good = change.fact(null, aFact('auto-sync', 'off'))
      expect(await ledger.commit(planOf([good, ...changes]), aStamp())).toEqual({
        conflicts: changes.slice(-1).map((each) => ({ change: each, found: each.before })),
      })
      expect(await worldOf(ledger)).toEqual(before)
      expect((await ledger.counts()).changeSets).toBe(1)
      expect(await commit(ledger, [good])).toHaveProperty('number', 2)
    })
  })

  test('conflicts are what commit would refuse, also for rows that the plan does not name; nothing is written', async () => {
    const ledger = await open()
    await commit(ledger, settled)
    const before = await worldOf(ledger)
    for (const refused of [change.user(null, aUser('twin', { email: ada.email })), change.user(ada, null)])
      expect(await ledger.conflicts([refused])).toEqual([{ change: refused, found: refused.before }])
    expect(await ledger.conflicts([change.user(bob, { ...bob, nickname: 'bobby' })])).toEqual([])
    expect(await worldOf(ledger)).toEqual(before)
  })

  test('there are no conflicts where every row is as it was', async () => {
    const ledger = await open()
    await commit(ledger, settled)
    expect(await ledger.conflicts([...settled.map(removed), change.user(null, aUser('cleo'))])).toEqual([])
  })

  test('a sound ledger has no problems', async () => {
    const ledger = await open()
    await commit(ledger, settled)
    expect(await ledger.integrity()).toEqual([])
  })
}

const nothing = { users: [], teams: [], mappings: [], facts: [] }

function onTeam(name: string): typeof bob {
  return { ...bob, teamId: aTeam(name).teamId }
}

function removed(added: Change): Change {
  const each = inverseOf(added)
  return each
}
