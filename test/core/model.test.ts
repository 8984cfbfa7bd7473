import { describe, expect, test } from 'vitest'
import {
  byNameThenEmail,
  companyFactNames,
  fullName,
  isCompanyFactName,
  isTeamId,
  isUserId,
  parseFactValue,
  stateOfNewUser,
  userStates,
} from '../../src/core/model.ts'
import { aUser } from '../support/builders.ts'

describe('the full name of a user', () => {
  test('is first and last name', () => {
    expect(fullName(aUser('ada'))).toBe('Ada Example')
  })

  test('is the one of them that there is', () => {
    expect(fullName(aUser('ada', { lastName: '' }))).toBe('Ada')
    expect(fullName(aUser('ada', { firstName: '' }))).toBe('Example')
  })

  test('is the e-mail address where there is neither', () => {
    expect(fullName(aUser('ada', { firstName: '', lastName: '' }))).toBe('ada@example.com')
  })
})

test('users are ordered by name whatever its case and accents, then by e-mail address', () => {
  const zoe = aUser('zoe')
  const ase = aUser('ase', { firstName: 'Åse' })
  const twin = aUser('b.twin', { firstName: 'ASE' })
  const users = [zoe, twin, ase]
  expect(users.toSorted(byNameThenEmail)).toEqual([ase, twin, zoe])
  expect(users.toReversed().toSorted(byNameThenEmail)).toEqual([ase, twin, zoe])
  expect(byNameThenEmail(ase, ase)).toBe(0)
})

test('user IDs and team IDs are distinguished from each other and from anything else', () => {
  const texts = [
    'u-0a1b2c3d',
    't-0a1b2c3d',
    'u-0a1b2c3',
    'u-0a1b2c3d4',
    'U-0A1B2C3D',
    'u-0a1b2c3l',
    'x u-0a1b2c3d',
    '',
  ]
  expect(texts.filter(isUserId)).toEqual(['u-0a1b2c3d'])
  expect(texts.filter(isTeamId)).toEqual(['t-0a1b2c3d'])
})

test('a user is in one of five states', () => {
  expect(userStates).toEqual(['active', 'pending', 'deactivated', 'spectating', 'supporter'])
})

test('company settings have names, and nothing else has', () => {
  expect(companyFactNames.filter((name) => isCompanyFactName(name))).toEqual([
    'auto-sync',
    'integration-initialized',
    'licenses',
    'connection-user',
    'mapping-system',
    'screen-address',
    'workbook-columns',
  ])
  expect(['Auto-Sync', 'auto sync', '', 'constructor'].some((text) => isCompanyFactName(text))).toBe(false)
})

describe('the value of a fact', () => {
  test.each([
    ['auto-sync', 'on', 'on'],
    ['auto-sync', ' OFF ', 'off'],
    ['auto-sync', 'true', 'on'],
    ['auto-sync', 'false', 'off'],
    ['auto-sync', 'Yes', 'on'],
    ['auto-sync', 'no', 'off'],
    ['integration-initialized', 'yes', 'yes'],
    ['integration-initialized', 'no', 'no'],
    ['integration-initialized', 'TRUE', 'yes'],
    ['integration-initialized', 'false', 'no'],
    ['licenses', '50', '50'],
    ['licenses', ' 007 ', '7'],
    ['licenses', '0', '0'],
  ] as const)('of %s, given as %j, is %s', (name, text, value) => {
    expect(parseFactValue(name, text)).toEqual({ value })
  })

  test.each([
    ['auto-sync', '', 'auto-sync must be on or off, not ""'],
    ['auto-sync', 'maybe', 'auto-sync must be on or off, not "maybe"'],
    ['auto-sync', 'constructor', 'auto-sync must be on or off, not "constructor"'],
    ['auto-sync', '__proto__', 'auto-sync must be on or off, not "__proto__"'],
    ['integration-initialized', 'on', 'integration-initialized must be yes or no, not "on"'],
    ['licenses', '-1', 'licenses must be a whole number, for example 50, not "-1"'],
    ['licenses', '1.5', 'licenses must be a whole number, for example 50, not "1.5"'],
    ['licenses', '1e3', 'licenses must be a whole number, for example 50, not "1e3"'],
    ['licenses', 'many', 'licenses must be a whole number, for example 50, not "many"'],
    ['licenses', '10000000', 'licenses must be a whole number, for example 50, not "10000000"'],
  ] as const)('of %s cannot be %j', (name, text, reason) => {
    expect(parseFactValue(name, text)).toEqual({ reason })
  })
})

test('a newcomer is active while a license is free', () => {
  expect(stateOfNewUser({ activeUsers: 49, licenses: 50 })).toEqual({ state: 'active', warnings: [] })
})

test('a new user is active when the number of licenses is unknown', () => {
  expect(stateOfNewUser({ activeUsers: 9999, licenses: null })).toEqual({ state: 'active', warnings: [] })
})

test.each([50, 51])('a newcomer waits when %i people hold the 50 licenses', (activeUsers) => {
  expect(stateOfNewUser({ activeUsers, licenses: 50 })).toEqual({
    state: 'pending',
    warnings: [
      'all 50 licenses are in use: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks',
    ],
  })
})
