import { writeOds } from 'hucre/ods'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { row, xlsxOf } from '../../support/workbooks.ts'
import { failureOf, read, table } from '../support.ts'

const header = ['Email', 'Name', 'Team']
const ada = ['ada@acme.example', 'Ada Lovelace', 'Blue']
const data = (...rows: readonly string[]) => `<sheetData>${rows.join('')}</sheetData>`
const usual = data(row(1, ...header), row(2, ...ada))
const asTable = [header, [2, ...ada]]

describe('one table, in every kind of workbook', () => {
  const rows = [header, ada]

  test('XLSX and ODS of a library', async () => {
    const sheets = [{ name: 'Users', rows }]
    expect(table(await read(await writeXlsx({ sheets }), {}, 'people.xlsx'))).toEqual(asTable)
    expect(table(await read(await writeOds({ sheets }), {}, 'people.ods'))).toEqual(asTable)
  })

  test('recognized by content, whatever the file is called', async () => {
    const bytes = await xlsxOf({ sheets: { Users: usual } })
    const sheet = await read(bytes, {}, 'standard input')
    expect([sheet.form, sheet.notices, table(sheet)]).toEqual(['workbook', [], asTable])
  })

  test('a web page, as Salesforce writes for .xls, in the encoding that it names', async () => {
    const page = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"></head><body>
      <style>td { color: red }</style><!-- <td>no</td> --><table><tr><th>Email</th><th>Name&nbsp;</th><th>Team</th></tr>
      <tr><td>jose@acme.example</td><td>Jos\u00e9 &amp; Zo&euml;&#46;</td><td>Gr<b>\u00fc</b>n</td></tr></table></body></html>`
    const sheet = await read(Buffer.from(page, 'latin1'), {}, 'report.xls')
    expect(table(sheet)).toEqual([header, [2, 'jose@acme.example', 'Jos\u00e9 & Zo\u00eb.', 'Gr\u00fcn']])
  })

  test('prefixes, strict names, rows and cells without references', async () => {
    const others = {
      'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>
        <x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>Name</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row>
        <x:row r="2"><x:c r="A2" t="s"><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>Ada </x:t></x:r><x:r><x:t>Lovelace</x:t></x:r></x:is></x:c><x:c t="s"><x:v>3</x:v></x:c></x:row>
        </x:sheetData></x:worksheet>`,
    }
    const texts =
      '<si><t>Email</t></si><si><t>ada@acme.example</t></si><si><t>Team</t></si><si><r><t>Bl</t></r><r><t>ue</t></r><rPh sb="0" eb="1"><t>aid</t></rPh></si>'
    expect(table(await read(await xlsxOf({ sheets: { Users: '' }, texts, others })))).toEqual(asTable)
  })

  test('a macro-enabled workbook is read without its macros', async () => {
    const others = { 'xl/vbaProject.bin': 'Sub Evil()' }
    expect(table(await read(await xlsxOf({ sheets: { Users: usual }, others }), {}, 'p.xlsm'))).toEqual(
      asTable,
    )
  })
})

const refused = (flag: string, what: string) => ({
  code: 'usage',
  message: `--${flag} does not apply: people.csv is ${what}`,
})

describe('where the table is', () => {
  test('below titles, beside empty columns, with sort arrows and invisible characters in labels', async () => {
    const sheet = await read(
      await xlsxOf({
        sheets: {
          Report: data(
            row(2, '', 'All users'),
            row(4, '', 'Email  ↑', '\u200bName\u00a0', 'Team'),
            row(5, '', ...ada),
          ),
        },
      }),
    )
    expect(table(sheet)).toEqual([header, [5, ...ada]])
    expect(sheet.notices).toEqual(['the header is in line 4 of people.csv; left out above it: "All users"'])
  })

  test('below instructions of several cells, but not below users', async () => {
    const instructions = [row(1, 'Step', 'What to do'), row(2, '1', 'Fill in the list')]
    const list = [row(4, ...header), row(5, ...ada)]
    const sheet = await read(await xlsxOf({ sheets: { Users: data(...instructions, ...list) } }))
    expect(table(sheet)).toEqual([header, [5, ...ada]])
    expect(sheet.notices).toEqual([
      'the header is in line 4 of people.csv; left out above it: "Step | What to do", "1 | Fill in the list"',
    ])
    const users = row(1, 'bo@acme.example', 'Bo')
    expect(await failureOf(read(await xlsxOf({ sheets: { Users: data(users, ...list) } })))).toEqual({
      code: 'file-unreadable',
      message:
        'people.csv: line 4 is a second header with other columns, "Email | Name": two files were joined',
    })
  })

  const several = {
    Notes: data(row(1, 'Written by Ada'), row(2, 'for Grace')),
    'New users': usual,
    Old: data(row(1, ...header), row(2, 'old@acme.example', 'Old', 'Red')),
    Secret: data(row(1, ...header), row(2, 'hidden@acme.example', 'Hidden', 'Red')),
  }

  test('on the first sheet that fits, and the others are named', async () => {
    const bytes = await xlsxOf({ sheets: several, states: { Secret: 'state="hidden"' } })
    const sheet = await read(bytes, {}, 'people.xlsx')
    expect(table(sheet)).toEqual(asTable)
    expect(sheet.notices).toEqual([
      'read the sheet "New users" of people.xlsx, not "Notes", "Old"; hidden: "Secret"; "Old" would fit as well: choose with --sheet "<name>"',
    ])
  })

  test('on the sheet that the admin names, in any letter case, also a hidden one', async () => {
    const bytes = await xlsxOf({ sheets: several, states: { Secret: 'state="veryHidden"' } })
    const sheet = await read(bytes, { sheet: 'secret' })
    expect([sheet.rows[0]?.cells[0], sheet.notices]).toEqual(['hidden@acme.example', []])
  })

  test('not on a sheet that does not exist', async () => {
    const bytes = await xlsxOf({ sheets: several })
    expect(await failureOf(read(bytes, { sheet: 'New user' }, 'people.xlsx'))).toEqual({
      code: 'usage',
      message: 'people.xlsx has no sheet "New user"',
    })
  })

  test('not on any sheet', async () => {
    const sheets = { Notes: several.Notes, More: data(row(1, 'one', 'two')) }
    expect(await failureOf(read(await xlsxOf({ sheets }), {}, 'people.xlsx'))).toEqual({
      code: 'file-unreadable',
      message:
        'no sheet of people.xlsx has a row of column labels that sfsync knows; its sheets are "Notes", "More"',
    })
  })

  test('flags of another kind of file are refused', async () => {
    const bytes = await xlsxOf({ sheets: { Users: usual } })
    expect(await failureOf(read(bytes, { encoding: 'utf-8' }))).toEqual(refused('encoding', 'a workbook'))
    expect(await failureOf(read(bytes, { separator: ';' }))).toEqual(refused('separator', 'a workbook'))
    expect(await failureOf(read('Email,Team\n', { sheet: 'A' }))).toEqual(refused('sheet', 'not a workbook'))
  })
})

/** The cells of a row below the labels Email, Name and Team. */
async function cellsOf(cells: readonly string[], styles = '', texts = ''): Promise<unknown> {
  const sheet = await read(
    await xlsxOf({ sheets: { 'My users': data(row(1, ...header), row(2, ...cells)) }, styles, texts }),
  )
  const [found] = sheet.rows
  return [found?.cells, ...(found?.odd ?? []).map(({ place, value }) => [place, value.kind, value.text])]
}

const cell = (column: string, content: string, attributes = '') =>
  `<c r="${column}2" ${attributes}>${content}</c>`

describe('cells', () => {
  const styles = `<numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="&quot;d&quot;0"/><numFmt numFmtId="166" formatCode="[$-409]d/m/yy h:mm;@"/></numFmts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="14"/></cellXfs>`
  test('numbers are their exact digits', async () => {
    expect(
      await cellsOf(
        [
          cell('A', '<v>123456789012345</v>'),
          cell('B', '<v>0.30000000000000004</v>'),
          cell('C', '<v>42</v>', 's="1"'),
        ],
        styles,
      ),
    ).toEqual([
      ['123456789012345', '0.3', '00042'],
      ["'My users'!A2", 'number', '123456789012345'],
      ["'My users'!B2", 'number', '0.3'],
      ["'My users'!C2", 'number', '00042'],
    ])
  })

  test('dates are recognized by their format, in both systems of counting', async () => {
    const cells = [
      cell('A', '<v>46357.5</v>', 's="3"'),
      cell('B', '<v>59</v>', 's="4"'),
      cell('C', '<v>5</v>', 's="2"'),
    ]
    expect(await cellsOf(cells, styles)).toEqual([
      ['2026-12-01 12:00:00', '1900-02-28', '5'],
      ["'My users'!A2", 'date', '2026-12-01 12:00:00'],
      ["'My users'!B2", 'date', '1900-02-28'],
      ["'My users'!C2", 'number', '5'],
    ])
    const since1904 = await read(
      await xlsxOf({
        sheets: { A: data(row(1, ...header), row(2, ...ada.slice(0, 2), cell('C', '<v>0</v>', 's="4"'))) },
        styles,
        workbook: '<workbookPr date1904="1"/>',
      }),
    )
    expect(since1904.rows[0]?.cells[2]).toBe('00:00:00')
  })

  test('formulas count by their value; ticks and errors are what they are', async () => {
    const cells = [
      cell('A', '<f>B1&amp;"@x"</f><v>ada@acme.example</v>', 't="str"'),
      cell('B', '<v>1</v>', 't="b"'),
      cell('C', '<f>VLOOKUP(1,2,3)</f><v>#N/A</v>', 't="e"'),
    ]
    expect(await cellsOf(cells)).toEqual([
      ['ada@acme.example', 'true', '#N/A'],
      ["'My users'!B2", 'boolean', 'true'],
      ["'My users'!C2", 'error', '#N/A'],
    ])
  })

  test('a formula whose value is not in the file is no empty cell', async () => {
    const cells = [
      cell('A', '<f>B2&amp;"@x"</f>'),
      cell('B', '<f>IF(1,"")</f><v></v>', 't="str"'),
      cell('C', '<f>A1</f><v/>'),
    ]
    expect(await cellsOf(cells)).toEqual([
      ['=B2&"@x"', '', '=A1'],
      ["'My users'!A2", 'formula', '=B2&"@x"'],
      ["'My users'!C2", 'formula', '=A1'],
    ])
  })

  test('texts are texts, with characters that XML cannot hold', async () => {
    const cells = ['a_x005F_x0041_b', '2026-11-28', '=SUM(A1)']
    expect(await cellsOf(cells)).toEqual([['a_x0041_b', '2026-11-28', '=SUM(A1)']])
  })
})

describe('rows', () => {
  test('merged cells are filled down, and what is below them does not count; other empty cells stay empty', async () => {
    const rows = [
      row(1, 'Team', 'Email'),
      row(2, 'Blue', 'ada@acme.example'),
      row(3, 'covered', 'bo@acme.example'),
      row(4, 'Red', 'cy@acme.example'),
      row(5, '', 'di@acme.example'),
    ]
    const merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    const sheet = await read(await xlsxOf({ sheets: { Users: data(...rows) + merged } }))
    expect(sheet.rows.map(({ cells }) => cells.join(' '))).toEqual([
      'Blue ada@acme.example',
      'Blue bo@acme.example',
      'Red cy@acme.example',
      ' di@acme.example',
    ])
  })

  test('a cell that is merged across columns, and a value without a label, are problems', async () => {
    const rows = [row(1, ...header), row(2, ...ada), row(3, 'bo@acme.example', 'Bo'), row(4, ...ada, 'note')]
    const merged = '<mergeCells count="1"><mergeCell ref="B3:C3"/></mergeCells>'
    const sheet = await read(await xlsxOf({ sheets: { Users: data(...rows) + merged } }))
    expect(sheet.problems.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'Users!B3 is merged with the cells to its right, so it is unclear which columns it fills'],
      [4, 'Users!D4 has a value, but its column has no label in row 1'],
    ])
  })

  test('the footer of an exported report is left out, and nothing else that follows an empty row', async () => {
    const footer = [
      row(5, 'Confidential Information - Do Not Distribute'),
      row(6, 'Copyright © 2000-2026 salesforce.com, inc.'),
    ]
    const withEnd = async (...end: readonly string[]) =>
      await read(await xlsxOf({ sheets: { Users: data(row(1, ...header), row(2, ...ada), ...end) } }))
    const sheet = await withEnd(...footer)
    expect([sheet.rows.length, sheet.notices]).toEqual([
      1,
      ['left out 2 lines of a footer from people.csv:5 on: "Confidential Information - Do Not Distribute"'],
    ])
    expect((await withEnd(row(4, 'bo@acme.example'))).rows.map(({ line }) => line)).toEqual([2, 4])
    const followed = await withEnd(...footer, row(8, ...ada))
    expect(followed.rows.map(({ line }) => line)).toEqual([2, 5, 6, 8])
  })

  test('empty cells of a sorted column may belong to a group, which is told', async () => {
    const rows = [
      row(1, 'Team ↓', 'Email'),
      row(2, 'Blue', 'ada@acme.example'),
      row(3, '', 'bo@acme.example'),
    ]
    const sheet = await read(await xlsxOf({ sheets: { Users: data(...rows) } }))
    expect(sheet.rows[1]?.cells).toEqual(['', 'bo@acme.example'])
    expect(sheet.notices).toEqual([
      'column "Team" of people.csv is sorted, and empty in 1 row; if the report is grouped by it, export it as "Details Only"',
    ])
  })

  test('totals are left out, hidden rows and columns are read, and both are told', async () => {
    const sheets = {
      Users: `<cols><col min="3" max="3" hidden="1"/></cols>${data(
        row(1, ...header),
        row(2, ...ada),
        row(3, 'Subtotal', '<c r="B3"><v>2</v></c>'),
        row(4, 'bo@acme.example', 'Bo', 'Red').replace('<row', '<row hidden="1"'),
        row(5, 'Grand Total (2 records)'),
      )}`,
    }
    const sheet = await read(await xlsxOf({ sheets }), {}, 'people.xlsx')
    expect(sheet.rows.map(({ line }) => line)).toEqual([2, 4])
    expect(sheet.notices).toEqual([
      '1 hidden row of people.xlsx was read as well, from people.xlsx:4 on',
      'hidden columns of people.xlsx were read as well: "Team"',
      'left out 2 rows with totals from people.xlsx:3 on: "Subtotal | 2"',
    ])
  })
})
