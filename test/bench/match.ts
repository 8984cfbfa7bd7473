// How right the matchers are on invented companies that nothing was tuned on, and how fast and large they are.
import { spawnSync } from 'node:child_process'
import { loadScripts } from '../../src/app/match/scripts.ts'
import { Neighborhood } from '../../src/core/match/neighborhood.ts'
import { type MatchFacts, suggest, type UserToMatch } from '../../src/core/match/suggest.ts'
import { suggestSubset } from '../../src/core/match/suggest-subset.ts'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import { company, type Company } from '../core/match/company.ts'
import { equalEmail, type Matcher, type Quality, qualityOf } from '../core/match/measure.ts'
import { suggest as suggestHandWeighted } from './hand-weighted/suggest.ts'

const matchers: ReadonlyMap<string, Matcher> = new Map<string, Matcher>([
  ['equal e-mail', equalEmail],
  ['hand-weighted', (facts) => suggestHandWeighted(facts)],
  ['sfsync', (facts) => suggest(facts)],
])
const program = 'sfsync'
// As the program does before it compares names in other scripts.
await loadScripts(['王'])

// Held out: nothing may be tuned on seeds from 9001.
const sizes = [
  { people: 60, companies: 40, seed: 9001 },
  { people: 600, companies: 8, seed: 9101 },
  { people: 6000, companies: 2, seed: 9201 },
]

const percent = (part: number, whole: number) =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`
const say = (line = '') => process.stdout.write(`${line}\n`)

/** Lines of cells under each other. */
function sayTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  for (const row of rows)
    say(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
    )
}

function* companiesOf({ people, companies, seed }: (typeof sizes)[number]): Generator<Company, void> {
  for (let number = 0; number < companies; number += 1) yield company(seed + number, people)
}

function* allCompanies(): Generator<Company, void> {
  for (const size of sizes) yield* companiesOf(size)
}

function rowOf(name: string, quality: Quality): string[] {
  const { classes, pairs, ghosts } = quality
  return [
    name,
    percent(classes.sure.right, classes.sure.all),
    percent(classes.sure.all, pairs),
    String(quality.wrongSure.length),
    percent(quality.found, pairs),
    percent(classes.likely.right, classes.likely.all),
    percent(quality.first, pairs),
    percent(quality.firstThree, pairs),
    percent(quality.ghostsRecognised, ghosts),
  ]
}

const head = [
  'matcher',
  'sure right',
  'of pairs',
  'wrong',
  'found',
  'likely right',
  'top-1',
  'top-3',
  'ghosts',
]
const goals = ['goal', '', '≥ 73 %', '0', '≥ 95.5 %', '≥ 99 %', '≥ 98.5 %', '≥ 99.3 %', '≥ 98 %']

function sayQuality(): void {
  for (const size of sizes) {
    say(`${size.companies} companies of ${size.people} SalesScreen users, seeds from ${size.seed}`)
    sayTable([
      head,
      ...[...matchers].map(([name, matcher]) => rowOf(name, qualityOf(companiesOf(size), matcher))),
    ])
  }
  const all = new Map([...matchers].map(([name, matcher]) => [name, qualityOf(allCompanies(), matcher)]))
  const ofProgram = all.get(program)
  say(`All of them: ${ofProgram?.pairs} pairs and ${ofProgram?.ghosts} users without a match`)
  sayTable([head, ...[...all].map(([name, quality]) => rowOf(name, quality)), goals])
  say('Found, or for ghosts not proposed, by kind')
  const kinds = [...(ofProgram?.byKind ?? [])].toSorted((one, other) => other[1].all - one[1].all)
  sayTable([
    ['kind', 'n', ...matchers.keys()],
    ...kinds.map(([kind, { all: n }]) => [
      kind,
      String(n),
      ...[...all.values()].map(({ byKind }) => percent(byKind.get(kind)?.right ?? 0, n)),
    ]),
  ])
  for (const [name, { calibration }] of all) {
    if (name === 'equal e-mail') continue
    say(`Scores of the best candidates of ${name}, and how many are right`)
    sayTable(calibration.map(({ from, to, n, right }) => [`${from} to ${to}`, String(n), percent(right, n)]))
  }
  for (const { kind, suggestion, right } of ofProgram?.wrongSure.slice(0, 20) ?? [])
    say(
      `  wrong and sure: ${suggestion.user.firstName} ${suggestion.user.lastName} ${suggestion.user.email} (${kind}): ${suggestion.candidates[0]?.salesforceUser.name} ${suggestion.candidates[0]?.salesforceUser.email}, right is ${right}`,
    )
}

const [command, ...values] = process.argv.slice(2)
if (command === 'whole') sayWhole(values[0] ?? program, Number(values[1]))
else if (command === 'one') await sayOne(Number(values[0]))
else {
  sayQuality()
  saySpeed()
}

/** As many Salesforce users as SalesScreen users. */
function evenCompany(people: number): Company {
  return company(99, { people, onlySalesforce: 0.1 })
}

// One run in a process of its own, so that the memory is its own.
function sayWhole(name: string, people: number): void {
  const { facts } = evenCompany(people)
  // What inventing the company left behind is not the matcher's.
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  const began = performance.now()
  const count = matchers.get(name)?.(facts).length
  const seconds = (performance.now() - began) / 1000
  const peak = process.resourceUsage().maxRSS * 1024
  say(JSON.stringify({ count, seconds, before: before / 1e6, peak: peak / 1e6 }))
}

async function sayOne(people: number): Promise<void> {
  const milliseconds = await forOne(evenCompany(people).facts)
  say(JSON.stringify({ milliseconds }))
}

function numbersFrom(...parts: string[]): Readonly<Record<string, number>> {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', import.meta.filename, ...parts],
    {
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`the run of ${parts.join(' ')} failed: ${stderr}`)
  return JSON.parse(stdout)
}

/** The power of n with which a figure grew. */
function power(small: number, large: number, times: number): string {
  return `n^${(Math.log(large / small) / Math.log(times)).toFixed(2)}`
}

function saySpeed(): void {
  say('Speed and memory: one run each in its own process; memory is the peak, and what both sides take alone')
  const rows = [['matcher', 'users', 'time', 'peak', 'both sides', 'goal']]
  for (const name of ['hand-weighted', program]) {
    const small = numbersFrom('whole', name, '6000')
    const large = numbersFrom('whole', name, '100000')
    const row = (users: string, { seconds = 0, peak = 0, before = 0 }, goal: string) => [
      name,
      users,
      `${seconds.toFixed(1)} s`,
      `${peak.toFixed(0)} MB`,
      `${before.toFixed(0)} MB`,
      goal,
    ]
    rows.push(row('6,000', small, '3 s, 250 MB'), row('100,000', large, '30 s, 600 MB'))
    rows.push([name, 'growth', power(small['seconds'] ?? 1, large['seconds'] ?? 1, 100 / 6), '', '', ''])
  }
  sayTable(rows)
  const [ten, hundred] = [numbersFrom('one', '10000'), numbersFrom('one', '100000')]
  const [small = 0, large = 0] = [ten['milliseconds'], hundred['milliseconds']]
  say(
    `One person at 10,000: ${small.toFixed(0)} ms (goal 100 ms); at 100,000: ${large.toFixed(0)} ms (goal 300 ms);`,
  )
  say(`  growth ${power(small, large, 10)}; the median of five people, without reading`)
}

// Five users from the whole list, so that rare and common names are among them.
async function forOne(facts: MatchFacts): Promise<number> {
  const times: number[] = []
  const usersById = new Map<string, UserToMatch>(facts.users.map((each) => [each.user.userId, each]))
  const salesforceUsersById = new Map<string, SalesforceUser>(
    facts.salesforceUsers.map((each) => [each.salesforceUserId, each]),
  )
  for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const asked = facts.users.slice(Math.floor(part * facts.users.length)).slice(0, 1)
    const began = performance.now()
    const neighborhood = new Neighborhood(
      facts.users.map(({ user }) => user),
      facts.salesforceUsers,
    )
    await suggestSubset(
      new Set(asked.map(({ user }) => user.userId)),
      neighborhood,
      async ({ users, salesforceUsers }) =>
        await Promise.resolve({
          isRejected: facts.isRejected,
          users: [...users].flatMap((id) => usersById.get(id) ?? []),
          salesforceUsers: [...salesforceUsers].flatMap((id) => salesforceUsersById.get(id) ?? []),
        }),
    )
    times.push(performance.now() - began)
  }
  return times.toSorted((one, other) => one - other)[2] ?? 0
}
