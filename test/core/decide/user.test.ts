import { describe, expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import {
  decideCreateUser,
  decideDeactivate,
  decideEditUser,
  decideReactivate,
  type EditUserFacts,
} from '../../../src/core/decide/user.ts'
import { aTeam, aUser, email, salesforceUserIdOf, userIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { inWords } from '../../support/in-words.ts'

const { state: _state, teamId: _teamId, ...newAda } = aUser('ada')
const north = aTeam('North')
const nobody = {
  existing: null,
  existingTeamName: null,
  salesforceUserId: null,
  activeUsers: 3,
  licenses: 50,
}

test('a user is created, and put on a team next', () => {
  expect(inWords(decideCreateUser(nobody, { user: newAda, team: null, evidence: ['typed'] }))).toEqual({
    changes: [change.user(null, aUser('ada'))],
    evidence: ['typed'],
    warnings: [],
    next: ['sfsync assign-team ada@example.com <team>'],
  })
})

test('a user is created on a team, and mapped next', () => {
  const wish = { user: newAda, team: { team: north, isNew: false }, evidence: [] }
  expect(inWords(decideCreateUser(nobody, wish))).toEqual({
    changes: [change.user(null, aUser('ada', { teamId: north.teamId }))],
    evidence: [],
    warnings: [],
    next: ['sfsync explain ada@example.com'],
  })
})

test('a user taken from Salesforce is mapped to that person next', () => {
  const known = { ...nobody, salesforceUserId: salesforceUserIdOf('ada') }
  const wish = { user: newAda, team: { team: north, isNew: false }, evidence: [] }
  expect(inWords(decideCreateUser(known, wish)).next).toEqual([
    `sfsync map ada@example.com ${salesforceUserIdOf('ada')}`,
  ])
})

test('a new team is made with the user', () => {
  const wish = { user: newAda, team: { team: north, isNew: true }, evidence: [] }
  expect(inWords(decideCreateUser(nobody, wish)).changes).toEqual([
    change.team(null, north),
    change.user(null, aUser('ada', { teamId: north.teamId })),
  ])
})

test('without a free license the user will be pending', () => {
  const plan = decideCreateUser({ ...nobody, licenses: 3 }, { user: newAda, team: null, evidence: [] })
  expect({ changes: plan.changes, warnings: plan.warnings }).toEqual({
    changes: [change.user(null, aUser('ada', { state: 'pending' }))],
    warnings: [
      'all 3 licenses are in use: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks',
    ],
  })
})

test('a user who is already there is left alone', () => {
  const existing = aUser('ada', { userId: userIdOf('older'), nickname: 'Countess' })
  const known = { ...nobody, existing }
  expect(inWords(decideCreateUser(known, { user: newAda, team: null, evidence: [] }))).toEqual({
    changes: [],
    evidence: [],
    notices: ['ada@example.com already exists (Ada Example); nothing was changed'],
    warnings: [],
    next: ['sfsync status ada@example.com'],
  })
})

test('what differs from an existing user is reported, with the command for each', () => {
  const existing = aUser('ada', {
    firstName: 'Adah',
    lastName: "O'Brien",
    state: 'deactivated',
    teamId: aTeam('South').teamId,
  })
  const known = { ...nobody, existing, existingTeamName: 'South' }
  const wish = {
    user: { ...newAda, nickname: 'Countess' },
    team: { team: north, isNew: false },
    evidence: [],
  }
  expect(inWords(decideCreateUser(known, wish))).toEqual({
    changes: [],
    evidence: [],
    notices: ["ada@example.com already exists (Adah O'Brien); nothing was changed"],
    warnings: [
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
  const known = { ...nobody, existing: aUser('ada') }
  const wish = { user: newAda, team: { team: north, isNew: true }, evidence: [] }
  expect(inWords(decideCreateUser(known, wish))).toEqual({
    changes: [],
    evidence: [],
    notices: ['ada@example.com already exists (Ada Example); nothing was changed'],
    warnings: ['the user is not on a team yet: sfsync assign-team ada@example.com North'],
    next: ['sfsync status ada@example.com'],
  })
})

const ada = aUser('ada')

function facts(rest: Partial<EditUserFacts> = {}): EditUserFacts {
  return { user: ada, isMapped: false, emailHolder: null, activeUsers: 3, licenses: 50, ...rest }
}

describe('editing a user', () => {
  test('changes what the wish names and leaves the rest', () => {
    const wish = { email: email('countess@example.com'), nickname: 'Countess' }
    expect(inWords(decideEditUser(facts(), wish))).toEqual({
      changes: [change.user(ada, { ...ada, ...wish })],
      evidence: [],
      warnings: [],
      next: [],
    })
  })

  test('changes nothing where all is like that already', () => {
    expect(
      inWords(decideEditUser(facts({ emailHolder: ada }), { email: ada.email, firstName: 'Ada' })),
    ).toEqual(planOf([], { notices: ['ada@example.com already has these values; nothing was changed'] }))
  })

  test('refuses the e-mail address of another user', () => {
    const bob = aUser('bob')
    expect(inWords(decideEditUser(facts({ emailHolder: bob }), { email: bob.email }))).toEqual({
      code: 'conflict',
      message: 'bob@example.com already belongs to another user, Bob Example',
      rows: [],
      actions: [
        'sfsync users show bob@example.com',
        'if the two swap their addresses, give the other one a temporary address first: sfsync users edit bob@example.com --email <address>',
      ],
    })
  })

  test('takes a spectator off the team', () => {
    const user = aUser('ada', { teamId: aTeam('North').teamId })
    expect(inWords(decideEditUser(facts({ user }), { state: 'spectating' }))).toEqual({
      changes: [change.user(user, { ...user, state: 'spectating', teamId: null })],
      evidence: [],
      warnings: ['spectators cannot be on a team, so the user leaves the team'],
      next: [],
    })
  })

  test('lets a user without a team become a spectator without a warning', () => {
    expect(inWords(decideEditUser(facts(), { state: 'spectating' }))).toHaveProperty('warnings', [])
  })
})

describe('deactivating a user', () => {
  const plan = planOf([change.user(ada, { ...ada, state: 'deactivated' })])

  test('changes the state and nothing else', () => {
    expect(inWords(decideDeactivate(facts()))).toEqual(plan)
  })

  test('warns that a mapping stays', () => {
    expect(inWords(decideDeactivate(facts({ isMapped: true })))).toEqual({
      ...plan,
      warnings: [
        'the mapping is kept in case the user comes back; to remove it: sfsync unmap ada@example.com',
      ],
    })
  })

  test('changes nothing for a deactivated user', () => {
    const user = aUser('ada', { state: 'deactivated' })
    expect(inWords(decideDeactivate(facts({ user, isMapped: true })))).toEqual(
      planOf([], { notices: ['ada@example.com already has these values; nothing was changed'] }),
    )
  })
})

describe('reactivating a user', () => {
  const gone = aUser('ada', { state: 'deactivated' })
  const noLicense =
    'all 50 licenses are in use: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks'

  test('makes the user active while a license is free', () => {
    expect(inWords(decideReactivate(facts({ user: gone })))).toEqual(planOf([change.user(gone, ada)]))
  })

  test('makes the user pending without a free license', () => {
    expect(inWords(decideReactivate(facts({ user: gone, activeUsers: 50 })))).toEqual(
      planOf([change.user(gone, { ...gone, state: 'pending' })], {
        warnings: [noLicense],
      }),
    )
  })

  test('changes nothing for an active user, even without a free license', () => {
    expect(inWords(decideReactivate(facts({ activeUsers: 50 })))).toEqual(
      planOf([], { notices: ['ada@example.com is already active; nothing was changed'] }),
    )
  })

  test('keeps a user pending without a free license', () => {
    const user = aUser('ada', { state: 'pending' })
    expect(inWords(decideReactivate(facts({ user, activeUsers: 50 })))).toEqual(
      planOf([], {
        notices: ['ada@example.com already has these values; nothing was changed'],
        warnings: [noLicense],
      }),
    )
  })
})
