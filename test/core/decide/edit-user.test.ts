import { describe, expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import {
  decideDeactivate,
  decideEditUser,
  decideReactivate,
  type EditUserFacts,
} from '../../../src/core/decide/user.ts'
import { aTeam, aUser, email } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const ada = aUser('ada')
const inSalesScreen = 'in SalesScreen: Manage > Users > Ada Example: make the same change'

function facts(rest: Partial<EditUserFacts> = {}): EditUserFacts {
  return { user: ada, isMapped: false, emailHolder: null, activeUsers: 3, licences: 50, ...rest }
}

describe('editing a user', () => {
  test('changes what the wish names and leaves the rest', () => {
    const wish = { email: email('countess@example.com'), nickname: 'Countess' }
    expect(decideEditUser(facts(), wish)).toEqual({
      changes: [change.user(ada, { ...ada, ...wish })],
      evidence: [],
      warnings: [],
      next: [inSalesScreen],
    })
  })

  test('changes nothing where all is like that already', () => {
    expect(decideEditUser(facts({ emailHolder: ada }), { email: ada.email, firstName: 'Ada' })).toEqual(
      planOf([], { warnings: ['ada@example.com is like that already; nothing was written'] }),
    )
  })

  test('refuses the e-mail address of somebody else', () => {
    const bob = aUser('bob')
    expect(decideEditUser(facts({ emailHolder: bob }), { email: bob.email })).toEqual({
      code: 'conflict',
      message: 'bob@example.com already belongs to Bob Example',
      rows: [],
      actions: ['sfsync users show bob@example.com'],
    })
  })

  test('takes a spectator off the team', () => {
    const user = aUser('ada', { teamId: aTeam('North').teamId })
    expect(decideEditUser(facts({ user }), { state: 'spectating' })).toEqual({
      changes: [change.user(user, { ...user, state: 'spectating', teamId: null })],
      evidence: [],
      warnings: ['a spectator is on no team: the team was taken away'],
      next: [inSalesScreen],
    })
  })

  test('lets somebody without a team become a spectator without a warning', () => {
    expect(decideEditUser(facts(), { state: 'spectating' })).toHaveProperty('warnings', [])
  })
})

describe('deactivating a user', () => {
  const plan = planOf([change.user(ada, { ...ada, state: 'deactivated' })], { next: [inSalesScreen] })

  test('changes the state and nothing else', () => {
    expect(decideDeactivate(facts())).toEqual(plan)
  })

  test('tells that a mapping stays', () => {
    expect(decideDeactivate(facts({ isMapped: true }))).toEqual({
      ...plan,
      warnings: [
        'the mapping stays, for the day the user comes back; to free the Salesforce user: sfsync unmap ada@example.com',
      ],
    })
  })

  test('is nothing for somebody who has left', () => {
    const user = aUser('ada', { state: 'deactivated' })
    expect(decideDeactivate(facts({ user, isMapped: true }))).toEqual(
      planOf([], { warnings: ['ada@example.com is like that already; nothing was written'] }),
    )
  })
})

describe('reactivating a user', () => {
  const gone = aUser('ada', { state: 'deactivated' })
  const noLicence =
    'all 50 licences are taken: SalesScreen makes the user Pending, who cannot log in and is deactivated after 2 weeks'

  test('makes the user active while a licence is free', () => {
    expect(decideReactivate(facts({ user: gone }))).toEqual(
      planOf([change.user(gone, ada)], { next: [inSalesScreen] }),
    )
  })

  test('makes the user pending without a free licence', () => {
    expect(decideReactivate(facts({ user: gone, activeUsers: 50 }))).toEqual(
      planOf([change.user(gone, { ...gone, state: 'pending' })], {
        warnings: [noLicence],
        next: [inSalesScreen],
      }),
    )
  })

  test('is nothing for somebody active, even without a free licence', () => {
    expect(decideReactivate(facts({ activeUsers: 50 }))).toEqual(
      planOf([], { warnings: ['ada@example.com is active already; nothing was written'] }),
    )
  })

  test('lets somebody pending wait on without a free licence', () => {
    const user = aUser('ada', { state: 'pending' })
    expect(decideReactivate(facts({ user, activeUsers: 50 }))).toEqual(
      planOf([], {
        warnings: ['ada@example.com is like that already; nothing was written', noLicence],
      }),
    )
  })
})
