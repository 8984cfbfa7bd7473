// What we write, after LibreOffice has saved it: always with files that it saved before, and with itself where it is installed.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { Archive } from '../../../src/sheet/workbook/archive.ts'
import { openWorkbook } from '../../../src/sheet/workbook/open.ts'
import { writeXlsx } from '../../../src/sheet/workbook/write-xlsx.ts'
import { sheetFileTexts } from '../../../src/sheet/read-sheet.ts'
import { bytesOf } from '../../salesforce/report/support.ts'
import { libreOffice } from '../../support/libreoffice.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const office = await libreOffice()
afterAll(async () => await office?.close())

const labels = ['Row key', 'Decision', 'Salesforce User ID', 'Name', 'Calls', 'Active']
const rows = [
  ['r1of2-s-0055g0000004C92AAE-8f3a11c2', null, '0055g0000004C92AAE', '=Max +Power', 42, true],
  [
    'r2of2-u-7k3q9d2m-00000001',
    'never',
    '',
    '  Jos\u00e9   \u00d1and\u00fa\n<&"\'> \u674e \ud83d\ude00',
    0.5,
    false,
  ],
]

async function written(): Promise<Buffer> {
  const columns = labels.map((label) => ({
    label,
    width: 20,
    ...(label === 'Row key' ? { isLocked: true } : {}),
    ...(label === 'Decision' ? { choices: ['map', 'never'] } : {}),
  }))
  const pieces: Buffer[] = []
  for await (const piece of writeXlsx({ name: 'Review', columns, rows })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The workbook as a LibreOffice saves it. */
type Save = (kind: 'xlsx' | 'ods') => Promise<Buffer>

async function writtenFile(): Promise<string> {
  const file = join(temporaryFolder(), 'written.xlsx')
  await writeFile(file, await written())
  return file
}

const programs: (readonly [program: string, save: Save])[] = [
  [
    'LibreOffice 7.4, saved before',
    async (kind) => await readFile(new URL(`samples/saved-again.${kind}`, import.meta.url)),
  ],
]
if (office !== undefined)
  programs.push([
    `the installed ${office.version}`,
    async (kind) => await readFile(await office.saveAs(await writtenFile(), temporaryFolder(), kind)),
  ])

const number = (value: string) => ({ kind: 'number', text: value })

async function partOf(bytes: Buffer, name: string): Promise<string> {
  return await text(new Archive(bytes, (reason) => new SfsyncError('invalid', reason)).read(name))
}

test('the filter has its range under the name where LibreOffice looks for it', async () => {
  expect(await partOf(await written(), 'xl/workbook.xml')).toContain(
    `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'Review'!$A$1:$F$3</definedName>`,
  )
})

describe.each(programs)('in %s', (_, save) => {
  test.each(['xlsx', 'ods'] as const)('every cell is the same in .%s', async (kind) => {
    const bytes = await save(kind)
    const [sheet] = await openWorkbook({ name: 'a', bytes: bytesOf([bytes]), texts: sheetFileTexts })
    const cells: unknown[] = []
    for await (const batch of sheet?.rows(() => undefined) ?? [])
      cells.push(...batch.map((each) => each.cells))
    expect(sheet?.name).toBe('Review')
    // In OpenDocument it writes the numbers 1 and 0, which a column of ticks takes as well.
    const tick = (value: string) =>
      kind === 'ods' ? number(value === 'true' ? '1' : '0') : { kind: 'boolean', text: value }
    expect(cells).toEqual([
      labels,
      [rows[0]?.[0], '', rows[0]?.[2], rows[0]?.[3], number('42'), tick('true')],
      [rows[1]?.[0], 'never', '', rows[1]?.[3], number('0.5'), tick('false')],
    ])
  })

  test('the filter, the choices and the protection are there in .xlsx', async () => {
    const xml = await partOf(await save('xlsx'), 'xl/worksheets/sheet1.xml')
    expect(xml).toContain('<autoFilter ref="A1:F3"')
    expect(xml).toMatch(/<dataValidation [^>]*sqref="B2:B3" type="list"><formula1>&quot;map,never&quot;/)
    expect(xml).toMatch(/<sheetProtection sheet="true" [^>]*sort="false" autoFilter="false"/)
  })

  test('the filter, the choices and the protection are there in .ods', async () => {
    const xml = await partOf(await save('ods'), 'content.xml')
    expect(xml).toMatch(
      /<table:database-range [^>]*target-range-address="Review.A1:Review.F3" table:display-filter-buttons="true"/,
    )
    expect(xml).toMatch(/cell-content-is-in-list\(&quot;map&quot;;&quot;never&quot;\)/)
    expect(xml).toContain('table:protected="true"')
    expect(xml).toContain('style:cell-protect="none"')
  })
})

if (office === undefined)
  test('LibreOffice is not installed here: only files that it saved before were read', async () => {
    expect(await libreOffice()).toBeUndefined()
  })
else
  test(`the header stays in place in the installed ${office.version}`, async () => {
    expect(await office.frozenRows(await writtenFile())).toBe(1)
  })
