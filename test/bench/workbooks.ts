import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOds } from 'hucre/ods'
import { writeXlsx } from 'hucre/xlsx'
import Papa from 'papaparse'
import { copyOf, emptyLedger } from './ledger.ts'
import { costOf, mediansOf, sfsync } from './measure.ts'
import { writeReport } from './people.ts'

const people = 100_000
const mostMegabytes = 300

/** How the bench prints. */
interface Printer {
  say(this: void, ...lines: readonly string[]): void
  compare(this: void, name: string, yardstick: string, medians: readonly number[], goal?: number): void
}

/** The same people as a workbook and as CSV, imported into an empty ledger. */
export async function workbooks(home: string, { say, compare }: Printer): Promise<void> {
  const csv = join(home, 'workbook.csv')
  await writeReport(csv, people)
  const { data } = Papa.parse<string[]>(readFileSync(csv, 'utf8').trim())
  const sheets = [{ name: 'Users', rows: data }]
  const files = { xlsx: join(home, 'workbook.xlsx'), ods: join(home, 'workbook.ods') }
  writeFileSync(files.xlsx, await writeXlsx({ sheets }))
  writeFileSync(files.ods, await writeOds({ sheets }))
  const empty = await emptyLedger(join(home, 'workbook.sqlite'))
  const imported = (file: string, round: number) =>
    sfsync('sf-users', 'import', file, '--store', copyOf(empty, `workbook-${file.slice(-4)}-${round}`))
  say('', `Workbooks of ${people.toLocaleString('en')} people: medians of 3 runs each, in turns`)
  for (const [kind, file] of Object.entries(files)) {
    const medians = mediansOf(home, 3, [(round) => imported(file, round), (round) => imported(csv, round)], 1)
    compare(`sf-users import .${kind}`, 'the same as .csv', medians, 4)
    const { megabytes } = costOf(home, [
      'sf-users',
      'import',
      file,
      '--store',
      copyOf(empty, `memory-${kind}`),
    ])
    const verdict = megabytes <= mostMegabytes ? 'reached' : 'not reached'
    say(`  memory ${megabytes.toFixed(0)} MB   goal ${mostMegabytes}: ${verdict}`)
  }
}
