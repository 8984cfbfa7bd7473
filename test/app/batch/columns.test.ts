import { describe, expect, test } from 'vitest'
import { assignBatchColumns } from '../../../src/app/batch/columns.ts'
import type { BatchKind } from '../../../src/core/batch/decide-row.ts'
import { hintText } from '../../../src/app/hints.ts'
import { nearest } from '../../../src/app/hints.ts'

function columns(kind: BatchKind, labels: readonly string[], cells: readonly string[] = []) {
  const cellsOf = (column: number) => (cells[column] ?? '').split('|').filter(Boolean)
  const assigned = assignBatchColumns('x.csv', labels, kind, cellsOf, nearest)
  return 'of' in assigned
    ? Object.fromEntries(assigned.of)
    : assigned.map(({ column, reason, action = '' }) => [column, reason, hintText(action)])
}

test.each([
  [['Email', 'External ID', 'System'], { user: 0, salesforceUser: 1, system: 2 }],
  [['E-MAIL address', 'sf_id'], { user: 0, salesforceUser: 1 }],
  [['Salesforce User ID', 'SalesScreen user'], { salesforceUser: 0, user: 1 }],
  [['Ëmail', 'salesforce-username'], { user: 0, salesforceUser: 1 }],
])('%j is understood by map', (labels, expected) => {
  expect(columns('map', labels)).toEqual(expected)
})

test('the other columns of a list of sfsync are ignored', () => {
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

test.each([
  [['Email', 'Username', 'User ID'], ['x', 'ada@example.com.sales', '0055g0000000q1oAAA'], 2],
  [['Email', 'User ID', 'Username'], ['x', '0055g0000000q1oAAA', 'ada@example.com.sales'], 1],
  [['Email', 'Username'], ['x', 'ada@example.com.sales'], 1],
])('%j: the ID is the key if there is one, wherever it stands', (labels, cells, salesforceUser) => {
  expect(columns('map', labels, cells)).toEqual({ user: 0, salesforceUser })
})

test.each([
  [
    'E-Mail;Vorname;Nachname',
    'the first line is one cell: "E-Mail;Vorname;Nachname"',
    'its labels are separated by ";": leave out --separator, and remove quotes around whole lines',
  ],
  ['Nachnamen', 'unknown column "Nachnamen"', 'did you mean Last name? Otherwise remove the column'],
  ['Vorname 2', 'unknown column "Vorname 2"', 'did you mean First name? Otherwise remove the column'],
])('the advice on %s swaps nobody', (label, reason, action) => {
  expect(columns('import', ['Email', label])).toEqual([[label, reason, action]])
})

describe('every cell of a column "Id" or "User ID" counts, not the first alone:', () => {
  test.each(['5.3E+130', 'n/a', '550000000012345', '0035g0000004C92', '?'])('%s first', (first) => {
    const cells = ['x', `${first}|0055g0000000q1oAAA`]
    expect(columns('map', ['Email', 'Id'], cells)).toEqual({ user: 0, salesforceUser: 1 })
  })

  test.each(['5.3E+130', '5.3e130|005', '550000000012345', '0035g0000004C92', '0055g0000004'])(
    '%s alone: each row says what is wrong with it',
    (cells) => {
      expect(columns('map', ['Email', 'User ID'], ['x', cells])).toEqual({ user: 0, salesforceUser: 1 })
    },
  )

  test.each([
    ['Email', 'Id'],
    ['Email', 'External ID', 'Benutzer-ID'],
  ])('one that fits nothing is an error: %j %j %j', (...labels) => {
    const cells = [...labels.slice(1).map(() => 'x'), 'n/a|7']
    expect(columns('import', labels, cells)).toEqual([
      [
        labels.at(-1),
        'no cell holds a user ID of Salesforce (005...) or SalesScreen (u-...); the first cell is "n/a"',
        'fill in the IDs, or remove the column',
      ],
    ])
  })

  test('one that mixes both kinds of user is an error', () => {
    expect(columns('import', ['Email', 'Id'], ['x', 'u-01234567|0055g0000000q1oAAA'])).toEqual([
      [
        'Id',
        'some cells are user IDs of SalesScreen (u-...), others of Salesforce (005...)',
        'give each its own column',
      ],
    ])
  })

  test('an empty one, and a username of another system, say nothing', () => {
    expect(columns('import', ['Email', 'Id', 'Username'], ['x', '', 'adal'])).toEqual({ user: 0 })
  })
})

test('a column that names the same user once more is compared', () => {
  const labels = ['Email', 'External ID', 'User ID', 'Username', 'Id']
  const cells = ['x', 'x', '0055g0000000q1oAAA', 'ada@example.com.sales', 'u-01234567']
  const cellsOf = (column: number) => [cells[column] ?? '']
  expect(assignBatchColumns('x.csv', labels, 'import', cellsOf, nearest)).toMatchObject({
    repeated: [
      { field: 'salesforceUser', column: 2 },
      { field: 'user', column: 4 },
      { field: 'salesforceUser', column: 3 },
    ],
  })
})

describe('everything that is wrong with a header is reported at once', () => {
  test.each<[BatchKind, string[], unknown[]]>([
    [
      'map',
      ['Emial', 'Shoe size', ''],
      [
        ['Emial', 'unknown column "Emial"', 'did you mean Email? Otherwise remove the column'],
        ['Shoe size', 'unknown column "Shoe size"', 'remove the column'],
        ['', 'column 3 has no label', 'add one in the first line, or remove the column'],
        [undefined, 'the column "Email" is missing', 'add it to the first line'],
        [undefined, 'the column "External ID" is missing', 'add it to the first line'],
      ],
    ],
    [
      'assign-team',
      ['Email', 'mail', 'Team'],
      [['mail', 'the columns "Email" and "mail" mean the same', 'remove one of them']],
    ],
    [
      'unmap',
      ['Team'],
      [[undefined, 'the column "Email" or "External ID" is missing', 'add it to the first line']],
    ],
  ])('%s %j', (kind, labels, expected) => {
    expect(columns(kind, labels)).toEqual(expected)
  })

  test('a team column does not fit where users are only mapped', () => {
    expect(columns('map', ['Email', 'External ID', 'Team'], ['', '', 'North'])).toEqual([
      ['Team', 'map does not put users on teams', 'remove the column, or use: sfsync import x.csv'],
    ])
    expect(columns('map', ['Email', 'External ID', 'Team'])).toEqual({ user: 0, salesforceUser: 1, team: 2 })
  })
})

test.each([
  ['German', ['E-Mail', 'Benutzer-ID', 'Vorname', 'Nachname'], ['a@b.example', '0055g0000000q1oAAA']],
  [
    'Spanish',
    ['Correo electrónico', 'Id. de usuario', 'Nombre', 'Apellidos'],
    ['a@b.example', '0055g0000000q1o'],
  ],
  ['French', ['Courriel', "Nom d'utilisateur", 'Prénom', 'Nom'], ['a@b.example', 'ada@acme.example']],
])('the labels of a report in %s are understood', (_, labels, cells) => {
  expect(columns('import', labels, cells)).toEqual({ user: 0, salesforceUser: 1, firstName: 2, lastName: 3 })
})

test.each([
  [
    ['Id', 'AssigneeId'],
    ['0Pa5g0000000q1oAAA', '0055g0000000q1oAAA'],
    'unknown column "AssigneeId", which holds the users that a permission set is assigned to',
    'if these users are meant, call it "User ID" and remove the column "Id", which holds the IDs of other records; otherwise remove the column',
  ],
  [
    ['Email', 'OwnerId'],
    ['a@x.example', '0055g0000000q1o'],
    'unknown column "OwnerId", which holds Salesforce User IDs',
    'if these users are meant, call it "User ID"; otherwise remove the column',
  ],
  [
    ['Email', 'CreatedById'],
    ['a@x.example', '0055g0000000q1o'],
    'unknown column "CreatedById"',
    'remove the column',
  ],
])('an unknown column that holds users is reported as such: %j', (labels, cells, ...expected) => {
  expect(columns('import', labels, cells)).toEqual([[labels[1], ...expected]])
})
