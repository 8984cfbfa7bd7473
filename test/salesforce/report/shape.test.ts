import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { readRecords } from '../../../src/sheet/csv.ts'
import { sheetFileTexts } from '../../../src/sheet/read-sheet.ts'
import { readReport } from '../../../src/salesforce/report/report.ts'
import { adaId, bobId, failureOf, person, read } from './support.ts'

const ada = person({ id: adaId, name: 'Ada', role: 'Sales' })
const bob = person({ id: bobId, name: 'Bob', role: 'Sales' })
const both = { people: [ada, bob], problems: [], notices: [] }

test.each([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
])('%s separates cells, quoted or not', async (name, separator) => {
  const lines = [
    ['Full Name', 'Role', 'User ID'],
    ['Ada', 'Sales', adaId],
    ['Bob', 'Sales', bobId],
  ]
  const plain = lines.map((line) => line.join(separator)).join('\n')
  const quoted = lines.map((line) => line.map((cell) => `"${cell}"`).join(separator)).join('\r\n')
  expect(await read(plain)).toEqual(both)
  expect(await read(quoted)).toEqual(both)
  expect(await read(plain, { separator })).toEqual(both)
  expect(await read(plain, { separator: name })).toEqual(both)
})

test('separators inside quotes do not count', async () => {
  const text = `"User ID";"Full Name";"Role, Team, Place, Floor"\n"${adaId}";"Ada, Lovelace, and Byron";"a,b,c"\n`
  expect(await read(text)).toEqual({
    people: [person({ id: adaId, name: 'Ada, Lovelace, and Byron' })],
    problems: [],
    notices: [],
  })
})

test('another separator is refused', async () => {
  expect(await failureOf(read('Id\n', { separator: '#' }))).toEqual({
    code: 'usage',
    message: 'unknown separator "#"',
    actions: ['use comma, semicolon, tab or pipe, or leave it out: sfsync then finds it in the header'],
  })
})

test.each([
  ['sep=; with LF', `sep=;\nFull Name;Role;User ID\nAda;Sales;5E+54\n`],
  ['SEP=; with CRLF and quotes', `SEP=;\r\n"Full Name";"Role";"User ID"\r\n"Ada";"Sales";"5E+54"\r\n`],
])('a first line %s names the separator and counts as a line', async (_, text) => {
  expect((await read(text)).problems.map((row) => row.line)).toEqual([3])
})

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('%s ends lines, and lines inside quotes are counted', async (_, newline) => {
  const rows = [
    ['Full Name,Role,User ID'],
    [`Ada,"one`, `two ""three""",${adaId}`],
    ['Eve,Sales,5E+54'],
    [`Bob,Sales,${bobId}`],
  ]
  const result = await read(rows.flat().join(newline) + newline)
  expect(result.people).toEqual([{ ...ada, role: `one${newline}two "three"` }, bob])
  expect(result.problems.map((row) => row.line)).toEqual([4])
})

test('LF inside the quotes of a header does not hide that CR ends lines', async () => {
  const { people } = await read(`"Full\nName",Role,User ID\rAda,Sales,${adaId}\rBob,Sales,${bobId}\r`)
  expect(people).toEqual([ada, bob])
})

test('any cells come back as they were written, each record with its line', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ø'), maxLength: 6 })
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (rows, size, ended) => {
      const text = `${Papa.unparse(rows, { newline: '\n', quotes: true })}${ended ? '\n' : ''}`
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      const found: unknown[] = []
      for await (const batch of readRecords(
        { name: 'users.csv', texts: sheetFileTexts },
        streamOf(pieces),
        { separator: ',', newline: '\n' },
        1,
      ))
        found.push(...batch)
      let line = 1
      const expected = rows.map((cells) => {
        const lastLine = line + cells.join('').split('\n').length - 1
        const record = { cells, line, lastLine, brokenQuote: false }
        line = lastLine + 1
        return record
      })
      expect(found).toEqual(expected)
    }),
  )
})

// oxlint-disable-next-line eslint/require-await -- a source of text is asynchronous, this one has no need to wait
async function* streamOf(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces
}

test('a quote that is never closed is an error at the line where it opens', async () => {
  const text = `Full Name,Role,User ID\nAda,Sales,${adaId}\nBob,"Sales,${bobId}\nEve,Sales,${adaId}\n`
  expect(await failureOf(read(text))).toEqual({
    code: 'report-unreadable',
    message: 'users.csv:3: a quote is opened and never closed',
    actions: ['the file was cut off or edited: export the report again'],
  })
})

async function* endlesslyQuoted(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`Full Name,Role,User ID\nBob,"Sales,${bobId}\n`)
  for (;;) yield await Promise.resolve(Buffer.from(`Eve,Sales,${adaId}\n`.repeat(4000)))
}

test('a quote left open in an endless stream does not collect all of it', async () => {
  const reading = await readReport({ name: 'users.csv', bytes: endlesslyQuoted() }, { columns: {} })
  const failure = await failureOf(reading.pages[Symbol.asyncIterator]().next())
  expect(failure.message).toBe('users.csv:2: a quote is opened and never closed')
})

test('a quote that is not doubled makes a problem of its lines, not of the others', async () => {
  const text = `"Full Name","Role","User ID"\n"Ada","Sa"les","${adaId}"\n"Bob","Sales","${bobId}"\n`
  expect(await read(text)).toEqual({
    people: [bob],
    problems: [
      {
        file: 'users.csv',
        line: 2,
        group: 'lines that cannot be read',
        reason: 'a quote in line 2 is not doubled or not closed, so the cells are unclear',
      },
    ],
    notices: [],
  })
})

test('rows with too few or too many cells are problems; empty cells behind the last are not', async () => {
  const text = `Full Name,Role,User ID\nAda,Sales,${adaId},,\nEve,${adaId}\nEve,Sales,North,${adaId}\nBob,Sales,${bobId}\n`
  expect(await read(text)).toEqual({
    people: [ada, bob],
    problems: [
      {
        file: 'users.csv',
        line: 3,
        group: 'lines that cannot be read',
        reason: 'the row has 2 cells, but the header has 3',
      },
      {
        file: 'users.csv',
        line: 4,
        group: 'lines that cannot be read',
        reason:
          'the row has 4 cells, but the header has 3; put quotes around a cell that contains the separator',
      },
    ],
    notices: [],
  })
})
