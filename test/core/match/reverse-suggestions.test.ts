import { expect, test } from 'vitest'
import { reverseSuggestions } from '../../../src/core/match/reverse-suggestions.ts'
import { suggest } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

test('in reverse: a match, a user with a better match, and a user to create', () => {
  const users = ['ada', 'bob'].map((name) => ({ user: aUser(name), teamName: null }))
  const salesforceUsers = [
    aSalesforceUser('ada'),
    aSalesforceUser('bobby', { name: 'Bob Example', firstName: 'Bob', email: 'bob@example.com' }),
    aSalesforceUser('robert', { name: 'Robert Example', firstName: 'Robert' }),
    aSalesforceUser('zoe', { name: 'Zoe Other', lastName: 'Other' }),
    aSalesforceUser('idle', { active: false }),
  ]
  const all = suggest({ users, salesforceUsers, isRejected: () => false })
  const found = reverseSuggestions(all, salesforceUsers).map(({ salesforceUser, matchClass, candidates }) => [
    salesforceUser.name,
    matchClass,
    candidates.map(({ user }) => user.email),
  ])
  expect(found).toEqual([
    ['Ada Example', 'sure', ['ada@example.com']],
    ['Bob Example', 'sure', ['bob@example.com']],
    ['Robert Example', 'none', []],
    ['Zoe Other', 'none', []],
  ])
})
