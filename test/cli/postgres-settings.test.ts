import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SfsyncError } from '../../src/core/errors.ts'
import { commandLine } from '../../src/core/hint.ts'
import { aStage } from '../support/dependencies.ts'
import { MemoryLedger } from '../support/memory-ledger.ts'
import { postgresServer, serverPassword } from '../support/postgres-server.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const server = postgresServer()

/** An admin in the folder of a project, whose ledger has an address without a password. */
function admin() {
  const home = temporaryFolder()
  const folder = join(home, 'project')
  mkdirSync(folder)
  const url = new URL(server.database())
  url.password = ''
  return {
    home,
    folder,
    file: join(folder, '.sfsyncrc'),
    store: url.href,
    run: async (words: readonly string[], environment: Readonly<Record<string, string>> = {}, stdin = '') =>
      await sfsync(home, words, { folder, environment, stdin }),
  }
}

test('settings init writes the address, creates the ledger, and every command uses it', async () => {
  const { file, store, run } = admin()
  const environment = { PGPASSWORD: serverPassword }
  const made = await run(['settings', 'init', '--store', store], environment)
  expect(made).toMatchObject({ exitCode: 0, stderr: 'the ledger is ready: 0 change sets\n' })
  expect(readFileSync(file, 'utf8')).toBe(`store = "${store}"\n`)
  expect(await run(['teams', 'create', 'North'], environment)).toMatchObject({ exitCode: 0 })
  const only = await run(['settings', 'init', '--ledger-only'], environment)
  expect(only.stderr).toBe(`the ledger ${store} is ready: 1 change set\n`)
  const again = await run(['settings', 'init', '--store', store, '--json'], environment)
  expect(JSON.parse(again.stdout)).toMatchObject({ file, value: store, ledger: { changeSets: 1 } })
})

test('a server that accepts no changes is no ledger that is ready', async () => {
  const { store, run } = admin()
  const environment = { PGPASSWORD: serverPassword }
  await run(['settings', 'init', '--store', store], environment)
  const standby = `${store}&options=-c+default_transaction_read_only%3Don`
  const warning = 'the server is read-only, as a replica is: nothing can be written to this ledger here'
  const next = 'use the address of the primary server to write'
  expect(await run(['settings', 'init', '--ledger-only', '--store', standby], environment)).toMatchObject({
    exitCode: 0,
    stderr: `the ledger ${standby} can only be read: 0 change sets\nwarning: ${warning}\nnext: ${next}\n`,
  })
  const { stdout } = await run(['settings', 'init', '--store', standby, '--json'], environment)
  expect(JSON.parse(stdout)).toMatchObject({ warnings: [warning], next: [next], ledger: { changeSets: 0 } })
})

test('a password never gets into the file, and the refusal says where it belongs', async () => {
  const { file, store, run } = admin()
  const address = store.replace('postgres@', 'postgres:hunter2hunter2@')
  const refused = await run(['settings', 'init', '--store', address])
  expect(refused.exitCode).toBe(2)
  for (const place of ['sfsync settings password', 'PGPASSWORD', 'PGPASSFILE', 'SFSYNC_STORE_URL'])
    expect(refused.stderr).toContain(place)
  expect(refused.stdout + refused.stderr).not.toContain('hunter2')
  expect(existsSync(file)).toBe(false)
  await run(['settings', 'init', '--store', store], {
    SFSYNC_STORE_URL: address.replace('hunter2hunter2', serverPassword),
  })
  expect(readFileSync(file, 'utf8')).toBe(`store = "${store}"\n`)
})

test('a saved password is used by every command, and forgotten when it is removed', async () => {
  const { store, run } = admin()
  const inFile = { SFSYNC_SECRET_STORE: 'file' }
  const saved = await run(['settings', 'password', '--file', '-', '--store', store], inFile, serverPassword)
  expect(saved).toMatchObject({ exitCode: 0, stdout: '' })
  expect(saved.stderr).toContain(
    `the password of postgres at 127.0.0.1:${server.port} is saved in a file readable only by you`,
  )
  expect(await run(['settings', 'init', '--store', store])).toMatchObject({
    stderr: 'the ledger is ready: 0 change sets\n',
  })
  expect(await run(['teams', 'create', 'North'])).toMatchObject({ exitCode: 0 })
  const removed = await run(['settings', 'password', '--remove', '--json'])
  expect(removed).toMatchObject({
    exitCode: 0,
    stderr: `the saved password of postgres at 127.0.0.1:${server.port} was removed\n`,
  })
  const refused = await run(['teams', 'list'])
  expect(refused.stderr).toContain('and none was found')
  expect(refused.stderr).toContain('sfsync settings password')
})

test('where the ledger cannot be opened, the file stays as it was', async () => {
  const { file, store, run } = admin()
  writeFileSync(file, 'store = "ours.sqlite"\n')
  const down = 'postgres://ada@127.0.0.1:1/people'
  for (const [address, reason] of [
    [down, 'does not answer'],
    [store.replace('/postgres?', '/peple?'), 'does not exist'],
  ] as const) {
    const refused = await run(['settings', 'init', '--store', address], { PGPASSWORD: serverPassword })
    expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining(reason) })
    expect(readFileSync(file, 'utf8')).toBe('store = "ours.sqlite"\n')
  }
})

const typedAddress = [
  { choose: 'Where should the ledger be?', answer: 'on a PostgreSQL server' },
  {
    text: 'Address (postgres://<user>@<host>/<database>, without a password)',
    answer: 'postgres://ada@db/people',
  },
]

test('an address that was typed at the question is in the equivalent command as it is written', async () => {
  const written: unknown[] = []
  const stage = aStage({
    asks: typedAddress,
    parts: {
      realPath: async (path) => await Promise.resolve(`/work/${path}`),
      editConfiguration: async (...edited) => {
        await Promise.resolve(written.push(edited))
      },
    },
  })
  const { exitCode, stderr } = await stage.run('settings', 'init')
  expect({ exitCode, written }).toEqual({
    exitCode: 0,
    written: [['/work/.sfsyncrc', 'store', 'postgres://ada@db/people', undefined]],
  })
  expect(stderr).toContain('sfsync settings init --store postgres://ada@db/people\n')
})

test('where the file cannot be written, the ledger is closed', async () => {
  const ledger = new MemoryLedger()
  let closed = 0
  ledger.close = async () => {
    closed += 1
    await Promise.resolve()
  }
  const stage = aStage({
    ledger,
    parts: {
      realPath: async (path) => await Promise.resolve(`/work/${path}`),
      editConfiguration: async () => await Promise.reject(new SfsyncError('failure', 'cannot write it')),
    },
  })
  const { stderr } = await stage.run('settings', 'init', '--store', 'postgres://ada@db/people')
  expect(stderr).toContain('cannot write it')
  expect(closed).toBe(1)
})

test('an address that was typed at the question is in the commands of the error', async () => {
  const actions = [
    { text: 'save the password', command: commandLine('settings password') },
    commandLine('doctor'),
    'or ask the owner',
  ]
  const stage = aStage({
    asks: typedAddress,
    parts: {
      realPath: async (path) => await Promise.resolve(`/work/${path}`),
      openLedger: async () =>
        await Promise.reject(new SfsyncError('ledger-unusable', 'there is no password', { actions })),
    },
  })
  const { exitCode, stderr } = await stage.run('settings', 'init')
  expect(exitCode).toBe(1)
  const option = "--store 'postgres://ada@db/people?schema=sfsync'"
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    `try: save the password: sfsync settings password ${option} try: sfsync doctor ${option} try: or ask the owner`,
  )
})

test('a profile gets its own table and its own schema; a ledger in a file a path from the project', async () => {
  const { file, run, folder } = admin()
  writeFileSync(file, '# ours\nformat = "table"\n')
  const store = `postgres://postgres@127.0.0.1:${server.port}/postgres`
  const environment = { PGPASSWORD: serverPassword }
  await run(['settings', 'init', '--profile', 'uat', '--store', store], environment)
  expect(readFileSync(file, 'utf8')).toBe(`# ours\nformat = "table"\n\n[profiles.uat]\nstore = "${store}"\n`)
  expect((await run(['settings', 'get', 'store', '--profile', 'uat'])).stdout).toBe(
    `${store}?schema=sfsync_uat\n`,
  )
  expect(await server.query(`select 1 from sfsync_uat.ledger_head`)).toHaveLength(1)
  await run(['settings', 'init', '--store', 'data/ledger.sqlite'])
  expect(readFileSync(file, 'utf8')).toContain('\nstore = "data/ledger.sqlite"\n\n[profiles.uat]')
  expect(existsSync(join(folder, 'data', 'ledger.sqlite'))).toBe(true)
})

test('without an address, and with one that only shows what would be done', async () => {
  const { file, store, run } = admin()
  const missing = await run(['settings', 'init'])
  expect(missing.exitCode).toBe(2)
  expect(missing.stderr).toContain('settings init needs --store <file or address>')
  const dry = await run(['settings', 'init', '--store', store, '--dry-run'])
  expect(dry).toMatchObject({ exitCode: 0, stderr: 'dry run: nothing was changed\n' })
  expect(existsSync(file)).toBe(false)
  const noServer = await run(['settings', 'password', '--file', '-', '--store', 'ledger.sqlite'], {}, 'x')
  expect(noServer.stderr).toContain('is a file, which has no password')
  const empty = await run(['settings', 'password', '--file', '-', '--store', store], {}, '\n')
  expect(empty).toMatchObject({
    exitCode: 2,
    stderr:
      'error: standard input is empty; expected a secret\ntry: put the secret into it, alone and without quotation marks\n',
  })
})
