import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import {
  aDesktop,
  anOrgWithPages,
  browserLogin,
  clientId,
  clientSecret,
  inFile,
  keys,
  profileFolder,
  recordIn,
  secretIn,
} from './support.ts'

const next = 'next: sfsync sf-users refresh\n'
const app = ['login', '--client-id', clientId, '--username', 'ada@acme.example']
const keyless = (url: string) => [...app, '--login-url', url]
const jwtLogin = (url: string) => [...keyless(url), '--jwt-key-file', 'key.pem']

function signedIn(url: string, how: string, storage: string): string {
  return `signed in as ada@acme.example to organization 00D5g0000001AbCEAU (${url}) through ${how}; ${storage}\n`
}

const file = 'secrets are stored in a file readable only by you'

describe('in the browser', () => {
  test('without a browser and a terminal it fails at once', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const run = await sfsync(home, browserLogin(org), { environment: { ...inFile, PATH: home } })
    expect(run).toMatchObject({ exitCode: 2, stdout: '' })
    expect(run.stderr).toMatch(/^error: there is no browser on this machine, and no terminal to ask on\n/)
  })

  test('one sign-in lasts for the commands after it', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const environment = { ...aDesktop(home), ...inFile }
    const run = await sfsync(home, browserLogin(org), { environment })
    expect(run).toMatchObject({ exitCode: 0, stdout: signedIn(org.url, 'the browser', file) })
    expect(run.stderr).toMatch(
      /^continue in your browser; if it did not open, go to:\nhttp:\S+\nwaiting for the browser, at most 5 minutes; Ctrl-C stops\nnext: sfsync sf-users refresh\n$/,
    )
    expect(recordIn(home)).toEqual({
      loginId: expect.any(String),
      way: 'browser',
      instanceUrl: org.url,
      identity: 'ada@acme.example',
      organizationId: '00D5g0000001AbCEAU',
      loginUrl: org.url,
      clientId,
      keyFile: null,
      targetOrg: null,
      signedInAt: expect.stringMatching(/^\d{4}-.*Z$/),
      secretStorage: 'file',
    })
    expect(secretIn(home)).toEqual({
      accessToken: expect.stringContaining('00D5g0000001AbC!'),
      refreshToken: org.pages.refreshToken,
      clientSecret: null,
      privateKey: null,
    })
    expect(await sfsync(home, ['sf-users', 'refresh', '-q'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('4 users read'),
    })
  })

  test('the secret of an app that asks for one goes along, and is kept for renewals', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages({ secret: true })
    const words = [...browserLogin(org), '--way', 'browser', '--client-secret-file', '-']
    const run = await sfsync(home, words, {
      environment: { ...aDesktop(home), ...inFile },
      stdin: `${clientSecret}\n`,
    })
    expect(run).toMatchObject({ exitCode: 0, stdout: signedIn(org.url, 'the browser', file) })
    expect(secretIn(home)).toMatchObject({ clientSecret })
  })
})

describe('with a key', () => {
  test('in a file: the key stays there', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    writeFileSync(join(home, 'key.pem'), keys.privateKey, { mode: 0o600 })
    const run = await sfsync(home, jwtLogin(org.url), { environment: inFile })
    expect(run).toEqual({ exitCode: 0, stdout: signedIn(org.url, 'a key (JWT)', file), stderr: next })
    expect(recordIn(home)).toMatchObject({
      way: 'jwt',
      keyFile: join(home, 'key.pem'),
      clientId,
      loginUrl: org.url,
    })
    expect(secretIn(home)).toMatchObject({ refreshToken: null, privateKey: null })
  })

  test('that others can read is a warning', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    writeFileSync(join(home, 'key.pem'), keys.privateKey)
    chmodSync(join(home, 'key.pem'), 0o644)
    const { exitCode, stderr } = await sfsync(home, jwtLogin(org.url), { environment: inFile })
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `warning: others on this machine can read key.pem: chmod 600 key.pem\n${next}`,
    })
  })

  test('on standard input or in the environment: the key is kept with the secrets', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const [piped, variable] = [[...keyless(org.url), '--jwt-key-file', '-'], keyless(org.url)]
    const fromInput = await sfsync(home, piped, { environment: inFile, stdin: keys.privateKey })
    expect(fromInput.exitCode).toBe(0)
    expect(secretIn(home)).toMatchObject({ privateKey: keys.privateKey.trim() })
    const fromVariable = await sfsync(home, variable, {
      environment: { ...inFile, SFSYNC_JWT_KEY: keys.privateKey },
    })
    expect(fromVariable.exitCode).toBe(0)
    expect([recordIn(home)['keyFile'], String(secretIn(home)['privateKey']).trim()]).toEqual([
      null,
      keys.privateKey.trim(),
    ])
  })

  test('without flags, where configuration says it all', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    writeFileSync(join(home, 'key.pem'), keys.privateKey, { mode: 0o600 })
    const lines = [`client-id = "${clientId}"`, 'username = "ada@acme.example"', 'jwt-key-file = "~/key.pem"']
    writeFileSync(
      join(home, '.sfsyncrc'),
      [...lines, `login-url = "${org.url}"`, 'secret-store = "file"', ''].join('\n'),
    )
    expect(await sfsync(home, ['login'])).toMatchObject({ exitCode: 0, stderr: next })
    expect(recordIn(home)).toMatchObject({ way: 'jwt' })
  })
})

const secretLogin = (url: string) => ['login', '--client-id', clientId, '--instance-url', url]

describe('with client ID and secret', () => {
  test.for([
    ['from standard input', ['--client-secret-file', '-'], { stdin: `${clientSecret}\n` }],
    ['from the environment', [], { environment: { SFSYNC_CLIENT_SECRET: clientSecret } }],
  ] as const)('%s', async ([, flags, given]) => {
    const home = temporaryFolder()
    const org = await anOrgWithPages({ secret: true })
    const environment = { ...inFile, ...('environment' in given ? given.environment : {}) }
    const run = await sfsync(home, [...secretLogin(org.url), ...flags], { ...given, environment })
    expect(run).toEqual({
      exitCode: 0,
      stdout: signedIn(org.url, 'client ID and secret', file),
      stderr: next,
    })
    expect(secretIn(home)).toMatchObject({ clientSecret, refreshToken: null })
  })

  test('nothing is kept when the secret is wrong', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages({ secret: true })
    const run = await sfsync(home, secretLogin(org.url), {
      environment: { SFSYNC_CLIENT_SECRET: 'WrongSecret0123' },
    })
    expect(run).toMatchObject({ exitCode: 4, stdout: '' })
    expect(run.stderr).toContain('the client secret is wrong for this app')
    expect(existsSync(profileFolder(home))).toBe(false)
  })
})

describe('with the token in the environment', () => {
  test('it signs in the commands that see it, and login keeps it for the others', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const environment = { ...inFile, SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
    const run = await sfsync(home, ['login'], { environment })
    expect(run).toEqual({
      exitCode: 0,
      stdout: signedIn(org.url, 'the token in the environment', file),
      stderr: `this token cannot be renewed; when it expires, sign in again with a new one\n${next}`,
    })
    expect((await sfsync(home, ['whoami', '--json'])).exitCode).toBe(0)
  })

  test.for([
    ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL'],
    ['SF_ORG_INSTANCE_URL', 'SF_ACCESS_TOKEN'],
  ])('%s alone is an error that names the other, even when signed in', async ([there = '', missing = '']) => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    await sfsync(home, ['login'], {
      environment: { ...inFile, SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url },
    })
    const value = there === 'SF_ACCESS_TOKEN' ? org.token : org.url
    for (const words of [['whoami'], ['login'], ['sf-users', 'refresh']]) {
      const run = await sfsync(home, words, { environment: { [there]: value } })
      expect(run).toMatchObject({ exitCode: 4, stdout: '' })
      expect(run.stderr).toContain(`${missing} is not set`)
    }
  })

  test('nothing is kept when the token belongs to no user', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const environment = { SF_ACCESS_TOKEN: '00D5g0000001AbC!Expired.Token', SF_ORG_INSTANCE_URL: org.url }
    const run = await sfsync(home, ['login'], { environment })
    expect(run).toMatchObject({ exitCode: 4, stdout: '' })
    expect(run.stderr).toContain('does not accept the token')
    expect(existsSync(profileFolder(home))).toBe(false)
  })
})

test('another login takes the place of the first, and a failed one does not', async () => {
  const home = temporaryFolder()
  const [first, second] = [await anOrgWithPages(), await anOrgWithPages({ secret: true })]
  writeFileSync(join(home, 'key.pem'), keys.privateKey, { mode: 0o600 })
  await sfsync(home, jwtLogin(first.url), { environment: inFile })
  const words = ['login', '--client-id', clientId, '--instance-url', second.url]
  const login = async (SFSYNC_CLIENT_SECRET: string) =>
    await sfsync(home, words, { environment: { ...inFile, SFSYNC_CLIENT_SECRET } })
  expect((await login('WrongSecret0123')).exitCode).toBe(4)
  expect(recordIn(home)).toMatchObject({ way: 'jwt', instanceUrl: first.url })
  expect((await login(clientSecret)).exitCode).toBe(0)
  expect(recordIn(home)).toMatchObject({ way: 'client-credentials', instanceUrl: second.url })
})

test('each profile has a login of its own', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const environment = { ...inFile, SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
  const run = await sfsync(home, ['--profile', 'sandbox', 'login'], { environment })
  expect(run.stderr).toContain('next: sfsync --profile sandbox sf-users refresh')
  expect((await sfsync(home, ['--profile', 'sandbox', 'whoami'])).exitCode).toBe(0)
  const other = await sfsync(home, ['whoami'])
  expect(other).toEqual({
    exitCode: 4,
    stdout: '',
    stderr: `error: not signed in to Salesforce: this profile has no login
try: sfsync login
try: or set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL
try: or import an exported report instead: sfsync sf-users import <report.csv>
`,
  })
})

test('the profile demo needs no login', async () => {
  const home = temporaryFolder()
  const note = 'the demo profile has a built-in sample org and needs no login\n'
  for (const command of ['login', 'logout', 'whoami'])
    expect(await sfsync(home, ['--profile', 'demo', command])).toMatchObject({ exitCode: 0, stderr: note })
})
