import { describe, expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import {
  decideCreateTeam,
  decideDeleteTeam,
  decideRenameTeam,
  decideTeamKey,
} from '../../../src/core/decide/team.ts'
import { aTeam, aUser, teamIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const north = aTeam('North')
const south = aTeam('South', { key: '17' })
const keyTaken = {
  code: 'conflict',
  message: 'the key 17 already belongs to the team South',
  rows: [],
  actions: ['sfsync teams key South --none'],
}

describe('creating a team', () => {
  test('makes it, here and then in SalesScreen', () => {
    expect(decideCreateTeam(null, null, north)).toEqual(
      planOf([change.team(null, north)], { next: ['in SalesScreen: Manage > Teams > New team: North'] }),
    )
  })

  test('makes no twin', () => {
    expect(decideCreateTeam(north, null, aTeam('NÓRTH'))).toEqual(
      planOf([], { warnings: ['the team North is already there; nothing was written'] }),
    )
  })

  test('tells where the key of the existing one differs', () => {
    expect(decideCreateTeam(south, null, { ...south, key: '18' })).toHaveProperty('warnings', [
      'the team South is already there; nothing was written',
      'its key is 17: sfsync teams key South 18',
    ])
    expect(decideCreateTeam(north, null, { ...north, key: '18' })).toHaveProperty('warnings', [
      'the team North is already there; nothing was written',
      'its key is not set: sfsync teams key North 18',
    ])
  })

  test('refuses a key that another team has', () => {
    expect(decideCreateTeam(null, south, { ...north, key: '17' })).toEqual(keyTaken)
  })
})

describe('renaming a team', () => {
  test('changes the name, here and then in SalesScreen', () => {
    expect(decideRenameTeam(north, null, 'Far North')).toEqual(
      planOf([change.team(north, { ...north, name: 'Far North' })], {
        next: ['in SalesScreen: Manage > Teams > North: rename it to Far North'],
      }),
    )
  })

  test('may change case and accents only', () => {
    expect(decideRenameTeam(north, north, 'NORTH')).toHaveProperty('changes', [
      change.team(north, { ...north, name: 'NORTH' }),
    ])
  })

  test('changes nothing where it is called so', () => {
    expect(decideRenameTeam(north, north, 'North')).toEqual(
      planOf([], { warnings: ['the team is called North already; nothing was written'] }),
    )
  })

  test('refuses the name of another team', () => {
    expect(decideRenameTeam(north, south, 'south')).toEqual({
      code: 'conflict',
      message: 'there is a team South already',
      rows: [],
      actions: ['choose another name, or move its people with assign-team and delete it'],
    })
  })
})

describe('the key of a team', () => {
  test('is set, changed and taken away', () => {
    expect(decideTeamKey(north, null, '18')).toEqual(planOf([change.team(north, { ...north, key: '18' })]))
    expect(decideTeamKey(south, null, '18')).toEqual(planOf([change.team(south, { ...south, key: '18' })]))
    expect(decideTeamKey(south, null, null)).toEqual(planOf([change.team(south, { ...south, key: null })]))
  })

  test('stays where it is like that', () => {
    expect(decideTeamKey(south, south, '17')).toEqual(
      planOf([], { warnings: ['the key of South is 17 already; nothing was written'] }),
    )
    expect(decideTeamKey(north, null, null)).toEqual(
      planOf([], { warnings: ['the key of North is not set already; nothing was written'] }),
    )
  })

  test('is refused where another team has it', () => {
    expect(decideTeamKey(north, south, '17')).toEqual(keyTaken)
  })
})

describe('deleting a team', () => {
  const next = ['in SalesScreen: Manage > Teams > North: delete it']
  const [ada, bob] = [aUser('ada', { teamId: north.teamId }), aUser('bob', { teamId: north.teamId })]

  test('that is empty needs no decision', () => {
    expect(decideDeleteTeam(north, [], false)).toEqual(planOf([change.team(north, null)], { next }))
  })

  test('with one person on it is a decision', () => {
    expect(decideDeleteTeam(north, [ada], false)).toEqual({
      code: 'decision-needed',
      message: 'one person is on the team North; nothing was written',
      rows: [
        {
          value: 'ada@example.com',
          reason: 'ada@example.com would be on no team, so that no data shows',
          flag: '--remove-members',
        },
      ],
      actions: ['decide, then run the command again with --remove-members'],
    })
  })

  test('with many people on it names twenty of them', () => {
    const many = Array.from({ length: 30 }, (_, index) => aUser(`p${index}`, { teamId: teamIdOf('North') }))
    expect(decideDeleteTeam(north, many, false)).toMatchObject({
      message: '30 people are on the team North; nothing was written',
      rows: many.slice(0, 20).map((user) => ({ value: user.email })),
    })
  })

  test('with the decision leaves its people without one', () => {
    expect(decideDeleteTeam(north, [ada, bob], true)).toEqual(
      planOf(
        [
          change.user(ada, { ...ada, teamId: null }),
          change.user(bob, { ...bob, teamId: null }),
          change.team(north, null),
        ],
        { next },
      ),
    )
  })
})
