import { expect, test } from 'vitest'
import { decideCreateUser } from '../../../src/core/decide/user.ts'
import { aTeam, aUser, salesforceUserIdOf, userIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { inWords } from '../../support/in-words.ts'

const { state: _state, teamId: _teamId, ...ada } = aUser('ada')
const north = aTeam('North')
const nobody = {
  existing: null,
  existingTeamName: null,
  salesforceUserId: null,
  activeUsers: 3,
  licences: 50,
}

test('a user is created, and put on a team next', () => {
  expect(inWords(decideCreateUser(nobody, { user: ada, team: null, evidence: ['typed'] }))).toEqual({
    changes: [change.user(null, aUser('ada'))],
    evidence: ['typed'],
    warnings: [],
    next: [
      'in SalesScreen: Manage > Users > New User: Ada Example, ada@example.com',
      'sfsync assign-team ada@example.com <team>',
    ],
  })
})

test('a user is created on a team, and mapped next', () => {
  const wish = { user: ada, team: { team: north, isNew: false }, evidence: [] }
  expect(inWords(decideCreateUser(nobody, wish))).toEqual({
    changes: [change.user(null, aUser('ada', { teamId: north.teamId }))],
    evidence: [],
    warnings: [],
    next: [
      'in SalesScreen: Manage > Users > New User: Ada Example, ada@example.com, team North',
      'sfsync map ada@example.com <salesforceUserId>',
    ],
  })
})

test('a user taken from Salesforce is mapped to that person next', () => {
  const facts = { ...nobody, salesforceUserId: salesforceUserIdOf('ada') }
  const wish = { user: ada, team: { team: north, isNew: false }, evidence: [] }
  expect(inWords(decideCreateUser(facts, wish)).next).toEqual([
    'in SalesScreen: Manage > Users > New User: Ada Example, ada@example.com, team North',
    `sfsync map ada@example.com ${salesforceUserIdOf('ada')}`,
  ])
})

test('a new team is made with the user', () => {
  const wish = { user: ada, team: { team: north, isNew: true }, evidence: [] }
  expect(inWords(decideCreateUser(nobody, wish)).changes).toEqual([
    change.team(null, north),
    change.user(null, aUser('ada', { teamId: north.teamId })),
  ])
})

test('without a free licence the user will be pending', () => {
  const plan = decideCreateUser({ ...nobody, licences: 3 }, { user: ada, team: null, evidence: [] })
  expect({ changes: plan.changes, warnings: plan.warnings }).toEqual({
    changes: [change.user(null, aUser('ada', { state: 'pending' }))],
    warnings: [
      'all 3 licences are in use: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks',
    ],
  })
})

test('a user who is already there is left alone', () => {
  const existing = aUser('ada', { userId: userIdOf('older'), nickname: 'Countess' })
  const facts = { ...nobody, existing }
  expect(inWords(decideCreateUser(facts, { user: ada, team: null, evidence: [] }))).toEqual({
    changes: [],
    evidence: [],
    warnings: ['ada@example.com already exists (Ada Example); nothing was changed'],
    next: ['sfsync status ada@example.com'],
  })
})

test('what differs from a user who is already there is told, with the command for each', () => {
  const existing = aUser('ada', {
    firstName: 'Adah',
    lastName: "O'Brien",
    state: 'deactivated',
    teamId: aTeam('South').teamId,
  })
  const facts = { ...nobody, existing, existingTeamName: 'South' }
  const wish = { user: { ...ada, nickname: 'Countess' }, team: { team: north, isNew: false }, evidence: [] }
  expect(inWords(decideCreateUser(facts, wish))).toEqual({
    changes: [],
    evidence: [],
    warnings: [
      "ada@example.com already exists (Adah O'Brien); nothing was changed",
      'first name is "Adah", not "Ada": sfsync users edit ada@example.com --first-name Ada',
      `last name is "O'Brien", not "Example": sfsync users edit ada@example.com --last-name Example`,
      'nickname is "", not "Countess": sfsync users edit ada@example.com --nickname Countess',
      'team is "South", not "North": sfsync assign-team ada@example.com North --move',
      'the user is deactivated: sfsync users reactivate ada@example.com',
    ],
    next: ['sfsync status ada@example.com'],
  })
})

test('a user who is already there without a team can be put on one without a decision', () => {
  const facts = { ...nobody, existing: aUser('ada') }
  const wish = { user: ada, team: { team: north, isNew: true }, evidence: [] }
  expect(inWords(decideCreateUser(facts, wish))).toEqual({
    changes: [],
    evidence: [],
    warnings: [
      'ada@example.com already exists (Ada Example); nothing was changed',
      'the user is not on a team yet: sfsync assign-team ada@example.com North',
    ],
    next: ['sfsync status ada@example.com'],
  })
})
