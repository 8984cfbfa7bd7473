import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runSf, sfSession } from '../../../src/salesforce/sign-in/sf-cli.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../api/support.ts'
import { aSalesforceCli, sfCommands, type SfFacts } from './fake-sf.ts'
import { anOrgWithPages, aProgram, profileFolder, recordIn } from './support.ts'

const show = 'org auth show-access-token --target-org acme --json'
const display = 'org display --target-org acme --json'
const again = 'sign in with the Salesforce CLI again: sf org login web --alias acme'
const instanceUrl = 'https://acme.my.salesforce.com'

async function aSession(facts: Partial<SfFacts> = {}) {
  const home = temporaryFolder()
  const environment = aSalesforceCli(home, {
    instanceUrl,
    tokens: ['00Dtoken!one', '00Dtoken!two'],
    ...facts,
  })
  const learned: string[] = []
  const session = await sfSession('acme', {
    home,
    platform: 'linux',
    timeoutSeconds: 20,
    environment: { ...environment, HOME: home },
    learn: (secret) => void learned.push(secret),
  })
  return { home, session, learned }
}

test('login and every command after it use the login of the CLI, and keep no secret', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const environment = aSalesforceCli(home, { instanceUrl: org.url, tokens: [org.token] })
  const run = await sfsync(home, ['login', '--target-org', 'acme'], { environment })
  expect(run).toEqual({
    exitCode: 0,
    stdout: `signed in as ada@acme.example to organization 00D5g0000001AbCEAU (${org.url}) through the login of the Salesforce CLI; no secrets are stored\n`,
    stderr: 'next: sfsync sf-users refresh\n',
  })
  expect(recordIn(home)).toMatchObject({ way: 'sf-cli', targetOrg: 'acme', secretStorage: 'none' })
  expect(readFileSync(join(profileFolder(home), 'login.json'), 'utf8')).not.toContain('!')
  expect((await sfsync(home, ['sf-users', 'refresh'], { environment })).exitCode).toBe(0)
  expect(sfCommands(home)).toEqual([show, show])
})

test('text and colors around the document of the CLI do not hide it, and its debug output is off', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const script = `process.stdout.write('\\u001b[33m {update} available\\u001b[39m ' + (process.env.DEBUG ?? '') + (process.env.FORCE_COLOR ?? '') + '\\n')
process.on('exit', () => process.stdout.write('\\u001b[2mgoodbye }\\u001b[22m'.replace('}', '') + '\\n'))`
  const environment = {
    ...aSalesforceCli(home, { instanceUrl: org.url, tokens: [org.token], script }),
    DEBUG: '*',
    FORCE_COLOR: '3',
  }
  const run = await sfsync(home, ['login', '--target-org', 'acme'], { environment })
  expect(run).toMatchObject({ exitCode: 0 })
})

test.for([
  ['a flag', ['whoami', '--target-org', 'acme'], {}],
  ['the environment', ['whoami'], { SFSYNC_TARGET_ORG: 'acme' }],
  [
    'the environment, before a token there',
    ['whoami'],
    { SFSYNC_TARGET_ORG: 'acme', SF_ACCESS_TOKEN: '00D!x', SF_ORG_INSTANCE_URL: instanceUrl },
  ],
] as const)('an org of the CLI named by %s needs no login', async ([, words, more]) => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const environment = { ...aSalesforceCli(home, { instanceUrl: org.url, tokens: [org.token] }), ...more }
  const { exitCode, stdout } = await sfsync(home, [...words, '--json'], { environment })
  expect({ exitCode, found: JSON.parse(stdout) }).toMatchObject({
    exitCode: 0,
    found: { way: 'sf-cli', secretStorage: null },
  })
})

describe('the token', () => {
  test('is asked for once, by the command that is meant for it', async () => {
    const { session, home, learned } = await aSession()
    expect(await Promise.all([session.token(), session.token()])).toEqual(['00Dtoken!one', '00Dtoken!one'])
    expect([sfCommands(home), learned]).toEqual([[show], ['00Dtoken!one']])
  })

  test('comes with the org from an old CLI', async () => {
    const { session, home } = await aSession({ version: 'old', tokens: ['00Dtoken!one'] })
    expect(await session.token()).toBe('00Dtoken!one')
    expect(sfCommands(home)).toEqual([show, display])
  })

  test('that a CLI of the time between shows in neither way asks for an update', async () => {
    const { session } = await aSession({ version: 'between' })
    expect(await failureOf(session.token())).toEqual({
      code: 'login-needed',
      message:
        'this version of the Salesforce CLI hides tokens in "sf org display" and has no "sf org auth show-access-token"',
      rows: [],
      actions: ['update it: sf update (or npm install --global @salesforce/cli)'],
    })
  })

  test('is renewed by the CLI, once for all requests that were refused', async () => {
    const { session, home } = await aSession()
    const refused = await session.token()
    expect(await Promise.all([session.renew(refused), session.renew(refused)])).toEqual([
      '00Dtoken!two',
      '00Dtoken!two',
    ])
    expect(await session.renew(refused)).toBe('00Dtoken!two')
    expect(sfCommands(home)).toEqual([show, display, show])
  })

  test('that stays the same is no other', async () => {
    const { session } = await aSession({ tokens: ['00Dtoken!one'] })
    expect(await session.renew(await session.token())).toBeUndefined()
    expect(session.signInAgain).toEqual([again])
  })

  const refusals: readonly (readonly [what: string, script: string, reason: string])[] = [
    [
      'is not signed in any more',
      `console.log('{"status":1,"name":"NamedOrgNotFoundError","message":"No authorization information found for acme."}'); process.exit(1)`,
      'NamedOrgNotFoundError: No authorization information found for acme.',
    ],
    ['says nothing', 'console.log("{}"); process.exit(1)', 'it gave no reason'],
  ]
  test.for(refusals)('of a CLI that %s is told', async ([, script, reason]) => {
    const { session } = await aSession({ script })
    expect(await failureOf(session.token())).toEqual({
      code: 'login-needed',
      message: 'the Salesforce CLI returned no token for acme',
      rows: [{ reason }],
      actions: [again],
    })
  })

  test('that is no token is not used, and not repeated', async () => {
    const { session } = await aSession({ tokens: ['no\nheader'] })
    expect(await failureOf(session.token())).toMatchObject({
      code: 'login-needed',
      message: 'the Salesforce CLI returned a text that is not a token',
    })
  })
})

test('neither the session nor anything printed of it holds the token', async () => {
  const { session } = await aSession()
  await session.token()
  expect(JSON.stringify(session)).not.toContain('00Dtoken')
})

test('a missing CLI is reported', async () => {
  const home = temporaryFolder()
  aSalesforceCli(home, { instanceUrl, tokens: [] })
  rmSync(join(home, 'programs', 'sf'))
  const environment = { PATH: join(home, 'programs') }
  const failure = failureOf(runSf(['org', 'list'], { environment, platform: 'linux', timeoutSeconds: 1 }))
  expect(await failure).toMatchObject({
    code: 'login-needed',
    message: 'the Salesforce CLI (sf) is not on the PATH',
  })
})

test('Ctrl-C ends a CLI that hangs', async () => {
  const home = temporaryFolder()
  const environment = aProgram(home, 'sf', 'setInterval(() => {}, 1000)')
  const controller = new AbortController()
  const running = runSf([], {
    environment,
    platform: 'linux',
    timeoutSeconds: 1,
    interrupted: controller.signal,
  })
  controller.abort(new Error('interrupted'))
  await expect(running).rejects.toThrow('interrupted')
})

const toSession = async (targetOrg: string, home: string) =>
  await sfSession(targetOrg, {
    home,
    platform: 'linux',
    timeoutSeconds: 1,
    environment: {},
    learn: () => undefined,
  })

describe('an org of the CLI', () => {
  test('is found by username, too', async () => {
    const { home } = await aSession()
    expect(await toSession('ada@acme.example', home)).toMatchObject({
      way: 'sf-cli',
      instanceUrl,
      identity: { identity: 'ada@acme.example', organizationId: '00D5g0000001AbCEAU' },
    })
  })

  test('that is missing is reported', async () => {
    expect(await failureOf(toSession('acme', temporaryFolder()))).toEqual({
      code: 'login-needed',
      message: 'the Salesforce CLI is not signed in to "acme" on this account',
      rows: [],
      actions: ['sf org login web --alias acme', 'list the orgs it is signed in to: sf org list'],
    })
  })

  test.for(['--help', '../../etc/passwd', 'a&calc', 'a b', ''])('cannot be named "%s"', async (name) => {
    expect(await failureOf(toSession(name, temporaryFolder()))).toMatchObject({ code: 'usage' })
  })

  test('elsewhere than at Salesforce gets no token', async () => {
    const { home } = await aSession()
    const file = join(home, '.sfdx', 'ada@acme.example.json')
    writeFileSync(file, JSON.stringify({ instanceUrl: 'https://evil.example' }))
    expect(await failureOf(toSession('acme', home))).toMatchObject({
      code: 'configuration',
      message: `the instanceUrl in ${file} points to evil.example, which is not a Salesforce host`,
    })
  })
})
