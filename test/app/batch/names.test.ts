import { expect, test } from 'vitest'
import { readNames } from '../../../src/app/batch/names.ts'
import type { BatchRow } from '../../../src/core/batch/rows.ts'

const rows = (...values: readonly BatchRow['values'][]): BatchRow[] =>
  values.map((each, index) => ({ line: index + 2, values: each }))

test('names with the last name first are turned where the whole column is written so', () => {
  const {
    rows: read,
    problems,
    notices,
  } = readNames(
    rows({ name: 'Lovelace, Ada' }, { name: 'van der Berg, Jan' }, { name: 'Madonna' }, {}),
    'x.csv',
    'Name',
  )
  expect(read.map(({ values }) => values)).toEqual([
    { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' },
    { name: 'Jan van der Berg', firstName: 'Jan', lastName: 'van der Berg' },
    { name: 'Madonna' },
    {},
  ])
  expect(problems).toEqual([])
  expect(notices).toEqual([
    'column "Name" of x.csv was read as last name, first name: "Lovelace, Ada" is Ada Lovelace',
  ])
})

test('where only some are, these are problems', () => {
  const { problems } = readNames(rows({ name: 'Lovelace, Ada' }, { name: 'Grace Hopper' }), 'x.csv', 'Name')
  expect(problems.map(({ line, column, reason, action }) => [line, column, reason, action])).toEqual([
    [
      2,
      'Name',
      'the last name may be first here, but in other rows it is not',
      'if so, write Ada Lovelace; otherwise use columns "First name" and "Last name"',
    ],
  ])
})

test('a whole name does not matter beside its parts', () => {
  const given = rows({ name: 'Lovelace, Ada', firstName: 'Ada', lastName: 'King' }, { name: 'Grace Hopper' })
  expect(readNames(given, 'x.csv', 'Name')).toEqual({ rows: given, problems: [], notices: [] })
})

test('words for a missing name are left out', () => {
  const { rows: read } = readNames(
    rows(
      { firstName: 'null', lastName: 'Lovelace' },
      { firstName: 'Christopher', lastName: 'Null' },
      { name: 'null Hopper' },
      { name: 'null', team: 'Sales' },
    ),
    'x.csv',
    'Name',
  )
  expect(read.map(({ values }) => values)).toEqual([
    { lastName: 'Lovelace' },
    { firstName: 'Christopher', lastName: 'Null' },
    { name: 'Hopper' },
    { team: 'Sales' },
  ])
})

test('what else a row names stays with it', () => {
  const repeated = [{ field: 'user', value: 'u-01h2j3k4', label: 'User ID' }] as const
  const named = [
    { line: 2, values: { firstName: 'null', lastName: 'Lovelace' }, repeated },
    { line: 3, values: { name: 'Lovelace, Ada' }, repeated },
  ]
  const read = readNames(named, 'people.csv', 'Name')
  expect(read.rows.map((row) => row.repeated)).toEqual([repeated, repeated])
})
