// bench.ts [--quick] [part ...]: compares the built program with yardsticks that are run in the same call, in turns; the ratios
// count, not the times.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { batches } from './batch.ts'
import { addUsers, copyOf, emptyLedger } from './ledger.ts'
import { live } from './live.ts'
import { type Command, costOf, Growth, mediansOf, sfsync } from './measure.ts'
import { emailOf, salesforceUserIdOf, writeReport } from './people.ts'
import { postgres } from './postgres.ts'
import { reports } from './report.ts'
import { workbooks } from './workbooks.ts'
import { hasSqlite3, sqliteImport } from './sqlite-import.ts'

const quick = process.argv.includes('--quick')
const asked = process.argv.slice(2).filter((word) => word !== '--quick')
const rounds = 21
const users = 1000
const executable = join(import.meta.dirname, '..', '..', 'release', 'sfsync')
const script = (name: string) => join(import.meta.dirname, name)

function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

function person(round: number): readonly [string, string] {
  return [emailOf(round), salesforceUserIdOf(round)]
}

/** Prints two medians and their ratio, with the goal where there is one. */
function compare(
  name: string,
  yardstick: string,
  [own = 0, other = 0]: readonly number[],
  goal?: number,
): void {
  const ratio = own / other
  const verdict =
    goal === undefined ? 'no goal' : `goal ${goal}: ${ratio <= goal ? 'reached' : 'not reached'}`
  say(`${name.padEnd(26)} ${own.toFixed(1).padStart(8)} ms`)
  say(`  ${yardstick.padEnd(24)} ${other.toFixed(1).padStart(8)} ms   ratio ${ratio.toFixed(2)}   ${verdict}`)
}

async function startUp(home: string): Promise<void> {
  const store = join(home, 'ledger.sqlite')
  const report = join(home, 'small.csv')
  await addUsers(store, users)
  await writeReport(report, users)
  costOf(home, ['sf-users', 'import', report, '--store', store])
  const bare = copyOf(store, 'bare')
  const version: Command[] = [() => sfsync('--version'), () => [process.execPath, '-e', '0']]
  const map: Command[] = [
    (round) => sfsync('map', ...person(round), '--allow-inactive', '--store', store),
    (round) => [process.execPath, script('bare-map.js'), bare, ...person(round)],
  ]
  const status: Command[] = [
    (round) => sfsync('status', emailOf(round), '--store', store),
    (round) => [process.execPath, script('bare-status.js'), bare, emailOf(round)],
  ]
  say('', `Start-up: medians of ${rounds} runs each, in turns; ledgers of ${users} users`)
  compare('sfsync --version', 'node -e 0', mediansOf(home, rounds, version), 1.15)
  compare('sfsync map', 'bare better-sqlite3', mediansOf(home, rounds, map), 1.35)
  compare('sfsync status <user>', 'bare better-sqlite3', mediansOf(home, rounds, status), 1.35)
  if (!existsSync(executable)) {
    say('release/sfsync is not there, so it is not compared: npm run executable makes it')
    return
  }
  const words = ['status', emailOf(1), '--store', store]
  const both: Command[] = [() => [executable, ...words], () => sfsync(...words)]
  compare('release/sfsync status', 'sfsync status <user>', mediansOf(home, rounds, both), 1.1)
}

async function importAgainstSqlite(home: string): Promise<void> {
  const people = 100_000
  const report = join(home, 'people.csv')
  const empty = await emptyLedger(join(home, 'empty.sqlite'))
  await writeReport(report, people)
  say(
    '',
    `Import of ${people.toLocaleString('en')} people into an empty ledger: medians of 3 runs each, in turns`,
  )
  if (!hasSqlite3()) {
    say('sqlite3 is not installed, so there is nothing to compare with: install it for this part')
    return
  }
  const medians = mediansOf(home, 3, [
    (round) => sfsync('sf-users', 'import', report, '--store', copyOf(empty, `own-${round}`)),
    (round) => sqliteImport(copyOf(empty, `sqlite3-${round}`), report),
  ])
  compare('sfsync sf-users import', 'sqlite3 .import, insert', medians, 1.6)
}

async function size(home: string, people: number, growth: Growth): Promise<void> {
  const report = join(home, `report-${people}.csv`)
  const store = join(home, `ledger-${people}.sqlite`)
  await writeReport(report, people)
  const list = ['sf-users', 'list', '--all', '--store', store]
  for (const [name, words] of [
    ['import', ['sf-users', 'import', report, '--store', store]],
    ['list --format csv', [...list, '--format', 'csv']],
    ['list --format json', [...list, '--format', 'json']],
  ] as const) {
    const cost = costOf(home, words)
    const { seconds, megabytes } = cost
    const rate = Math.round(people / seconds).toLocaleString('en')
    say(
      [
        people.toLocaleString('en').padStart(9),
        name.padEnd(20),
        `${seconds.toFixed(2).padStart(7)} s`,
        `${rate.padStart(9)} users/s`,
        `${megabytes.toFixed(0).padStart(5)} MB${growth.of(name, people, cost)}`,
      ].join('  '),
    )
  }
  for (const file of [report, store]) rmSync(file)
}

async function sizes(home: string): Promise<void> {
  say('', 'Size: one run each; greatest memory of the process')
  const growth = new Growth()
  for (const people of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000])
    await size(home, people, growth)
}

/** One part, unless only others are asked for; what fails in it does not keep the others from being measured. */
async function part(name: string, measured: () => Promise<void>): Promise<void> {
  if (asked.length > 0 && !asked.includes(name)) return
  try {
    await measured()
  } catch (error) {
    process.exitCode = 1
    say(`the part "${name}" could not go on: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const home = mkdtempSync(join(tmpdir(), 'sfsync-bench-'))
try {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', '.ci', 'build.ts')])
  say(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
  )
  await part('start-up', async () => await startUp(home))
  await part('import', async () => await importAgainstSqlite(home))
  await part('workbooks', async () => await workbooks(home, { say, compare }))
  await part('live org', async () => await live(home, quick, say))
  await part('batches', async () => await batches(home, quick, { say, compare }))
  await part('PostgreSQL', async () => await postgres(home, { say, compare }))
  await part('size', async () => await sizes(home))
  await part('report', async () => await reports(home, quick, say))
} finally {
  rmSync(home, { recursive: true, force: true })
}
