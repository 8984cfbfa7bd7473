import { describe, expect, test } from 'vitest'
import { type Change, planOf, type StampedPlan } from '../../src/core/change.ts'
import type { Decision } from '../../src/core/model.ts'
import type { HistoryQuery, Ledger } from '../../src/ledger/ledger.ts'
import { all } from '../support/all.ts'
import {
  aFact,
  aMapping,
  anEnteredUser,
  aStamp,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
} from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { anEnteredTeam, enteredRows } from '../support/entered-worlds.ts'
import { historyOf } from '../support/history-of.ts'
import { commit, type OpenLedger } from './steps.ts'

async function numbers(ledger: Ledger, query: HistoryQuery): Promise<number[]> {
  const found = []
  for await (const page of ledger.history(query)) found.push(...page.map(({ number }) => number))
  return found
}

function loaded(name: string, role: string | null): StampedPlan {
  return { ...aStamp(), evidence: [], role, changes: [change.user(null, aUser(name))] }
}

export function historyContract(open: OpenLedger): void {
  describe('the history', () => {
    test('of a new ledger is empty', async () => {
      expect(await numbers(await open(), {})).toEqual([])
    })

    test('gives a change set as it was committed', async () => {
      const ledger = await open()
      const team = aTeam('Nörd')
      const ada = aUser('ada', { nickname: '"Countess"\n', teamId: team.teamId })
      const plan = planOf(
        [
          change.team(null, team),
          change.user(null, ada),
          change.mapping(null, aMapping('ada', 'ada', { organizationId: '00DD0000000CpKpMAK' })),
          change.fact(null, aFact('auto-sync', 'off')),
        ],
        { evidence: ['one', 'two'] },
      )
      const stamp = aStamp({ reason: 'because' })
      const committed = await ledger.commit(plan, stamp)
      const removal = await commit(ledger, [change.fact(aFact('auto-sync', 'off'), null)])
      expect(await historyOf(ledger)).toEqual([removal, committed])
      expect(await all(ledger.changesOf(1, { lastFirst: true }))).toEqual([...plan.changes].toReversed())
    })

    test('keeps the database role that a loaded change set names, and that it names none', async () => {
      const ledger = await open()
      await ledger.commitAll([loaded('ada', 'sfsync_ada'), loaded('bea', null)], 0)
      const roles = (await all(ledger.history({ oldestFirst: true }))).map(({ role }) => role)
      expect(roles).toEqual(['sfsync_ada', null])
    })

    test.each<[HistoryQuery, readonly number[]]>([
      [{}, [4, 3, 2, 1]],
      [{ limit: 2 }, [4, 3]],
      [{ limit: 1 }, [4]],
      [{ limit: 0 }, []],
      [{ limit: 99 }, [4, 3, 2, 1]],
      [{ number: 2 }, [2]],
      [{ number: 5 }, []],
      [{ number: 0 }, []],
    ])('with %j is newest first', async (query, expected) => {
      const ledger = await open()
      for (const name of ['a', 'b', 'c', 'd']) await commit(ledger, [change.user(null, aUser(name))])
      expect(await numbers(ledger, query)).toEqual(expected)
    })

    const [north, south] = [aTeam('North'), aTeam('South')]
    const ada = aUser('ada')
    const later: Decision = {
      kind: 'later',
      userId: ada.userId,
      salesforceUserId: salesforceUserIdOf('cleo'),
      until: null,
      reason: null,
      decidedBy: 'kari',
      decidedAt: '2026-11-01T00:00:00.000Z',
    }

    test.each<[HistoryQuery, readonly number[]]>([
      [{ person: { userId: ada.userId } }, [8, 7, 6, 5, 4, 3, 2]],
      [{ person: { email: email('ada@example.com') } }, [7, 4, 2]],
      [{ person: { email: email('new@example.com') } }, [7]],
      [{ person: { salesforceUserId: salesforceUserIdOf('bob') } }, [5, 3]],
      [{ person: { salesforceUserId: salesforceUserIdOf('cleo') } }, [6]],
      [{ person: { userId: aUser('nobody').userId } }, []],
      [{ person: {} }, []],
      [{ teamId: north.teamId }, [8, 7, 6, 5, 4, 3, 2, 1]],
      [{ teamId: south.teamId }, [9, 1]],
      [{ teamId: aTeam('West').teamId }, []],
      [{ actor: 'kari' }, [4]],
      [{ command: 'map' }, [3]],
      [{ command: 'users edit' }, [7]],
      [{ command: 'use' }, []],
      [{ since: '2026-11-03T00:00:00.000Z' }, [9, 8, 7, 6, 5, 4, 3]],
      [{ since: '2026-11-03T00:00:00.000Z', until: '2026-11-05T00:00:00.000Z' }, [4, 3]],
      [{ person: { userId: ada.userId }, limit: 2 }, [8, 7]],
      [{ oldestFirst: true, limit: 2 }, [1, 2]],
    ])('with %j is what was asked for', async (query, expected) => {
      const ledger = await open()
      const [onNorth, renamed] = [
        { ...ada, teamId: north.teamId },
        { ...ada, teamId: north.teamId, email: email('new@example.com') },
      ]
      const sets: [string, Change[]][] = [
        ['teams create', [change.team(null, north), change.team(null, south)]],
        ['create-user', [change.user(null, ada)]],
        ['map ada', [change.mapping(null, aMapping('ada', 'bob'))]],
        ['assign-team', [change.user(ada, onNorth)]],
        ['unmap ada', [change.mapping(aMapping('ada', 'bob'), null)]],
        ['import review.csv', [change.decision(null, later)]],
        ['users edit ada', [change.user(onNorth, renamed)]],
        [
          'todo done ada',
          enteredRows({ users: new Map([[ada.userId, anEnteredUser('ada')]]), teams: new Map() }),
        ],
        [
          'todo done South',
          enteredRows({ users: new Map(), teams: new Map([[south.teamId, anEnteredTeam('South')]]) }),
        ],
      ]
      for (const [index, [command, changes]] of sets.entries()) {
        const at = `2026-11-0${index + 1}T12:00:00.000Z`
        const actor = command === 'assign-team' ? 'kari' : 'ada'
        await ledger.commit(planOf(changes), aStamp({ at, actor, command: `sfsync ${command}` }))
      }
      expect(await numbers(ledger, query)).toEqual(expected)
    })

    test('counts the mappings that were made, replaced and removed, by minute', async () => {
      const ledger = await open()
      expect(await ledger.mappingMinutes()).toEqual([])
      const [bob, dan] = [aUser('bob'), aUser('dan')]
      const renewed = aMapping('ada', 'ada', { seenName: 'Ada King' })
      const sets: [string, Change[]][] = [
        ['2026-11-01T00:00:00.000Z', [ada, bob, dan].map((user) => change.user(null, user))],
        ['2026-11-03T11:59:59.999Z', [change.mapping(null, aMapping('ada'))]],
        ['2026-11-03T12:00:00.000Z', [change.mapping(null, aMapping('bob'))]],
        [
          '2026-11-03T12:00:59.999Z',
          [change.mapping(aMapping('bob'), aMapping('bob', 'cleo')), change.mapping(null, aMapping('dan'))],
        ],
        // Confirmed with another name: the mapping is to the same Salesforce user.
        ['2026-11-04T12:00:00.000Z', [change.mapping(aMapping('ada'), renewed)]],
        ['2026-11-05T12:00:00.000Z', [change.mapping(renewed, null)]],
      ]
      for (const [at, changes] of sets) await commit(ledger, changes, { at })
      expect(await ledger.mappingMinutes()).toEqual([
        { at: '2026-11-03T11:59:00.000Z', added: 1, replaced: 0, removed: 0 },
        { at: '2026-11-03T12:00:00.000Z', added: 2, replaced: 1, removed: 0 },
        { at: '2026-11-05T12:00:00.000Z', added: 0, replaced: 0, removed: 1 },
      ])
      const between = { since: '2026-11-03T12:00:00.000Z', until: '2026-11-05T00:00:00.000Z' }
      expect(await ledger.mappingMinutes(between)).toEqual([
        { at: '2026-11-03T12:00:00.000Z', added: 2, replaced: 1, removed: 0 },
      ])
      expect(await ledger.mappingMinutes({ actor: 'nobody' })).toEqual([])
      await commit(ledger, [change.team(null, north), change.user(bob, { ...bob, teamId: north.teamId })])
      expect(await ledger.mappingMinutes({ teamId: north.teamId })).toEqual([
        { at: '2026-11-03T12:00:00.000Z', added: 1, replaced: 1, removed: 0 },
      ])
    })

    test('gives the newest change of users and teams before a change set', async () => {
      const ledger = await open()
      const onNorth = { ...ada, teamId: north.teamId }
      await commit(ledger, [
        change.team(null, north),
        change.user(null, ada),
        change.user(null, aUser('bob')),
      ])
      await commit(ledger, [change.user(ada, onNorth)])
      await commit(ledger, [change.user(onNorth, ada), change.mapping(null, aMapping('ada'))])
      const last = async (entity: 'user' | 'team', keys: readonly string[], before: number) =>
        await ledger.lastChanges(entity, keys, before)
      expect(await last('user', [ada.userId], 4)).toEqual([change.user(onNorth, ada)])
      expect(await last('user', [ada.userId], 3)).toEqual([change.user(ada, onNorth)])
      expect(await last('user', [ada.userId], 1)).toEqual([])
      expect(await last('team', [north.teamId, north.teamId], 99)).toEqual([change.team(null, north)])
      expect(await last('team', [ada.userId], 99)).toEqual([])
      expect((await last('user', [ada.userId, aUser('bob').userId], 99)).map(({ key }) => key)).toEqual(
        [ada.userId, aUser('bob').userId].toSorted(),
      )
      expect(await last('user', [], 99)).toEqual([])
    })
  })
}
