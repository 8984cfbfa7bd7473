import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { Archive } from '../../../src/sheet/workbook/archive.ts'
import { readSheet, sheetFileTexts } from '../../../src/sheet/read-sheet.ts'
import { type EditableSheet, openForEditing } from '../../../src/sheet/workbook/edit-xlsx.ts'
import { bytesOf } from '../../salesforce/report/support.ts'
import { row, xlsxOf } from '../../support/workbooks.ts'

/** By name of the part: what is between its header and the next one, packed as it is in the file. */
function partsOf(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const entries: { name: string; offset: number }[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const offset = bytes.readUInt32LE(at + 42)
    entries.push({ name: bytes.toString('utf8', at + 46, at + 46 + nameLength), offset })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  const inFile = entries.toSorted((left, right) => left.offset - right.offset)
  return new Map(
    inFile.map(({ name, offset }, index) => {
      const next = inFile[index + 1]?.offset ?? bytes.readUInt32LE(end + 16)
      return [name, bytes.toString('hex', offset, next)]
    }),
  )
}

async function open(bytes: Buffer): Promise<EditableSheet> {
  const input = { name: 'users.xlsx', texts: sheetFileTexts, bytes: bytesOf([bytes]) }
  const sheet = await openForEditing(input, {
    prefers: (labels) => labels.some((label) => /mail|post/i.test(label)),
  })
  if (sheet === undefined) throw new Error('no sheet fits')
  return sheet
}

async function cellsOf(bytes: Buffer): Promise<string[][]> {
  const sheet = await readSheet({ name: 'upload.xlsx', bytes: bytesOf([bytes]) }, {})
  return [sheet.labels, ...sheet.rows.map(({ cells }) => cells)].map((cells) => [...cells])
}

const formatted = {
  sheets: {
    Notes:
      '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Fill in the other sheet</t></is></c></row></sheetData>',
    Brukere: `<dimension ref="A1:C3"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData>${row(1, 'E-post', 'Fornavn', 'Etternavn')}<row r="2" ht="20"><c r="A2" s="1" t="s"><v>0</v></c><c r="C2" s="2" t="s"><v>1</v></c></row>${row(3, 'grace@acme.example', 'Grace', 'Hopper')}</sheetData><autoFilter ref="A1:C3"/><dataValidations count="1"><dataValidation type="list" sqref="C2:C99"><formula1>"a,b"</formula1></dataValidation></dataValidations>`,
  },
  texts: '<si><t>ada@acme.example</t></si><si><t>Lovelace</t></si>',
}

const workbooks: readonly (readonly [string, () => Promise<Buffer>])[] = [
  [
    'from LibreOffice',
    async () =>
      await Promise.resolve(readFileSync(join(import.meta.dirname, 'samples', 'users-libreoffice.xlsx'))),
  ],
  ['with formats, a filter, a validation and another sheet', async () => await xlsxOf(formatted)],
  [
    'of one line, with labels in another order',
    async () =>
      await xlsxOf({
        sheets: {
          Users: `<sheetData>${row(1, 'Team', 'E-mail')}${row(2, 'Sales', 'ada@acme.example')}</sheetData>`,
        },
      }),
  ],
]

describe.each(workbooks)('a workbook %s', (_, made) => {
  test('keeps every other part byte for byte, and every cell that is not edited', async () => {
    const before = await made()
    const sheet = await open(before)
    const edit = { line: sheet.rows[0]?.line ?? 0, column: sheet.labels.length - 1, text: 'A & <B> "C"' }
    const last = sheet.rows.at(-1)?.line ?? 0
    const after = sheet.edited([edit, { line: last + 1, column: 0, text: 'new@acme.example' }])
    const [was, is] = [partsOf(before), partsOf(after)]
    expect([...is.keys()]).toEqual([...was.keys()])
    expect([...was].filter(([name, bytes]) => is.get(name) !== bytes).map(([name]) => name)).toEqual([
      expect.stringMatching(/^xl\/worksheets\/sheet\d\.xml$/),
    ])
    const wanted = (await open(before)).rows.map(({ line, cells }) =>
      line === edit.line
        ? sheet.labels.map((label, column) => (column === edit.column ? edit.text : (cells[column] ?? '')))
        : cells,
    )
    const found = (await open(after)).rows.map(({ cells }) => cells)
    expect(found.slice(0, -1)).toEqual(wanted)
    expect(found.at(-1)).toEqual(['new@acme.example'])
  })

  test('is the same again when nothing is to be changed', async () => {
    const before = await made()
    const after = (await open(before)).edited([])
    expect(await cellsOf(after)).toEqual(await cellsOf(before))
  })
})

test('an empty cell is filled in its place, and the filter covers new rows', async () => {
  const sheet = await open(await xlsxOf(formatted))
  const after = sheet.edited([
    { line: 2, column: 1, text: 'Ada' },
    { line: 4, column: 2, text: 'Turing' },
  ])
  expect((await open(after)).rows.map(({ cells }) => cells)).toEqual([
    ['ada@acme.example', 'Ada', 'Lovelace'],
    ['grace@acme.example', 'Grace', 'Hopper'],
    ['', '', 'Turing'],
  ])
  const part = await xmlOf(after, 'xl/worksheets/sheet2.xml')
  expect(part).toContain('<autoFilter ref="A1:C4"/>')
  expect(part).toContain('<dimension ref="A1:C4"/>')
  expect(part).toContain('sqref="C2:C99"')
})

async function xmlOf(bytes: Buffer, name: string): Promise<string> {
  const archive = new Archive(bytes, (reason) => new SfsyncError('failure', reason))
  const pieces: Buffer[] = []
  for await (const piece of archive.read(name)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

test('a formula is not overwritten', async () => {
  const cells = '<c r="B2"><f>A2</f><v>1</v></c>'
  const sheet = await open(
    await xlsxOf({
      sheets: {
        Users: `<sheetData>${row(1, 'E-mail', 'Team')}${row(2, 'a@acme.example', cells)}</sheetData>`,
      },
    }),
  )
  expect(sheet.obstacle(2, 1)).toBe('B2 holds a formula; change it by hand')
  expect(sheet.obstacle(2, 0)).toBe(undefined)
  expect(() => sheet.edited([{ line: 2, column: 1, text: 'x' }])).toThrow('B2 holds a formula')
})

test('a file without a fitting sheet gives none', async () => {
  const bytes = await xlsxOf({ sheets: { Users: `<sheetData>${row(1, 'Team')}</sheetData>` } })
  const input = { name: 'users.xlsx', texts: sheetFileTexts, bytes: bytesOf([bytes]) }
  expect(await openForEditing(input, { prefers: () => false })).toBe(undefined)
})

const header = row(1, 'E-mail', 'Team')
const ada = row(2, 'ada@acme.example', 'Sales')

async function users(rows: string): Promise<EditableSheet> {
  return await open(await xlsxOf({ sheets: { Users: `<sheetData>${rows}</sheetData>` } }))
}

describe('rows that are only formatted', () => {
  const blank = '<row r="3" ht="20"><c r="A3" s="7"/></row><row r="4"/>'

  test('give way to new ones, which keep their format; those further down stay', async () => {
    const sheet = await users(`${header}${ada}${blank}<row r="1048576" ht="9"/>`)
    const after = sheet.edited([
      { line: 3, column: 0, text: 'b@acme.example' },
      { line: 4, column: 0, text: 'c@acme.example' },
    ])
    const text = await xmlOf(after, 'xl/worksheets/sheet1.xml')
    expect([...text.matchAll(/<row r="(\d+)"/gu)].map(([, line]) => line)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '1048576',
    ])
    expect(text).toContain('<c r="A3" s="7" t="inlineStr">')
    expect((await open(after)).rows.map(({ cells }) => cells[0])).toEqual([
      'ada@acme.example',
      'b@acme.example',
      'c@acme.example',
    ])
  })

  test('do not swallow the row behind them', async () => {
    const sheet = await users(`${header}<row r="2"/>${row(3, 'ada@acme.example', 'Sales')}`)
    const after = sheet.edited([{ line: 3, column: 1, text: 'North' }])
    expect((await open(after)).rows).toEqual([{ line: 3, cells: ['ada@acme.example', 'North'] }])
  })
})

test.each([
  ['of which a row has no number', `${header}<row><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>`],
  ['with a comment', `${header}<!-- ${ada} -->${ada}`],
])('a sheet %s is not edited', async (_, rows) => {
  const sheet = await users(rows)
  expect(() => sheet.edited([{ line: 9, column: 0, text: 'x' }])).toThrow('written in an unusual way')
})

test('a full sheet has no free row, and a control character is refused', async () => {
  const full = await users(`${header}${row(1_048_576, 'ada@acme.example', 'Sales')}`)
  expect(full.freeBelow(1_048_576)).toEqual({ count: 0, next: undefined })
  expect(() => full.edited([{ line: 1_048_577, column: 0, text: 'x' }])).toThrow('no room for more rows')
  const sheet = await users(header + ada)
  expect(() => sheet.edited([{ line: 2, column: 1, text: '\u0001' }])).toThrow('control character')
})

describe('rows that are free', () => {
  test.each([
    ['end above a note, with one empty row between', `${header}${ada}${row(6, 'Do not change')}`, [2, 6]],
    ['are none directly above a note', `${header}${ada}${row(4, 'Do not change')}`, [0, 4]],
    [
      'may have formats and formulas',
      `${header}${ada}<row r="3"><c r="B3"><f>A3</f><v></v></c></row>${row(7, 'a')}`,
      [3, 7],
    ],
  ])('%s', async (_, rows, [count, next]) => {
    expect((await users(rows)).freeBelow(2)).toEqual({ count, next })
  })

  test('keep their formulas when they are filled', async () => {
    const filled = '<row r="3"><c r="B3" s="4"><f>A3</f><v></v></c></row>'
    const sheet = await users(`${header}${ada}${filled}`)
    const text = await xmlOf(
      sheet.edited([{ line: 3, column: 0, text: 'b@acme.example' }]),
      'xl/worksheets/sheet1.xml',
    )
    expect(text).toContain('<c r="B3" s="4"><f>A3</f><v></v></c></row>')
    expect(sheet.obstacle(3, 1)).toBe('B3 holds a formula; change it by hand')
  })
})

test('merged cells cannot be changed one by one', async () => {
  const rows = `${header}${ada}${row(3, 'bob@acme.example')}`
  const sheets = { Users: `<sheetData>${rows}</sheetData><mergeCells><mergeCell ref="B2:B3"/></mergeCells>` }
  const sheet = await open(await xlsxOf({ sheets }))
  expect([sheet.obstacle(2, 1), sheet.obstacle(3, 1), sheet.obstacle(3, 0)]).toEqual([
    'B2 is merged with other cells; change it by hand',
    'B3 is merged with other cells; change it by hand',
    undefined,
  ])
})

const prefers = (labels: readonly string[]) => labels.includes('E-mail') && labels.includes('Team')

async function fill(sheets: Record<string, string>, name?: string): Promise<string | undefined> {
  const bytes = bytesOf([await xlsxOf({ sheets })])
  const input = { name: 'users.xlsx', texts: sheetFileTexts, bytes }
  return (await openForEditing(input, { prefers, ...(name === undefined ? {} : { sheet: name }) }))?.name
}

describe('of several sheets', () => {
  const list = `<sheetData>${header}${ada}</sheetData>`

  test('the one with the wanted labels is changed, as it is the one that is read', async () => {
    const help = `<sheetData>${row(1, 'How to fill in')}${row(2, 'E-mail', 'required; must be unique')}</sheetData>`
    const terms = `<sheetData>${row(1, 'Column', 'E-mail', 'Nickname')}${row(2, 'what', 'must be unique', 'optional')}</sheetData>`
    const sheets = { 'Read me': help, Columns: terms, Users: list }
    expect(await fill(sheets)).toBe('Users')
    const read = await readSheet(
      { name: 'users.xlsx', bytes: bytesOf([await xlsxOf({ sheets })]) },
      { prefers },
    )
    expect(read.labels).toEqual(['E-mail', 'Team'])
  })

  test('the one that is named is changed', async () => {
    const sheets = { Users: list, Leavers: list }
    expect(await fill(sheets)).toBe('Users')
    expect(await fill(sheets, 'leavers')).toBe('Leavers')
    await expect(fill(sheets, 'Nobody')).rejects.toThrow('has no sheet "Nobody"')
  })
})

test('a cell that is there twice is not read', async () => {
  const twice = row(2, '<c r="A2"><v>1</v></c>', '<c r="A2"><v>2</v></c>')
  await expect(users(header + twice)).rejects.toThrow('it has the cell A2 twice')
})

test('a list that is not a workbook is named as one', async () => {
  const input = { name: 'users.csv', texts: sheetFileTexts, bytes: bytesOf([Buffer.from('E-mail,Team\n')]) }
  await expect(openForEditing(input, { prefers: () => true })).rejects.toThrow(
    'users.csv is not a workbook (.xlsx)',
  )
})
