import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openLoginStore } from '../../../src/config/secrets/login-files.ts'
import type { LoginStore } from '../../../src/salesforce/sign-in/login-store.ts'
import type { Session } from '../../../src/salesforce/salesforce.ts'
import { storedSession } from '../../../src/salesforce/sign-in/session.ts'
import { launcher, ownEnvironment, sfsync } from '../../support/sfsync.ts'
import type { Handler } from '../../support/salesforce-server/request.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../api/support.ts'
import {
  anOrgWithPages,
  clientId,
  clientSecret,
  inFile,
  keys,
  type OrgWithPages,
  profileFolder,
  recordIn,
  secretIn,
  signedInByBrowser,
} from './support.ts'

const asking = { timeoutSeconds: 20, learn: () => undefined }

function storeIn(home: string): LoginStore {
  return openLoginStore({ folder: profileFolder(home), secretStore: 'file', learn: () => undefined })
}

async function sessionIn(home: string, store = storeIn(home)): Promise<Session> {
  const record = await store.record()
  if (record === undefined) throw new Error('nobody is signed in')
  return storedSession(record, store, asking)
}

async function signedIn(facts: Parameters<typeof anOrgWithPages>[0] = { rotates: true }) {
  const home = temporaryFolder()
  const org = await anOrgWithPages(facts)
  await signedInByBrowser(home, org)
  return { home, org }
}

/** Ends the access token that is kept, as time does. */
function expire(org: OrgWithPages, home: string): void {
  org.tokens.revoke(String(secretIn(home)['accessToken']))
}

function renewals(org: OrgWithPages): number {
  return org.requests.filter(
    ({ path, body }) => path.endsWith('/token') && !body.includes('authorization_code'),
  ).length
}

test('a command whose token has ended renews it and goes on', async () => {
  const { home, org } = await signedIn()
  const before = secretIn(home)
  expire(org, home)
  const run = await sfsync(home, ['sf-users', 'refresh', '-q'])
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('4 users read') })
  const after = secretIn(home)
  expect(after['accessToken']).not.toBe(before['accessToken'])
  expect([before['refreshToken'] === org.pages.refreshToken, after['refreshToken']]).toEqual([
    false,
    org.pages.refreshToken,
  ])
  expect(renewals(org)).toBe(1)
})

test.for([
  [
    'a key',
    async (org: OrgWithPages, home: string) => {
      writeFileSync(join(home, 'key.pem'), keys.privateKey, { mode: 0o600 })
      const words = ['--login-url', org.url, '--username', 'ada@acme.example', '--jwt-key-file', 'key.pem']
      return await sfsync(home, ['login', '--client-id', clientId, ...words], { environment: inFile })
    },
    false,
  ],
  [
    'client ID and secret',
    async (org: OrgWithPages, home: string) =>
      await sfsync(home, ['login', '--client-id', clientId, '--instance-url', org.url], {
        environment: { ...inFile, SFSYNC_CLIENT_SECRET: clientSecret },
      }),
    true,
  ],
] as const)('with %s a new token is asked for the same way', async ([, login, secret]) => {
  const home = temporaryFolder()
  const org = await anOrgWithPages({ secret })
  expect((await login(org, home)).exitCode).toBe(0)
  expire(org, home)
  expect((await sfsync(home, ['sf-users', 'refresh'])).exitCode).toBe(0)
  expect((await sfsync(home, ['whoami'])).exitCode).toBe(0)
  expect(renewals(org)).toBe(2)
})

test('a token of the environment that was kept ends the login when it ends', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  await sfsync(home, ['login'], {
    environment: { ...inFile, SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url },
  })
  org.tokens.revoke(org.token)
  const run = await sfsync(home, ['sf-users', 'refresh'])
  expect(run).toMatchObject({ exitCode: 4, stdout: '' })
  expect(run.stderr).toContain('sign in again: sfsync login')
})

test('a login that was revoked asks to sign in again, and stays to be seen', async () => {
  const { home, org } = await signedIn()
  org.pages.endAll()
  const run = await sfsync(home, ['sf-users', 'refresh'])
  expect(run).toEqual({
    exitCode: 4,
    stdout: '',
    stderr: `error: ${new URL(org.url).host} refused the login: the login expired, was revoked or was replaced
  invalid_grant: expired access/refresh token
try: sign in again: sfsync login
try: without the API, import an exported report: sfsync sf-users import <report.csv>
`,
  })
  expect(recordIn(home)).toMatchObject({ way: 'browser' })
})

test('many requests that are refused at once renew once', async () => {
  const { home, org } = await signedIn()
  expire(org, home)
  const session = await sessionIn(home)
  const refused = await session.token()
  const tokens = await Promise.all(Array.from({ length: 20 }, async () => await session.renew(refused)))
  expect([new Set(tokens).size, renewals(org)]).toEqual([1, 1])
  expect(await session.token()).toBe(tokens[0])
})

test('a new refresh token is kept before the new access token is used', async () => {
  const { home, org } = await signedIn()
  expire(org, home)
  const store = storeIn(home)
  const order: string[] = []
  const watched: LoginStore = {
    record: async () => await store.record(),
    secret: async (record) => await store.secret(record),
    save: async (login, secret) => await store.save(login, secret),
    remove: async () => await store.remove(),
    withLock: async (work) => await store.withLock(work),
    updateSecret: async (record, secret) => {
      await new Promise((resolve) => setImmediate(resolve))
      await store.updateSecret(record, secret)
      order.push(`kept ${secret.refreshToken === org.pages.refreshToken ? 'the new one' : 'another'}`)
    },
  }
  const session = await sessionIn(home, watched)
  await session.renew(await session.token())
  order.push('used')
  expect(order).toEqual(['kept the new one', 'used'])
})

test('a new refresh token that cannot be kept is a failure, not a token', async () => {
  const { home, org } = await signedIn()
  expire(org, home)
  const store = storeIn(home)
  const full: LoginStore = {
    record: async () => await store.record(),
    secret: async (record) => await store.secret(record),
    save: async (login, secret) => await store.save(login, secret),
    remove: async () => await store.remove(),
    withLock: async (work) => await store.withLock(work),
    updateSecret: async () => await Promise.reject(new Error('the disk is full')),
  }
  const session = await sessionIn(home, full)
  await expect(session.renew(await session.token())).rejects.toThrow('the disk is full')
})

test('who signs out while a command runs is not signed in by it again', async () => {
  const { home, org } = await signedIn()
  const session = await sessionIn(home)
  const refused = await session.token()
  expire(org, home)
  await storeIn(home).remove()
  expect(await failureOf(session.renew(refused))).toMatchObject({ code: 'login-needed' })
  expect(renewals(org)).toBe(0)
})

test('Ctrl-C does not wait for a renewal, and does not lose what it brings', async () => {
  const { home, org } = await signedIn()
  expire(org, home)
  const controller = new AbortController()
  const record = await storeIn(home).record()
  if (record === undefined) throw new Error('nobody is signed in')
  const session = storedSession(record, storeIn(home), { ...asking, interrupted: controller.signal })
  const renewing = session.renew(await session.token())
  controller.abort(new Error('interrupted'))
  await expect(renewing).rejects.toThrow('interrupted')
  // The lock is free when the renewal has ended.
  await storeIn(home).withLock(async () => await Promise.resolve())
  expect(secretIn(home)['refreshToken']).toBe(org.pages.refreshToken)
})

describe('several processes at once', () => {
  test('renew one after another, round after round, and none loses the sign-in', async () => {
    // As slow as a real answer, so that they all stand in line.
    const { home, org } = await signedIn({ rotates: true, delayMilliseconds: 60 })
    const rounds = 8
    for (let round = 0; round < rounds; round += 1) {
      expire(org, home)
      const runs = await Promise.all(
        Array.from(
          { length: 3 },
          async (_, each) => await sfsync(home, ['--store', `${each}.sqlite`, 'sf-users', 'refresh', '-q']),
        ),
      )
      expect(runs.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
        runs.map(() => ({ exitCode: 0, stderr: expect.not.stringContaining('error') })),
      )
    }
    expect(renewals(org)).toBe(rounds)
    expect(secretIn(home)['refreshToken']).toBe(org.pages.refreshToken)
  })

  test('one killed while it renews does not block the others', async () => {
    const { home, org } = await signedIn({ rotates: false })
    expire(org, home)
    org.fault('/services/oauth2/token', 'stall', 1)
    const child = spawn(process.execPath, [launcher, 'sf-users', 'refresh'], {
      cwd: home,
      env: ownEnvironment(home),
      stdio: 'ignore',
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const gone = once(child, 'exit')
    while (renewals(org) < 1) await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGKILL')
    await gone
    expect((await sfsync(home, ['sf-users', 'refresh'])).exitCode).toBe(0)
  })

  test('one that is killed as soon as it uses a new token has kept it', async () => {
    let child: ChildProcess | undefined
    let first: string | undefined
    const kill: Handler = ({ headers }) => {
      if (
        child !== undefined &&
        headers['authorization'] !== `Bearer ${first}` &&
        headers['authorization'] !== undefined
      )
        child.kill('SIGKILL')
      return undefined
    }
    const { home, org } = await signedIn({ rotates: true, before: kill })
    first = String(secretIn(home)['accessToken'])
    expire(org, home)
    child = spawn(process.execPath, [launcher, 'sf-users', 'refresh'], {
      cwd: home,
      env: ownEnvironment(home),
      stdio: 'ignore',
    })
    const [, signal]: unknown[] = await once(child, 'exit')
    expect([signal, secretIn(home)['refreshToken']]).toEqual(['SIGKILL', org.pages.refreshToken])
    expect(renewals(org)).toBe(1)
    child = undefined
    expect((await sfsync(home, ['sf-users', 'refresh'])).exitCode).toBe(0)
  })
})
