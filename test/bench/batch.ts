import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addUsers, copyOf, emptyLedger } from './ledger.ts'
import { sqliteMap, writeMappings } from './mappings.ts'
import { costOf, Growth, mediansOf, sfsync } from './measure.ts'
import { emailOf, salesforceUserIdOf, writeReport } from './people.ts'
import { hasSqlite3 } from './sqlite-import.ts'

/** What a part of the bench needs to print. */
export interface Paper {
  say(...lines: readonly string[]): void
  compare(name: string, yardstick: string, medians: readonly number[], goal?: number): void
}

/** Batches, the way back, and what a large ledger costs. */
export async function batches(home: string, quick: boolean, paper: Paper): Promise<void> {
  await againstSqlite(home, paper)
  await oneByOne(home, paper)
  const growth = new Growth()
  for (const people of quick ? [10_000, 100_000] : [100_000, 1_000_000])
    await size(join(home, String(people)), people, growth, paper)
}

const flags = ['--allow-inactive', '--quiet'] as const

/** A ledger of users and the directory of the same people, nobody mapped. */
async function unmapped(home: string, people: number): Promise<string> {
  const [store, report] = [join(home, `unmapped-${people}.sqlite`), join(home, 'people.csv')]
  await addUsers(store, people)
  await writeReport(report, people)
  costOf(home, ['sf-users', 'import', report, '--store', store])
  rmSync(report)
  return store
}

async function againstSqlite(home: string, { say, compare }: Paper): Promise<void> {
  const rows = 100_000
  const file = join(home, 'map.csv')
  const store = await unmapped(home, rows)
  await writeMappings(file, rows)
  say('', `${rows.toLocaleString('en')} mapping rows checked and written: medians of 3 runs each, in turns`)
  if (hasSqlite3()) {
    const medians = mediansOf(home, 3, [
      (round) => sfsync('map', '--file', file, ...flags, '--store', copyOf(store, `own-${round}`)),
      (round) => sqliteMap(copyOf(store, `sqlite3-${round}`), file),
    ])
    compare('sfsync map --file', 'sqlite3 .import, insert', medians, 3)
  } else say('sqlite3 is not installed, so there is nothing to compare with: install it for this part')
  const { megabytes } = costOf(home, ['map', '--file', file, ...flags, '--store', copyOf(store, 'memory')])
  say(`greatest memory of the process: ${megabytes.toFixed(0)} MB`)
}

async function oneByOne(home: string, { say, compare }: Paper): Promise<void> {
  const rows = 1000
  const [file, script] = [join(home, 'thousand.csv'), join(home, 'thousand.sh')]
  const store = await unmapped(home, rows)
  await writeMappings(file, rows)
  const [single, whole, bare] = [copyOf(store, 'single'), copyOf(store, 'whole'), copyOf(store, 'bare')]
  const loopOf = (lineOf: (user: string, salesforceUserId: string) => readonly string[]) => {
    const lines = Array.from({ length: rows }, (_, person) =>
      lineOf(emailOf(person), salesforceUserIdOf(person)),
    )
    const text = lines.map((words) => `${words.map((word) => `'${word}'`).join(' ')} > /dev/null\n`)
    writeFileSync(script, text.join(''))
    return mediansOf(home, 1, [() => ['sh', script]], 0)
  }
  const [loop = 0] = loopOf((...person) => sfsync('map', ...person, ...flags, '--store', single))
  const bareMap = join(import.meta.dirname, 'bare-map.js')
  const [bareLoop = 0] = loopOf((...person) => [process.execPath, bareMap, bare, ...person])
  const [batch = 0] = mediansOf(home, 1, [() => sfsync('map', '--file', file, ...flags, '--store', whole)], 0)
  say('', `The same ${rows.toLocaleString('en')} mappings`)
  say(`  a shell loop of single commands  ${(loop / 1000).toFixed(1).padStart(8)} s`)
  compare('the same loop', 'of bare scripts', [loop, bareLoop], 1.35)
  say(
    `  one batch                        ${(batch / 1000).toFixed(2).padStart(8)} s   ratio ${(loop / batch).toFixed(0)}`,
  )
}

async function size(home: string, people: number, growth: Growth, { say, compare }: Paper): Promise<void> {
  mkdirSync(home)
  const file = join(home, 'all.csv')
  const store = await unmapped(home, people + 100)
  await writeMappings(file, people)
  say('', `A ledger of ${people.toLocaleString('en')} mappings: one run each; goal 2 s for what reads it`)
  const timed = (name: string, ...words: readonly string[]) => {
    const cost = costOf(home, [...words, '--store', store])
    const [time, memory] = [cost.seconds.toFixed(2).padStart(8), cost.megabytes.toFixed(0).padStart(6)]
    say(`${name.padEnd(38)} ${time} s ${memory} MB${growth.of(name, people, cost)}`)
  }
  timed('map --file, all of them at once', 'map', '--file', file, ...flags)
  timed('map, one more', 'map', emailOf(people), salesforceUserIdOf(people), ...flags)
  timed('undo of one mapping', 'undo', '3')
  timed('check, a tenth of them inactive', 'check', '--offline')
  timed('status of one person', 'status', emailOf(7))
  timed('status of everybody', 'status', '--format', 'csv')
  timed('history', 'history')
  timed('history of one person', 'history', '--person', emailOf(7))
  timed('blame', 'blame', emailOf(7))
  const empty = await emptyLedger(join(home, 'nobody.sqlite'))
  await addUsers(empty, 100)
  const one = (path: string, first: number) => (round: number) =>
    sfsync(
      'map',
      emailOf(first + round),
      salesforceUserIdOf(first + round),
      '--allow-unknown',
      ...flags,
      '--store',
      path,
    )
  compare(
    `map, of ${people.toLocaleString('en')}`,
    'map, of none',
    mediansOf(home, 21, [one(store, people + 10), one(empty, 0)]),
    1.2,
  )
  timed('undo of all of them at once', 'undo', '2', '--allow-removals', String(people))
  rmSync(home, { recursive: true })
}
