import { describe, expect, test } from 'vitest'
import { assignBatchColumns, isBatchLabel } from '../../../src/core/batch/columns.ts'
import type { BatchKind } from '../../../src/core/batch/decide-row.ts'
import { nearest } from '../../../src/app/resolve.ts'

function columns(kind: BatchKind, labels: readonly string[], cells: readonly string[] = []) {
  const assigned = assignBatchColumns('x.csv', labels, kind, (column) => cells[column], nearest)
  return 'get' in assigned
    ? Object.fromEntries(assigned)
    : assigned.map(({ column, reason, action }) => [column, reason, action])
}

test.each([
  [['Email', 'External ID', 'System'], { user: 0, salesforceUser: 1, system: 2 }],
  [['E-MAIL address', 'sf_id'], { user: 0, salesforceUser: 1 }],
  [['Salesforce User ID', 'SalesScreen user'], { salesforceUser: 0, user: 1 }],
  [['Ëmail', 'salesforce-username'], { user: 0, salesforceUser: 1 }],
])('%j is understood by map', (labels, expected) => {
  expect(columns('map', labels)).toEqual(expected)
})

test('what another list of sfsync tells besides is read past', () => {
  expect(columns('import', ['email', 'state', 'Shows up', 'first name', 'Problem'])).toEqual({
    user: 0,
    firstName: 3,
  })
})

test.each([
  ['u-01234567', { user: 0, salesforceUser: 1 }],
  ['0055g0000000q1oAAA', { salesforceUser: 0, user: 1 }],
])('a column "User ID" that holds %s is what its cells are', (cell, expected) => {
  const other = cell.startsWith('u-') ? 'External ID' : 'Email'
  expect(columns('map', ['User ID', other], [cell, 'x'])).toEqual(expected)
})

describe('everything that is wrong with a header is told at once', () => {
  test.each<[BatchKind, string[], unknown[]]>([
    [
      'map',
      ['Emial', 'Shoe size', ''],
      [
        ['Emial', 'nothing is known as "Emial"', 'did you mean Email? Else leave it out'],
        ['Shoe size', 'nothing is known as "Shoe size"', 'leave the column out'],
        ['', 'column 3 has no label', 'name it in the first line, or leave it out'],
        [undefined, 'there is no column "Email"', 'add it to the first line'],
        [undefined, 'there is no column "External ID"', 'add it to the first line'],
      ],
    ],
    [
      'assign-team',
      ['Email', 'mail', 'Team'],
      [['mail', 'the columns "Email" and "mail" tell the same thing', 'leave one of them out']],
    ],
    [
      'unmap',
      ['Team'],
      [[undefined, 'there is no column "Email" or "External ID"', 'add it to the first line']],
    ],
  ])('%s %j', (kind, labels, expected) => {
    expect(columns(kind, labels)).toEqual(expected)
  })

  test('a team has no place where people are only mapped', () => {
    expect(columns('map', ['Email', 'External ID', 'Team'], ['', '', 'North'])).toEqual([
      ['Team', 'map puts nobody on a team', 'leave the column out, or use: sfsync import'],
    ])
    expect(columns('map', ['Email', 'External ID', 'Team'])).toEqual({ user: 0, salesforceUser: 1, team: 2 })
  })
})

test('labels that say something are told from others, so that a separator can be found', () => {
  expect(['External ID', 'Shoe size', 'problem', 'username'].map((label) => isBatchLabel(label))).toEqual([
    true,
    false,
    true,
    true,
  ])
})
