import { describe, expect, test } from 'vitest'
import { refusedSummary, summaryText } from '../../src/app/plan-summary.ts'
import type { Change } from '../../src/core/change.ts'
import { aFact, aMapping, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'

const north = aTeam('North')
const south = aTeam('South')
const onNorth = (name: string) => aUser(name, { teamId: north.teamId })
const onSouth = (name: string) => aUser(name, { teamId: south.teamId })

const newcomers = ['ada', 'bob', 'cid'].map((name) => change.user(null, onNorth(name)))

const cases: readonly (readonly [changes: readonly Change[], planned: string, written: string])[] = [
  [
    [change.team(null, north), ...newcomers, change.user(onNorth('dot'), onSouth('dot'))],
    '1 team and 3 users to add, 1 to move',
    '1 team and 3 users added, 1 moved',
  ],
  [
    [...newcomers, change.mapping(null, aMapping('ada')), change.mapping(null, aMapping('bob'))],
    '3 users to add, 2 to map',
    '3 users added, 2 mapped',
  ],
  // The noun comes back after another one.
  [
    [
      change.user(null, onNorth('ada')),
      change.team(north, { ...north, name: 'Far North' }),
      change.mapping(aMapping('bob'), null),
    ],
    '1 user to add, 1 team to rename, 1 user to unmap',
    '1 user added, 1 team renamed, 1 user unmapped',
  ],
  [
    [
      change.user(aUser('ada'), onNorth('ada')),
      change.user(onNorth('bob'), aUser('bob')),
      change.user(aUser('cid'), aUser('cid', { lastName: 'King' })),
      change.user(aUser('dot'), aUser('dot', { state: 'deactivated' })),
      change.user(aUser('eve', { state: 'deactivated' }), aUser('eve')),
    ],
    '1 user to put on a team, 1 to take off a team, 1 to change, 1 to reactivate, 1 to deactivate',
    '1 user put on a team, 1 taken off a team, 1 changed, 1 reactivated, 1 deactivated',
  ],
  [
    [
      change.mapping(aMapping('ada'), aMapping('ada', 'bob')),
      change.mapping(aMapping('bob'), aMapping('bob', 'bob', { seenName: 'B' })),
      change.fact(null, aFact('auto-sync', 'off')),
      change.fact(aFact('licenses', '5'), null),
      change.team(north, null),
      change.user(aUser('cid'), null),
    ],
    '1 user to remap, 1 team and 1 user to remove, 1 mapping to confirm, 1 setting to set, 1 to unset',
    '1 user remapped, 1 team and 1 user removed, 1 mapping confirmed, 1 setting set, 1 unset',
  ],
]

describe('the summary of a plan', () => {
  test.each(cases)('%# counts what happens', (changes, planned, written) => {
    expect([summaryText(changes, 0, false), summaryText(changes, 0, true)]).toEqual([planned, written])
  })

  test('ends with the problems', () => {
    expect(summaryText(newcomers, 1, false)).toBe('3 users to add, 1 problem')
    expect(summaryText(newcomers, 1200, true)).toBe('3 users added, 1,200 problems')
  })

  test('of a refused plan is there only if some rows are good', () => {
    expect(refusedSummary({ changes: newcomers }, [1, 2])).toEqual({ summary: '3 users to add, 2 problems' })
    expect(refusedSummary({ changes: [] }, [1])).toEqual({})
  })
})
