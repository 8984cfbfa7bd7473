import { describe, expect, test } from 'vitest'
import { isTeamId, byNameThenEmail, fullName, isUserId, userStates } from '../../../src/core/model.ts'
import { aUser } from '../../support/builders.ts'

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

test('user IDs and team IDs are told apart, and from everything else', () => {
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
