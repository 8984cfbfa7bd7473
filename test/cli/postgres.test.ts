import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withoutPassword } from '../../src/core/store-address.ts'
import { postgresServer, serverPassword } from '../support/postgres-server.ts'
import { launcher, type Run, sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const server = postgresServer()
const ada = ['--first-name', 'Ada', '--last-name', 'Lovelace', '--email', 'ada@acme.example']

/** A team's ledger whose address comes from a secret, and every run so far. */
function team() {
  const home = temporaryFolder()
  const runs: Run[] = []
  const environment = { SFSYNC_STORE_URL: server.database() }
  return {
    home,
    runs,
    environment,
    async run(...words: readonly string[]): Promise<Run> {
      const run = await sfsync(home, words, { environment })
      runs.push(run)
      return run
    },
  }
}

test('commands work on a server, and none prints the password', async () => {
  const { run, runs } = team()
  await run('teams', 'create', 'North', '--yes')
  await run('create-user', ...ada, '--team', 'North', '--yes')
  for (const words of [
    ['todo'],
    ['decisions', 'list'],
    ['status', 'ada@acme.example'],
    ['users', 'list'],
    ['history', '--json'],
    ['settings', 'list', '--origin'],
    ['settings', 'path'],
    ['dump', '--history'],
    ['undo', '2', '--yes'],
    ['backup', 'copy.sqlite'],
    ['teams', 'list', '--store', 'copy.sqlite'],
    ['sf-users', 'refresh', '--profile', 'demo'],
    ['sf-users', 'list', '--profile', 'demo', '--limit', '3'],
  ])
    await run(...words)
  expect(runs.filter(({ exitCode }) => exitCode !== 0 && exitCode !== 10)).toEqual([])
  // Without any Salesforce users, these have their findings.
  for (const words of [['check'], ['suggest'], ['doctor']]) await run(...words)
  expect(JSON.parse(runs[6]?.stdout ?? '')).toHaveLength(2)
  expect(runs.filter(({ stdout, stderr }) => (stdout + stderr).includes(serverPassword))).toEqual([])
})

test('a script is tried on a copy, and kept as a whole', async () => {
  const { run } = team()
  await run('teams', 'create', 'North', '--yes')
  const tried = await run(
    'try',
    '--keep',
    '--yes',
    '--',
    process.execPath,
    launcher,
    'teams',
    'create',
    'South',
  )
  expect(tried.stderr).not.toContain('error:')
  expect((await run('teams', 'list', '--json')).stdout).toContain('South')
})

test('a dry run, and a script that is only tried, create nothing on the server', async () => {
  const { home, run, environment } = team()
  const schema = new URL(environment.SFSYNC_STORE_URL).searchParams.get('schema')
  writeFileSync(
    join(home, 'users.csv'),
    'User ID,Full Name,Username,Email,Active\n0055g0000004C92AAE,Ada Lovelace,ada@acme.example,ada@acme.example,true\n',
  )
  for (const words of [
    ['teams', 'create', 'North', '--dry-run'],
    ['sf-users', 'import', 'users.csv', '--dry-run'],
    ['try', '--discard', '--', process.execPath, launcher, 'teams', 'create', 'North'],
    ['settings', 'init', '--ledger-only', '--dry-run'],
  ]) {
    const { exitCode, stderr } = await run(...words)
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/nothing was changed/i)])
    if (!words.includes('init'))
      expect(stderr).toContain(`there is no ledger at ${withoutPassword(environment.SFSYNC_STORE_URL)} yet`)
  }
  const TMPDIR = join(home, 'nowhere')
  const create = ['teams', 'create', 'North', '--dry-run']
  const nowhere = await sfsync(home, create, { environment: { ...environment, TMPDIR } })
  expect(nowhere).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`the folder for temporary files, ${TMPDIR}, cannot be used`),
  })
  expect(await server.query('select 1 from pg_namespace where nspname = $1', [schema])).toEqual([])
})

test('where there is no ledger on the server, doctor and the settings say so', async () => {
  const { run, environment } = team()
  const missing = `there is no ledger at ${withoutPassword(environment.SFSYNC_STORE_URL)}`
  const found = await run('doctor', '--json')
  expect(found.exitCode).toBe(1)
  const ledger = JSON.parse(found.stdout).filter(({ check = '' }) => check.startsWith('ledger'))
  expect(ledger).toEqual([{ check: 'ledger', result: 'problem', detail: expect.stringContaining(missing) }])
  expect(await run('settings', 'get', 'auto-sync')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(missing),
  })
  expect(await run('settings', 'get', 'format')).toMatchObject({ exitCode: 0, stderr: '' })
  const listed = await run('settings', 'list', '--format', 'tsv')
  expect(listed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`warning: ${missing}`) })
  expect(listed.stdout).toContain('format\ttsv')
})

test('a ledger moves to a file and back, byte for byte', async () => {
  const from = team()
  await from.run('teams', 'create', 'North', '--yes')
  await from.run('create-user', ...ada, '--team', 'North', '--yes')
  const first = await from.run('dump', '--history')
  const inFile = await sfsync(from.home, ['load', '-', '--yes', '--store', 'ledger.sqlite'], {
    stdin: first.stdout,
  })
  expect(inFile).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('change sets 1 to 2 loaded: 1 team and 1 user added'),
    stderr: expect.stringMatching(/^their times, authors and database roles are those of standard input$/m),
  })
  const second = await sfsync(from.home, ['dump', '--history', '--store', 'ledger.sqlite'])
  expect(second.stdout).toBe(first.stdout)
  const to = team()
  await sfsync(to.home, ['load', '-', '--yes'], { stdin: second.stdout, environment: to.environment })
  expect((await to.run('dump', '--history')).stdout).toBe(first.stdout)
  await to.run('teams', 'create', 'South', '--yes')
  const again = await sfsync(to.home, ['load', '-', '--yes'], {
    stdin: second.stdout,
    environment: to.environment,
  })
  expect(again.stderr).toContain(
    "try: or, as the owner, into an empty schema: --store '<address>?schema=<name>'\n",
  )
})

test('what backup and restore recommend on a server brings the ledger back', async () => {
  const { home, run } = team()
  await run('teams', 'create', 'North', '--yes')
  const first = await run('dump', '--history')
  const { stderr } = await run('backup', 'monday.sqlite')
  const dump = 'sfsync dump --history --store monday.sqlite --output monday.ndjson'
  const load = "sfsync load monday.ndjson --store 'postgres://<owner>@<host>/<database>?schema=<name>'"
  expect(stderr).toBe(`next: to look at it: sfsync status --store monday.sqlite
next: to bring it back, make a dump of it: ${dump}
next: then, as the owner, load that into an empty schema: ${load}
`)
  expect((await run('restore', 'monday.sqlite')).stderr).toContain(`try: make a dump of the file: ${dump}
try: then, as the owner, load that into an empty schema: ${load}
`)
  expect((await run('load', 'monday.sqlite')).stderr).toContain(dump)
  await sfsync(home, dump.split(' ').slice(1))
  const SFSYNC_STORE_URL = server.database()
  await sfsync(home, ['load', 'monday.ndjson'], { environment: { SFSYNC_STORE_URL } })
  const second = await sfsync(home, ['dump', '--history'], { environment: { SFSYNC_STORE_URL } })
  expect(second.stdout).toBe(first.stdout)
})

test('a password comes from PGPASSWORD or a password file, and a wrong one there is not repeated', async () => {
  const home = temporaryFolder()
  const url = server.database()
  const address = withoutPassword(url)
  const file = join(home, 'passwords')
  const run = async (environment: Readonly<Record<string, string>>) =>
    await sfsync(home, ['teams', 'create', 'North', '--yes', '-q'], {
      environment: { SFSYNC_STORE: address, ...environment },
    })
  expect(await run({ PGPASSWORD: serverPassword })).toMatchObject({ exitCode: 0, stderr: '' })
  writeFileSync(file, `127.0.0.1:*:*:postgres:${serverPassword}\n`, { mode: 0o600 })
  expect(await run({ PGPASSFILE: file })).toMatchObject({ exitCode: 0, stderr: '' })
  writeFileSync(file, '*:*:*:*:hunter2hunter2\n')
  const wrong = [await run({ PGPASSFILE: file }), await run({ PGPASSWORD: 'hunter2hunter2' })]
  for (const { exitCode, stderr } of wrong) {
    expect(exitCode).toBe(1)
    expect(stderr).toContain('did not accept the role')
    expect(stderr).not.toContain('hunter2')
  }
})

test('where a password is refused, the message says whose it is and where it comes from', async () => {
  const home = temporaryFolder()
  const url = new URL(server.database())
  url.password = ''
  url.username = ''
  const store = url.href
  const passFile = join(home, '.pgpass')
  const inFile = { SFSYNC_STORE: store, PGUSER: 'postgres', SFSYNC_SECRET_STORE: 'file' }
  const told = async (environment: Readonly<Record<string, string>>) => {
    const run = await sfsync(home, ['status'], { environment: { SFSYNC_STORE: store, ...environment } })
    return run.stderr.replaceAll(store, 'STORE')
  }
  const begins = 'error: the PostgreSQL server'
  const byName = 'try: or name another role: in PGUSER, or as <user>@ before the host in the address\n'
  const save = `try: save the password: sfsync settings password
try: or set PGPASSWORD or PGPASSFILE, or give the whole address in SFSYNC_STORE_URL
${byName}`
  await sfsync(home, ['settings', 'password', '--file', '-'], { environment: inFile, stdin: 'wrong' })
  expect(await told({ PGUSER: 'postgres' })).toBe(
    `${begins} did not accept the role "postgres" (from PGUSER) with the password from sfsync settings password for the ledger STORE
try: save the right one: sfsync settings password
${byName}`,
  )
  expect(await told({ PGPASSWORD: 'wrong', USER: 'jane' })).toBe(
    `${begins} did not accept the role "jane" (your account on this machine) with the password from PGPASSWORD for the ledger STORE
try: correct PGPASSWORD, or unset it, so that the password file or the saved password is used
${byName}`,
  )
  expect(await told({})).toBe(
    `${begins} asks for a password for the role "jane" (your account on this machine) for the ledger STORE, and none was found
${save}`,
  )
  writeFileSync(passFile, 'localhost:*:*:*:wrong\n', { mode: 0o600 })
  expect(await told({})).toBe(
    `${begins} asks for a password for the role "jane" (your account on this machine) for the ledger STORE, and none was found; ${passFile} has no line for 127.0.0.1:${server.port}:postgres:jane
${save}`,
  )
  writeFileSync(passFile, '*:*:*:*:wrong\n')
  expect(await told({})).toBe(
    `${begins} did not accept the role "jane" (your account on this machine) with the password from the password file ${passFile} for the ledger STORE
try: correct the line in ${passFile}
${byName}`,
  )
})

test('a password is taken from no flag and no file, and a wrong one is not repeated', async () => {
  const home = temporaryFolder()
  const address = 'postgres://ada:hunter2hunter2@127.0.0.1:1/d'
  const flag = await sfsync(home, ['history', '--store', address])
  expect(flag.exitCode).toBe(2)
  const set = await sfsync(home, ['settings', 'set', 'store', address])
  expect(set.exitCode).toBe(2)
  const wrong = server.database().replace(serverPassword, 'hunter2hunter2')
  const refused = await sfsync(home, ['history'], { environment: { SFSYNC_STORE_URL: wrong } })
  expect(refused.stderr).toContain('did not accept the role')
  const down = await sfsync(home, ['history'], { environment: { SFSYNC_STORE_URL: address } })
  expect(down.stderr).toContain('does not answer')
  for (const { stdout, stderr } of [flag, set, refused, down])
    expect(stdout + stderr).not.toContain('hunter2')
})

test('a home folder that cannot be written hinders only what keeps something there', async () => {
  const { home, environment } = team()
  // No one can make a folder in a file.
  writeFileSync(join(home, 'home'), '')
  const data = join(home, 'home', 'data')
  const run = async (...words: readonly string[]) =>
    await sfsync(home, words, { environment: { ...environment, XDG_DATA_HOME: data } })
  writeFileSync(
    join(home, 'users.csv'),
    'User ID,Full Name,Username,Email,Active\n0055g0000004C92AAE,Ada Lovelace,ada@acme.example,ada@acme.example,true\n',
  )
  for (const words of [
    ['teams', 'create', 'North'],
    ['sf-users', 'import', 'users.csv'],
    ['status'],
    ['history'],
  ])
    expect(await run(...words)).toMatchObject({ exitCode: 0 })
  expect((await run('doctor')).stdout).toContain('intact: 0 users, 1 team')
  const needed = [
    ['check', '--notify', 'true'],
    ['settings', 'password', '--file', '-'],
  ]
  for (const words of needed) {
    const { exitCode, stderr } = await sfsync(home, words, {
      environment: { ...environment, XDG_DATA_HOME: data, SFSYNC_SECRET_STORE: 'file' },
      stdin: 'secret',
    })
    expect(stderr)
      .toBe(`error: the folder ${join(data, 'sfsync', 'servers')} cannot be created: a file is in the way (ENOTDIR)
try: set XDG_DATA_HOME to a folder that you can write to
`)
    expect(exitCode).toBe(2)
  }
})

test('doctor finds a history with a gap, and restore says what to do on a server instead', async () => {
  const { run, environment } = team()
  await run('teams', 'create', 'North', '--yes')
  const schema = new URL(environment.SFSYNC_STORE_URL).searchParams.get('schema') ?? ''
  expect((await run('doctor')).stdout).toContain('intact: 0 users, 1 team, 0 mappings, 1 change set')
  await server.query(`update ${schema}.ledger_head set number = 2`)
  const found = await run('doctor')
  expect(found.exitCode).toBe(1)
  expect(found.stdout).toContain('the history has gaps')
  expect(found.stdout).toContain('restore the schema with pg_restore')
  const refused = await run('restore', 'any.sqlite')
  expect(refused.exitCode).not.toBe(0)
  expect(refused.stderr).toContain('load')
})
