import { describe, expect, test } from 'vitest'
import { checkRemovals, removalsIn, type RemovalFacts } from '../../../src/core/decide/removal-limit.ts'
import { isRefusal, type Plan, planOf } from '../../../src/core/change.ts'
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

function losing(people: number): Plan {
  const removed = change.mapping(aMapping('ada'), null)
  return planOf(Array.from({ length: people }, (_, at) => ({ ...removed, key: String(at + 1) })))
}

describe('the limit', () => {
  const facts: RemovalFacts = {
    users: 5,
    limit: { people: 10, percent: 10 },
    allowed: undefined,
    nameOf: (userId) => `User ${userId}`,
  }

  test.each([
    [3, 3, false],
    [4, 8, true],
    [4, 40, false],
    [10, 100, false],
    [11, 1000, true],
  ])('%i of %i people: over it is %s', (people, users, expected) => {
    const checked = checkRemovals(losing(people), { ...facts, users })
    expect(isRefusal(checked)).toBe(expected)
  })

  test('is lifted by exactly the number that the refusal names', () => {
    const plan = losing(4)
    expect(inWords(checkRemovals(plan, facts))).toMatchObject({
      code: 'limit',
      message:
        '4 of 5 users would lose their mapping, team or active account; the limit for one run is 3 users (more only up to 10 percent of all 5)',
      rows: [1, 2, 3, 4].map((number) => ({
        value: `User ${number}`,
        reason: `User ${number} would lose: mapping`,
      })),
      actions: [
        'to change the limits, set removal-limit or removal-percent: sfsync settings set removal-limit <number>',
      ],
      removals: { needed: 4, given: undefined },
    })
    expect(checkRemovals(plan, { ...facts, allowed: 3 })).toMatchObject({ removals: { needed: 4, given: 3 } })
    expect(checkRemovals(plan, { ...facts, allowed: 4 })).toBe(plan)
  })

  test.for([
    { users: 400, limit: { people: 100, percent: 10 }, losing: 41, text: '40 users (10 percent of all 400)' },
    { users: 400, limit: { people: 10, percent: 10 }, losing: 11, text: '10 users' },
    { users: 30, limit: { people: 3, percent: 10 }, losing: 4, text: '3 users' },
  ])('that applies is the lower one: $text', ({ users, limit, losing: people, text }) => {
    expect(checkRemovals(losing(people), { ...facts, users, limit })).toHaveProperty(
      'message',
      `${people} of ${users} users would lose their mapping, team or active account; the limit for one run is ${text}`,
    )
  })

  test('is named with the noun that its number takes', () => {
    const checked = checkRemovals(losing(2), { ...facts, users: 2, limit: { people: 1, percent: 10 } })
    expect(inWords(checked)).toMatchObject({
      message:
        '2 of 2 users would lose their mapping, team or active account; the limit for one run is 1 user',
    })
  })
})
