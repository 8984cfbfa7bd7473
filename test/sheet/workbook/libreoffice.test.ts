// LibreOffice opens what we write and saves it again; where it is not installed, a file that it saved before takes its place.
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openWorkbook } from '../../../src/sheet/workbook/open.ts'
import { writeXlsx } from '../../../src/sheet/workbook/write-xlsx.ts'
import { sheetFileTexts } from '../../../src/sheet/read-sheet.ts'
import { bytesOf } from '../../salesforce/report/support.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

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

/** The workbook as LibreOffice saves it. */
async function savedAgain(bytes: Buffer, kind: 'xlsx' | 'ods'): Promise<Buffer> {
  const folder = temporaryFolder()
  await writeFile(join(folder, 'written.xlsx'), bytes)
  const filter = kind === 'xlsx' ? 'xlsx:Calc MS Excel 2007 XML' : 'ods'
  const words = ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', filter]
  try {
    await promisify(execFile)('soffice', [
      ...words,
      '--outdir',
      join(folder, 'out'),
      join(folder, 'written.xlsx'),
    ])
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    return await readFile(new URL(`samples/saved-again.${kind}`, import.meta.url))
  }
  return await readFile(join(folder, 'out', `written.${kind}`))
}

const number = (text: string) => ({ kind: 'number', text })

test.each(['xlsx', 'ods'] as const)(
  'what we write is the same after LibreOffice has saved it as .%s',
  async (kind) => {
    const bytes = await savedAgain(await written(), kind)
    const [sheet] = await openWorkbook({ name: 'a', bytes: bytesOf([bytes]), texts: sheetFileTexts })
    const cells: unknown[] = []
    for await (const batch of sheet?.rows(() => undefined) ?? [])
      cells.push(...batch.map((each) => each.cells))
    expect(sheet?.name).toBe('Review')
    // In OpenDocument it writes the numbers 1 and 0, which a column of ticks takes as well.
    const tick = (text: string) =>
      kind === 'ods' ? number(text === 'true' ? '1' : '0') : { kind: 'boolean', text }
    expect(cells).toEqual([
      labels,
      [rows[0]?.[0], '', rows[0]?.[2], rows[0]?.[3], number('42'), tick('true')],
      [rows[1]?.[0], 'never', '', rows[1]?.[3], number('0.5'), tick('false')],
    ])
  },
  120_000,
)
