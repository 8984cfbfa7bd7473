import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresServer, serverPassword } from '../support/postgres-server.ts'
import { launcher, type Run, sfsync } from '../support/sfsync.ts'

const server = postgresServer()
const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'postgresql.md'), 'utf8')
const home = mkdtempSync(join(tmpdir(), 'sfsync-test-'))
afterAll(() => rmSync(home, { recursive: true }))

/** The statements of the page, as an administrator pastes them. */
function pasted(containing: string): string {
  const blocks = [...guide.matchAll(/^```sql\n(.*?)^```/gms)].map(([, block = '']) => block)
  const [found = '', ...more] = blocks.filter((block) => block.includes(containing))
  expect([found === '', more]).toEqual([false, []])
  return found
}

/** The grants of the page for another schema, replaced as it says. */
function grantsFor(schema: string): string {
  return pasted('grant select on all tables')
    .replaceAll('schema sfsync', `schema ${schema}`)
    .replaceAll('sfsync.', `${schema}.`)
}

/** Runs the lines of a block of the page that begins so, on the server of this test. */
async function typedFrom(start: string): Promise<Run[]> {
  const [, block = ''] = guide.split(`\n\`\`\`sh\n${start}`)
  const lines = `${start}${block.split('\n```')[0] ?? ''}`
    .replaceAll('db.acme.example/people', `127.0.0.1:${server.port}/postgres`)
    .split('\n')
  const runs: Run[] = []
  for (const line of lines)
    runs.push(await sfsync(home, line.split(' ').slice(1), { environment: { PGPASSWORD: serverPassword } }))
  return runs
}

async function as(role: string, ...words: readonly string[]): Promise<Run> {
  const SFSYNC_STORE_URL = `postgres://${role}:${serverPassword}@127.0.0.1:${server.port}/postgres`
  return await sfsync(home, words, { environment: { SFSYNC_STORE_URL } })
}

async function written(...words: readonly string[]): Promise<void> {
  const run = await as('ada', ...words)
  if (run.exitCode !== 0) throw new Error(run.stderr)
}

const named = (first: string, last: string, email: string) => [
  '--first-name',
  first,
  '--last-name',
  last,
  '--email',
  email,
]

beforeAll(async () => {
  await server.query(pasted('create role sfsync_owner'))
  await server.query(`alter role sfsync_owner password '${serverPassword}'`)
  expect(await as('sfsync_owner', 'settings', 'init', '--ledger-only')).toMatchObject({ exitCode: 0 })
  await server.query(pasted('grant select on all tables'))
  await server.query(pasted('create role ada'))
  for (const role of ['ada', 'grace', 'nightly_report'])
    await server.query(`alter role ${role} password '${serverPassword}'`)
  writeFileSync(
    join(home, 'users.csv'),
    'User ID,Full Name,Username,Email,Active\n0055g0000004C92AAE,Ada Lovelace,ada@acme.example,ada@acme.example,true\n0055g0000004C93AAE,Bea Ng,bea@acme.example,bea@acme.example,true\n',
  )
  writeFileSync(join(home, 'people.csv'), 'email,first name,last name\nbea@acme.example,Bea,Ng\n')
  await written('sf-users', 'import', 'users.csv', '--yes')
  await written('teams', 'create', 'North', '--yes')
  await written('create-user', ...named('Ada', 'Lovelace', 'ada@acme.example'), '--team', 'North', '--yes')
  await written('map', 'ada@acme.example', '0055g0000004C92AAE', '--yes')
  await written('settings', 'set', 'licenses', '9')
  await written('todo', 'done', '--all', '--yes')
  await written('teams', 'create', 'West')
})

/** What to type after the name of each command that reads. */
const reading: Readonly<Record<string, readonly string[]>> = {
  status: [],
  'settings check': [],
  'settings list': ['--json'],
  'settings get': ['auto-sync'],
  'settings path': [],
  'sf-users list': [],
  'sf-users find': ['ada'],
  'sf-users show': ['ada@acme.example'],
  'sf-users frozen': [],
  'sf-users log': [],
  todo: [],
  'todo export': ['-', '--format', 'csv'],
  'todo push': ['--all', '--dry-run'],
  export: ['-'],
  plan: ['people.csv'],
  try: ['--discard', '--', 'true'],
  suggest: [],
  'decisions list': [],
  explain: ['ada'],
  check: [],
  report: ['-'],
  'users list': [],
  'users show': ['ada@acme.example'],
  'users licenses': [],
  'teams list': [],
  'mappings list': [],
  'mappings audit': ['--list', '-'],
  history: [],
  show: ['1'],
  blame: ['ada@acme.example'],
  dump: ['-', '--history'],
  doctor: [],
}

/** Commands that write to the ledger, with what to type where the reader shall be refused. */
const writing: Readonly<Record<string, readonly string[]>> = {
  add: ['bea@acme.example', '--team', 'North', '--yes'],
  'settings set': ['auto-sync', 'off'],
  'settings unset': ['licenses'],
  'sf-users import': ['users.csv', '--yes'],
  'create-user': named('Bea', 'Ng', 'bea@acme.example'),
  'assign-team': ['ada@acme.example', '--none', '--yes'],
  map: ['ada@acme.example', '0055g0000004C93AAE', '--replace', '--allow-mismatch', '--yes'],
  unmap: ['ada@acme.example', '--yes'],
  'todo done': ['--all'],
  'todo reopen': ['ada@acme.example'],
  import: ['people.csv'],
  reject: ['ada@acme.example', '0055g0000004C93AAE'],
  'users edit': ['ada@acme.example', '--first-name', 'A'],
  'users import': ['people.csv', '--yes'],
  'users deactivate': ['ada@acme.example', '--yes'],
  'teams create': ['South'],
  'teams rename': ['North', 'South'],
  'teams key': ['North', 'n'],
  undo: ['4', '--yes'],
}

/** Commands that need a terminal, an org, a file of theirs or no ledger; what writes among them commits as those above do. */
const others = new Set(
  `demo,guide,settings,settings init,settings password,sf-users,sf-users refresh,todo walk,todo key,apply,review,
   decisions,decisions remove,users,users reactivate,teams,teams delete,mappings,load,backup,restore,login,logout,whoami,
   completion,help`.split(/,\s*/),
)

test('every command of the program is one of these', async () => {
  const { stdout } = await sfsync(home, ['help', '--json'])
  const described: { readonly commands: readonly { readonly name: string }[] } = JSON.parse(stdout)
  const names = described.commands.map(({ name }) => name)
  expect(names.toSorted()).toEqual([...Object.keys(reading), ...Object.keys(writing), ...others].toSorted())
})

// The role and what it may do is all in which the two may differ.
const shared = ({ exitCode, stdout, stderr }: Run) => ({
  exitCode,
  stdout: stdout
    .replaceAll('nightly_report', 'ada')
    .replace('ada: may only read', 'ada: may read and write')
    .replace(/^digest .*$/m, 'digest')
    // The minute of a report.
    .replace(/As of [\d-]+ [\d:]+ UTC/, 'As of'),
  stderr: stderr.replaceAll('nightly_report', 'ada'),
})

describe('a reader', () => {
  test.each(Object.entries(reading))('sees in %s what a writer sees', async (command, words) => {
    const typed = [...command.split(' '), ...words]
    const seen = await as('nightly_report', ...typed)
    expect(shared(seen)).toEqual(shared(await as('ada', ...typed)))
    expect(seen.stderr).not.toContain('database role')
  })

  test('can make a backup, which is a ledger of its own', async () => {
    expect(await as('nightly_report', 'backup', 'copy.sqlite')).toMatchObject({ exitCode: 0 })
    const { stdout } = await sfsync(home, ['users', 'list', '--store', 'copy.sqlite', '--json'])
    expect(JSON.parse(stdout)).toHaveLength(1)
  })

  test('is warned by a dry run of what it may not do', async () => {
    const tried = ['teams', 'create', 'South', '--dry-run', '--json']
    const { warnings }: { readonly warnings: unknown } = JSON.parse(
      (await as('nightly_report', ...tried)).stdout,
    )
    expect(warnings).toEqual([
      'your database role nightly_report may only read the ledger: someone else has to make these changes',
    ])
    expect(JSON.parse((await as('ada', ...tried)).stdout)).toMatchObject({ warnings: [] })
    const imported = ['sf-users', 'import', 'users.csv', '--dry-run', '--json']
    expect(JSON.parse((await as('nightly_report', ...imported)).stdout)).toMatchObject({ warnings })
    expect(JSON.parse((await as('ada', ...imported)).stdout)).toMatchObject({ warnings: [] })
  })

  test.each(Object.entries(writing))('is refused by %s, and told why', async (command, words) => {
    const { exitCode, stderr } = await as('nightly_report', ...command.split(' '), ...words)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('your database role may only read the ledger')
    expect(exitCode).toBe(1)
  })
})

describe('a writer', () => {
  test('is in the history with its role, which it cannot forge', async () => {
    const history = await as('nightly_report', 'history', '--json', '--limit', '1')
    expect(JSON.parse(history.stdout)).toMatchObject([{ actor: 'jane', role: 'ada' }])
    expect((await as('nightly_report', 'history')).stdout).toMatch(/Who +Database role/)
    expect((await as('nightly_report', 'show', '1')).stdout).toMatch(/^Database role +ada$/m)
    const shown = await as('nightly_report', 'show', '1', '--json')
    expect(JSON.parse(shown.stdout)).toMatchObject({ role: 'ada' })
    for (const statement of [
      `insert into sfsync.change_set (number, at, actor, command, evidence, token, role)
       values (9, '2026-11-29T00:00:00.000Z', 'ada', 'map', '[]', 't', 'grace')`,
      `update sfsync.change_set set actor = 'grace'`,
      'delete from sfsync.change',
      'update sfsync.ledger_head set version = 1',
    ])
      await expect(server.query(`set role ada; ${statement}; reset role`)).rejects.toThrow(
        'permission denied',
      )
    await server.query('reset role')
  })

  test('cannot load a history, which names the roles of others; the owner can', async () => {
    const { stdout } = await as('ada', 'dump', '--history')
    writeFileSync(join(home, 'all.json'), stdout)
    await server.query('create schema other authorization sfsync_owner')
    const other = (role: string) =>
      `postgres://${role}:${serverPassword}@127.0.0.1:${server.port}/postgres?schema=other`
    const on = async (role: string, ...words: readonly string[]) =>
      await sfsync(home, words, { environment: { SFSYNC_STORE_URL: other(role) } })
    await on('sfsync_owner', 'settings', 'init', '--ledger-only')
    await server.query(grantsFor('other'))
    await server.query('grant usage on schema other to sfsync_writer')
    const refused = await on('ada', 'load', 'all.json', '--yes')
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'your database role may not load a history into the ledger',
    )
    expect(await on('sfsync_owner', 'load', 'all.json', '--yes')).toMatchObject({ exitCode: 0 })
    expect((await on('ada', 'dump', '--history')).stdout).toBe(stdout)
    expect(stdout).toContain('"role":"ada"')
  })

  test('cannot update the tables, and is told who must and how', async () => {
    await server.query('update sfsync.ledger_head set version = 5')
    const { stderr, exitCode } = await as('ada', 'status')
    expect(exitCode).toBe(1)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('has schema version 5, this sfsync needs version 6')
    expect(stderr).toContain('settings init --ledger-only --store')
    expect(stderr).toContain('<owner>@127.0.0.1')
    // It would lock out the others.
    for (const words of [['status'], ['teams', 'create', 'South', '--dry-run'], ['teams', 'create', 'South']])
      expect((await as('sfsync_owner', ...words)).stderr).toContain('settings init --ledger-only --store')
    expect(await server.query('select version from sfsync.ledger_head')).toEqual([{ version: 5 }])
    const owner = await as('sfsync_owner', 'settings', 'init', '--ledger-only', '--json')
    expect(JSON.parse(owner.stdout)).toMatchObject({ ledger: { changeSets: 6 } })
    expect(await as('ada', 'status')).toMatchObject({ exitCode: 0 })
  })

  test('who sets up another profile is told what an administrator has to run, and that is enough', async () => {
    const store = `postgres://sfsync_owner@127.0.0.1:${server.port}/postgres`
    const run = async (user: string) =>
      await sfsync(
        home,
        [
          'settings',
          'init',
          '--ledger-only',
          '--profile',
          'nord',
          '--store',
          store.replace('sfsync_owner', user),
        ],
        { environment: { PGPASSWORD: serverPassword } },
      )
    const statement = 'create schema "sfsync_nord" authorization "sfsync_owner";'
    const refused = await run('sfsync_owner')
    expect(refused.stderr)
      .toBe(`error: there is no ledger at ${store}?schema=sfsync_nord yet, and your database role may not create it; nothing was changed
try: ask an administrator of the server to run in the database: ${statement} (docs/postgresql.md, Rights)
try: then run this command again
`)
    await server.query(statement)
    await server.query('grant usage on schema sfsync_nord to sfsync_writer')
    const other = await run('ada')
    const owner = `postgres://<owner>@127.0.0.1:${server.port}/postgres?schema=sfsync_nord`
    expect(other.stderr).toContain(
      `try: ask the owner of the schema to run: sfsync --profile nord settings init --ledger-only --store '${owner}'\n`,
    )
    expect(await run('sfsync_owner')).toMatchObject({ exitCode: 0 })
  })

  test('cannot create a ledger elsewhere, and is told who must', async () => {
    const SFSYNC_STORE_URL = `postgres://ada:${serverPassword}@127.0.0.1:${server.port}/postgres?schema=elsewhere`
    const { stderr } = await sfsync(home, ['teams', 'create', 'North'], { environment: { SFSYNC_STORE_URL } })
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'your database role may not create it; nothing was changed',
    )
    expect(stderr).toContain('create schema "elsewhere" authorization <owner>;')
    expect(stderr).toContain('then, as that owner: sfsync settings init --ledger-only')
  })
})

async function planned(role: string, file: string): Promise<string> {
  expect(await as(role, 'plan', 'people.csv', '--out', file)).toMatchObject({ exitCode: 0 })
  return readFileSync(join(home, file), 'utf8')
}

/** Runs on the copy in a file. */
async function onCopy(actor: string, ...words: readonly string[]): Promise<Run> {
  const environment = { SFSYNC_ACTOR: actor }
  return await sfsync(home, [...words, '--store', 'four-eyes.sqlite'], { environment })
}

/** What doctor says about a role. */
async function roleOf(role: string): Promise<unknown> {
  const found: readonly { check: string }[] = JSON.parse((await as(role, 'doctor', '--json')).stdout)
  return found.find(({ check }) => check === 'ledger role')
}

describe('doctor', () => {
  const onLoopback = /\(PostgreSQL \d+\.\d+, not encrypted\)$/
  test.each([
    ['sfsync_owner', 'owns the tables'],
    ['ada', 'may read and write'],
    ['nightly_report', 'may only read'],
  ])('says as which role it is connected, and what that may do: %s %s', async (role, may) => {
    expect(await roleOf(role)).toMatchObject({ result: 'ok', detail: expect.stringMatching(onLoopback) })
    expect(await roleOf(role)).toMatchObject({ detail: expect.stringContaining(`${role}: ${may} (`) })
  })

  test('names every right of the page that is missing', async () => {
    const grants = pasted('grant select on all tables')
    for (const [statement, missing] of [
      ['update (number, directory) on sfsync.ledger_head', 'update on ledger_head'],
      [
        'insert, delete on sfsync.team, sfsync.mapping',
        'insert on team, delete on team, insert on mapping, delete on mapping',
      ],
      [
        'insert (number, at, actor, command, reason, evidence, token) on sfsync.change_set',
        'insert on change_set',
      ],
      ['select on sfsync.decision', 'select on decision'],
    ] as const) {
      await server.query(`revoke ${statement} from sfsync_writer`)
      expect(await roleOf('ada')).toMatchObject({
        result: 'problem',
        detail: expect.stringContaining(`; missing rights: ${missing}; ask the owner of the ledger`),
      })
      if (missing === 'insert on change_set') {
        const { stdout } = await as('ada', 'teams', 'create', 'South', '--dry-run', '--json')
        expect(JSON.parse(stdout)).toMatchObject({
          warnings: [
            'your database role ada is missing rights (insert on change_set), so that these changes may be refused: ask the owner of the ledger for them',
          ],
        })
      }
      await server.query(grants)
      expect(await roleOf('ada')).toMatchObject({ result: 'ok' })
    }
  })
})

describe('a plan', () => {
  test('names the role of its author, who is refused where someone else must apply it', async () => {
    expect(JSON.parse((await planned('ada', 'ada.plan')).split('\n')[0] ?? '')).toMatchObject({ role: 'ada' })
    for (const words of [['--require-other-author'], ['--require-other-author', '--dry-run']]) {
      const own = await as('ada', 'apply', 'ada.plan', ...words)
      expect(own.exitCode).toBe(7)
      expect(own.stderr.replaceAll(/\s+/g, ' ')).toContain(
        'ada.plan was made by jane (database role ada), which is you; someone else must apply it; nothing was changed',
      )
    }
    const other = await as('grace', 'apply', 'ada.plan', '--require-other-author', '--json')
    expect(JSON.parse(other.stdout)).toMatchObject({ changeSet: 7, warnings: [] })
    const shown = await as('ada', 'show', '7', '--json')
    expect(JSON.parse(shown.stdout)).toMatchObject({
      role: 'grace',
      evidence: expect.arrayContaining([expect.stringContaining('planned by jane (database role ada) at ')]),
    })
    expect((await as('ada', 'show', '7')).stdout).toMatch(
      /^Database role {2}grace$.*^Evidence {7}planned by jane \(database role ada\) at [\d-]+ [\d:]+ UTC: /ms,
    )
  })

  test('is refused where the setting asks for it, and where it names no role', async () => {
    await as('ada', 'undo', '7', '--yes')
    const plan = await planned('ada', 'ada.plan')
    const environment = {
      SFSYNC_REQUIRE_OTHER_AUTHOR: 'true',
      SFSYNC_STORE_URL: `postgres://ada:${serverPassword}@127.0.0.1:${server.port}/postgres`,
    }
    expect(await sfsync(home, ['apply', 'ada.plan'], { environment })).toMatchObject({ exitCode: 7 })
    await as('nightly_report', 'backup', 'four-eyes.sqlite')
    await sfsync(home, ['plan', 'people.csv', '--out', 'file.plan', '--store', 'four-eyes.sqlite'])
    const unknown = await as('grace', 'apply', 'file.plan', '--require-other-author')
    expect(unknown.exitCode).toBe(7)
    expect(unknown.stderr).toContain('does not say which database role made it')
    expect(plan).not.toContain(serverPassword)
  })

  test('is not applied inside try by its author, as the copy has no roles', async () => {
    await planned('ada', 'tried.plan')
    const program = [process.execPath, launcher, 'apply', 'tried.plan']
    const before = await as('ada', 'history', '--json')
    for (const [variable, more] of [
      ['', ['--require-other-author']],
      ['true', []],
    ] as const) {
      const tried = await sfsync(home, ['try', '--keep', '--', ...program, ...more], {
        environment: {
          SFSYNC_ACTOR: 'someone else',
          SFSYNC_REQUIRE_OTHER_AUTHOR: variable,
          SFSYNC_STORE_URL: `postgres://ada:${serverPassword}@127.0.0.1:${server.port}/postgres`,
        },
      })
      expect(tried.exitCode).not.toBe(0)
      expect(tried.stderr.replaceAll(/\s+/g, ' ')).toContain(
        'inside sfsync try it cannot be known whether you made tried.plan yourself',
      )
    }
    expect((await as('ada', 'history', '--json')).stdout).toBe(before.stdout)
  })

  test('on a ledger in a file has only the name that the machine says, and apply says so', async () => {
    const own = await onCopy('jane', 'apply', 'file.plan', '--require-other-author')
    expect(own.exitCode).toBe(7)
    expect(own.stderr).toContain('file.plan was made by jane, which is you')
    const other = await onCopy('grace', 'apply', 'file.plan', '--require-other-author')
    expect(other.exitCode).toBe(0)
    expect(other.stderr.replaceAll(/\s+/g, ' ')).toContain('these names are what each machine says')
  })
})

test('history finds what a role wrote, whatever actor it gave, also in a copy; blame names the role', async () => {
  const SFSYNC_STORE_URL = `postgres://grace:${serverPassword}@127.0.0.1:${server.port}/postgres`
  const environment = { SFSYNC_STORE_URL, SFSYNC_ACTOR: 'Boss Big' }
  const edited = ['users', 'edit', 'ada@acme.example', '--nickname', 'countess']
  expect(await sfsync(home, edited, { environment })).toMatchObject({ exitCode: 0 })
  const found = await as('ada', 'history', '--role', 'grace', '--json')
  const all: readonly { role: string }[] = JSON.parse((await as('ada', 'history', '--json')).stdout)
  expect(JSON.parse(found.stdout)).toEqual(all.filter(({ role }) => role === 'grace'))
  expect(JSON.parse(found.stdout)).toMatchObject([{ actor: 'Boss Big' }, { actor: 'jane' }])
  const blamed = await as('ada', 'blame', 'ada@acme.example')
  expect(blamed.stdout).toMatch(/^Field .* Who +Database role +Command/)
  expect(blamed.stdout).toMatch(/^nickname .* Boss Big +grace +sfsync users edit/m)
  await as('ada', 'backup', 'roles.sqlite')
  const copied = await sfsync(home, ['history', '--role', 'grace', '--store', 'roles.sqlite'])
  expect(copied.stdout).toMatch(/^No\. .*Database role.*\n\d+ .* Boss Big +grace /)
})

describe('the page', () => {
  test('sets up another profile with the same roles', async () => {
    await server.query(pasted('create schema sfsync_south'))
    expect(await typedFrom('sfsync settings init --ledger-only --profile south')).toMatchObject([
      { exitCode: 0 },
    ])
    await server.query(grantsFor('sfsync_south'))
    expect(await as('ada', 'teams', 'create', 'South', '--profile', 'south')).toMatchObject({ exitCode: 0 })
    const { stdout } = await as('nightly_report', 'teams', 'list', '--profile', 'south', '--json')
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'South' }])
  })

  test('empties a schema and moves a ledger there and back, all in one folder', async () => {
    await as('ada', 'backup', 'ledger.sqlite')
    await sfsync(home, ['restore', 'ledger.sqlite', '--yes'])
    const { stdout: before } = await as('ada', 'dump', '--history')
    await server.query(pasted('drop schema sfsync cascade'))
    await as('sfsync_owner', 'settings', 'init', '--ledger-only')
    await server.query(pasted('grant select on all tables'))
    const done = [{ exitCode: 0 }, { exitCode: 0 }]
    expect(await typedFrom('sfsync dump --history --output to-server.ndjson')).toMatchObject(done)
    expect(await typedFrom('sfsync dump --history --store postgres:')).toMatchObject(done)
    const { stdout } = await sfsync(home, ['dump', '--history', '--store', 'new.sqlite'])
    expect(stdout).toBe(before)
  })
})
