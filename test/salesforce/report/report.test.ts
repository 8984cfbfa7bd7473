import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReport } from '../../../src/salesforce/report/report.ts'
import { adaId, bobId, bytesOf, failureOf, person, read, readChunks } from './support.ts'

const sample = (name: string) => readFile(new URL(`samples/${name}`, import.meta.url))

test('the English sample is read whole: sixty people, no problem, the footer left out', async () => {
  const { people, problems, notices } = await read(await sample('users-report.csv'))
  expect(people).toHaveLength(60)
  expect(people.slice(0, 2)).toEqual([
    person({
      id: '0055g0000000q1o',
      name: 'Katarzyna Eriksen',
      firstName: 'Katarzyna',
      lastName: 'Eriksen',
      email: 'katarzyna.eriksen0@acme.example',
      username: 'katarzyna.eriksen0@acme.example.prod',
      active: true,
      role: 'EMEA Sales',
      profile: 'Standard User',
    }),
    person({
      id: '0055g0000000qHZ',
      name: 'Bob Råberg',
      firstName: 'Bob',
      lastName: 'Råberg',
      email: 'bob.raberg1@acme.example',
      username: 'bob.raberg1@acme.example.prod',
      active: false,
      role: 'AMER Sales',
      profile: 'Standard User',
    }),
  ])
  expect(people[4]?.profile).toBe('Sales, "Inside"')
  expect(people.at(-1)?.salesforceUserId).toBe('0055g000000151XAAQ')
  expect(problems).toEqual([])
  expect(notices).toEqual(["skipped the report's footer: 5 lines from users.csv:64 on"])
})

test('the German sample in ISO-8859-1 with semicolons gives the same people, but for one it does not hold', async () => {
  const english = await read(await sample('users-report.csv'))
  const german = await read(await sample('users-report-german-latin1.csv'))
  const lacking = '0055g000000140VAAQ'
  expect(german.people).toEqual(english.people.filter((each) => each.salesforceUserId !== lacking))
  expect(german.people[1]?.name).toBe('Bob Råberg')
  expect(german.people[4]?.name).toBe('Bjørn Smith')
  expect(german.problems).toEqual([])
  expect(german.notices).toEqual([
    'users.csv is not UTF-8 and was read as windows-1252 (Western European). If names look wrong, name its encoding with --encoding',
    "skipped the report's footer: 5 lines from users.csv:63 on",
  ])
})

test('wherever the bytes are cut into chunks, the reading is the same', async () => {
  const bytes = await sample('users-report.csv')
  const whole = await read(bytes)
  const cuts = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(cuts, async (sizes) => {
      const chunks: Uint8Array[] = []
      let start = 0
      for (const size of sizes) {
        chunks.push(bytes.subarray(start, start + size))
        start += size
      }
      expect(await readChunks([...chunks, bytes.subarray(start)])).toEqual(whole)
    }),
    { numRuns: 30 },
  )
})

test('a reading names its source and comes in pages of a thousand', async () => {
  const ids = Array.from({ length: 2500 }, (_, index) => `0055g00000${String(index).padStart(5, '0')}`)
  const reading = await readReport(
    { name: 'standard input', bytes: bytesOf([Buffer.from(`User ID\n${ids.join('\n')}\n`)]) },
    { columns: {} },
  )
  const sizes: number[] = []
  for await (const page of reading.pages) sizes.push(page.length)
  expect(reading.read).toEqual({
    source: 'report',
    origin: 'standard input',
    identity: null,
    organizationId: null,
  })
  expect(reading.total).toBeUndefined()
  expect(sizes).toEqual([1000, 1000, 500])
})

test('no more than the beginning is read before the first page is taken, and the source is closed when left', async () => {
  const seen = { chunks: 0, closed: false }
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('User ID\n')
      for (;;) {
        seen.chunks += 1
        yield await Promise.resolve(Buffer.from(`${adaId}\n`.repeat(4096)))
      }
    } finally {
      seen.closed = true
    }
  }
  const reading = await readReport({ name: 'users.csv', bytes: endless() }, { columns: {} })
  expect(seen).toEqual({ chunks: 1, closed: false })
  for await (const page of reading.pages) {
    expect(page).toHaveLength(1000)
    break
  }
  expect(seen.closed).toBe(true)
})

test.each([
  ['bytes that are no text', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(5000, 1)])],
  ['text that is no CSV', Buffer.from(`<html>${' '.repeat(5000)}`)],
])('%s: the source is closed at once', async (_, content) => {
  const seen = { closed: false }
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield await Promise.resolve(content)
    } finally {
      seen.closed = true
    }
  }
  await failureOf(readReport({ name: 'users.csv', bytes: endless() }, { columns: {} }))
  expect(seen.closed).toBe(true)
})

test('a header without people is an empty list', async () => {
  expect(await read('"Id","Username"\n')).toEqual({
    people: [],
    problems: [],
    notices: ['users.csv contains a header but no users'],
  })
})

test.each([
  ['nothing', ''],
  ['the one empty line that a query without results writes', '\n'],
  ['a byte order mark alone', '\ufeff\r\n'],
])('%s is refused as empty', async (_, content) => {
  expect(await failureOf(read(content))).toEqual({
    code: 'report-unreadable',
    message: 'users.csv is empty: it has neither a header nor users',
    actions: [
      'if it was exported from a report, open the report, check its filters, and export it again',
      'if "sf data query" wrote it, the query found no users: it then writes one empty line and no header',
    ],
  })
})

test.each([
  ['an .xlsx', Buffer.from('504b030414000600', 'hex'), 'an Excel workbook (.xlsx) or another zip archive'],
  ['a real .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'an Excel workbook (.xls)'],
  [
    'an exported .xls, which is a web page',
    Buffer.from('\n<html><head><meta charset="utf-8"></head><table><tr><td>User ID</td></tr></table>'),
    'a web page or XML (Salesforce writes this for Format: Excel .xls)',
  ],
  ['JSON', Buffer.from('{\n  "status": 0'), 'JSON'],
  ['a PDF', Buffer.from('%PDF-1.7'), 'a PDF document'],
  ['any other binary', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex'), 'not a text file'],
])('%s is refused with the way to export a CSV', async (_, content, what) => {
  expect(await failureOf(read(content))).toEqual({
    code: 'report-unreadable',
    message: `users.csv is ${what}; sfsync reads reports exported as CSV`,
    actions: [
      'in Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv',
      'or run a query: sf data query --result-format csv --query "SELECT Id, Name, Username, Email, IsActive FROM User"',
    ],
  })
})

test.each([
  [
    'sf data query',
    `Id,Username,Profile.Name,LastLoginDate\n${adaId}AAA,Ada@Acme.Example,"Sales, EMEA",2026-09-08T13:22:00.000+0200\n`,
  ],
  [
    'Data Loader',
    `"ID","USERNAME","PROFILE.NAME","LASTLOGINDATE"\n"${adaId}AAA","ada@acme.example","Sales, EMEA","2026-09-08T11:22:00.000Z"\n`,
  ],
  [
    'sfsync itself',
    `salesforceUserId,username,profile,lastLoginAt,mappedTo,seenAt\n${adaId}AAA,ada@acme.example,"Sales, EMEA",2026-09-08T11:22:00.000Z,,2026-10-01T00:00:00.000Z\n`,
  ],
])('the CSV of %s is read', async (_, content) => {
  expect(await read(content)).toEqual({
    people: [
      person({
        id: adaId,
        name: 'ada@acme.example',
        username: 'ada@acme.example',
        profile: 'Sales, EMEA',
        lastLoginAt: '2026-09-08T11:22:00.000Z',
      }),
    ],
    problems: [],
    notices: [],
  })
})

test.each([
  ['missing.csv', 'there is no such file'],
  ['.', 'it is a directory'],
])('a file that cannot be opened is a failure of the report: %s', async (path, reason) => {
  const bytes = createReadStream(new URL(path, import.meta.url))
  expect(await failureOf(readReport({ name: path, bytes }, { columns: {} }))).toEqual({
    code: 'report-unreadable',
    message: `cannot read ${path}: ${reason}`,
    actions: ['check the file name and its permissions'],
  })
})

test('several exports put together are read as one', async () => {
  const { people, problems } = await read(`Id,Name\n${adaId},Ada\nId,Name\n${bobId},Bob\n`)
  expect(people).toEqual([person({ id: adaId, name: 'Ada' }), person({ id: bobId, name: 'Bob' })])
  expect(problems).toEqual([])
  const other = await read(`Id,Name,Role\n${adaId},Ada,Sales\nId,Role,Name\n`)
  expect(other.problems.map((row) => row.line)).toEqual([3])
})

test('ten thousand problems are kept and the rest is counted', async () => {
  const { people, problems, notices } = await read(`Id,Name\n${'5E+54,Ada\n'.repeat(10_003)}${bobId},Bob\n`)
  expect(people).toEqual([person({ id: bobId, name: 'Bob' })])
  expect(problems).toHaveLength(10_000)
  expect(notices).toEqual(['3 more rows could not be read; only the first 10000 are listed'])
})
