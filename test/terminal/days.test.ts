import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Run, sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys, type TerminalOptions, TerminalSession } from '../support/terminal-session.ts'

const report = join(import.meta.dirname, '..', 'salesforce', 'report', 'samples', 'users-report.csv')

/** The active people of the report: first name, last name, e-mail address. */
function peopleIn(text: string): string[][] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split('","').map((cell) => cell.replaceAll('"', '')))
    .filter(([, , , , active, ...rest]) => active === '1' && rest.length === 3)
}

/** Sixty people in a Salesforce report, of whom forty are in SalesScreen already, three of them with another address. */
function aFolder(): string {
  const home = temporaryFolder()
  copyFileSync(report, join(home, 'users-report.csv'))
  const rows = peopleIn(readFileSync(report, 'utf8'))
    .slice(0, 40)
    .map(([first = '', last = '', email = ''], index) =>
      [
        index % 15 === 2 ? `x${email}` : email,
        first,
        last,
        index % 2 === 0 ? 'Sales North' : 'Sales South',
      ].join(','),
    )
  writeFileSync(join(home, 'salesscreen.csv'), ['E-mail,First name,Last name,Team', ...rows, ''].join('\n'))
  return home
}

/** The commands that a run names as next. */
function nextIn({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^next: (?:.*: )?(sfsync .*)$/gm)].map(([, command = '']) => command)
}

async function typed(home: string, line: string): Promise<Run> {
  return await sfsync(home, line.split(' '))
}

test('sixty people from a report are five commands, and every one names the next', async () => {
  const home = aFolder()
  const known = await typed(home, 'users import salesscreen.csv')
  expect({ exitCode: known.exitCode, next: nextIn(known)[0] }).toEqual({
    exitCode: 0,
    next: 'sfsync sf-users import <report.csv>',
  })
  const read = await typed(home, 'sf-users import users-report.csv')
  expect({ stdout: read.stdout, next: nextIn(read) }).toEqual({
    stdout: '60 users read from users-report.csv: 60 new\n',
    next: ['sfsync suggest --accept class=sure'],
  })
  const accepted = await typed(home, 'suggest --accept class=sure')
  expect(accepted.stdout).toMatch(/change set 2: \d\d users mapped\n/)
  expect(nextIn(accepted)).toContain('sfsync review')
  const left = 40 - Number(/(\d+) users mapped/.exec(accepted.stdout)?.[1])
  // One key for each of those who are left.
  const review = new TerminalSession(home, ['review'], {
    columns: 80,
    rows: 24,
    environment: { NO_COLOR: '1' },
  })
  let pressed = 0
  for (let at = 1; at <= left; at += 1) {
    await review.shows(`Review  ${at} of ${left}`)
    review.types(at === 1 ? '1' : ' ')
    pressed += 1
  }
  await review.shows('No more users to review')
  review.types('q')
  expect({ pressed, exitCode: await review.ends() }).toEqual({ pressed: left, exitCode: 0 })
  const page = await typed(home, 'todo export todo.html')
  expect(page.exitCode).toBe(0)
  expect(nextIn(page)).toEqual(['sfsync todo done --file -'])
})

test('those of the sixty who are not in SalesScreen are created at once, by the commands that status names', async () => {
  const home = aFolder()
  for (const line of [
    'users import salesscreen.csv',
    'sf-users import users-report.csv',
    'suggest --accept class=sure',
  ])
    await typed(home, line)
  const [write = ''] = nextIn(await typed(home, 'status'))
  const file = await typed(home, write.replace('sfsync ', ''))
  const [create = ''] = nextIn(file)
  expect(create).toMatch(/^sfsync import <file>( --create-team)?$/)
  const rows = readFileSync(join(home, 'new-users.csv'), 'utf8').trim().split('\n')
  expect(rows[0]).toMatch(/,team$/)
  const created = await typed(home, create.replace('sfsync ', '').replace('<file>', 'new-users.csv'))
  expect(created.exitCode).toBe(0)
  const count = rows.length - 1
  expect(count).toBeGreaterThan(5)
  expect(created.stdout).toContain(`${count} users added, ${count} mapped`)
  const left = await typed(home, 'suggest --for-salesforce --class none --format ids')
  expect(left.stdout).toBe('')
})

/** The same company a month later: the first one who is mapped has left, the next one has another name, and one joined. */
async function aMonthLater(): Promise<{ home: string; left: string; renamed: string }> {
  const home = aFolder()
  for (const line of [
    'users import salesscreen.csv',
    'sf-users import users-report.csv',
    'suggest --accept class=sure',
  ])
    expect((await typed(home, line)).exitCode).toBe(0)
  const mapped = await sfsync(home, ['mappings', 'list', '--columns', 'email', '--format', 'csv'])
  const [left = '', renamed = ''] = mapped.stdout.trim().split('\n').slice(1)
  const lines = readFileSync(report, 'utf8').split('\n')
  const [header = '', ...people] = lines.slice(0, 61)
  const rows = people
    .filter((line) => !line.includes(`"${left}"`))
    .map((line) => (line.includes(`"${renamed}"`) ? line.replace(/^("[^"]*",)"[^"]*"/, '$1"Newname"') : line))
  const joiner =
    '"Nina","Newcomer","nina@acme.example","nina@acme.example.prod","1","EMEA Sales","Standard User","0055g0000004C92"'
  writeFileSync(join(home, 'new.csv'), [header, ...rows, joiner, ''].join('\n'))
  return { home, left, renamed }
}

test('every month a report says who joined, left and changed, and the walk names the commands', async () => {
  const { home, left, renamed } = await aMonthLater()
  const read = await typed(home, 'sf-users import new.csv --complete')
  expect(read.stdout).toMatch(
    /^60 users read from new.csv: 1 new, 1 left, 1 changed\n {2}new {6}Nina Newcomer \(nina@acme.example\)\n/,
  )
  expect(read.stdout).toContain(`, mapped to ${left}\n`)
  expect(read.stdout).toContain(`, mapped to ${renamed}: name: `)
  expect(nextIn(read)).toEqual(['sfsync guide --monthly'])
  const walk = await typed(home, 'guide --monthly')
  expect(walk.exitCode).toBe(0)
  expect(walk.stdout).toContain('    sfsync add 0055g0000004C92AAE\n')
  expect(walk.stdout).toContain(`    sfsync users deactivate ${left}\n`)
  expect(walk.stdout).toContain(`    sfsync users edit ${renamed} --last-name Newname\n`)
})

const plain = { NO_COLOR: '1', LC_ALL: 'C' }

test.each<[string, TerminalOptions]>([
  ['100x32', { columns: 100, rows: 32 }],
  ['80x24', { columns: 80, rows: 24 }],
  ['40x15', { columns: 40, rows: 15 }],
  ['80x24 in ASCII without color', { columns: 80, rows: 24, environment: plain }],
  ['40x15 in ASCII without color', { columns: 40, rows: 15, environment: plain }],
])('on %s the month is a few keys: one joined, one left, one changed', async (_, options) => {
  const { home, left } = await aMonthLater()
  await typed(home, 'sf-users import new.csv --complete')
  const terminal = new TerminalSession(home, ['guide', '--monthly'], options)
  const month: readonly (readonly [question: string, answer: string])[] = [
    ['Add the people who joined?', keys.enter],
    ['Nina Newcomer', keys.enter],
    ['Which team?', keys.enter],
    ['(Y/n)', keys.enter],
    ['Deactivate the people who left?', keys.enter],
    [left, keys.enter],
    ['(y/N)', `y${keys.enter}`],
    ['Update them in SalesScreen?', keys.enter],
    ['Newname', keys.enter],
    ['(Y/n)', keys.enter],
    ['Enter them now?', keys.down + keys.down + keys.enter],
    ['Whose license could be freed?', keys.down + keys.enter],
  ]
  for (const [question, answer] of month) {
    await terminal.answers(question, answer)
    for (const line of terminal.screen.split('\n'))
      expect(line.length).toBeLessThanOrEqual(options.columns ?? 0)
  }
  await terminal.sees('done for this month')
  expect(await terminal.ends()).toBe(0)
  const isPlain = options.environment === plain
  const done = isPlain ? /\* /g : /✔ /g
  expect(terminal.text.match(done)).toHaveLength(month.length)
  if (isPlain) {
    // The people of the report have other letters, too.
    expect(terminal.text).not.toMatch(/[✔❯↑↓·…─]/)
    // oxlint-disable-next-line no-control-regex
    expect(terminal.raw).not.toMatch(/\u001b\[3\dm/)
  }
  const history = await typed(home, 'history --limit 3 --format csv --columns command')
  expect(history.stdout).toBe(
    `command\nsfsync guide --monthly\nsfsync users deactivate ${left}\nsfsync add 0055g0000004C92AAE --team 'EMEA Sales' --create-team\n`,
  )
})

test('and skipping everything changes nothing', async () => {
  const { home } = await aMonthLater()
  await typed(home, 'sf-users import new.csv --complete')
  const before = await typed(home, 'history --format ids')
  const terminal = new TerminalSession(home, ['guide', '--monthly'], { columns: 80, rows: 24 })
  for (const question of ['Add the people who joined?', 'Deactivate the people who left?', 'Update them'])
    await terminal.answers(question, keys.down + keys.enter)
  await terminal.answers('Enter them now?', keys.down + keys.down + keys.enter)
  await terminal.answers('Whose license could be freed?', keys.down + keys.enter)
  expect(await terminal.ends()).toBe(0)
  expect(await typed(home, 'history --format ids')).toEqual(before)
})

test('a complete report without many people asks for their number before they count as people who left', async () => {
  const home = temporaryFolder()
  copyFileSync(report, join(home, 'users-report.csv'))
  await typed(home, 'sf-users import users-report.csv')
  const rows = readFileSync(report, 'utf8').split('\n').slice(0, 12)
  writeFileSync(join(home, 'short.csv'), `${rows.join('\n')}\n`)
  const words = ['sf-users', 'import', 'short.csv', '--complete']
  const refused = await sfsync(home, words)
  const needed = /--allow-removals (\d+)/.exec(refused.stderr)?.[1] ?? ''
  expect(refused.exitCode).toBe(7)
  const stopped = new TerminalSession(home, words)
  await stopped.answers(`Type ${needed} to continue`, '1\r')
  await stopped.answers('that is not the number', keys.ctrlC)
  expect(await stopped.ends()).toBe(130)
  const terminal = new TerminalSession(home, words)
  await terminal.answers(`Type ${needed} to continue`, `${needed}\r`)
  await terminal.sees(`${needed} left`)
  expect(await terminal.ends()).toBe(0)
})
