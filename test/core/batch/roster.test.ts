import { expect, test } from 'vitest'
import {
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
} from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { bare, decide, type World } from './support.ts'

const [north, south] = [aTeam('North'), aTeam('South')]
const ada = aUser('ada', { teamId: north.teamId })
const bob = aUser('bob', { teamId: north.teamId })
const cleo = aUser('cleo', { teamId: south.teamId })
const world: World = {
  users: [ada, bob, cleo],
  mappings: [aMapping('bob'), aMapping('cleo')],
  teams: [north, south],
  people: ['ada', 'bob', 'cleo'].map((name) => aSalesforceUser(name)),
}
const allowed = new Set(['move', 'replace', 'take-over', 'create-team', 'allow-mismatch'])
const pruning = { ...world, rules: { allowed, roster: { prune: true } } }
const keeping = { ...world, rules: { allowed, roster: { prune: false } } }

test('a roster adds and changes, and leaves users alone who are not on it', () => {
  const rows = [{ user: ada.email, team: 'North', salesforceUser: salesforceUserIdOf('ada') }]
  expect(decide('import', keeping, ...rows).plan.changes).toMatchObject([
    { entity: 'mapping', key: ada.userId },
  ])
})

test('pruned, users on one of its teams who are not on the roster lose team and mapping; other teams are left alone', () => {
  const { plan, problems } = decide('import', pruning, { user: ada.email, team: 'north' })
  expect(problems).toEqual([])
  expect(plan.changes).toEqual([
    {
      ...change.user(bob, { ...bob, teamId: null }),
      origin: 'people.csv',
      evidence: 'is on team North but not on the roster',
    },
    {
      ...change.mapping(aMapping('bob'), null),
      origin: 'people.csv',
      evidence: 'is on team North but not on the roster',
    },
  ])
})

test('a team without members is created if missing, and emptied if not', () => {
  const { plan } = decide('import', pruning, { team: 'South' }, { team: 'West' })
  expect(plan.changes.map(bare)).toEqual([
    change.team(null, { ...aTeam('West'), teamId: teamIdOf('new-1') }),
    change.user(cleo, { ...cleo, teamId: null }),
    change.mapping(aMapping('cleo'), null),
  ])
})

test('a user who moves between two teams of the roster is not pruned', () => {
  const rows = [
    { user: ada.email, team: 'South' },
    { user: bob.email, team: 'North' },
    { user: cleo.email, team: 'South' },
  ]
  expect(decide('import', pruning, ...rows).plan.changes.map(bare)).toEqual([
    change.user(ada, { ...ada, teamId: south.teamId }),
  ])
})

test('no mapping is removed by a roster unless it is pruned', () => {
  const row = { user: ada.email, salesforceUser: salesforceUserIdOf('cleo') }
  expect(decide('import', keeping, row).problems).toEqual([
    {
      line: 2,
      field: 'salesforceUser',
      value: 'cleo@example.com',
      group: 'would lose a mapping',
      reason: 'Cleo Example (cleo@example.com) would lose the mapping',
      confirmation: 'prune',
    },
  ])
  expect(decide('import', pruning, row).problems).toEqual([])
})
