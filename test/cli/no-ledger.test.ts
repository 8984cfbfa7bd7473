import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { commandName } from '../../src/cli/command.ts'
import { launcher, sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Commands that can write into a ledger in which nothing is yet, and those that never look at one. */
const others = new Set([
  'demo',
  'guide',
  'add',
  'settings',
  'settings set',
  'settings init',
  'settings password',
  'sf-users import',
  'sf-users refresh',
  'create-user',
  'import',
  'users import',
  'teams create',
  'load',
  'apply',
  'try',
  'login',
  'logout',
  'whoami',
  'completion',
  'help',
  'restore',
])

/** What to type after the name where a command needs it to get to the ledger. */
const words: Readonly<Record<string, readonly string[]>> = {
  'sf-users find': ['ada'],
  'sf-users show': ['ada'],
  'settings get': ['auto-sync'],
  'settings unset': ['auto-sync'],
  'assign-team': ['ada', 'North'],
  map: ['ada', '0055g0000004C92AAE'],
  unmap: ['ada'],
  'todo done': ['--all'],
  'todo reopen': ['ada'],
  'todo export': ['todo.html'],
  'todo key': [],
  'todo push': ['--dry-run'],
  export: ['people.csv'],
  plan: ['people.csv'],
  reject: ['ada', '0055g0000004C92AAE'],
  'decisions remove': ['ada'],
  explain: ['ada'],
  'users show': ['ada'],
  'users edit': ['ada', '--first-name', 'Ada'],
  'users deactivate': ['ada'],
  'users reactivate': ['ada'],
  'teams rename': ['North', 'South'],
  'teams delete': ['North'],
  'teams key': ['North', 'north'],
  'mappings audit': ['--list', 'sample.csv'],
  show: ['1'],
  blame: ['ada'],
  undo: ['1'],
  report: ['report.html'],
  dump: ['-'],
  backup: ['copy.sqlite'],
}

function leaves(command: CommandUnknownOpts): CommandUnknownOpts[] {
  const own = command.commands.length === 0 || command.registeredArguments.length > 0 ? [command] : []
  return [...own, ...command.commands.flatMap(leaves)]
}

async function readingCommands(): Promise<string[]> {
  const program = await buildProgram(async () => await Promise.resolve(), {
    version: '0',
    width: 80,
    print: () => undefined,
  })
  return program.commands
    .flatMap(leaves)
    .map(commandName)
    .filter((name) => name !== '' && !others.has(name))
}

test('no command that only reads, or changes what is there, makes a ledger', async () => {
  const names = await readingCommands()
  expect(names).toContain('users list')
  const home = temporaryFolder()
  const made: string[] = []
  for (const name of names) {
    const typed = [...name.split(' '), ...(words[name] ?? [])]
    await sfsync(home, [...typed, '--store', 'typo.sqlite'])
    await sfsync(home, typed)
    if (existsSync(join(home, 'typo.sqlite')) || existsSync(join(home, 'data', 'sfsync'))) made.push(name)
  }
  expect(made).toEqual([])
})

const missing = (home: string, flags: string) => ({
  exitCode: 1,
  stdout: '',
  stderr: `error: there is no ledger at ${join(home, 'typo.sqlite')}; nothing was made
try: check its name; where sfsync looks: sfsync ${flags} settings path
try: to begin a new ledger there: sfsync ${flags} guide
`,
})

test.each([
  ['users list'],
  ['status'],
  ['check'],
  ['todo'],
  ['history'],
  ['explain ada'],
  ['settings get licenses'],
  ['backup copy.sqlite'],
])('%s says that there is no ledger at the place that was named', async (command) => {
  const home = temporaryFolder()
  const run = await sfsync(home, [...command.split(' '), '--store', 'typo.sqlite'])
  expect(run).toEqual(missing(home, '--store typo.sqlite'))
  expect(readdirSync(home)).not.toContain('typo.sqlite')
})

test('a variable, a profile and a configuration file name a place, too', async () => {
  const home = temporaryFolder()
  const store = join(home, 'typo.sqlite')
  const run = await sfsync(home, ['users', 'list'], { environment: { SFSYNC_STORE: store } })
  expect(run.stderr).toContain(`there is no ledger at ${store}`)
  const profile = await sfsync(home, ['--profile', 'typo', 'users', 'list'])
  expect(profile.stderr).toContain(
    `there is no ledger at ${join(home, 'data', 'sfsync', 'typo', 'ledger.sqlite')}`,
  )
})

test('before the first use the lists are empty, with what to do first', async () => {
  const home = temporaryFolder()
  const run = await sfsync(home, ['users', 'list', '--json'])
  expect(run).toMatchObject({ exitCode: 0, stdout: '[]\n' })
})

test('a command that writes begins one', async () => {
  const home = temporaryFolder()
  const run = await sfsync(home, ['teams', 'create', 'North', '--store', 'new.sqlite'])
  expect(run.exitCode).toBe(0)
  expect(existsSync(join(home, 'new.sqlite'))).toBe(true)
})

/** What only shows what it would do, where a ledger would have to be made. */
const previews: readonly (readonly string[])[] = [
  ['teams', 'create', 'North', '--dry-run'],
  ['settings', 'set', 'licenses', '9', '--dry-run'],
  ['settings', 'init', '--ledger-only', '--dry-run'],
  ['sf-users', 'import', 'users.csv', '--dry-run'],
  ['users', 'import', 'people.csv', '--dry-run'],
  ['import', 'people.csv', '--dry-run'],
  ['create-user', '--file', 'people.csv', '--dry-run'],
  ['load', 'all.ndjson', '--dry-run'],
  ['try', '--discard', '--', process.execPath, launcher, 'teams', 'create', 'North'],
  ['try', '--', process.execPath, launcher, 'teams', 'create', 'North'],
]

test.each(previews)('%s %s ... makes no ledger, and keeps nothing', async (...typed) => {
  const home = temporaryFolder()
  const temporary = join(home, 'temporary')
  mkdirSync(temporary)
  writeFileSync(
    join(home, 'users.csv'),
    'User ID,Full Name,Username,Email,Active\n0055g0000004C92AAE,Ada Lovelace,ada@acme.example,ada@acme.example,true\n',
  )
  writeFileSync(join(home, 'people.csv'), 'email,first name,last name\nbea@acme.example,Bea,Ng\n')
  await sfsync(home, ['teams', 'create', 'North', '--store', 'other.sqlite'])
  await sfsync(home, ['dump', '--store', 'other.sqlite', '--output', 'all.ndjson'])
  const before = readdirSync(home)
  const places: Readonly<Record<string, string>>[] = [
    { SFSYNC_STORE: join(home, 'new.sqlite') },
    {},
    { SFSYNC_PROFILE: 'demo' },
  ]
  for (const place of places) {
    const run = await sfsync(home, typed, { environment: { TMPDIR: temporary, ...place } })
    expect(run.stderr).toMatch(/nothing was changed|would be/i)
    expect(run.stderr).not.toContain('error:')
  }
  expect(readdirSync(home)).toEqual(before)
  expect(readdirSync(temporary)).toEqual([])
})

test('a new ledger is named where another one may have been meant, once', async () => {
  const home = temporaryFolder()
  const first = await sfsync(home, ['teams', 'create', 'North'])
  expect(first.stderr).not.toContain('a new ledger')
  writeFileSync(join(home, '.sfsyncrc'), '[profiles.nord]\ntimeout-seconds = 60\n')
  const create = ['teams', 'create', 'South']
  const typed = await sfsync(home, [...create, '--store', 'new.sqlite'])
  expect(typed.stderr).toContain(`a new ledger was created: ${join(home, 'new.sqlite')}\n`)
  expect((await sfsync(home, ['teams', 'create', 'West', '--store', 'new.sqlite'])).stderr).not.toContain(
    'a new ledger',
  )
  expect((await sfsync(home, [...create, '--store', 'quiet.sqlite', '--quiet'])).stderr).toBe('')
  const place = (profile: string) => join(home, 'data', 'sfsync', profile, 'ledger.sqlite')
  const other = await sfsync(home, [...create, '--profile', 'Nord'])
  expect(other.stderr).toContain(`a new ledger was created: ${place('Nord')}
warning: no .sfsyncrc has a profile "Nord"; did you mean nord?
`)
  expect((await sfsync(home, [...create, '--profile', 'nord'])).stderr).not.toContain('warning')
})

test('beside other ledgers on this machine, the one of the default profile is named, too', async () => {
  const home = temporaryFolder()
  await sfsync(home, ['teams', 'create', 'North', '--profile', 'nord'])
  const { stderr } = await sfsync(home, ['teams', 'create', 'North'])
  expect(stderr).toContain(
    `a new ledger was created: ${join(home, 'data', 'sfsync', 'default', 'ledger.sqlite')}\n`,
  )
})

const notYet = (path: string) =>
  `there is no ledger at ${path} yet; this begins with an empty one, which is not kept\n`

test('a dry run says that the ledger which was named is not there, and which one may have been meant', async () => {
  const home = temporaryFolder()
  const create = ['teams', 'create', 'South', '--dry-run']
  const nothing = 'dry run: nothing was changed\n'
  expect((await sfsync(home, create)).stderr).toBe(nothing)
  const store = join(home, 'typo.sqlite')
  expect((await sfsync(home, [...create, '--store', store])).stderr).toBe(notYet(store) + nothing)
  const inVariable = await sfsync(home, create, { environment: { SFSYNC_STORE: store } })
  expect(inVariable.stderr).toBe(notYet(store) + nothing)
  writeFileSync(join(home, '.sfsyncrc'), '[profiles.nord]\nstore = "nord.sqlite"\n')
  const inFile = await sfsync(home, [...create, '--profile', 'nord'])
  expect(inFile.stderr).toBe(notYet(join(home, 'nord.sqlite')) + nothing)
  const profile = await sfsync(home, [...create, '--profile', 'nrod'])
  const place = join(home, 'data', 'sfsync', 'nrod', 'ledger.sqlite')
  expect(profile.stderr).toBe(
    `${notYet(place)}warning: no .sfsyncrc has a profile "nrod"; did you mean nord?\n${nothing}`,
  )
  const demo = await sfsync(home, [...create, '--profile', 'demo'])
  expect(demo.stderr).toBe(nothing)
})

test('settings init says once that a ledger is ready', async () => {
  const home = temporaryFolder()
  const { stderr } = await sfsync(home, ['settings', 'init', '--ledger-only', '--store', 'new.sqlite'])
  expect(stderr).toBe(`the ledger ${join(home, 'new.sqlite')} is ready: 0 change sets\n`)
})

test('a dry run names the folder for temporary files where that cannot be used', async () => {
  const home = temporaryFolder()
  const TMPDIR = join(home, 'nowhere')
  const run = await sfsync(home, ['teams', 'create', 'North', '--dry-run'], { environment: { TMPDIR } })
  expect(run).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: the folder for temporary files, ${TMPDIR}, cannot be used: a dry run needs a ledger there (ENOENT); nothing was changed
try: set TMPDIR to a folder with enough space where you may write
`,
  })
})

test('settings list shows where the address of a ledger comes from that cannot be used', async () => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'text.sqlite'), 'no database, but a text that is long enough to be looked at')
  const list = ['settings', 'list', '--origin', '--format', 'tsv']
  const run = await sfsync(home, list, { environment: { SFSYNC_STORE: 'text.sqlite' } })
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('is not an sfsync ledger') })
  expect(run.stdout).toContain(`store\t${join(home, 'text.sqlite')}\tenvironment (SFSYNC_STORE)`)
  expect(run.stdout).not.toContain('not confirmed')
})

describe('an empty SFSYNC_STORE_URL', () => {
  const environment = { SFSYNC_STORE_URL: '' }
  const problem = 'SFSYNC_STORE_URL is set, but empty'

  test.each([
    ['help', 'files'],
    ['completion', 'bash'],
    ['settings', 'list'],
    ['settings', 'path'],
    ['settings', 'get', 'format'],
  ])('does not stop %s %s, which warns', async (...typed) => {
    const run = await sfsync(temporaryFolder(), typed, { environment })
    expect(run.exitCode).toBe(0)
    expect(run.stdout).not.toBe('')
    expect(run.stderr.split(problem)).toHaveLength(2)
    expect(run.stderr).toContain(`warning: ${problem}\n`)
  })

  test('is quiet at Tab, and completes what needs no ledger', async () => {
    const home = temporaryFolder()
    await sfsync(home, ['teams', 'create', 'North'])
    const run = await sfsync(home, ['complete', '--', 'teams', 'ren'], { environment })
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('rename'), stderr: '' })
    const names = await sfsync(home, ['complete', '--', 'teams', 'rename', ''], { environment })
    expect(names).toMatchObject({ exitCode: 0, stderr: '' })
    expect(names.stdout).not.toContain('North')
  })

  test('is a problem that doctor finds', async () => {
    const run = await sfsync(temporaryFolder(), ['doctor', '--json'], { environment })
    expect(run.exitCode).toBe(1)
    expect(JSON.parse(run.stdout)).toContainEqual({
      check: 'ledger',
      result: 'problem',
      detail: expect.stringContaining(problem),
    })
  })

  test('lets no other ledger take its place', async () => {
    const home = temporaryFolder()
    await sfsync(home, ['settings', 'set', 'licenses', '9'])
    for (const typed of [['settings', 'get', 'licenses'], ['status']]) {
      const run = await sfsync(home, typed, { environment })
      expect(run).toMatchObject({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringContaining(`error: ${problem}`),
      })
    }
  })
})
