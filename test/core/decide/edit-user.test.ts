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
import { inWords } from '../../support/in-words.ts'

const ada = aUser('ada')
const inSalesScreen = 'in SalesScreen: Manage > Users > Ada Example: make the same change'

function facts(rest: Partial<EditUserFacts> = {}): EditUserFacts {
  return { user: ada, isMapped: false, emailHolder: null, activeUsers: 3, licences: 50, ...rest }
}

describe('editing a user', () => {
  test('changes what the wish names and leaves the rest', () => {
    const wish = { email: email('countess@example.com'), nickname: 'Countess' }
    expect(inWords(decideEditUser(facts(), wish))).toEqual({
      changes: [change.user(ada, { ...ada, ...wish })],
      evidence: [],
      warnings: [],
      next: [inSalesScreen],
    })
  })

  test('changes nothing where all is like that already', () => {
    expect(
      inWords(decideEditUser(facts({ emailHolder: ada }), { email: ada.email, firstName: 'Ada' })),
    ).toEqual(planOf([], { warnings: ['ada@example.com already has these values; nothing was changed'] }))
  })

  test('refuses the e-mail address of somebody else', () => {
    const bob = aUser('bob')
    expect(inWords(decideEditUser(facts({ emailHolder: bob }), { email: bob.email }))).toEqual({
      code: 'conflict',
      message: 'bob@example.com already belongs to Bob Example',
      rows: [],
      actions: ['sfsync users show bob@example.com'],
    })
  })

  test('takes a spectator off the team', () => {
    const user = aUser('ada', { teamId: aTeam('North').teamId })
    expect(inWords(decideEditUser(facts({ user }), { state: 'spectating' }))).toEqual({
      changes: [change.user(user, { ...user, state: 'spectating', teamId: null })],
      evidence: [],
      warnings: ['spectators cannot be on a team, so the user leaves the team'],
      next: [inSalesScreen],
    })
  })

  test('lets somebody without a team become a spectator without a warning', () => {
    expect(inWords(decideEditUser(facts(), { state: 'spectating' }))).toHaveProperty('warnings', [])
  })
})

describe('deactivating a user', () => {
  const plan = planOf([change.user(ada, { ...ada, state: 'deactivated' })], { next: [inSalesScreen] })

  test('changes the state and nothing else', () => {
    expect(inWords(decideDeactivate(facts()))).toEqual(plan)
  })

  test('tells that a mapping stays', () => {
    expect(inWords(decideDeactivate(facts({ isMapped: true })))).toEqual({
      ...plan,
      warnings: [
        'the mapping is kept in case the user comes back; to remove it: sfsync unmap ada@example.com',
      ],
    })
  })

  test('is nothing for somebody who has left', () => {
    const user = aUser('ada', { state: 'deactivated' })
    expect(inWords(decideDeactivate(facts({ user, isMapped: true })))).toEqual(
      planOf([], { warnings: ['ada@example.com already has these values; nothing was changed'] }),
    )
  })
})

describe('reactivating a user', () => {
  const gone = aUser('ada', { state: 'deactivated' })
  const noLicence =
    'all 50 licences are in use: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks'

  test('makes the user active while a licence is free', () => {
    expect(inWords(decideReactivate(facts({ user: gone })))).toEqual(
      planOf([change.user(gone, ada)], { next: [inSalesScreen] }),
    )
  })

  test('makes the user pending without a free licence', () => {
    expect(inWords(decideReactivate(facts({ user: gone, activeUsers: 50 })))).toEqual(
      planOf([change.user(gone, { ...gone, state: 'pending' })], {
        warnings: [noLicence],
        next: [inSalesScreen],
      }),
    )
  })

  test('is nothing for somebody active, even without a free licence', () => {
    expect(inWords(decideReactivate(facts({ activeUsers: 50 })))).toEqual(
      planOf([], { warnings: ['ada@example.com is already active; nothing was changed'] }),
    )
  })

  test('lets somebody pending wait on without a free licence', () => {
    const user = aUser('ada', { state: 'pending' })
    expect(inWords(decideReactivate(facts({ user, activeUsers: 50 })))).toEqual(
      planOf([], {
        warnings: ['ada@example.com already has these values; nothing was changed', noLicence],
      }),
    )
  })
})
