import { describe, expect, test } from 'vitest'
import type { Change } from '../../../src/core/change.ts'
import { changeBreaches, plannedBreaches } from '../../../src/core/decide/sound-row.ts'
import type { Decision } from '../../../src/core/model.ts'
import { aFact, aTeam, aUser, userIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const decision = (rest: Partial<Decision> = {}): Decision => ({
  kind: 'later',
  userId: userIdOf('ada'),
  salesforceUserId: null,
  until: '2028-02-29',
  reason: null,
  decidedBy: 'ada',
  decidedAt: '2026-11-23T23:59:59.999Z',
  ...rest,
})

const reasons = (breaches: readonly { readonly column: string; readonly reason: string }[]) =>
  breaches.map(({ column, reason }) => `${column}: ${reason}`)

describe('a change that was made', () => {
  test('is sound', () => {
    const made = [
      change.user(null, aUser('ada')),
      change.user(aUser('ada'), aUser('ada', { nickname: 'Countess' })),
      change.user(aUser('ada'), null),
      change.fact(null, aFact('auto-sync', 'off')),
      change.decision(null, decision()),
      // Older versions may have written it.
      change.team(null, aTeam(' North')),
    ]
    expect(made.flatMap((each) => changeBreaches(each))).toEqual([])
  })

  test.for<readonly [what: string, change: Change, told: readonly string[]]>([
    [
      'of nothing',
      { entity: 'user', key: userIdOf('ada'), before: null, after: null },
      ['change: the change has no row before it and none after it'],
    ],
    [
      'with the key of another row',
      { entity: 'user', key: userIdOf('bob'), before: aUser('bob'), after: aUser('ada') },
      [`key: the key is ${userIdOf('bob')}, but the row has ${userIdOf('ada')}`],
    ],
    [
      'that removes a row under another key',
      { entity: 'user', key: userIdOf('bob'), before: aUser('ada'), after: null },
      [`key: the key is ${userIdOf('bob')}, but the row has ${userIdOf('ada')}`],
    ],
    [
      'on 31 February',
      change.fact(null, aFact('auto-sync', 'off', { attestedAt: '2026-02-31T12:00:00.000Z' })),
      ['attestedAt: not a time in UTC'],
    ],
    [
      'in the year 99999 and at 25 o’clock',
      change.decision(null, decision({ until: '99999-01-01', decidedAt: '2026-11-23T25:00:00.000Z' })),
      ['until: not a day', 'decidedAt: not a time in UTC'],
    ],
    [
      'until 29 February 2027',
      change.decision(null, decision({ until: '2027-02-29' })),
      ['until: not a day'],
    ],
  ])('%s is told', ([, made, told]) => {
    expect(reasons(changeBreaches(made))).toEqual(told)
  })
})

describe('a planned change', () => {
  test('writes only values that hold', () => {
    expect(reasons(plannedBreaches(change.team(null, aTeam(' North')), 'ada'))).toEqual([
      'name: a team needs a name without spaces around it',
    ])
  })

  test('decides in the name of nobody else', () => {
    expect(plannedBreaches(change.decision(null, decision()), 'ada')).toEqual([])
    expect(plannedBreaches(change.decision(decision(), null), 'bob')).toEqual([])
    expect(reasons(plannedBreaches(change.decision(null, decision()), 'bob'))).toEqual([
      'decidedBy: decided by ada, but planned by bob',
    ])
  })

  test('confirms no setting', () => {
    expect(reasons(plannedBreaches(change.fact(null, aFact('auto-sync', 'off')), 'ada'))).toEqual([
      'attestedBy: a plan cannot confirm the setting auto-sync',
    ])
  })
})
