import { expect, test } from 'vitest'
import { adaId, bobId, failureOf, person, read } from './support.ts'

const ada = person({ id: adaId, name: 'Ada', role: 'Sales' })
const bob = person({ id: bobId, name: 'Bob', role: 'Sales' })
const header = 'Full Name,Role,User ID\n'
const adaRow = `Ada,Sales,${adaId}\n`
const bobRow = `Bob,Sales,${bobId}\n`

const skipped = (lines: string, from: number, ...quoted: readonly string[]) =>
  `skipped the report's footer: ${lines} from users.csv:${from} on: ${quoted.map((line) => `"${line}"`).join(', ')}`

test.each([
  [
    'in German',
    '\n\n"Berichtsname: Aktive Benutzer"\n"Vertraulich"\n"Erstellt von:  Jane"\n',
    skipped('3 lines', 6, 'Berichtsname: Aktive Benutzer', 'Vertraulich', 'Erstellt von:  Jane'),
  ],
  ['after one blank line, in Japanese', '\n機密情報\n', skipped('1 line', 5, '機密情報')],
  [
    'filled up with separators by a spreadsheet',
    ',,\n,,\nActive Users,,\nCopyright (c) 2000-2026 salesforce.com,,\n',
    skipped('2 lines', 6, 'Active Users', 'Copyright (c) 2000-2026 salesforce.com'),
  ],
  [
    'with totals and no blank line',
    'Grand Totals (2 records)\n\nReport Name: Active Users\n11/8/2026 11:22 AM\n',
    skipped('3 lines', 4, 'Grand Totals (2 records)', 'Report Name: Active Users', '11/8/2026 11:22 AM'),
  ],
  [
    'with totals over all columns',
    '"総計（2 件）",12,\n\n作成者: Jane\n',
    skipped('2 lines', 4, '総計（2 件） | 12', '作成者: Jane'),
  ],
  [
    'in a language that nobody knows, by its copyright',
    '\n\n"Partial Users"\n"Copyright (c) 2000-2026 salesforce.com"\n"xxx"\n"yyy Jane"\n"Missing Link Limited"\n',
    skipped(
      '5 lines',
      6,
      'Partial Users',
      'Copyright (c) 2000-2026 salesforce.com',
      'xxx',
      'yyy Jane',
      'Missing Link Limited',
    ),
  ],
  ['of blank lines only', '\n\n\n', undefined],
])('a footer %s is no problem', async (_, footer, notice) => {
  expect(await read(header + adaRow + bobRow + footer)).toEqual({
    people: [ada, bob],
    problems: [],
    notices: notice === undefined ? [] : [notice],
  })
})

test('blank lines between people are skipped', async () => {
  expect(await read(`${header}${adaRow}\n,,\n\n${bobRow}`)).toEqual({
    people: [ada, bob],
    problems: [],
    notices: [],
  })
})

test('what looks like a footer in the middle is a problem, because people follow', async () => {
  expect(await read(`${header}${adaRow}\n\nActive Users\n${bobRow}`)).toEqual({
    people: [ada, bob],
    problems: [
      {
        file: 'users.csv',
        line: 5,
        group: 'lines that cannot be read',
        reason: 'the row has 1 cell, but the header has 3',
      },
    ],
    notices: [],
  })
})

test('a last row that was cut off is a problem, not a footer', async () => {
  expect(await read(`${header}${adaRow}Bo`)).toEqual({
    people: [ada],
    problems: [
      {
        file: 'users.csv',
        line: 3,
        group: 'lines that cannot be read',
        reason: 'the file ends in this row, after 1 of 3 cells: it seems to be cut off',
      },
    ],
    notices: [],
  })
})

test('a lone ID below a blank line is a problem, not a footer', async () => {
  const { problems } = await read(`${header}${adaRow}\n${bobId}\n`)
  expect(problems).toEqual([
    {
      file: 'users.csv',
      line: 4,
      group: 'lines that cannot be read',
      reason: 'the row has 1 cell, but the header has 3',
    },
  ])
})

test('a person called like totals stays a person or a problem', async () => {
  const { people, problems } = await read(`${header}Ada (2),Sales,${adaId}\nBob (3),,5000000000123\n`)
  expect(people.map((each) => each.name)).toEqual(['Ada (2)'])
  expect(problems.map((row) => row.line)).toEqual([3])
})

test('in a report of one column, users and footer are distinguished by the IDs', async () => {
  const text = `"User ID"\n"${adaId}"\n"5E+54"\n\n"${bobId}"\n\n\n"Active Users"\n"(c) 2026"\n`
  const { people, problems, notices } = await read(text)
  expect(people).toEqual([person({ id: adaId }), person({ id: bobId })])
  expect(problems.map((row) => row.line)).toEqual([3])
  expect(notices).toEqual([skipped('2 lines', 8, 'Active Users', '(c) 2026')])
})

test('a long run of one-cell rows is damage, not a footer', async () => {
  const { problems, notices } = await read(`${header}${adaRow}\n${'Bob\n'.repeat(150)}`)
  expect(problems).toHaveLength(150)
  expect(notices).toEqual([])
})

test.each([
  ['a damaged ID', ',,5.00E+14'],
  ['an ID that lost a letter', ',,0055g0000000q1'],
  ['an ID of digits', '550000000012345'],
  ['an address', 'grace@acme.example'],
  ['a person without an ID', 'Grace Hopper,,'],
  ['a cell in another column', ',Sales,'],
  ['a name', 'Max Foo'],
  ['a name below a footer', '"Users"\n"(c) 2026"\n"xxx"\n"yyy"\n"Acme AS"\n\nMax Foo'],
  ['a name above a footer', 'Max Foo\n\n"Users"\n"(c) 2026"'],
  ['a text of a tool', 'Fetched in 8 ms'],
])('%s below a gap is a problem, not a footer', async (_, row) => {
  const { people, problems, notices } = await read(`${header}${adaRow}\n\n${row}\n`)
  expect([people, problems.length]).toEqual([[ada], 1])
  expect(notices.filter((notice) => !notice.includes('(c) 2026'))).toEqual([])
})

test('other text below a gap is quoted, with what to do', async () => {
  const { problems } = await read(`${header}${adaRow}\n\nMax Foo\n`)
  expect(problems.map(({ reason }) => reason)).toEqual([
    '"Max Foo" is below the last user, and not a line that footers of reports have: delete it, or complete it if it is a user',
  ])
})

test.each([
  ['The result is missing 8000 records'],
  ['Truncated (8000 records)'],
  ['Es fehlen 8000 Datensätze'],
  ['Query returned 2000 of 10000 records'],
  ['Error: connection lost'],
  ['"Users"\n"Copyright (c) 2000-2026 salesforce.com"\n"Confidential"\nOnly the first 2000 rows are shown'],
])('a file that says that rows are missing is refused: %s', async (text) => {
  for (const below of ['\n\n', '', '\n']) {
    const failure = await failureOf(read(`${header}${adaRow}${below}${text}\n${below === '' ? bobRow : ''}`))
    expect(failure.message).toContain('the program that wrote the file says that rows are missing')
    expect(failure.actions).toEqual([
      'export the report again, with all rows',
      'if the file is complete, delete this line',
    ])
  }
})

test('a report that says above its header that rows are missing is refused', async () => {
  const failure = await failureOf(read(`Showing 2000 of 10000 records\n${header}${adaRow}`))
  expect(failure.message).toBe(
    'users.csv: "Showing 2000 of 10000 records": the program that wrote the file says that rows are missing',
  )
})
