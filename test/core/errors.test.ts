import { expect, test } from 'vitest'
import { SfsyncError } from '../../src/core/errors.ts'

test('an error says what, where, why and what to do next', () => {
  const cause = new Error('EACCES')
  const rows = [{ file: 'people.csv', line: 3, column: 'email', value: 'ada', reason: 'it has no @' }]
  const error = new SfsyncError('invalid', 'one row cannot be read', { actions: ['mend it'], rows, cause })
  expect({
    ...Object.fromEntries(Object.entries(error)),
    message: error.message,
    cause: error.cause,
  }).toEqual({
    name: 'SfsyncError',
    code: 'invalid',
    message: 'one row cannot be read',
    reason: 'one row cannot be read',
    actions: ['mend it'],
    rows,
    cause,
  })
  expect(error).toBeInstanceOf(Error)
})

test('an error has no actions and rows unless given', () => {
  const { actions, rows } = new SfsyncError('failure', 'it failed')
  expect({ actions, rows }).toEqual({ actions: [], rows: [] })
})
