import { describe, expect, test } from 'vitest'
import {
  fitIntoSeats,
  freeLicenses,
  leaversFirst,
  pendingWarnings,
} from '../../../src/core/batch/licenses.ts'
import { aMapping, aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { decide, type World } from './support.ts'

const four = ['ada', 'bob', 'cleo', 'dan'].map((name) => ({
  user: aUser(name).email,
  name: `${name} Example`,
}))

function world(licenses: number | null, ...active: readonly string[]): World {
  return { users: active.map((name) => aUser(name)), rules: { licenses } }
}

describe('a batch beyond the licenses', () => {
  test('warns once, with how many of the new users and how many are free', () => {
    const { plan, rowWarnings } = decide('create-user', world(3, 'zoe', 'yan'), ...four)
    expect(rowWarnings).toEqual([])
    expect(plan.warnings).toEqual([
      {
        text: '3 of 4 new users would become Pending: 3 licenses, 1 free; to see whose license could be freed',
        command: { command: 'users licenses', arguments: [] },
      },
    ])
    expect(plan.changes.map(({ after }) => Object(after).state)).toEqual([
      'active',
      'pending',
      'pending',
      'pending',
    ])
  })

  test.each([6, null])('does not warn with %s licenses', (licenses) => {
    expect(decide('create-user', world(licenses, 'zoe', 'yan'), ...four).plan.warnings).toEqual([])
  })

  test('counts no free license below zero', () => {
    const created = [change.user(null, aUser('ada', { state: 'pending' }))]
    expect(freeLicenses(1, 4)).toBe(0)
    expect(pendingWarnings(created, { licenses: 1, activeUsers: 4 })).toMatchObject([
      { text: expect.stringContaining('1 of 1 new user would become Pending: 1 license, 0 free') },
    ])
  })
})

describe('seats', () => {
  const { changes } = decide('create-user', world(null), ...four).plan

  test('go to the first of the file', () => {
    expect(fitIntoSeats(changes, 3)).toEqual({ fitting: 3, excessLines: new Set([5]) })
    expect(fitIntoSeats(changes, 0)).toEqual({ fitting: 0, excessLines: new Set([2, 3, 4, 5]) })
    expect(fitIntoSeats(changes, 9)).toEqual({ fitting: 4, excessLines: new Set() })
  })

  test('are needed by new users only', () => {
    const others = [change.team(null, aTeam('North')), change.mapping(null, aMapping('zoe'))]
    expect(fitIntoSeats(others, 0)).toEqual({ fitting: 0, excessLines: new Set() })
  })
})

describe('leavers', () => {
  const zoe = aUser('zoe', { teamId: aTeam('North').teamId })

  test('come first, each with the reason', () => {
    const created = change.user(null, aUser('ada'))
    expect(leaversFirst([created], [{ user: zoe, reason: 'is inactive' }])).toEqual([
      { ...change.user(zoe, { ...zoe, state: 'deactivated' }), evidence: 'is inactive' },
      created,
    ])
  })

  test('whom the plan changes already are changed once', () => {
    const pruned = { ...change.user(zoe, { ...zoe, teamId: null }), origin: 'north.csv' }
    expect(leaversFirst([pruned], [{ user: zoe, reason: 'is inactive' }])).toEqual([
      {
        ...change.user(zoe, { ...zoe, teamId: null, state: 'deactivated' }),
        origin: 'north.csv',
        evidence: 'is inactive',
      },
    ])
  })
})
