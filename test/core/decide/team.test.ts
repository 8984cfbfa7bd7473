import { describe, expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import {
  decideAssignTeam,
  decideCreateTeam,
  decideDeleteTeam,
  decideRenameTeam,
  decideTeamKey,
  type Member,
  teamChanges,
} from '../../../src/core/decide/team.ts'
import type { Team, User } from '../../../src/core/model.ts'
import { aTeam, aUser, teamIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { inWords } from '../../support/in-words.ts'

const north = aTeam('North')
const south = aTeam('South', { key: '17' })
const keyTaken = {
  code: 'conflict',
  message: 'the key 17 already belongs to the team South',
  rows: [],
  actions: ['sfsync teams key South --none'],
}

describe('creating a team', () => {
  test('makes it', () => {
    expect(inWords(decideCreateTeam(null, null, north))).toEqual(planOf([change.team(null, north)]))
  })

  test('makes no twin', () => {
    expect(inWords(decideCreateTeam(north, null, aTeam('NÓRTH')))).toEqual(
      planOf([], { notices: ['the team North already exists; nothing was changed'] }),
    )
  })

  test('warns where the key of the existing one differs', () => {
    expect(inWords(decideCreateTeam(south, null, { ...south, key: '18' }))).toHaveProperty('warnings', [
      'its key is 17, not 18: sfsync teams key South 18',
    ])
    expect(inWords(decideCreateTeam(north, null, { ...north, key: '18' }))).toHaveProperty('warnings', [
      'it has no key yet: sfsync teams key North 18',
    ])
  })

  test('refuses a key that another team has', () => {
    expect(inWords(decideCreateTeam(null, south, { ...north, key: '17' }))).toEqual(keyTaken)
  })
})

describe('renaming a team', () => {
  test('changes the name', () => {
    expect(inWords(decideRenameTeam(north, null, 'Far North'))).toEqual(
      planOf([change.team(north, { ...north, name: 'Far North' })]),
    )
  })

  test('may change case and accents only', () => {
    expect(inWords(decideRenameTeam(north, north, 'NORTH'))).toHaveProperty('changes', [
      change.team(north, { ...north, name: 'NORTH' }),
    ])
  })

  test('changes nothing where it is called so', () => {
    expect(inWords(decideRenameTeam(north, north, 'North'))).toEqual(
      planOf([], { notices: ['the team is already called North; nothing was changed'] }),
    )
  })

  test('refuses the name of another team', () => {
    expect(inWords(decideRenameTeam(north, south, 'south'))).toEqual({
      code: 'conflict',
      message: 'a team called South already exists',
      rows: [],
      actions: [
        'choose another name, or move its members to another team and delete it: sfsync teams delete South',
      ],
    })
  })
})

describe('the key of a team', () => {
  test('is set, changed and taken away', () => {
    expect(inWords(decideTeamKey(north, null, '18'))).toEqual(
      planOf([change.team(north, { ...north, key: '18' })]),
    )
    expect(inWords(decideTeamKey(south, null, '18'))).toEqual(
      planOf([change.team(south, { ...south, key: '18' })]),
    )
    expect(inWords(decideTeamKey(south, null, null))).toEqual(
      planOf([change.team(south, { ...south, key: null })]),
    )
  })

  test('stays where it is like that', () => {
    expect(inWords(decideTeamKey(south, south, '17'))).toEqual(
      planOf([], { notices: ['the key of South is already 17; nothing was changed'] }),
    )
    expect(inWords(decideTeamKey(north, null, null))).toEqual(
      planOf([], { notices: ['the team North has no key; nothing was changed'] }),
    )
  })

  test('is refused where another team has it', () => {
    expect(inWords(decideTeamKey(north, south, '17'))).toEqual(keyTaken)
  })
})

describe('deleting a team', () => {
  const [ada, bob] = [aUser('ada', { teamId: north.teamId }), aUser('bob', { teamId: north.teamId })]

  test('that is empty needs no decision', () => {
    expect(inWords(decideDeleteTeam(north, [], false))).toEqual(planOf([change.team(north, null)]))
  })

  test('with one person on it is a decision', () => {
    expect(inWords(decideDeleteTeam(north, [ada], false))).toEqual({
      code: 'decision-needed',
      message: 'the team North was not deleted: it has 1 member',
      rows: [
        {
          value: 'ada@example.com',
          reason: 'ada@example.com would be left without a team, so no data would show',
          confirmation: 'remove-members',
        },
      ],
      actions: [],
    })
  })

  test('with many people on it names twenty of them', () => {
    const many = Array.from({ length: 30 }, (_, index) => aUser(`p${index}`, { teamId: teamIdOf('North') }))
    expect(inWords(decideDeleteTeam(north, many, false))).toMatchObject({
      message: 'the team North was not deleted: it has 30 members',
      rows: many.slice(0, 20).map((user) => ({ value: user.email })),
    })
  })

  test('with the decision leaves its people without one', () => {
    expect(inWords(decideDeleteTeam(north, [ada, bob], true))).toEqual(
      planOf([
        change.user(ada, { ...ada, teamId: null }),
        change.user(bob, { ...bob, teamId: null }),
        change.team(north, null),
      ]),
    )
  })
})

const to = { team: north, isNew: false }

function member(name: string, team: Team | null = null, rest: Partial<User> = {}, isMapped = false): Member {
  return { user: aUser(name, { teamId: team?.teamId ?? null, ...rest }), team, isMapped, candidate: null }
}

function goes(each: Member): ReturnType<typeof change.user> {
  return change.user(each.user, { ...each.user, teamId: north.teamId })
}

test('a user without a team is put on one; the next step is mapping', () => {
  const ada = member('ada')
  expect(inWords(decideAssignTeam({ members: [ada], to, move: false }))).toEqual({
    changes: [goes(ada)],
    evidence: [],
    warnings: [],
    next: ['sfsync explain ada@example.com'],
  })
})

test('several users move at once; mapped users need no mapping next', () => {
  const [ada, bob] = [member('ada', null, {}, true), member('bob', null, {}, true)]
  expect(inWords(decideAssignTeam({ members: [ada, bob], to, move: false }))).toEqual({
    changes: [goes(ada), goes(bob)],
    evidence: [],
    warnings: [],
    next: [],
  })
})

test('a new team is made first', () => {
  const ada = member('ada', null, {}, true)
  expect(
    inWords(decideAssignTeam({ members: [ada], to: { team: north, isNew: true }, move: false })),
  ).toHaveProperty('changes', [change.team(null, north), goes(ada)])
})

test('users already on the team are left unchanged', () => {
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
    notices: [
      'ada@example.com is already on North; nothing was changed',
      'bob@example.com is already on North; nothing was changed',
    ],
    warnings: [],
    next: ['sfsync explain ada@example.com'],
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

test('a deactivated user is put on the team with a warning', () => {
  const ada = member('ada', null, { state: 'deactivated' }, true)
  expect(inWords(decideAssignTeam({ members: [ada], to, move: false }))).toEqual({
    changes: [goes(ada)],
    evidence: [],
    warnings: ['ada@example.com is deactivated and will not show up'],
    next: [],
  })
})

test('a team is made only where the wish names a new one', () => {
  const team = aTeam('North')
  expect(teamChanges({ team, isNew: true })).toEqual([change.team(null, team)])
  expect(teamChanges({ team, isNew: false })).toEqual([])
  expect(teamChanges(null)).toEqual([])
})
