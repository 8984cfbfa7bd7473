import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { archiveOf, odsOf, row, xlsxOf } from '../../support/workbooks.ts'
import { failureOf, read } from '../support.ts'

const data = (...rows: readonly string[]) => `<sheetData>${rows.join('')}</sheetData>`
const usual = data(row(1, 'Email', 'Name', 'Team'), row(2, 'ada@acme.example', 'Ada Lovelace', 'Blue'))
const compound = (name: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(name, 'utf16le')])

/** The reason why a damaged workbook cannot be read. */
async function reasonOf(bytes: Uint8Array): Promise<string> {
  const { code, message } = await failureOf(read(bytes))
  expect(code).toBe('file-unreadable')
  return message.replace('people.csv is damaged, or not a workbook: ', '')
}

test.each<[string, Promise<Uint8Array> | Uint8Array, string]>([
  ['.xls', compound('Workbook'), "people.csv is a workbook in Excel's old format (.xls)"],
  [
    'a password',
    writeXlsx({ sheets: [{ name: 'Users', rows: [['Email']] }], encryption: { password: 'secret' } }),
    'people.csv is protected by a password, so it cannot be read',
  ],
  [
    'a password in OpenDocument',
    archiveOf({
      'META-INF/manifest.xml': '<m><file-entry><encryption-data/></file-entry></m>',
      'content.xml': 'x',
    }),
    'people.csv is protected by a password, so it cannot be read',
  ],
  [
    'Numbers',
    archiveOf({ 'Index/Document.iwa': '' }),
    'people.csv is a document of Apple Numbers or Pages; in Numbers choose File > Export To > Excel; sfsync reads tables as XLSX, ODS, CSV, TSV or NDJSON',
  ],
  [
    'an archive',
    archiveOf({ 'people.csv': 'Email\n' }),
    'people.csv is a zip archive without a workbook in it; unpack it first; sfsync reads tables as XLSX, ODS, CSV, TSV or NDJSON',
  ],
  ['an empty sheet', xlsxOf({ sheets: { Users: data() } }), 'people.csv is empty: it has no header line'],
])('%s', async (_, bytes, message) => {
  expect(await failureOf(read(await bytes))).toEqual({ code: 'file-unreadable', message })
})

test('a file that was cut off or changed', async () => {
  const bytes = await xlsxOf({ sheets: { Users: usual } })
  expect(await reasonOf(bytes.subarray(0, 900))).toBe('the file is cut off')
  const other = Buffer.from(bytes)
  const at = other.indexOf('xl/worksheets/sheet1.xml') + 24
  other.writeUInt8(other.readUInt8(at + 60) ^ 1, at + 60)
  expect(await reasonOf(other)).toMatch(/unpacked|promises|not XML/)
})

test('entities and document types', async () => {
  const texts = '&lol;'
  const others = {
    'xl/sharedStrings.xml': `<!DOCTYPE sst [<!ENTITY lol SYSTEM "file:///etc/passwd">]><sst><si><t>${texts}</t></si></sst>`,
  }
  expect(await reasonOf(await xlsxOf({ sheets: { Users: usual }, others }))).toBe(
    'it has a document type, which spreadsheets never write',
  )
})

test('a part that unpacks without end', async () => {
  const others = { 'xl/styles.xml': `<styleSheet>${' '.repeat(40_000_000)}</styleSheet>` }
  expect(await reasonOf(await xlsxOf({ sheets: { Users: usual }, others }))).toMatch(/far too (?:large|long)/)
})

test('elements without end, rows out of place, columns and cells without end', async () => {
  const sheet = async (inside: string) => await reasonOf(await xlsxOf({ sheets: { Users: inside } }))
  expect(await sheet('<a>'.repeat(300))).toBe('its elements are nested without end')
  expect(await sheet(data(row(3, 'a'), row(2, 'b')))).toBe('its row 2 is out of place')
  expect(await sheet(data('<row r="2000000"><c r="A1"><v>1</v></c></row>'))).toBe(
    'its row 2000000 is out of place',
  )
  expect(await sheet(data('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'))).toBe(
    'it has more than 16384 columns',
  )
  expect(await sheet(data('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))).toBe(
    'a cell refers to a text that is not there',
  )
  const endless = `<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`
  expect(await reasonOf(await odsOf(endless.replace('1000000', '9000')))).toBe(
    'it has more than 20 million cells',
  )
  expect(await reasonOf(await odsOf(endless.replace('16000', '1')))).toBe(
    'its row 1 is repeated 1000000 times; delete the rows that are not meant',
  )
  // Cells that are filled down count as well: this file has few of its own.
  const spans =
    '<table:table-cell office:value-type="string" table:number-rows-spanned="1000000"><text:p>x</text:p></table:table-cell>'
  const filled = `<table:table table:name="A"><table:table-row>${spans.repeat(3000)}</table:table-row><table:table-row table:number-rows-repeated="9000"><table:table-cell table:number-columns-repeated="3000"/><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`
  expect(await reasonOf(await odsOf(filled))).toBe('it has more than 20 million cells')
})
