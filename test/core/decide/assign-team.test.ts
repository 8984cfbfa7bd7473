import { expect, test } from 'vitest'
import { decideAssignTeam, type Member } from '../../../src/core/decide/team.ts'
import type { Team, User } from '../../../src/core/model.ts'
import { aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { inWords } from '../../support/in-words.ts'

const north = aTeam('North')
const south = aTeam('South')
const to = { team: north, isNew: false }

function member(name: string, team: Team | null = null, rest: Partial<User> = {}, isMapped = false): Member {
  return { user: aUser(name, { teamId: team?.teamId ?? null, ...rest }), team, isMapped, candidate: null }
}

function goes(each: Member): ReturnType<typeof change.user> {
  return change.user(each.user, { ...each.user, teamId: north.teamId })
}

test('somebody on no team is put on one, and mapped next', () => {
  const ada = member('ada')
  expect(inWords(decideAssignTeam({ members: [ada], to, move: false }))).toEqual({
    changes: [goes(ada)],
    evidence: [],
    warnings: [],
    next: [
      'in SalesScreen: Manage > Users > Ada Example: team North',
      'sfsync map ada@example.com <salesforceUserId>',
    ],
  })
})

test('several people go at once; whoever is mapped needs no mapping next', () => {
  const [ada, bob] = [member('ada', null, {}, true), member('bob', null, {}, true)]
  expect(inWords(decideAssignTeam({ members: [ada, bob], to, move: false }))).toEqual({
    changes: [goes(ada), goes(bob)],
    evidence: [],
    warnings: [],
    next: ['in SalesScreen: Manage > Users > Ada Example, Bob Example: team North'],
  })
})

test('a new team is made first', () => {
  const ada = member('ada', null, {}, true)
  expect(
    inWords(decideAssignTeam({ members: [ada], to: { team: north, isNew: true }, move: false })),
  ).toHaveProperty('changes', [change.team(null, north), goes(ada)])
})

test('whoever is on the team already is left alone', () => {
  const [ada, bob] = [member('ada', north, {}, true), member('bob', null, {}, true)]
  expect(inWords(decideAssignTeam({ members: [ada, bob], to, move: false }))).toHaveProperty('changes', [
    goes(bob),
  ])
})

test('nothing is left to do when all are on the team already', () => {
  expect(
    inWords(decideAssignTeam({ members: [member('ada', north), member('bob', north)], to, move: false })),
  ).toEqual({
    changes: [],
    evidence: [],
    warnings: [
      'ada@example.com is already on North; nothing was changed',
      'bob@example.com is already on North; nothing was changed',
    ],
    next: ['sfsync map ada@example.com <salesforceUserId>'],
  })
})

test('taking one person from another team is a decision', () => {
  const bob = member('bob')
  expect(inWords(decideAssignTeam({ members: [member('ada', south), bob], to, move: false }))).toEqual({
    code: 'decision-needed',
    message: '1 user is on another team; nothing was changed',
    rows: [
      {
        value: 'ada@example.com',
        reason: 'Ada Example (ada@example.com) is on South and would leave it',
        confirmation: 'move',
      },
    ],
    actions: [],
  })
})

test('taking several people from other teams is one decision', () => {
  const members = [member('ada', south), member('bob', south)]
  expect(inWords(decideAssignTeam({ members, to, move: false }))).toEqual({
    code: 'decision-needed',
    message: '2 users are on another team; nothing was changed',
    rows: ['ada', 'bob'].map((name) => ({
      value: `${name}@example.com`,
      reason: `${aUser(name).firstName} Example (${name}@example.com) is on South and would leave it`,
      confirmation: 'move',
    })),
    actions: [],
  })
})

test('with the decision people move', () => {
  const ada = member('ada', south, {}, true)
  expect(inWords(decideAssignTeam({ members: [ada], to, move: true }))).toHaveProperty('changes', [goes(ada)])
})

test('a spectator cannot be on a team, whatever is decided', () => {
  const members = [member('ada'), member('bob', null, { state: 'spectating' })]
  expect(inWords(decideAssignTeam({ members, to, move: true }))).toEqual({
    code: 'invalid',
    message: 'bob@example.com: spectators are hidden and cannot be on a team',
    rows: [],
    actions: ['sfsync users edit bob@example.com --state active'],
  })
})

test('somebody deactivated goes on the team with a warning', () => {
  const ada = member('ada', null, { state: 'deactivated' }, true)
  expect(inWords(decideAssignTeam({ members: [ada], to, move: false }))).toEqual({
    changes: [goes(ada)],
    evidence: [],
    warnings: ['ada@example.com is deactivated and will not show up'],
    next: ['in SalesScreen: Manage > Users > Ada Example: team North'],
  })
})
