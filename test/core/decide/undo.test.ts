import { describe, expect, test } from 'vitest'
import { type Change, type ChangeSet, planOf } from '../../../src/core/change.ts'
import { type Decision, decisionKey } from '../../../src/core/model.ts'
import { decideUndo } from '../../../src/core/decide/undo.ts'
import { type LedgerState, stateAfter, stateOf } from '../../../src/core/ledger-state.ts'
import { aChangeSet, aMapping, aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

function history(...sets: readonly (readonly Change[])[]): { sets: ChangeSet[]; now: LedgerState } {
  let now = stateOf([])
  const numbered = sets.map((changes, index) => {
    now = stateAfter(now, changes)
    return aChangeSet(planOf(changes), { number: index + 1, command: `sfsync step ${index + 1}` })
  })
  return { sets: numbered, now }
}

const north = aTeam('North')
const ada = aUser('ada', { teamId: north.teamId })
const grace = aUser('grace')

describe('what nothing newer touched', () => {
  test('is the inverse, with the change set it takes back as its evidence', () => {
    const { sets, now } = history([change.team(null, north), change.user(null, ada)])
    expect(decideUndo({ changeSets: sets, now })).toEqual({
      plan: {
        changes: [change.user(ada, null), change.team(north, null)],
        evidence: ['undoes change set 1: sfsync step 1'],
        warnings: [],
        next: [],
      },
      conflicts: [],
      isDone: false,
    })
  })

  test('of several change sets is one change a row, from the row as it is to the row as it was', () => {
    const renamed = { ...grace, firstName: 'Amazing' }
    const { sets, now } = history([change.user(null, grace)], [change.user(grace, renamed)])
    expect(decideUndo({ changeSets: sets.toReversed(), now }).plan.changes).toEqual([
      change.user(renamed, null),
    ])
  })

  test('changes nothing where it was undone already, and says so', () => {
    const { sets, now } = history([change.user(null, grace)], [change.user(grace, null)])
    expect(decideUndo({ changeSets: sets.slice(0, 1), now })).toMatchObject({
      plan: { changes: [], notices: ['change set 1 is already undone; nothing was changed'] },
      conflicts: [],
    })
  })

  test('changes nothing where several were undone already', () => {
    const renamed = { ...grace, firstName: 'Amazing' }
    const { sets, now } = history(
      [change.user(null, grace)],
      [change.user(grace, renamed)],
      [change.user(renamed, null)],
    )
    expect(decideUndo({ changeSets: sets.slice(0, 2).toReversed(), now })).toMatchObject({
      plan: { changes: [], notices: ['change sets 1, 2 are already undone; nothing was changed'] },
      conflicts: [],
    })
  })

  test('can be done again: the undo of an undo is the first plan', () => {
    const { sets, now } = history([change.user(null, grace)], [change.user(grace, null)])
    expect(decideUndo({ changeSets: sets.slice(1), now }).plan.changes).toEqual([change.user(null, grace)])
  })
})

describe('what something newer touched', () => {
  test('stays, and the rest is undone', () => {
    const renamed = { ...grace, firstName: 'Amazing' }
    const { sets, now } = history(
      [change.user(null, grace), change.team(null, north)],
      [change.user(grace, renamed)],
    )
    expect(decideUndo({ changeSets: sets.slice(0, 1), now })).toMatchObject({
      plan: { changes: [change.team(north, null)] },
      conflicts: [{ change: change.user(null, grace), number: 1, reason: 'was changed since' }],
    })
  })

  test('keeps what other rows depend on: a team with members, and its members', () => {
    const { sets, now } = history([change.team(null, north)], [change.user(null, ada)])
    expect(decideUndo({ changeSets: sets.slice(0, 1), now })).toMatchObject({
      plan: { changes: [] },
      conflicts: [{ change: change.team(null, north), reason: 'has 1 member' }],
    })
  })

  test('keeps a user mapped since, and the team of a user who stays', () => {
    const { sets, now } = history(
      [change.team(null, north), change.user(null, ada)],
      [change.mapping(null, aMapping('ada'))],
    )
    const { plan, conflicts } = decideUndo({ changeSets: sets.slice(0, 1), now })
    expect(plan.changes).toEqual([])
    expect(conflicts.map(({ change: { entity }, reason }) => [entity, reason])).toEqual([
      ['user', `is mapped to ${aMapping('ada').salesforceUserId}`],
      ['team', 'has 1 member'],
    ])
  })

  test('keeps a user about whom a decision was recorded since', () => {
    const decision: Decision = {
      kind: 'later',
      userId: grace.userId,
      salesforceUserId: null,
      until: null,
      reason: null,
      decidedBy: 'kari',
      decidedAt: '2026-11-01T00:00:00.000Z',
    }
    const decided: Change = { entity: 'decision', key: decisionKey(decision), before: null, after: decision }
    const { sets, now } = history([change.user(null, grace)], [decided])
    expect(decideUndo({ changeSets: sets.slice(0, 1), now }).conflicts).toMatchObject([
      { reason: 'a decision is about this user' },
    ])
  })

  test('does not restore an address, a Salesforce user or a team name that is in use now', () => {
    const mapping = aMapping('grace')
    const taken = { ...ada, email: grace.email, teamId: null }
    const { sets, now } = history(
      [change.user(null, grace), change.mapping(null, mapping), change.team(null, north)],
      [change.mapping(mapping, null), change.user(grace, null), change.team(north, null)],
      [
        change.user(null, taken),
        change.mapping(null, { ...aMapping('ada'), salesforceUserId: mapping.salesforceUserId }),
        change.team(null, { ...aTeam('Other'), name: 'NORTH' }),
      ],
    )
    const { plan, conflicts } = decideUndo({ changeSets: sets.slice(1, 2), now })
    expect(plan.changes).toEqual([])
    expect(conflicts.map(({ reason }) => reason).toSorted()).toEqual(
      [
        `${mapping.salesforceUserId} is now mapped to ${taken.firstName} ${taken.lastName}`,
        `${grace.email} is now the e-mail address of ${taken.firstName} ${taken.lastName}`,
        'another team is now called NORTH',
      ].toSorted(),
    )
  })
})
