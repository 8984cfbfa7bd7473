import { expect, test } from 'vitest'
import { teamChanges } from '../../../src/core/decide/team.ts'
import { aTeam } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

test('a team is made only where the wish names a new one', () => {
  const team = aTeam('North')
  expect(teamChanges({ team, isNew: true })).toEqual([change.team(null, team)])
  expect(teamChanges({ team, isNew: false })).toEqual([])
  expect(teamChanges(null)).toEqual([])
})
