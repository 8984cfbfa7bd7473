import { expect, test } from 'vitest'
import { odsOf } from '../../support/workbooks.ts'
import { read, table } from '../support.ts'

const header = ['Email', 'Name', 'Team']
const ada = ['ada@acme.example', 'Ada Lovelace', 'Blue']
const cell = (text: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`
const odsRow = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`
const sheetOf = (rows: string, attributes = 'table:name="Users"') =>
  `<table:table ${attributes}><table:table-column table:number-columns-repeated="3"/>${rows}</table:table>`

test('spans, repeated cells and rows, notes, spaces and line breaks', async () => {
  const rows = [
    odsRow(header.map((label) => cell(label)).join('')),
    odsRow(
      `${cell('<text:span>a</text:span>da@acme.example')}<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>Ada<text:s text:c="2"/> 
 Love</text:p><text:p>lace</text:p></table:table-cell>${cell('Blue', 'table:number-rows-spanned="2"')}`,
    ),
    odsRow(
      `${cell('same', 'table:number-columns-repeated="2"')}<table:covered-table-cell office:value-type="string"><text:p>covered</text:p></table:covered-table-cell>`,
    ),
    odsRow('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="5"'),
    odsRow(cell('bo@acme.example'), 'table:number-rows-repeated="2"'),
    odsRow(
      '<table:table-cell table:number-columns-repeated="16384"/>',
      'table:number-rows-repeated="1048566"',
    ),
  ]
  expect(table(await read(await odsOf(sheetOf(rows.join('')))))).toEqual([
    header,
    [2, 'ada@acme.example', 'Ada     Love\nlace', 'Blue'],
    [3, 'same', 'same', 'Blue'],
    [9, 'bo@acme.example', '', ''],
    [10, 'bo@acme.example', '', ''],
  ])
})

test('numbers, dates, ticks and errors', async () => {
  const values = [
    '<table:table-cell office:value-type="float" office:value="1.5E+3"><text:p>1,500</text:p></table:table-cell>',
    '<table:table-cell office:value-type="date" office:date-value="2026-11-28T00:00:00"><text:p>28.11.26</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
  ]
  const rows = odsRow(header.map((label) => cell(label)).join('')) + odsRow(values.join(''))
  const [found] = (await read(await odsOf(sheetOf(rows)))).rows
  expect(found?.odd?.map(({ place, value }) => [place, value.kind, value.text])).toEqual([
    ['Users!A2', 'number', '1500'],
    ['Users!B2', 'date', '2026-11-28'],
    ['Users!C2', 'error', '#N/A'],
  ])
})

test('a formula whose value is not in the file is no empty cell', async () => {
  const rows =
    odsRow(header.map((label) => cell(label)).join('')) +
    odsRow(`<table:table-cell table:formula="of:=[.B2]"/>${cell('')}${cell('Blue')}`)
  const [found] = (await read(await odsOf(sheetOf(rows)))).rows
  expect(found?.odd).toEqual([{ column: 0, place: 'Users!A2', value: { kind: 'formula', text: '=[.B2]' } }])
})

test('a hidden sheet counts only by name', async () => {
  const style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
  const rows =
    odsRow(header.map((label) => cell(label)).join('')) + odsRow(ada.map((text) => cell(text)).join(''))
  const hidden = sheetOf(rows.replace('ada@', 'hidden@'), 'table:name="Old" table:style-name="ta2"')
  const bytes = await odsOf(hidden + sheetOf(rows), style)
  expect((await read(bytes)).rows[0]?.cells[0]).toBe('ada@acme.example')
  expect((await read(bytes, { sheet: 'Old' })).rows[0]?.cells[0]).toBe('hidden@acme.example')
})
