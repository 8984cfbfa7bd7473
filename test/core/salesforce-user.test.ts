import { expect, test } from 'vitest'
import {
  doubtsAbout,
  isIntegrationUser,
  isPerson,
  personKind,
  splitName,
  typesThatAreNotPeople,
} from '../../src/core/salesforce-user.ts'
import { aSalesforceUser } from '../support/builders.ts'

test.each([
  ['Standard', 'person'],
  ['PowerPartner', 'external'],
  ['CSPLitePortal', 'external'],
  ['CustomerSuccess', 'external'],
  ['PowerCustomerSuccess', 'external'],
  ['CsnOnly', 'chatter'],
  ['Guest', 'not-a-person'],
  ['AutomatedProcess', 'not-a-person'],
  ['CloudIntegrationUser', 'not-a-person'],
  ['SomethingNew', 'person'],
  ['constructor', 'person'],
  [null, 'person'],
] as const)('a Salesforce user of type %s is %s', (type, kind) => {
  expect(personKind({ type })).toBe(kind)
})

test('the types that are not people of the company are those of the other kinds', () => {
  expect(typesThatAreNotPeople).toEqual([
    'PowerPartner',
    'CSPLitePortal',
    'CustomerSuccess',
    'PowerCustomerSuccess',
    'CsnOnly',
    'Guest',
    'AutomatedProcess',
    'CloudIntegrationUser',
  ])
})

test.each([
  ['Ada King Lovelace', 'Ada King', 'Lovelace'],
  ['Lovelace, Ada', 'Ada', 'Lovelace'],
  ['Ada', '', 'Ada'],
])('a full name is split: %s', (name, firstName, lastName) => {
  expect(splitName({ name, firstName: null, lastName: null })).toEqual({ firstName, lastName })
})

test.each([
  ['Salesforce API Only System Integrations', true],
  ['Minimum Access - API Only Integrations', true],
  ['Analytics Cloud Integration User', true],
  ['Custom api-only', true],
  ['Integration Manager', false],
  ['System Administrator', false],
  [null, false],
])('a user with the profile %s is an integration user: %s', (profile, expected) => {
  const user = aSalesforceUser('ada', { profile })
  expect(isIntegrationUser(user)).toBe(expected)
  expect(isPerson(user)).toBe(!expected)
  expect(doubtsAbout(user)).toEqual(
    expected
      ? [
          {
            reason: `Ada Example looks like an integration user (profile ${profile ?? ''})`,
            confirmation: 'allow-non-person',
          },
        ]
      : [],
  )
})
