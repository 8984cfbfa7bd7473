import { describe, expect, test } from 'vitest'
import { isOverLimit, limitRefusal, removalsIn } from '../../../src/core/decide/removal-limit.ts'
import { aMapping, aTeam, aUser, email } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { inWords } from '../../support/in-words.ts'

const north = aTeam('North')
const ada = aUser('ada', { teamId: north.teamId })

describe('what counts as a loss', () => {
  test.each([
    ['a mapping that is removed', change.mapping(aMapping('ada'), null), ['mapping']],
    ['a mapping to another user', change.mapping(aMapping('ada'), aMapping('ada', 'bob')), ['mapping']],
    ['another team', change.user(ada, { ...ada, teamId: aTeam('South').teamId }), ['team']],
    ['no team', change.user(ada, { ...ada, teamId: null }), ['team']],
    ['deactivation', change.user(ada, { ...ada, state: 'deactivated' }), ['active account']],
    ['a user who goes', change.user(ada, null), ['active account']],
  ])('%s', (_, each, lost) => {
    expect([...removalsIn([each])]).toEqual([[ada.userId, lost]])
  })

  test.each([
    ['a new mapping', change.mapping(null, aMapping('ada'))],
    [
      'the same mapping, renewed',
      change.mapping(aMapping('ada'), aMapping('ada', 'ada', { seenName: 'Ada' })),
    ],
    ['a first team', change.user({ ...ada, teamId: null }, ada)],
    ['another name or address', change.user(ada, { ...ada, firstName: 'A', email: email('a@b.example') })],
    ['reactivation', change.user({ ...ada, state: 'deactivated' }, ada)],
    ['a team that goes', change.team(north, null)],
  ])('%s does not', (_, each) => {
    expect([...removalsIn([each])]).toEqual([])
  })

  test('a user who loses two things counts once', () => {
    const losses = removalsIn([
      change.user(ada, { ...ada, teamId: null }),
      change.mapping(aMapping('ada'), null),
    ])
    expect([...losses]).toEqual([[ada.userId, ['team', 'mapping']]])
  })
})

describe('the limit', () => {
  const limit = { people: 10, percent: 10 }

  test.each([
    [3, 3, false],
    [4, 8, true],
    [4, 40, false],
    [10, 100, false],
    [11, 1000, true],
  ])('%i of %i people: over it is %s', (people, users, expected) => {
    expect(isOverLimit(people, users, limit)).toBe(expected)
  })

  test('is opened by the number alone, which the refusal names', () => {
    const losses = new Map([['u-1', ['team', 'team', 'mapping']]])
    expect(inWords(limitRefusal(losses, 5, limit, () => 'Ada', undefined))).toEqual({
      code: 'limit',
      message:
        '1 of 5 users would lose their mapping, team or active account; the limit for one run is 10 users or 10 percent',
      rows: [{ value: 'Ada', reason: 'Ada would lose: team, mapping' }],
      actions: [
        'to change the limits, set removal-limit or removal-percent: sfsync settings set removal-limit <number>',
      ],
      removals: { needed: 1, given: undefined },
    })
    expect(limitRefusal(losses, 5, limit, () => 'Ada', 3).removals).toEqual({ needed: 1, given: 3 })
  })
})
