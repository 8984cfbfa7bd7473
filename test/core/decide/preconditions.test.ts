import { expect, test } from 'vitest'
import type { Change } from '../../../src/core/change.ts'
import { changedPreconditions, preconditionsOfChange } from '../../../src/core/decide/preconditions.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { aMapping, aSalesforceUser, aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const north = aTeam('North')
const mapping = change.mapping(null, aMapping('ada'))

function facts(
  each: Change,
  user: User | null,
  person: SalesforceUser | null,
  own: readonly string[] = [],
  rejectedBy: string | null = null,
) {
  const known = {
    rejected: () => (rejectedBy === null ? null : { decidedBy: rejectedBy }),
    user: () => user,
    team: (teamId: string) => (teamId === north.teamId ? north : null),
    salesforceUser: () => person,
    mapping: () => (person === null ? null : aMapping('ada')),
  }
  return preconditionsOfChange(each, known, (key) => own.includes(key))
}

test('a mapping relies on both sides, as they are', () => {
  expect(facts(mapping, aUser('ada', { teamId: north.teamId }), aSalesforceUser('ada'))).toEqual({
    'SalesScreen user': 'Ada Example, ada@example.com, active, team North',
    'Salesforce user': 'Ada Example, ada@example.com, active, Standard',
  })
  const idle = aSalesforceUser('ada', { active: null, frozen: true, email: null, type: null })
  expect(facts(mapping, aUser('ada', { state: 'pending' }), idle)).toEqual({
    'SalesScreen user': 'Ada Example, ada@example.com, pending, no team',
    'Salesforce user': 'Ada Example, no e-mail, activity unknown, frozen',
  })
  expect(facts(mapping, null, null)).toEqual({
    'SalesScreen user': 'none',
    'Salesforce user': 'not in the Salesforce directory',
  })
})

test('a mapping of two who are never the same relies on that decision', () => {
  const [user, person] = [aUser('ada'), aSalesforceUser('ada')]
  const then = facts(mapping, user, person)
  const now = facts(mapping, user, person, [], 'grace')
  expect(changedPreconditions(then, now)).toEqual([
    'the decision was "none" and is now "never these two, grace"',
  ])
  expect(changedPreconditions(now, then)).toEqual([
    'the decision was "never these two, grace" and is now "none"',
  ])
  expect(changedPreconditions(now, now)).toEqual([])
})

test('what the same plan creates is not a precondition; a removal relies on no Salesforce user', () => {
  const person = aSalesforceUser('ada')
  expect(facts(mapping, aUser('ada'), person, [`user ${aUser('ada').userId}`])).toEqual({
    'Salesforce user': 'Ada Example, ada@example.com, active, Standard',
  })
  expect(Object.keys(facts(change.mapping(aMapping('ada'), null), aUser('ada'), person))).toEqual([
    'SalesScreen user',
  ])
})

test('a user relies on the team', () => {
  const each = change.user(null, aUser('ada', { teamId: north.teamId }))
  expect(facts(each, null, null)).toEqual({ team: 'North' })
  expect(facts(each, null, null, [`team ${north.teamId}`])).toEqual({})
  expect(facts(change.team(null, north), null, null)).toEqual({})
})

test('each difference is reported', () => {
  expect(changedPreconditions({ team: 'North', a: 'same' }, { team: 'South', a: 'same', b: 'new' })).toEqual([
    'the team was "North" and is now "South"',
    'the b was "none" and is now "new"',
  ])
})

test('a deactivation relies on the Salesforce user, who may be back', () => {
  const ada = aUser('ada')
  const left = change.user(ada, { ...ada, state: 'deactivated' })
  expect(facts(left, ada, aSalesforceUser('ada', { active: false }))).toEqual({
    'Salesforce user': 'Ada Example, ada@example.com, inactive, Standard',
  })
  expect(facts(left, ada, null)).toEqual({ 'Salesforce user': 'none' })
})
