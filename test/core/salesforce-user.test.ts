import { expect, test } from 'vitest'
import { personKind, splitName, typesThatAreNotPeople } from '../../src/core/salesforce-user.ts'

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
