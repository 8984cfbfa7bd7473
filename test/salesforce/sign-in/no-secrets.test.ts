import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Run, type RunOptions, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { aSalesforceCli } from './fake-sf.ts'
import {
  aDesktop,
  anOrgWithPages,
  browserLogin,
  clientId,
  clientSecret,
  inFile,
  keys,
  type OrgWithPages,
  secretIn,
} from './support.ts'

type Story = (
  run: (words: readonly string[], options?: RunOptions) => Promise<Run>,
  org: OrgWithPages,
  home: string,
) => Promise<Run>

const stories: Record<string, Story> = {
  browser: async (run, org, home) => await run(browserLogin(org), { environment: aDesktop(home) }),
  'browser with a secret': async (run, org, home) =>
    await run([...browserLogin(org), '--way', 'browser', '--client-secret-file', '-'], {
      environment: aDesktop(home),
      stdin: clientSecret,
    }),
  'key in a file': async (run, org, home) => {
    writeFileSync(join(home, 'key.pem'), keys.privateKey, { mode: 0o600 })
    return await run([...jwt(org.url), '--jwt-key-file', 'key.pem'], {
      environment: { SFSYNC_CLIENT_SECRET: clientSecret },
    })
  },
  'key on standard input': async (run, org) =>
    await run([...jwt(org.url), '--jwt-key-file', '-'], { stdin: keys.privateKey }),
  'client secret': async (run, org) =>
    await run(['login', '--client-id', clientId, '--instance-url', org.url], {
      environment: { SFSYNC_CLIENT_SECRET: clientSecret },
    }),
  'the environment': async (run, org) =>
    await run(['login'], { environment: { SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url } }),
  'the Salesforce CLI': async (run, org, home) =>
    await run(['login', '--target-org', 'acme'], {
      environment: aSalesforceCli(home, { instanceUrl: org.url, tokens: [org.token] }),
    }),
}

function jwt(url: string): string[] {
  return ['login', '--client-id', clientId, '--login-url', url, '--username', 'ada@acme.example']
}

/** Everything that nobody may read, as it was really sent and received. */
function secretsOf(org: OrgWithPages): string[] {
  const sent = org.requests.flatMap(({ body, headers }) => [
    ...['code', 'code_verifier', 'assertion', 'refresh_token', 'client_secret', 'token'].flatMap((name) =>
      new URLSearchParams(body).getAll(name),
    ),
    String(headers['authorization'] ?? '').replace('Bearer ', ''),
  ])
  const key = keys.privateKey.split('\n').filter((line) => line.length > 30)
  return [...new Set([...sent, ...org.pages.givenOut, org.token, clientSecret, ...key])].filter(
    (secret) => secret.length > 8,
  )
}

function forms(secret: string): string[] {
  const whole = Buffer.from(secret).toString('base64').replace(/=+$/, '')
  return [
    secret,
    encodeURIComponent(secret),
    whole,
    Buffer.from(secret).toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
  ]
}

/** Every file below a folder, but those that are there to hold a secret. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^programs|secret-[\w-]+\.json$|key\.pem$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
}

function leaksIn(texts: Readonly<Record<string, string>>, secrets: readonly string[]): string[] {
  const all = secrets.flatMap((secret) => forms(secret))
  return Object.entries(texts).flatMap(([name, text]) =>
    all.some((form) => text.includes(form)) ? [name] : [],
  )
}

test.for(Object.entries(stories))(
  'signed in by %s, nothing secret is printed or stored',
  async ([name, login]) => {
    const home = temporaryFolder()
    const org = await anOrgWithPages({ rotates: true, secret: /secret/.test(name) })
    const printed: Record<string, string> = {}
    const run = async (words: readonly string[], options: RunOptions = {}): Promise<Run> => {
      const ran = await sfsync(home, [...words, '--debug'], {
        ...options,
        environment: { ...inFile, ...environment, ...options.environment },
      })
      printed[`${Object.keys(printed).length} ${words.join(' ')}`] = ran.stdout + ran.stderr
      return ran
    }
    const environment =
      name === 'the Salesforce CLI' ? aSalesforceCli(home, { instanceUrl: org.url, tokens: [org.token] }) : {}
    expect((await login(run, org, home)).exitCode).toBe(0)
    expect((await run(['whoami'])).exitCode).toBe(0)
    expect((await run(['whoami', '--json'])).exitCode).toBe(0)
    expect((await run(['sf-users', 'refresh', '--json'])).exitCode).toBe(0)
    expect(
      (
        await run([
          'create-user',
          '--from-sf',
          'ada',
          '--email',
          'ada@acme.example',
          '--first-name',
          'Ada',
          '--last-name',
          'L',
          '--reason',
          'test',
        ])
      ).exitCode,
    ).toBeLessThan(7)
    // A proxy that repeats what it was sent, a renewal that is refused with the secret in its words, and the end of it all.
    const secret = name === 'the Salesforce CLI' ? { accessToken: org.token } : secretIn(home)
    const repeated = Object.values(secret).map(String).join(' ')
    org.fault('/services/data', { status: 400, body: `you sent: ${repeated}` }, 1)
    expect((await run(['sf-users', 'refresh', '--full'])).exitCode).toBe(5)
    org.fault('/services/data', { status: 500, body: [{ errorCode: 'X', message: repeated }] }, 20)
    expect((await run(['sf-users', 'refresh', '--full', '--json'])).exitCode).toBe(5)
    org.fault('/services/oauth2/userinfo', {
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: repeated }],
    })
    org.fault('/services/oauth2/token', {
      status: 400,
      body: { error: 'invalid_grant', error_description: repeated },
    })
    expect((await run(['whoami', '--json'])).exitCode).toBe(4)
    await run(['doctor'])
    await run(['history', '--json'])
    await run(['settings', 'list', '--origin'])
    const stored = Object.fromEntries(filesIn(home).map((file) => [file, readFileSync(file, 'latin1')]))
    expect(Object.keys(stored).filter((file) => /ledger\.sqlite/.test(file))).not.toEqual([])
    await run(['logout'])
    const secrets = secretsOf(org)
    expect(secrets.length).toBeGreaterThan(2)
    expect(leaksIn({ ...printed, ...stored }, secrets)).toEqual([])
  },
)

test('the search would find a secret, in any form', () => {
  const secret = '00D5g0000001AbC!a/b+c"d'
  for (const form of forms(secret))
    expect(leaksIn({ here: `before ${form} after`, there: 'nothing' }, [secret])).toEqual(['here'])
})

test('a secret given as a flag is refused, explained and not repeated', async () => {
  const home = temporaryFolder()
  const secret = 'TheSecretThatWasTyped'
  for (const flag of [
    '--client-secret',
    '--token',
    '--access-token',
    '--refresh-token',
    '--private-key',
    '--password',
  ]) {
    const { exitCode, stdout, stderr } = await sfsync(home, ['login', flag, secret, '--debug'])
    expect({ flag, exitCode, stdout }).toEqual({ flag, exitCode: 2, stdout: '' })
    expect(stderr).not.toContain(secret)
    const joined = await sfsync(home, ['login', `${flag}=${secret}`, '--json'])
    expect(joined.stdout + joined.stderr).not.toContain(secret)
  }
})
