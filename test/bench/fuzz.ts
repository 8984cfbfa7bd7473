// Gives every reader of text from outside damaged inputs, the same ones for the same seed. A reader may give a value or
// throw an SfsyncError; any other failure, or one input that takes more than ten seconds, ends with exit code 1.
//   npm run fuzz -- [--count 3000] [--seed 1] [--reader sheet]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readDump } from '../../src/app/dump-file.ts'
import { readPlan } from '../../src/app/plan-file.ts'
import { parseWhen } from '../../src/app/time-span.ts'
import { parseRcFile } from '../../src/config/rc-file.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { parseCondition } from '../../src/core/match/condition.ts'
import { changedRules } from '../../src/core/match/rules.ts'
import { parseRowKey } from '../../src/core/review/review-row.ts'
import { parseJson } from '../../src/core/text.ts'
import { parseSalesforceUserKey, parseUserKey } from '../../src/core/user-key.ts'
import { fastUserPage } from '../../src/salesforce/api/records.ts'
import { csvSlices } from '../../src/salesforce/api/read-bulk.ts'
import { readReport } from '../../src/salesforce/report/report.ts'
import { readSheet } from '../../src/sheet/read-sheet.ts'
import { textLines } from '../../src/sheet/source.ts'
import { sfsync } from '../support/sfsync.ts'
import { archiveOf, row, xlsxOf } from '../support/workbooks.ts'
import { randomFrom } from './random.ts'

/** A reader, and whole inputs that it reads well. */
interface Reader {
  readonly seeds: readonly Uint8Array[]
  readonly read: (bytes: Uint8Array) => unknown
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
    reader: { type: 'string' },
  },
})
const patience = 10_000
const samples = join(import.meta.dirname, '..', 'salesforce', 'report', 'samples')
const home = mkdtempSync(join(tmpdir(), 'sfsync-fuzz-'))

// oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000)
}

const text = (read: (text: string) => unknown) => (bytes: Uint8Array) =>
  read(Buffer.from(bytes).toString('utf8'))
const seeds = (...texts: readonly string[]) => texts.map((each) => Buffer.from(each))

async function drained(pages: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _ of pages) count += 1
  return count
}

/** A plan and a dump that the program wrote. */
async function written(): Promise<{ plan: Buffer; dump: Buffer }> {
  const run = async (...words: readonly string[]) => {
    const { exitCode, stderr } = await sfsync(home, words)
    if (exitCode !== 0) throw new Error(stderr)
  }
  const batch =
    'Email,First name,Last name,Team\nada@acme.example,Ada,Lovelace,Blue\nb@acme.example,Bo,Åse,\n'
  writeFileSync(join(home, 'people.csv'), batch)
  await run('plan', 'people.csv', '--create-team', '--out', 'people.plan')
  await run('import', 'people.csv', '--create-team')
  await run('dump', 'ledger.dump')
  return { plan: readFileSync(join(home, 'people.plan')), dump: readFileSync(join(home, 'ledger.dump')) }
}

const { plan, dump } = await written()
const lines = (name: string, bytes: Uint8Array) => textLines({ name, bytes: pieces(bytes) })
const people = ['users-report.csv', 'users-report-german-latin1.csv'].map((name) =>
  readFileSync(join(samples, name)),
)
const sheet = 'Email;Name;Team;Salesforce ID\r\n"ada@acme.example";"Ada ""L""";Blue;0055g0000004C92AAE\r\n'

const workbookSamples = join(import.meta.dirname, '..', 'sheet', 'workbook', 'samples')
const workbook = (name: string) => readFileSync(join(workbookSamples, name))
const readWorkbook = async (bytes: Uint8Array) =>
  await readSheet({ name: 'people.xlsx', bytes: pieces(bytes) }, {})
const cells = `${row(1, 'Email', 'Name', 'Team', 'Active')}${row(2, 'ada@acme.example', 'Ada & Co', '<c r="C2" s="1"><v>46085.5</v></c>', '<c r="D2" t="b"><v>1</v></c>')}${row(3, 'b@acme.example', '<c r="B3" t="s"><v>0</v></c>', '', '<c r="D3" t="e"><v>#N/A</v></c>')}`
const worksheet = `<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>${cells}</sheetData><mergeCells count="1"><mergeCell ref="C2:C3"/></mergeCells></worksheet>`
const odsContent = `<d xmlns:table="t" xmlns:text="x" xmlns:office="o"><spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>Email<text:s text:c="3"/></text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.5" table:number-rows-spanned="2"/></table:table-row></table:table></spreadsheet></d>`

const readers: Readonly<Record<string, Reader>> = {
  workbook: {
    seeds: [workbook('libreoffice.xlsx'), workbook('libreoffice.ods'), workbook('saved-again.xlsx')],
    read: readWorkbook,
  },
  worksheet: {
    seeds: seeds(worksheet),
    read: async (bytes) => {
      const others = { 'xl/worksheets/sheet1.xml': Buffer.from(bytes).toString('utf8') }
      const texts = '<si><t>Bo</t></si>'
      const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
      return await readWorkbook(await xlsxOf({ sheets: { A: '' }, texts, styles, others }))
    },
  },
  'ods-content': {
    seeds: seeds(odsContent),
    read: async (bytes) =>
      await readWorkbook(await archiveOf({ 'content.xml': Buffer.from(bytes).toString('utf8') })),
  },
  'web-page': {
    seeds: seeds(
      '<html><meta charset=utf-8><table><tr><th>Email<th>Team</tr><tr><td rowspan=2 colspan="1">ada&#64;acme.example</td><td>R&amp;D<br>x</td></tr><!-- c --><tr><td>b</td></tr></table>',
    ),
    read: readWorkbook,
  },
  report: {
    seeds: people,
    read: async (bytes) => {
      const { pages } = await readReport({ name: 'people.csv', bytes: pieces(bytes) }, { columns: {} })
      return await drained(pages)
    },
  },
  sheet: {
    seeds: [
      ...seeds(sheet, '{"Email":"ada@acme.example","Team":"Blue"}\n{"Email":"b@acme.example","Team":null}\n'),
      Buffer.from(`\uFEFF${sheet}`, 'utf16le'),
    ],
    read: (bytes) => readSheet({ name: 'people.csv', bytes: pieces(bytes) }, {}),
  },
  roster: {
    seeds: seeds(
      'teams:\n  Blue:\n    - ada@acme.example\n    - user: Bob\n      salesforce id: 0055g0000004C92\nusers: []\n',
    ),
    read: (bytes) => readSheet({ name: 'team.yaml', bytes: pieces(bytes) }, {}),
  },
  plan: { seeds: [plan], read: (bytes) => readPlan('people.plan', lines('people.plan', bytes)) },
  dump: { seeds: [dump], read: (bytes) => readDump('ledger.dump', lines('ledger.dump', bytes)) },
  'rc-file': {
    seeds: seeds(
      'store = "here.sqlite"\nactor = "jane"\nremoval-limit = 5\n[profiles.sandbox]\nstore = "there.sqlite"\n',
    ),
    read: text((each) => parseRcFile(each, '.sfsyncrc')),
  },
  condition: {
    seeds: seeds('sure', 'probability >= 95% and (email or not name)', 'score>0.9 & !domain'),
    read: text(parseCondition),
  },
  rules: {
    seeds: seeds('name = 2, email = -1.5; sure=0.99', 'domain:acme.example=acme.test'),
    read: text(changedRules),
  },
  time: {
    seeds: seeds('yesterday', '2026-11-28', '2026-11-28T08:00:00Z', '3 days ago', '2w'),
    read: text((each) => parseWhen(each, new Date('2026-11-28T08:00:00Z'), '--since')),
  },
  'row-key': { seeds: seeds('user:12:ab34', 'S0055g0000004C92AAE.1'), read: text(parseRowKey) },
  user: {
    seeds: seeds('ada@acme.example', '0055g0000004C92AAE', 'https://acme.my.salesforce.com/0055g0000004C92'),
    read: text((each) => [parseUserKey(each), parseSalesforceUserKey(each)]),
  },
  'user-page': {
    seeds: seeds(
      '{"totalSize":1,"done":true,"records":[{"attributes":{"type":"User"},"Id":"0055g0000004C92AAE","Name":"Ada","Username":"a@b.example","Email":null,"IsActive":true,"UserType":"Standard","Profile":{"Name":"Sales"}}]}',
    ),
    read: text((each) => fastUserPage.safeParse(parseJson(each))),
  },
  'bulk-table': {
    seeds: seeds('"Id","Name"\n"0055g0000004C92AAE","Ada ""L""\nLovelace"\n'),
    read: (bytes) => [...csvSlices(Buffer.from(bytes))],
  },
}

const nasty = [
  '\0',
  '"',
  '""',
  "'",
  '\r',
  '\n',
  '\r\n',
  ',',
  ';',
  '\t',
  '|',
  '\uFEFF',
  '\u200B',
  '\u202E',
  '\uD83D',
  '😀',
  '{',
  '}',
  '[',
  ']',
  '=',
  '(',
  '&',
  '-',
  '--',
  '%',
  '\u001B[31m',
  'null',
  '#N/A',
  '1e999',
  '__proto__',
  '0055g0000004C92AAE',
  'x'.repeat(5_000),
  '('.repeat(3_000),
]

/** One to six changes: cut, doubled, moved, other bytes, other texts. */
function damaged(seed: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit)
  let bytes = Buffer.from(seed)
  for (let left = 1 + below(6); left > 0; left -= 1) {
    const at = below(bytes.length + 1)
    const end = Math.min(bytes.length, at + 1 + below(random() < 0.1 ? bytes.length + 1 : 20))
    const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
    const other = Buffer.from(nasty[below(nasty.length)] ?? '')
    const choices = [
      [before, after],
      [before, part, part, after],
      [before, other, part, after],
      [before, other, after],
      [before, Buffer.from([below(256)]), after],
      [after, part, before],
    ]
    bytes = Buffer.concat(choices[below(choices.length)] ?? [])
  }
  return bytes
}

/** What is wrong with the outcome; undefined where the reader behaved. */
async function problemWith(reader: Reader, bytes: Uint8Array): Promise<string | undefined> {
  const began = performance.now()
  try {
    await reader.read(bytes)
  } catch (error) {
    if (!(error instanceof SfsyncError))
      return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  return performance.now() - began > patience ? `took more than ${patience / 1_000} seconds` : undefined
}

try {
  let failures = 0
  const chosen = Object.entries(readers).filter(
    ([name]) => values.reader === undefined || values.reader === name,
  )
  for (const [name, reader] of chosen) {
    const random = randomFrom(Number(values.seed))
    let refused = 0
    for (const seed of reader.seeds) {
      const problem = await problemWith(reader, seed)
      if (problem !== undefined) throw new Error(`${name} does not read its own seed: ${problem}`)
    }
    for (let round = 0; round < Number(values.count); round += 1) {
      const bytes = damaged(reader.seeds[round % reader.seeds.length] ?? Buffer.alloc(0), random)
      const problem = await problemWith(reader, bytes)
      if (problem === undefined) continue
      refused += 1
      if (refused <= 3)
        console.log(
          `${name}, input ${round}: ${JSON.stringify(Buffer.from(bytes).toString('latin1')).slice(0, 400)}\n${problem}\n`,
        )
    }
    failures += refused
    console.log(`${name}: ${values.count} inputs, ${refused === 0 ? 'all well' : `${refused} odd failures`}`)
  }
  if (failures > 0) process.exitCode = 1
} finally {
  rmSync(home, { recursive: true, force: true })
}
