import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { csvLine } from '../../src/sheet/write-sheet.ts'
import { failureOf, read, table } from './support.ts'

const plain = [
  ['Email', 'External ID'],
  [2, 'ada@example.com', '005A'],
  [3, 'bob@example.com', '005B'],
]

test.each(['The result is missing 8000 records', ',Es fehlen 8000 Zeilen'])(
  'a file that says that rows are missing is refused: %s',
  async (text) => {
    for (const end of ['', '\n', '\nbob@example.com,005B\n'])
      expect(await failureOf(read(`Email,External ID\nada@example.com,005A\n${text}${end}`))).toEqual({
        code: 'file-unreadable',
        message: `people.csv:3: "${text.replace(',', '')}": the program that wrote the file says that rows are missing`,
      })
  },
)

test('so is one that says it above its header, but not one with such a title', async () => {
  const rows = 'Email,External ID\nada@example.com,005A\n'
  expect((await failureOf(read(`Showing 2000 of 10000 records\n${rows}`))).message).toBe(
    'people.csv: "Showing 2000 of 10000 records": the program that wrote the file says that rows are missing',
  )
  expect((await read(`Users missing 2FA\n${rows}`)).rows).toHaveLength(1)
})

test('the footer of an exported report is left out, and nothing else that follows an empty line', async () => {
  const rows = 'Email,External ID\nada@example.com,005A\n\n'
  const footer =
    'Grand Totals (1 record)\n\n"Copyright (c) 2000-2026 salesforce.com, inc."\n"Confidential Information"\n'
  const sheet = await read(rows + footer)
  expect([table(sheet), sheet.problems, sheet.notices]).toEqual([
    plain.slice(0, 2),
    [],
    ['left out 3 lines of a footer from people.csv:4 on: "Grand Totals (1 record)"'],
  ])
  expect((await read(`${rows}bob@example.com\n`)).rows.map(({ line }) => line)).toEqual([2, 4])
  const followed = await read(`${rows}${footer}\nbob@example.com,005B\n`)
  expect(followed.rows.map(({ line }) => line)).toEqual([2, 4, 6, 7, 9])
})

describe('a second header in the middle', () => {
  const first = 'Email,First name,Last name\nada@example.com,Ada,Lovelace\n'

  test.each([
    ['in another order', 'Email,Last name,First name'],
    ['with other columns', 'First name,Last name,Team,Email'],
    ['with fewer columns', 'E-Mail;Vorname'.replace(';', ',')],
    ['with a column that nobody knows', 'Last name,First name,Shoe size,Email'],
    ['with another separator', 'Email;Last name;First name'],
    ['after a byte order mark', '\uFEFFLast name,First name,Email'],
  ])('is refused %s', async (_, header) => {
    const failure = await failureOf(read(`${first}${header}\nbob@example.com,Example,Bob\n`))
    expect(failure.message).toContain('people.csv: line 3 is a second header with other columns, "')
  })

  test.each(['Email,First name,Last name', 'EMAIL,first_name,"Last Name"'])(
    'is left out if it is the same: %s',
    async (header) => {
      const { rows, problems } = await read(`${first}${header}\nbob@example.com,Bob,Example\n`)
      expect([rows.map(({ line }) => line), problems]).toEqual([[2, 4], []])
    },
  )

  test('is not a row that has an address, or that is about somebody called so', async () => {
    const { rows } = await read('Email,Name,Team\nname@example.com,Name,Team\n,Nick Name,Sales\n')
    expect(rows.map(({ line }) => line)).toEqual([2, 3])
  })
})

describe('one table, however it is written', () => {
  test.each([
    ['commas', 'Email,External ID\nada@example.com,005A\nbob@example.com,005B\n'],
    ['semicolons and CRLF', 'Email;External ID\r\nada@example.com;005A\r\nbob@example.com;005B\r\n'],
    ['tabs, no line end at the end', 'Email\tExternal ID\nada@example.com\t005A\nbob@example.com\t005B'],
    ['pipes and old Mac line ends', 'Email|External ID\rada@example.com|005A\rbob@example.com|005B\r'],
    ['a byte order mark', '\uFEFFEmail,External ID\nada@example.com,005A\nbob@example.com,005B\n'],
    ['quotes', '"Email","External ID"\n"ada@example.com","005A"\n"bob@example.com","005B"\n'],
    ['spaces around cells', ' Email , External ID \n ada@example.com , 005A \n bob@example.com,005B\n'],
    ['an empty column at the end', 'Email,External ID,\nada@example.com,005A,\nbob@example.com,005B,\n'],
  ])('%s', async (_, text) => {
    expect(table(await read(text))).toEqual(plain)
  })

  test('UTF-16, as Excel calls "Unicode text"', async () => {
    const text = 'Email\tTeam\nåse@example.com\tNørd\n'
    expect(table(await read(iconv.encode(text, 'utf-16le', { addBOM: true })))).toEqual([
      ['Email', 'Team'],
      [2, 'åse@example.com', 'Nørd'],
    ])
  })

  test('an encoding and a separator that the admin names', async () => {
    const bytes = iconv.encode('Email,x;Team\nåse@example.com;Nørd\n', 'ISO-8859-1')
    const sheet = await read(bytes, { encoding: 'ISO-8859-1', separator: 'semicolon' })
    expect(table(sheet)).toEqual([
      ['Email,x', 'Team'],
      [2, 'åse@example.com', 'Nørd'],
    ])
  })

  test('sep= names the separator, and lines are counted with it', async () => {
    expect(table(await read('sep=;\nEmail;Team\nada@example.com;a,b\n'))).toEqual([
      ['Email', 'Team'],
      [3, 'ada@example.com', 'a,b'],
    ])
  })

  test('the separator is the one under which labels mean something', async () => {
    expect(table(await read('Email;Team\na,b,c;d,e,f\n'))).toEqual([
      ['Email', 'Team'],
      [2, 'a,b,c', 'd,e,f'],
    ])
  })
})

describe('cells', () => {
  test('may hold separators, quotes and line breaks; the line is where the row begins', async () => {
    const { rows } = await read('Email,Team\n"a,""b""\nc",x\n\nd,y\n')
    expect(rows).toEqual([
      { line: 2, cells: ['a,"b"\nc', 'x'] },
      { line: 5, cells: ['d', 'y'] },
    ])
  })

  test('a row that ends early is empty there, and empty rows are none', async () => {
    const { rows } = await read('Email,Team\nada\n,\n\nbob,\n')
    expect(rows).toEqual([
      { line: 2, cells: ['ada', ''] },
      { line: 5, cells: ['bob', ''] },
    ])
  })

  test('the apostrophe that guards a formula is taken away', async () => {
    expect((await read("Email,Team\n'=ada,'north\n")).rows).toEqual([{ line: 2, cells: ['=ada', "'north"] }])
  })

  test('whatever they hold, what is written is read again', async () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').trim())
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (cells, separator) => {
          const wanted = cells.filter((row) => row.some((text) => text !== ''))
          const lines = [['Email', 'Team'], ...cells].map((row) => csvLine(row, separator))
          const { rows, problems } = await read(`${lines.join('\n')}\n`, { separator })
          expect([rows.map((row) => row.cells), problems]).toEqual([wanted.map((row) => [...row]), []])
        },
      ),
    )
  })
})

describe('bad rows are reported, and the others read', () => {
  test('more cells than the header', async () => {
    const { rows, problems } = await read('Email,Team\na,b,c\nd,e\n')
    expect(rows).toEqual([{ line: 3, cells: ['d', 'e'] }])
    expect(problems).toEqual([
      {
        file: 'people.csv',
        line: 2,
        reason:
          'the row has 3 cells, but the header has 2; put quotes around a cell that contains the separator',
        action: 'fix the line',
        group: 'lines that cannot be read',
      },
    ])
  })

  test('a quote that is not doubled', async () => {
    const { problems } = await read('Email,Team\n"a"b",c\nd,e\n')
    expect(problems).toMatchObject([{ line: 2, group: 'lines that cannot be read' }])
  })
})

describe('what is not a table', () => {
  test.each([
    ['', 'people.csv is empty: it has no header line'],
    ['  \n \n', 'people.csv is empty: it has no header line'],
    ['[{"email":"a"}]', 'people.csv is a JSON array; sfsync reads one JSON object per line'],
    [
      '<html><p>no table</p>',
      'people.csv is a web page without a table; sfsync reads tables as XLSX, ODS, CSV, TSV or NDJSON',
    ],
  ])('%j', async (text, message) => {
    expect(await failureOf(read(text))).toEqual({ code: 'file-unreadable', message })
  })

  test('a quote that is never closed', async () => {
    expect(await failureOf(read('Email,Team\na,"b\nc,d\n'))).toEqual({
      code: 'file-unreadable',
      message: 'people.csv:2: a quote is opened and never closed',
    })
  })

  test('an unknown encoding or separator', async () => {
    expect((await failureOf(read('a', { encoding: 'klingon' }))).code).toBe('usage')
    expect((await failureOf(read('a', { separator: 'ab' }))).code).toBe('usage')
  })
})

test('100,000 rows are read whole', async () => {
  const text = `Email,Team\n${Array.from({ length: 100_000 }, (_, at) => `p${at}@example.com,North\n`).join('')}`
  const { rows } = await read(text)
  expect([rows.length, rows.at(-1)]).toEqual([
    100_000,
    { line: 100_001, cells: ['p99999@example.com', 'North'] },
  ])
})
