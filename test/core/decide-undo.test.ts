import { expect, test } from 'vitest'
import { planOf } from '../../src/core/change.ts'
import { decideUndo } from '../../src/core/decide-undo.ts'
import { aChangeSet, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'

test('an undo is the inverse, with the change set it takes back as its evidence', () => {
  const team = aTeam('North')
  const plan = planOf([change.team(null, team), change.user(null, aUser('ada', { teamId: team.teamId }))])
  const changeSet = aChangeSet(plan, { number: 7, command: 'sfsync create-user ada@example.com' })
  expect(decideUndo(changeSet)).toEqual({
    changes: [change.user(aUser('ada', { teamId: team.teamId }), null), change.team(team, null)],
    evidence: ['takes back change set 7: sfsync create-user ada@example.com'],
    warnings: [],
    next: ['in SalesScreen: take back by hand what you had done there'],
  })
})
