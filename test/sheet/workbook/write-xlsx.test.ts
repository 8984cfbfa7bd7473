import fc from 'fast-check'
import { writeOds } from 'hucre/ods'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { openWorkbook } from '../../../src/sheet/workbook/open.ts'
import { textOfCell, type WorkbookCell } from '../../../src/sheet/workbook/workbook.ts'
import { type WrittenCell, type WrittenColumn, writeXlsx } from '../../../src/sheet/workbook/write-xlsx.ts'
import { sheetFileTexts } from '../../../src/sheet/read-sheet.ts'
import { bytesOf } from '../../salesforce/report/support.ts'

async function written(
  columns: readonly (WrittenColumn | string)[],
  rows: readonly (readonly WrittenCell[])[],
): Promise<Buffer> {
  const pieces: Buffer[] = []
  const sheet = {
    name: 'Users',
    columns: columns.map((each) => (typeof each === 'string' ? { label: each, width: 10 } : each)),
    rows,
  }
  for await (const piece of writeXlsx(sheet)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Every cell of the first sheet. */
async function cellsOf(bytes: Uint8Array): Promise<readonly (readonly WorkbookCell[])[]> {
  const [sheet] = await openWorkbook({ name: 'a', bytes: bytesOf([bytes]), texts: sheetFileTexts })
  const rows: (readonly WorkbookCell[])[] = []
  for await (const batch of sheet?.rows(() => undefined) ?? []) rows.push(...batch.map(({ cells }) => cells))
  return rows
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('_', 'x', '0', '4', '1', '\ud800', '\0', '\r', '\n', ' ', '=', '&', '<', '"'),
  }),
)
const tableOf = (text: fc.Arbitrary<string>) =>
  fc.array(
    fc.array(
      text.map((each) => `${each}.`),
      { minLength: 3, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 8 },
  )

test('any table of texts is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(tableOf(anyText), async (rows) => {
      expect(await cellsOf(await written(['a', 'b', 'c'], rows))).toEqual([['a', 'b', 'c'], ...rows])
    }),
    { numRuns: 60 },
  )
})

test('another library reads the same texts', async () => {
  await fc.assert(
    fc.asyncProperty(tableOf(fc.string({ unit: 'grapheme' })), async (rows) => {
      const { sheets } = await readXlsx(await written(['a', 'b', 'c'], rows))
      expect(sheets[0]?.rows).toEqual([['a', 'b', 'c'], ...rows])
    }),
    { numRuns: 40 },
  )
})

test('any table of texts that another library writes as ODS is read as it was', async () => {
  await fc.assert(
    fc.asyncProperty(tableOf(fc.string({ unit: 'grapheme' })), async (rows) => {
      const bytes = await writeOds({ sheets: [{ name: 'Users', rows }] })
      expect((await cellsOf(bytes)).map((row) => row.map(textOfCell))).toEqual(rows)
    }),
    { numRuns: 40 },
  )
})

test('numbers, ticks and nothing keep their kind; nothing is a formula', async () => {
  const rows = [['=1+1', 42, true, null, "'quoted", '0055g0000004C92AAE', '2026-11-28']]
  const bytes = await written(['a', 'b', 'c', 'd', 'e', 'f', 'g'], rows)
  expect((await cellsOf(bytes))[1]).toEqual([
    '=1+1',
    { kind: 'number', text: '42' },
    { kind: 'boolean', text: 'true' },
    '',
    "'quoted",
    '0055g0000004C92AAE',
    '2026-11-28',
  ])
  const { sheets } = await readXlsx(bytes)
  expect(sheets[0]?.rows[1]).toEqual(['=1+1', 42, true, null, "'quoted", '0055g0000004C92AAE', '2026-11-28'])
})

test('the header is frozen and has a filter, choices are offered, and locked columns are protected', async () => {
  const columns = [
    { label: 'Key', width: 30, isLocked: true },
    { label: 'Decision', width: 12, choices: ['map', 'new'] },
  ]
  const { sheets } = await readXlsx(await written(columns, [['k1', null]]), { readStyles: true })
  expect(sheets[0]).toMatchObject({
    name: 'Users',
    freezePane: { rows: 1 },
    autoFilter: { range: 'A1:B2' },
    protection: { sheet: true },
    dataValidations: [{ type: 'list', range: 'B2:B2', values: ['map', 'new'] }],
    columns: [{ width: 30 }, { width: 12 }],
  })
})

test('the same content gives the same bytes', async () => {
  expect(await written(['a'], [['b']])).toEqual(await written(['a'], [['b']]))
})

test('what Excel cannot hold is refused', async () => {
  await expect(written(['a'], [['x'.repeat(32_768)]])).rejects.toThrow(
    'cell A2 would hold 32768 characters; Excel holds 32767',
  )
})
