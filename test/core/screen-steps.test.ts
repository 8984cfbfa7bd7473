import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/core/change.ts'
import type { ScreenStep } from '../../src/core/hint.ts'
import type { Team, User } from '../../src/core/model.ts'
import { mostSteps, screenSteps } from '../../src/core/screen-steps.ts'
import { screenStepText } from '../../src/salesscreen/screens.ts'
import { aMapping, aTeam, aUser, email, salesforceUserIdOf } from '../support/builders.ts'
import { change } from '../support/changes.ts'

const north = aTeam('North')
const ada = aUser('ada')
const adaId = salesforceUserIdOf('ada')
const bobId = salesforceUserIdOf('bob')

function texts(
  changes: readonly Change[],
  known: { readonly users?: readonly User[]; readonly teams?: readonly Team[] } = {},
): string[] {
  const { users = [], teams = [] } = known
  const steps: ScreenStep[] = screenSteps(changes, {
    user: (userId) => users.find((user) => user.userId === userId) ?? null,
    team: (teamId) => teams.find((team) => team.teamId === teamId) ?? null,
  })
  return steps.map((step) => screenStepText(step).replace('in SalesScreen: ', ''))
}

describe('the steps in SalesScreen', () => {
  test('of a mapping name the user, who is not changed', () => {
    expect(texts([change.mapping(null, aMapping('ada'))], { users: [ada] })).toEqual([
      `Manage > Settings > Mappings > Actions > Add mapping: Salesforce, Ada Example, ${adaId}`,
    ])
    expect(texts([change.mapping(aMapping('ada'), null)], { users: [ada] })).toEqual([
      `Manage > Settings > Mappings: remove the mapping of Ada Example to ${adaId}`,
    ])
  })

  test('of a mapping to another Salesforce user remove the old one first', () => {
    const other = { ...aMapping('ada'), salesforceUserId: bobId }
    expect(texts([change.mapping(other, aMapping('ada'))], { users: [ada] })).toEqual([
      `Manage > Settings > Mappings: remove the mapping of Ada Example to ${bobId}`,
      `Manage > Settings > Mappings > Actions > Add mapping: Salesforce, Ada Example, ${adaId}`,
    ])
  })

  test('of a mapping that was only confirmed are none', () => {
    expect(texts([change.mapping(aMapping('ada'), { ...aMapping('ada'), seenName: 'A' })])).toEqual([])
  })

  test('of a new user come after those of the new team, and of a removed one before those of the team', () => {
    const member = { ...ada, teamId: north.teamId }
    expect(texts([change.user(null, member), change.team(null, north)])).toEqual([
      'Manage > Teams > New team: North',
      'Manage > Users > New User: Ada Example, ada@example.com, team North',
    ])
    expect(texts([change.team(north, null), change.user(member, null)])).toEqual([
      'Manage > Users > Ada Example: deactivate the user',
      'Manage > Teams > North: delete it',
    ])
  })

  test('of a changed user name each value, and the team by its name', () => {
    const changed = {
      ...ada,
      lastName: 'Lovelace',
      email: email('lovelace@example.com'),
      teamId: north.teamId,
    }
    expect(texts([change.user({ ...ada, nickname: 'Countess' }, changed)], { teams: [north] })).toEqual([
      'Manage > Users > Ada Example: last name Lovelace, remove the nickname, e-mail lovelace@example.com',
      'Manage > Users > Ada Example: team North',
    ])
  })

  test('of a renamed team have its old and its new name', () => {
    expect(texts([change.team(north, { ...north, name: 'Nord' })])).toEqual([
      'Manage > Teams > North: rename it to Nord',
    ])
  })

  test('are counted by kind, each with its menu, where there are too many to list', () => {
    const users = Array.from({ length: mostSteps }, (_, at) => change.user(null, aUser(`user${at}`)))
    expect(texts(users)).toHaveLength(mostSteps)
    expect(texts([...users, change.mapping(null, aMapping('ada'))])).toEqual([
      `Manage > Users > New User: ${mostSteps} new users`,
      'Manage > Settings > Mappings > Actions > Add mapping: 1 mapping to add',
    ])
  })
})
