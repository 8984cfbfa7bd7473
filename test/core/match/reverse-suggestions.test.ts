import { expect, test } from 'vitest'
import { suggest, reverseSuggestions } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

test('seen from Salesforce: who is there, who looks more like somebody else, and who is to be created', () => {
  const users = ['ada', 'bob'].map((name) => ({ user: aUser(name), teamName: null }))
  const people = [
    aSalesforceUser('ada'),
    aSalesforceUser('bobby', { name: 'Bob Example', firstName: 'Bob', email: 'bob@example.com' }),
    aSalesforceUser('robert', { name: 'Robert Example', firstName: 'Robert' }),
    aSalesforceUser('zoe', { name: 'Zoe Other', lastName: 'Other' }),
    aSalesforceUser('idle', { active: false }),
  ]
  const all = suggest({ users, people, isRejected: () => false })
  const told = reverseSuggestions(all, people).map(({ salesforceUser, matchClass, candidates }) => [
    salesforceUser.name,
    matchClass,
    candidates.map(({ user }) => user.email),
  ])
  expect(told).toEqual([
    ['Ada Example', 'sure', ['ada@example.com']],
    ['Bob Example', 'sure', ['bob@example.com']],
    ['Robert Example', 'unclear', ['bob@example.com']],
    ['Zoe Other', 'none', []],
  ])
})
