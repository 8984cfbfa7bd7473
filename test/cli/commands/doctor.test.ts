import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import type { Dependencies } from '../../../src/app/ports.ts'
import { aStage } from '../../support/dependencies.ts'
import { startProxy } from '../../support/proxy.ts'
import { certificatePath } from '../../support/salesforce-server/certificate.ts'
import { launcher, ownEnvironment, type Run, sfsync } from '../../support/sfsync.ts'
import { aLedger } from '../../support/seeded-ledger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { aSilentServer } from '../../salesforce/diagnose/support.ts'
import { anOrg } from '../../salesforce/api/support.ts'

const token = '00D5g0000000Dem!AQsecretTokenOfJane'
const findings = z.array(z.object({ check: z.string(), result: z.string(), detail: z.string() }))

function signedIn(url: string): Record<string, string> {
  return { SF_ACCESS_TOKEN: token, SF_ORG_INSTANCE_URL: url }
}

/** The findings about the links, from the first on. */
function linksIn({ stdout }: Run): z.infer<typeof findings> {
  const all = findings.parse(JSON.parse(stdout))
  return all.slice(all.findIndex(({ check }) => check === 'dns'))
}

test('the whole chain holds: a company proxy that asks for a password, and an authority of its own', async () => {
  const org = await anOrg({ https: true, token })
  const proxy = await startProxy({ auth: 'jane:proxy-secret' })
  onTestFinished(async () => await proxy.close())
  const run = await sfsync(temporaryFolder(), ['doctor', '--json'], {
    environment: {
      ...signedIn(org.url),
      HTTPS_PROXY: proxy.url.replace('//', '//jane:proxy-secret@'),
      NODE_EXTRA_CA_CERTS: certificatePath,
    },
  })
  expect(linksIn(run)).toEqual([
    {
      check: 'dns',
      result: 'ok',
      detail: '127.0.0.1 is an IP address; the proxy looks up 127.0.0.1 itself',
    },
    {
      check: 'proxy',
      result: 'ok',
      detail: `the proxy ${new URL(proxy.url).host} (HTTPS_PROXY) allows the connection`,
    },
    {
      check: 'tls',
      result: 'ok',
      detail: 'certificate issued by localhost, valid until 2126-10-30, TLSv1.3',
    },
    {
      check: 'login',
      result: 'ok',
      detail: 'ada@acme.example in organization 00D5g0000001AbCEAU, through the token in the environment',
    },
    { check: 'api', result: 'ok', detail: 'version 68.0, the newest of this org' },
    { check: 'permissions', result: 'ok', detail: 'API Enabled yes, View All Users yes, Manage Users yes' },
    { check: 'clock', result: 'ok', detail: 'this machine has the same time as the org' },
    { check: 'calls left', result: 'ok', detail: '14998 of 15000 left in these 24 hours' },
  ])
  expect(run.exitCode).toBe(0)
  expect(run.stdout + run.stderr).not.toMatch(/secret/)
  expect(proxy.requests.every(({ method, allowed }) => method === 'CONNECT' && allowed)).toBe(true)
})

test('one link that does not hold is one problem and exit code 1', async () => {
  const org = await anOrg({ https: true, token })
  const run = await sfsync(temporaryFolder(), ['doctor', '--json'], { environment: signedIn(org.url) })
  expect(run.exitCode).toBe(1)
  expect(linksIn(run).map(({ check, result }) => `${check} ${result}`)).toEqual([
    'dns ok',
    'proxy ok',
    'tls problem',
    'login skipped',
    'api skipped',
    'permissions skipped',
    'clock skipped',
    'calls left skipped',
  ])
  expect(run.stdout).toContain('set NODE_EXTRA_CA_CERTS to the file with its certificate')
  expect(run.stdout + run.stderr).not.toContain('secretToken')
})

test('a token that is refused is a problem of the login; the setting limits the time of each link', async () => {
  const org = await anOrg({ token })
  const refused = await sfsync(temporaryFolder(), ['doctor', '--json'], {
    environment: { ...signedIn(org.url), SF_ACCESS_TOKEN: `${token}x` },
  })
  expect(refused.exitCode).toBe(1)
  expect(linksIn(refused)[3]).toMatchObject({ check: 'login', result: 'problem' })
  expect(refused.stdout).not.toContain('secretToken')
  org.fault('/services/oauth2', 'silence')
  const silent = await sfsync(temporaryFolder(), ['doctor', '--json'], {
    environment: { ...signedIn(org.url), SFSYNC_TIMEOUT_SECONDS: '1' },
  })
  expect(linksIn(silent)[3]?.detail).toMatch(/within 1 second\b/)
})

test('not signed in is a warning, because reports need no login; an address outside Salesforce is a problem', async () => {
  const half = await sfsync(temporaryFolder(), ['doctor', '--json'], {
    environment: { SF_ACCESS_TOKEN: token },
  })
  expect(linksIn(half)[3]).toMatchObject({ check: 'login', result: 'warning' })
  const wrong = await sfsync(temporaryFolder(), ['doctor', '--json'], {
    environment: signedIn('https://acme.example'),
  })
  expect(linksIn(wrong)[3]).toMatchObject({
    check: 'login',
    result: 'problem',
    detail: expect.stringContaining('which is not a Salesforce host'),
  })
  expect([half.exitCode, wrong.exitCode]).toEqual([0, 1])
})

test('Ctrl-C ends it at once while a server keeps it waiting', async () => {
  const home = temporaryFolder()
  const asked = Promise.withResolvers<void>()
  const port = await aSilentServer(asked.resolve)
  const child = spawn(process.execPath, [launcher, 'doctor', '--json'], {
    cwd: home,
    env: ownEnvironment(home, signedIn(`https://127.0.0.1:${port}`)),
  })
  const printed = Promise.all([text(child.stdout), text(child.stderr)])
  await asked.promise
  child.kill('SIGINT')
  const [code]: unknown[] = await once(child, 'exit')
  const [stdout] = await printed
  expect(code).toBe(130)
  expect(JSON.parse(stdout)).toEqual({
    error: { code: 'interrupted', message: 'interrupted; nothing was changed', actions: [], rows: [] },
  })
})

/** What doctor says about the drive of a ledger that is on it. */
async function driveFindings(parts: Partial<Dependencies>): Promise<z.infer<typeof findings>> {
  const stage = aStage({
    ledger: await aLedger({}),
    parts: {
      problemWithPlace: async () => await Promise.resolve(undefined),
      describeFile: async () => await Promise.resolve(undefined),
      networkFileSystemOf: async () => await Promise.resolve(undefined),
      canLock: async () => await Promise.resolve(true),
      ...parts,
    },
  })
  const { stdout } = await stage.run('doctor', '--json', '--profile', 'demo')
  return findings.parse(JSON.parse(stdout)).filter(({ check }) => check.startsWith('ledger'))
}

test('a ledger on a network drive is a warning that points to PostgreSQL', async () => {
  const [drive] = await driveFindings({ networkFileSystemOf: async () => await Promise.resolve('NFS') })
  expect(drive).toMatchObject({ check: 'ledger drive', result: 'warning' })
  expect(drive?.detail).toContain(
    'is on a network drive (NFS): locks work on this machine, but SQLite cannot keep',
  )
  expect(drive?.detail).toContain("settings init --store 'postgres://<user>@<host>/<database>'")
})

const cannotLock = async () => await Promise.resolve(false)

test('a drive that cannot lock files is a problem, on a network or not', async () => {
  for (const [kind, words] of [
    ['CIFS', 'a network drive (CIFS)'],
    [undefined, 'a drive'],
  ] as const) {
    const networkFileSystemOf = async () => await Promise.resolve(kind)
    const [locks] = await driveFindings({ canLock: cannotLock, networkFileSystemOf })
    expect(locks).toMatchObject({ check: 'ledger locks', result: 'problem' })
    expect(locks?.detail).toContain(`is on ${words} that cannot lock files, which SQLite needs`)
  }
})

test('a local drive is not mentioned, except where the system does not say what it is', async () => {
  expect(await driveFindings({ platform: 'linux' })).toMatchObject([{ check: 'ledger', result: 'ok' }])
  const [ledger] = await driveFindings({ platform: 'darwin' })
  expect(ledger?.detail).toContain('this system does not say whether it is on a network drive')
})
