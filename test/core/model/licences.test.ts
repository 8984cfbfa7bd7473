import { expect, test } from 'vitest'
import { stateOfNewUser } from '../../../src/core/model.ts'

test('a newcomer is active while a licence is free', () => {
  expect(stateOfNewUser({ activeUsers: 49, licences: 50 })).toEqual({ state: 'active', warnings: [] })
})

test('a newcomer is active when nobody has said how many licences there are', () => {
  expect(stateOfNewUser({ activeUsers: 9999, licences: null })).toEqual({ state: 'active', warnings: [] })
})

test.each([50, 51])('a newcomer waits when %i people hold the 50 licences', (activeUsers) => {
  expect(stateOfNewUser({ activeUsers, licences: 50 })).toEqual({
    state: 'pending',
    warnings: [
      'all 50 licences are in use: the user becomes Pending in SalesScreen, cannot log in, and is deactivated after 2 weeks',
    ],
  })
})
