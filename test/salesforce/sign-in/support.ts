import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { OauthPages, type OauthFacts } from '../../support/salesforce-server/oauth.ts'
import type { Permissions } from '../../support/salesforce-server/facts.ts'
import type { Handler } from '../../support/salesforce-server/request.ts'
import { type RunningSalesforce, startSalesforce } from '../../support/salesforce-server/server.ts'
import { TokenBook } from '../../support/salesforce-server/tokens.ts'
import { sfsync } from '../../support/sfsync.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'

/** The client id of the app that the org knows. */
export const clientId = '3MVG9AppOfAcme'

/** The client secret of the app, where it has one. */
export const clientSecret = 'SecretOfTheAppOfAcme0123456789'

/** An RSA key pair, made once for all tests of a file. */
export const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** An org with sign-in pages. */
export interface OrgWithPages extends RunningSalesforce {
  readonly pages: OauthPages
  /** The port that the app sends the browser back to. */
  readonly port: number
}

/** How the sign-in pages differ from the usual ones. */
export interface PagesFacts extends Partial<OauthFacts> {
  /** Whether the app has a client secret, and a user to run as. */
  readonly secret?: boolean
  readonly permissions?: Permissions
  /** How long every answer takes. */
  readonly delayMilliseconds?: number
  /** Sees every request first. */
  readonly before?: Handler
}

/** A local Salesforce whose pages sign in; stopped at the end of the test. */
export async function anOrgWithPages(facts: PagesFacts = {}): Promise<OrgWithPages> {
  const tokens = new TokenBook('00D5g0000001AbC!AQEAQtokenOfTheTestThatNobodyMaySee')
  const port = await freePort()
  const pages = new OauthPages({
    app: {
      clientId,
      callback: `http://localhost:${port}/OauthRedirect`,
      publicKey: keys.publicKey,
      approved: ['ada@acme.example'],
      ...(facts.secret === true ? { clientSecret, runsAs: 'ada@acme.example' } : {}),
    },
    tokens,
    rotates: false,
    ...facts,
  })
  const org = await startSalesforce({
    users: salesforceUsers(5),
    tokens,
    delayMilliseconds: facts.delayMilliseconds ?? 0,
    permissions: facts.permissions ?? { apiEnabled: true, viewAllUsers: true, manageUsers: true },
    extra: [...(facts.before === undefined ? [] : [facts.before]), pages.handler],
  })
  onTestFinished(async () => await org.close())
  return { ...org, pages, port }
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('there is no port')
  return address.port
}

/** Where the login of the default profile is kept. */
export function profileFolder(home: string): string {
  return join(home, 'data', 'sfsync', 'default')
}

/** The record of the login that is kept. */
export function recordIn(home: string): Record<string, unknown> {
  const record: Record<string, unknown> = JSON.parse(
    readFileSync(join(profileFolder(home), 'login.json'), 'utf8'),
  )
  return record
}

/** A program that stands first on the PATH of a run; `script` is JavaScript. Gives the environment to run with. */
export function aProgram(home: string, name: string, script: string): Record<string, string> {
  const folder = join(home, 'programs')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  writeFileSync(file, `#!${process.execPath}\n${script}\n`)
  chmodSync(file, 0o755)
  return { PATH: [folder, process.env['PATH'] ?? ''].join(delimiter) }
}

/** A browser whose owner says yes: it goes to the address and follows where it is sent. */
export const browser = 'fetch(process.argv.at(-1))'

/** A desktop whose browser signs in by itself. */
export function aDesktop(home: string): Record<string, string> {
  return aProgram(home, 'xdg-open', browser)
}

/** Secrets in a file: build machines have no keyring, and a desktop's is not for tests. */
export const inFile = { SFSYNC_SECRET_STORE: 'file' } as const

/** The words of a sign-in through the browser. */
export function browserLogin(org: OrgWithPages): string[] {
  return ['login', '--client-id', clientId, '--login-url', org.url, '--port', String(org.port)]
}

/** Signs in through a browser that does all by itself. */
export async function signedInByBrowser(home: string, org: OrgWithPages): Promise<void> {
  const run = await sfsync(home, browserLogin(org), { environment: { ...aDesktop(home), ...inFile } })
  if (run.exitCode !== 0) throw new Error(run.stderr)
}

/** The secrets of the login that is kept in a file. */
export function secretIn(home: string): Record<string, unknown> {
  const file = join(profileFolder(home), `secret-${String(recordIn(home)['loginId'])}.json`)
  const secret: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
  return secret
}
