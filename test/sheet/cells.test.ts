import { describe, expect, test } from 'vitest'
import { damageOf } from '../../src/core/written-text.ts'
import { failureOf, read, table } from './support.ts'

describe('a cell is read as it is meant', () => {
  test.each([
    ['="005A"', '005A'],
    ['"=""Sales, EMEA"""', 'Sales, EMEA'],
    ['"=""say """"hi"""""""', 'say "hi"'],
    [' "Sales, EMEA"', 'Sales, EMEA'],
    [' "say ""hi""" ', 'say "hi"'],
    ['\u200bSales\ufeff', 'Sales'],
    ['Sa\u200bles\u202c', 'Sales'],
    ['#N/A', ''],
    ['#NV', ''],
    ['n/a', ''],
    ['<null>', ''],
    ['\\N', ''],
    ["'=1+1", '=1+1'],
    ['"Bob ""the"" Builder"', 'Bob "the" Builder'],
    [' Bob "the" Builder', 'Bob "the" Builder'],
    ['NA', 'NA'],
    ['#1', '#1'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
  ])('%j', async (cell, expected) => {
    expect(table(await read(`Email,Team,Name\na@example.com,${cell},Ada\n`))).toEqual(
      expected === ''
        ? [
            ['Email', 'Team', 'Name'],
            [2, 'a@example.com', '', 'Ada'],
          ]
        : [
            ['Email', 'Team', 'Name'],
            [2, 'a@example.com', expected, 'Ada'],
          ],
    )
  })

  test('in NDJSON and rosters as well', async () => {
    expect(table(await read('{"Email":"a@example.com\\u200b","Team":"=\\"Sales\\"","Name":"#N/A"}'))).toEqual(
      [
        ['Email', 'Team', 'Name'],
        [1, 'a@example.com', 'Sales', ''],
      ],
    )
    const roster = 'Sales:\n  - email: a@example.com\n    nickname: "#N/A"\n    name: "\\u200bAda"\n'
    expect(table(await read(roster, {}, 'people.yaml'))).toEqual([
      ['Email', 'Team', 'nickname', 'name'],
      [2, 'a@example.com', 'Sales', '', 'Ada'],
    ])
  })

  test.each(['"#N/A"', 'null', '<null>'])('%s is no team of a roster', async (team) => {
    const { rows, problems } = await read(`${team}:\n  - a@example.com\n`, {}, 'people.yaml')
    expect([rows, problems.map(({ line, reason }) => [line, reason])]).toEqual([
      [],
      [[1, `"${team.replaceAll('"', '')}" is a word for nothing, not the name of a team`]],
    ])
  })

  test('labels lose quotes after a space and invisible characters', async () => {
    expect((await read('\u200bEmail, "Last Name  ↑"\na@example.com,Lovelace\n')).labels).toEqual([
      'Email',
      'Last Name  ↑',
    ])
  })
})

describe('a cell that cannot be what was meant has a reason', () => {
  test.each([
    ['#REF!', '"#REF!" is what a spreadsheet shows where it has no value'],
    ['#BEZUG!', '"#BEZUG!" is what a spreadsheet shows where it has no value'],
    ['####', '"####" is what a spreadsheet shows where it has no value'],
    ['[object Object]', '"[object Object]" is what a program writes where it lost the value'],
    ['Bj\ufffdrn', '"Bj\ufffdrn" contains U+FFFD: a letter was lost when the file was written or read'],
    [
      'Sales\ufeffEmail',
      '"Sales\ufeffEmail" contains a byte order mark: files were joined without a line break',
    ],
    ['A\u0000da', '"A\u0000da" contains the control character U+0000'],
    ['A\u0007da', '"A\u0007da" contains the control character U+0007'],
    ['A\u001bda', '"A\u001bda" contains the control character U+001B'],
    ['A\ud83dda', '"A\ud83dda" contains half a character'],
  ])('%j', (cell, reason) => {
    expect(damageOf(cell)).toBe(reason)
  })

  test.each(['', 'Null', 'Sales #1', 'two\nlines', 'tab\tstop', '👨‍👩‍👧', "O'Brien", '#Winners'])(
    'unlike %j',
    (cell) => {
      expect(damageOf(cell)).toBeUndefined()
    },
  )

  test('a formula is told from text that only begins like one', async () => {
    const { rows, problems } = await read(
      'Email,Team\na@example.com,"=VLOOKUP(A1,B:C,2)"\nb@example.com,=A1\nc@example.com,=)\n',
    )
    expect(rows.map(({ line }) => line)).toEqual([4])
    expect(problems.map(({ reason }) => reason)).toEqual([
      '"=VLOOKUP(A1,B:C,2)" is a formula, not its value; save the values',
      '"=A1" is a formula, not its value; save the values',
    ])
  })
})

describe('line ends and marks', () => {
  test.each([
    ['CR CR LF', 'Email,Name\r\r\na@example.com,"Ada"\r\r\nb@example.com,"Bob"\r\r\n'],
    ['marks of joined files', '\ufeffEmail,Name\na@example.com,Ada\n\ufeffEmail,Name\nb@example.com,Bob\n'],
    [
      'marks of joined files with quotes',
      '\ufeff"Email","Name"\na@example.com,Ada\n\ufeff"Email","Name"\nb@example.com,Bob\n',
    ],
  ])('%s', async (_, text) => {
    const { labels, rows, problems } = await read(text)
    expect([labels, rows.map(({ cells }) => cells), problems]).toEqual([
      ['Email', 'Name'],
      [
        ['a@example.com', 'Ada'],
        ['b@example.com', 'Bob'],
      ],
      [],
    ])
  })

  test('a last row that the end of the file cuts off is told', async () => {
    const { problems } = await read('Email,Name,Team\na@example.com,Ada,Sales\nb@example.com,Bo')
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'the file ends in this row, after 2 of 3 cells: it seems to be cut off'],
    ])
    const json = await read('{"Email":"a@example.com"}\n{"Email":"b@exam')
    expect(json.problems.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'the file ends in this line: it seems to be cut off'],
    ])
  })

  test('a last row is as short as others where a program leaves out empty cells', async () => {
    const { problems } = await read('Email,Name,Team\na@example.com,Ada\nb@example.com,Bob')
    expect(problems).toEqual([])
  })
})

describe('the header', () => {
  test('below a title is found, and the title is quoted', async () => {
    const sheet = await read('My people\n\nEmail,Name\na@example.com,Ada\n')
    expect(table(sheet)).toEqual([
      ['Email', 'Name'],
      [4, 'a@example.com', 'Ada'],
    ])
    expect(sheet.notices).toEqual(['the header is in line 3 of people.csv; left out above it: "My people"'])
  })

  test('is the first line where no other makes sense', async () => {
    expect((await read('Shoe size\n43\n')).labels).toEqual(['Shoe size'])
  })

  test.each([
    ['found', {}],
    ['named', { separator: '^' }],
  ])('with an unusual separator is read: %s', async (_, options) => {
    expect(table(await read('Email^Name\na@example.com^Ada, King\n', options))).toEqual([
      ['Email', 'Name'],
      [2, 'a@example.com', 'Ada, King'],
    ])
  })

  test.each(['@', '#', 'x'])('%s separates nothing', async (separator) => {
    expect((await failureOf(read('Email\n', { separator }))).message).toBe(`unknown separator "${separator}"`)
  })
})

test('relation columns of data loaders hold nothing', async () => {
  const text = '_,Email,Profile,Profile.Name,Team\n[User],a@example.com,[Profile],Sales,[EMEA]\n'
  expect(table(await read(text))).toEqual([
    ['Email', 'Profile', 'Profile.Name', 'Team'],
    [2, 'a@example.com', '', 'Sales', '[EMEA]'],
  ])
})

test('records of the Salesforce API are flat without their attributes', async () => {
  const record = {
    attributes: { type: 'User', url: '/x' },
    Email: 'a@example.com',
    Profile: { attributes: { type: 'Profile' }, Name: 'Sales' },
    UserRole: null,
  }
  expect(table(await read(`${JSON.stringify(record)}\n`))).toEqual([
    ['Email', 'Profile.Name', 'UserRole'],
    [1, 'a@example.com', 'Sales', ''],
  ])
})

describe('the last row, without a line break', () => {
  const header = 'Email,Name,Team,Nickname\n'

  test('may lack columns that are empty in all rows, which is said', async () => {
    const { rows, problems, notices } = await read(`${header}a@x.example,A,T,\nb@x.example,B,T`)
    expect([rows.length, problems]).toEqual([2, []])
    expect(notices).toEqual([
      'people.csv:3: the file ends in this row, after 3 of 4 cells; the columns that it lacks are empty in every row: check that it is complete',
    ])
  })

  test('is a problem if a column that others fill is missing', async () => {
    const { rows, problems } = await read(`${header}a@x.example,A,T,N\nb@x.example,B,T`)
    expect([rows.length, problems.map(({ line }) => line)]).toEqual([1, [3]])
  })

  test('is doubted if its end is the beginning of what other rows have', async () => {
    const text = `${header}a@x.example,A,,Sales North\nb@x.example,B,,Sales N`
    expect((await read(text)).notices).toEqual([
      'people.csv:3: the file ends in this row, without a line break, in "Sales N"; other rows have "Sales North": check that it is complete',
    ])
    expect((await read(`${text}orth`)).notices).toEqual([])
    expect((await read(`${text}\n`)).notices).toEqual([])
  })
})
