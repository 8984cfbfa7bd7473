import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { lockPush } from '../../../src/ledger/sqlite/file-lock.ts'
import { type ApiFault, startSalesScreen } from '../../support/salesscreen/server.ts'
import { launcher, ownEnvironment, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const people =
  'Email,First name,Last name,Team\nada@acme.example,Ada,Lovelace,North\ngrace@acme.example,Grace,Hopper,North\nalan@acme.example,Alan,Turing,\n'

/** A ledger with three users to create, and a SalesScreen to create them in. */
async function aPush() {
  const server = await startSalesScreen(['north'])
  onTestFinished(async () => await server.close())
  const folder = temporaryFolder()
  const store = join(folder, 'ledger.sqlite')
  const environment = {
    SFSYNC_SALESSCREEN_URL: server.url,
    SFSYNC_SALESSCREEN_KEY: server.key,
    SFSYNC_RETRY_SECONDS: '1',
    SFSYNC_TIMEOUT_SECONDS: '20',
    SFSYNC_SECRET_STORE: 'file',
    SFSYNC_STORE: store,
  }
  const run = async (words: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const ended = await sfsync(folder, words, { environment: { ...environment, ...more } })
    expect(ended.stdout + ended.stderr).not.toContain(server.key)
    return ended
  }
  writeFileSync(join(folder, 'people.csv'), people)
  expect((await run(['teams', 'create', 'North', '--key', 'north'])).exitCode).toBe(0)
  expect((await run(['import', 'people.csv'])).exitCode).toBe(0)
  return {
    server,
    folder,
    store,
    environment,
    run,
    push: async (...words: readonly string[]) => await run(['todo', 'push', '--all', ...words]),
    /** The addresses that wait to be created. */
    waiting: async () => {
      const { stdout } = await run(['todo', '--kind', 'create-user', '--format', 'csv', '--columns', 'email'])
      return stdout.split('\n').slice(1).filter(Boolean)
    },
  }
}

const everyone = ['ada@acme.example', 'alan@acme.example', 'grace@acme.example']

describe('todo push', () => {
  test('creates the users with their teams, records each answer, and sends nobody twice', async () => {
    const { server, push, waiting, run } = await aPush()
    const pushed = await push('--json')
    expect({ exitCode: pushed.exitCode, document: JSON.parse(pushed.stdout) }).toMatchObject({
      exitCode: 0,
      document: { changeSets: [3, 4, 5], warnings: [], next: [] },
    })
    expect(
      [...server.users.values()].map(({ email, firstname, lastname, team }) => [
        email,
        firstname,
        lastname,
        team?.key,
      ]),
    ).toEqual([
      ['ada@acme.example', 'Ada', 'Lovelace', 'north'],
      ['alan@acme.example', 'Alan', 'Turing', undefined],
      ['grace@acme.example', 'Grace', 'Hopper', 'north'],
    ])
    expect([...server.teams]).toEqual(['north'])
    expect((await run(['todo'])).stderr).toBe('nothing to enter in SalesScreen\n')
    expect(await waiting()).toEqual([])
    expect((await push()).stderr).toBe('no user waits to be created; nothing was sent\n')
    expect(server.requests).toHaveLength(3)
    expect((await run(['blame', 'ada@acme.example', '--json'])).stdout).toContain('"api"')
  })

  test('says that mappings are still to be added, and leaves them on the list', async () => {
    const { push, run } = await aPush()
    await run(['map', 'ada@acme.example', '0055g0000004C92AAE', '--allow-unknown'])
    const { stderr, exitCode } = await push()
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toContain(
      'warning: 1 mapping must be added in SalesScreen by hand: its API cannot map users: sfsync todo --kind map',
    )
    expect((await run(['todo', '--format', 'csv', '--columns', 'kind,email'])).stdout).toBe(
      'kind,email\nmap,ada@acme.example\n',
    )
  })

  test('leaves a nickname on the list, because the API does not take it', async () => {
    const { push, run } = await aPush()
    await run(['users', 'edit', 'ada@acme.example', '--nickname', 'Countess'])
    await push()
    expect((await run(['todo', '--format', 'csv', '--columns', 'kind,what'])).stdout).toBe(
      'kind,what\nedit-user,nickname Countess\n',
    )
  })

  test('refuses users whose team has no key, with the command to type, and sends nothing', async () => {
    const { server, push, run, waiting } = await aPush()
    await run(['teams', 'key', 'North', '--none'])
    const refused = await push()
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain(
      'error: 2 users cannot be sent without the key of the team; nothing was sent',
    )
    expect(refused.stderr).toMatch(/sfsync teams key North '?<key>'?/)
    expect(server.requests).toEqual([])
    expect(await waiting()).toEqual(everyone)
    expect((await run(['todo', 'push', 'alan@acme.example'])).exitCode).toBe(0)
    expect([...server.users.values()].map(({ email }) => email)).toEqual(['alan@acme.example'])
  })

  test('--dry-run prints the requests without a key and sends nothing', async () => {
    const { server, push, run, waiting } = await aPush()
    const shown = await run(['todo', 'push', '--all', '--dry-run'], { SFSYNC_SALESSCREEN_KEY: '' })
    expect(shown.exitCode).toBe(0)
    const lines = shown.stdout.split('\n').filter(Boolean)
    expect(lines.filter((line) => line.startsWith('POST'))).toEqual(
      Array.from({ length: 3 }, () => `POST ${server.url}/User/Add`),
    )
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ email: 'ada@acme.example', team: { key: 'north' } })
    expect(shown.stderr).toContain('dry run: 3 requests; nothing was sent')
    const document: unknown = JSON.parse((await push('--dry-run', '--json')).stdout)
    expect(document).toMatchObject({ changeSets: null, requests: [{ method: 'POST' }, {}, {}] })
    expect(server.requests).toEqual([])
    expect(await waiting()).toEqual(everyone)
  })

  test.for<[string, ApiFault, number, string]>([
    ['a wrong key', { status: 401 }, 4, 'SalesScreen does not accept the API key (401)'],
    [
      'a key without rights',
      { status: 403, body: '{"message":"no"}' },
      4,
      'does not accept the API key (403)',
    ],
    ['too many requests', { status: 429 }, 5, 'SalesScreen accepts no more requests for now (429)'],
    [
      'too many requests, with a pause',
      { status: 429, headers: { 'Retry-After': '3600' } },
      5,
      'try again in 3600 s, as it asks',
    ],
    ['a failure', { status: 500 }, 5, 'SalesScreen is not available (500)'],
    ['an overloaded server', { status: 503, body: '<html>later</html>' }, 5, 'is not available (503)'],
    ['lost connections', 'drop', 5, 'closed the connection before its response was complete'],
    ['a web page', 'html', 5, 'answered with a web page instead of data'],
    [
      'a redirect',
      { status: 302, headers: { Location: 'https://elsewhere.example/User/Add' } },
      5,
      'redirects to elsewhere.example; the key was not sent there',
    ],
    ['another address', { status: 404 }, 5, 'does not know this call (404)'],
    [
      'a refused user',
      { status: 422, body: '{"message":"e-mail cannot receive mail"}' },
      1,
      'e-mail cannot receive mail',
    ],
  ])('that meets %s loses nothing, and continues where it stopped', async ([, fault, exitCode, words]) => {
    const { server, push, waiting } = await aPush()
    server.refuse('alan@acme.example', fault)
    const stopped = await push()
    expect({ exitCode: stopped.exitCode, stderr: stopped.stderr }).toEqual({
      exitCode,
      stderr: expect.stringContaining(words),
    })
    expect(stopped.stderr).toContain('1 of 3 users was accepted and recorded')
    expect(stopped.stderr).toContain('sfsync todo push --all')
    expect(await waiting()).toEqual(['alan@acme.example', 'grace@acme.example'])
    server.refuse('alan@acme.example', { status: 204 })
    expect((await push()).exitCode).toBe(0)
    expect(await waiting()).toEqual([])
    const sent = server.requests.map(({ body }): unknown => JSON.parse(body))
    for (const email of ['ada@acme.example', 'grace@acme.example'])
      expect(sent.filter((each) => Object(each).email === email)).toHaveLength(1)
  })

  test.for<[string, ApiFault]>([
    ['a dropped connection', 'drop'],
    ['an answer that breaks off', 'drop-mid-body'],
    ['too many requests', { status: 429, headers: { 'Retry-After': '0' } }],
    ['a server that is not available', { status: 503 }],
  ])('repeats the call after %s: it creates or updates, so nobody exists twice', async ([, fault]) => {
    const { server, push, waiting } = await aPush()
    server.fault(fault)
    const { exitCode, stderr } = await push()
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toContain('; trying again in ')
    expect([server.requests.length, server.users.size]).toEqual([4, 3])
    expect(await waiting()).toEqual([])
  })

  test('that is interrupted keeps what was accepted, and says how to continue', async () => {
    const { server, folder, environment, waiting } = await aPush()
    server.refuse('alan@acme.example', 'silence')
    const child = spawn(process.execPath, [launcher, 'todo', 'push', '--all'], {
      cwd: folder,
      env: ownEnvironment(folder, environment),
    })
    const ended = Promise.all([text(child.stderr), once(child, 'close')])
    await server.arrived(2)
    child.kill('SIGINT')
    const [stderr, [exitCode]] = await ended
    expect({ exitCode, stderr }).toEqual({
      exitCode: 130,
      stderr:
        'interrupted; 1 of 3 users was accepted and recorded\ntry: continue where it stopped: sfsync todo push --all\n',
    })
    expect(await waiting()).toEqual(['alan@acme.example', 'grace@acme.example'])
  })

  test('--keep-going sends the others and exits with 3', async () => {
    const { server, push, waiting } = await aPush()
    server.refuse('alan@acme.example', { status: 400, body: 'unknown domain' })
    const { exitCode, stderr } = await push('--keep-going')
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 })
    expect(stderr).toContain('SalesScreen refused alan@acme.example (400): unknown domain')
    expect(await waiting()).toEqual(['alan@acme.example'])
  })

  test('respects requests of earlier processes: the file beside the ledger counts them', async () => {
    const { store, push } = await aPush()
    await push()
    const times: unknown = JSON.parse(readFileSync(`${store}.push`, 'utf8'))
    expect(times).toHaveLength(3)
    expect(statSync(`${store}.push`).mode & 0o777).toBe(0o600)
  })

  test('one process of a ledger sends at a time', async () => {
    const { store, server, push } = await aPush()
    const lock = lockPush(store)
    const refused = await push()
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('another sfsync process is sending users of this ledger'),
    })
    expect(server.requests).toEqual([])
    lock.release()
    expect((await push()).exitCode).toBe(0)
  })

  test('does not run inside sfsync try, whose copy would forget what was created', async () => {
    const { server, run } = await aPush()
    const tried = await run(['try', '--', process.execPath, launcher, 'todo', 'push', '--all'])
    expect(tried).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('todo push really creates users'),
    })
    expect(server.requests).toEqual([])
  })

  test.for<[string, readonly string[], number, string]>([
    ['without saying who', ['todo', 'push'], 2, 'todo push needs users, --team or --all'],
    [
      'in the demo profile',
      ['todo', 'push', '--all', '--profile', 'demo'],
      2,
      'the users of the demo profile do not exist',
    ],
  ])('%s is refused', async ([, words, exitCode, error]) => {
    const { run, server } = await aPush()
    expect(await run(words)).toMatchObject({ exitCode, stderr: expect.stringContaining(error) })
    expect(server.requests).toEqual([])
  })
})

describe('the key for SalesScreen', () => {
  const none = { SFSYNC_SALESSCREEN_KEY: '' }

  test('without one nothing is sent, and the ways to give it are listed', async () => {
    const { run } = await aPush()
    const refused = await run(['todo', 'push', '--all'], none)
    expect(refused).toMatchObject({ exitCode: 4 })
    expect(refused.stderr).toContain("there is no key for SalesScreen's API")
    expect(refused.stderr).toContain('sfsync todo key')
  })

  test('comes from a file that only its owner can read', async () => {
    const { run, folder, server } = await aPush()
    const file = join(folder, 'key.txt')
    writeFileSync(file, `${server.key}\n`, { mode: 0o600 })
    const fromFile = { ...none, SFSYNC_SALESSCREEN_KEY_FILE: file }
    chmodSync(file, 0o644)
    const refused = await run(['todo', 'push', '--all'], fromFile)
    expect(refused).toMatchObject({ exitCode: 2 })
    expect(refused.stderr).toContain(`others on this machine can read ${file}; the key was not used`)
    expect(server.requests).toEqual([])
    chmodSync(file, 0o600)
    expect((await run(['todo', 'push', '--all'], fromFile)).exitCode).toBe(0)
  })

  test('is saved for the profile, and removed', async () => {
    const { run, folder, server } = await aPush()
    const file = join(folder, 'key.txt')
    writeFileSync(file, server.key, { mode: 0o600 })
    expect((await run(['todo', 'key', '--file', file], none)).exitCode).toBe(0)
    const saved = join(folder, 'data', 'sfsync', 'default', 'salesscreen')
    expect(readdirSync(saved).map((name) => statSync(join(saved, name)).mode & 0o777)).toEqual([0o600])
    expect((await run(['todo', 'push', 'alan@acme.example'], none)).exitCode).toBe(0)
    expect((await run(['todo', 'key', '--remove', '--json'], none)).stdout).toBe('{\n  "storage": null\n}\n')
    expect((await run(['todo', 'push', '--all'], none)).exitCode).toBe(4)
  })

  test('that cannot be one is not shown and not sent', async () => {
    const { run, server } = await aPush()
    const { exitCode, stderr } = await run(['todo', 'push', '--all'], {
      SFSYNC_SALESSCREEN_KEY: 'two words-of-secret\nmore',
    })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 })
    expect(stderr).toContain('SFSYNC_SALESSCREEN_KEY is not an API key')
    expect(stderr).not.toContain('words-of-secret')
    expect(server.requests).toEqual([])
  })

  test.each(['http://connect.example/api/v1', 'https://me:pw@connect.example', 'nonsense'])(
    'is never sent to %s',
    async (url) => {
      const { run } = await aPush()
      const refused = await run(['todo', 'push', '--all'], { SFSYNC_SALESSCREEN_URL: url })
      expect(refused).toMatchObject({ exitCode: 2 })
      expect(refused.stderr).toContain('SFSYNC_SALESSCREEN_URL must be an https:// address')
    },
  )
})
