import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { parseInstance } from '../api/connection.ts'
import type { Identity, Session } from '../salesforce.ts'
import { parsedJson } from './oauth.ts'

/** What the Salesforce CLI keeps of one of its logins in plain files. */
export interface SfLogin {
  readonly username: string
  readonly instanceUrl: string
  readonly organizationId: string | null
}

const aliases = z.object({ orgs: z.optional(z.record(z.string(), z.string())) })
// The rest of the file is encrypted or of no use here, so it is not looked at.
const orgFile = z.object({ instanceUrl: z.string(), orgId: z.optional(z.string()) })
const shown = z.object({ result: z.object({ accessToken: z.string() }) })
const failed = z.object({ name: z.optional(z.string()), message: z.optional(z.string()) })

/** Finds an org by alias or username among the logins of the Salesforce CLI; throws `login-needed` where it is not there. */
export async function findSfLogin(
  targetOrg: string,
  { home }: Pick<SfCliEnvironment, 'home'>,
): Promise<SfLogin> {
  if (!isPlainOrgName(targetOrg))
    throw new SfsyncError(
      'usage',
      `"${targetOrg}" is neither an alias nor a username of the Salesforce CLI`,
      {
        actions: ['see them all: sf org list'],
      },
    )
  const known = aliases.safeParse(await jsonIn(join(home, '.sfdx', 'alias.json')))
  const username = known.data?.orgs?.[targetOrg] ?? targetOrg
  if (!isPlainOrgName(username)) throw notThere(targetOrg)
  const file = join(home, '.sfdx', `${username}.json`)
  const org = orgFile.safeParse(await jsonIn(file))
  if (!org.success) throw notThere(targetOrg)
  const parsed = parseInstance(org.data.instanceUrl)
  if ('origin' in parsed)
    return { username, instanceUrl: parsed.origin, organizationId: org.data.orgId ?? null }
  throw new SfsyncError('configuration', `the instanceUrl in ${file} ${parsed.reason}`, {
    actions: signInActions(targetOrg),
  })
}

/** A token of the Salesforce CLI for an org, through its supported command or, with an old CLI, through the one of before. */
export async function sfAccessToken(targetOrg: string, surroundings: SfCliEnvironment): Promise<string> {
  const run = await runSf(
    ['org', 'auth', 'show-access-token', '--target-org', targetOrg, '--json'],
    surroundings,
  )
  const json = parsedJson(run.stdout)
  const token = shown.safeParse(json)
  if (token.success) return usable(token.data.result.accessToken, targetOrg)
  if (!isUnknownCommand(json, run.stdout)) throw noToken(json, targetOrg)
  const display = await runSf(['org', 'display', '--target-org', targetOrg, '--json'], surroundings)
  const displayed = shown.safeParse(parsedJson(display.stdout))
  if (displayed.success) return usable(displayed.data.result.accessToken, targetOrg)
  throw noToken(parsedJson(display.stdout), targetOrg)
}

/** A token other than the refused one: the CLI renews its own when it is asked to show the org. Undefined where it has none. */
export async function renewThroughSf(
  targetOrg: string,
  refused: string,
  surroundings: SfCliEnvironment,
): Promise<string | undefined> {
  // Source: plugin-org, src/commands/org/display.ts: it refreshes the login before it shows anything.
  await runSf(['org', 'display', '--target-org', targetOrg, '--json'], surroundings)
  const token = await sfAccessToken(targetOrg, surroundings)
  return token === refused ? undefined : token
}

/** What to do when the CLI's login is no longer good. */
export function signInActions(targetOrg: string): readonly string[] {
  return [`sign in with the Salesforce CLI again: sf org login web --alias ${targetOrg}`]
}

/** Who the CLI says it is, where its files tell the org. */
export function identityOf({ username, organizationId }: SfLogin): Identity | null {
  return organizationId?.length === 18 ? { identity: username, organizationId } : null
}

function usable(token: string, targetOrg: string): string {
  if (/^\[?redacted/i.test(token))
    throw new SfsyncError(
      'login-needed',
      'this Salesforce CLI no longer shows tokens the old way, and does not know the new one',
      {
        actions: ['update it: sf update (or npm install --global @salesforce/cli)'],
      },
    )
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new SfsyncError('login-needed', 'the Salesforce CLI gave a text that is no token', {
    actions: signInActions(targetOrg),
  })
}

// Old versions know no such command and say so in one of several ways, not all of them JSON.
function isUnknownCommand(json: unknown, stdout: string): boolean {
  const { name = '', message = stdout } = failed.safeParse(json).data ?? {}
  return (
    json === undefined ||
    /not a sf command|not found|CommandNotFound/i.test(`${name} ${message}`.slice(0, 1_000))
  )
}

function noToken(json: unknown, targetOrg: string): SfsyncError {
  const { name, message } = failed.safeParse(json).data ?? {}
  return new SfsyncError('login-needed', `the Salesforce CLI gives no token for ${targetOrg}`, {
    rows: [{ reason: [name, message].filter(Boolean).join(': ').slice(0, 300) || 'it did not say why' }],
    actions: signInActions(targetOrg),
  })
}

function notThere(targetOrg: string): SfsyncError {
  return new SfsyncError(
    'login-needed',
    `the Salesforce CLI is not signed in to "${targetOrg}" on this account`,
    {
      actions: [`sf org login web --alias ${targetOrg}`, 'see what it is signed in to: sf org list'],
    },
  )
}

async function jsonIn(file: string): Promise<unknown> {
  try {
    return parsedJson(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** How the Salesforce CLI is run. */
export interface SfCliEnvironment {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: string
  readonly timeoutSeconds: number
  readonly interrupted?: AbortSignal
}

/** What one run of the Salesforce CLI printed on standard output. */
export interface SfRun {
  readonly exitCode: number
  readonly stdout: string
}

// The CLI takes a second for anything, and some for what it must ask Salesforce.
const leastSeconds = 60
const install =
  'install the Salesforce CLI (https://developer.salesforce.com/tools/salesforcecli), or sign in another way: sfsync login --help'

/** Runs the Salesforce CLI without a shell and takes what it prints; throws `login-needed` where it is missing or hangs. */
export async function runSf(words: readonly string[], surroundings: SfCliEnvironment): Promise<SfRun> {
  const { environment, timeoutSeconds, interrupted, platform } = surroundings
  const [program, ...first] = commandOf(platform)
  const seconds = Math.max(leastSeconds, timeoutSeconds)
  const late = AbortSignal.timeout(seconds * 1_000)
  const signal = interrupted === undefined ? late : AbortSignal.any([late, interrupted])
  try {
    const child = spawn(program, [...first, ...words], {
      // What it would print for people, and its own colours, are of no use here.
      env: { ...environment, NO_COLOR: '1', SF_AUTOUPDATE_DISABLE: 'true' },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      killSignal: 'SIGKILL',
      signal,
    })
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? -1))
    })
    const [exitCode, stdout] = await Promise.all([ended, text(child.stdout)])
    return { exitCode, stdout }
  } catch (error) {
    interrupted?.throwIfAborted()
    if (late.aborted)
      throw new SfsyncError('login-needed', `the Salesforce CLI did not answer within ${seconds} seconds`, {
        actions: ['try it yourself: sf org list'],
        rows: [{ reason: `sf ${words.join(' ')}` }],
      })
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new SfsyncError('login-needed', 'the Salesforce CLI (sf) is not on the PATH', {
      actions: [install],
    })
  }
}

/** Whether a name of an org can be handed to the CLI as it is; on Windows its launcher is a batch file, which reads signs of its own. */
export function isPlainOrgName(name: string): boolean {
  return /^[A-Za-z0-9_][\w.@+-]*$/.test(name)
}

function commandOf(platform: string): readonly [string, ...string[]] {
  return platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'sf.cmd'] : ['sf']
}

/** Whose login of the Salesforce CLI is used, and who hears of its token. */
export interface SfRequest extends SfCliEnvironment {
  readonly targetOrg: string
  readonly learn: (secret: string) => void
}

/** The session of the Salesforce CLI's own login; its token is asked for when it is first needed. Throws `login-needed`. */
export async function sfSession(request: SfRequest): Promise<Session> {
  const { targetOrg, learn } = request
  const login = await findSfLogin(targetOrg, request)
  const heard = async <Token extends string | undefined>(asking: Promise<Token>): Promise<Token> => {
    const token = await asking
    if (token !== undefined) learn(token)
    return token
  }
  let current: Promise<string> | undefined
  let renewing: { readonly refused: string; readonly token: Promise<string | undefined> } | undefined
  const token = async () => await (current ??= heard(sfAccessToken(targetOrg, request)))
  return {
    way: 'sf-cli',
    instanceUrl: login.instanceUrl,
    identity: identityOf(login),
    signInAgain: signInActions(targetOrg),
    token,
    renew: async (refused) => {
      const latest = await token()
      if (latest !== refused) return latest
      // Several requests are refused at once, and the CLI takes seconds.
      if (renewing?.refused !== refused)
        renewing = { refused, token: heard(renewThroughSf(targetOrg, refused, request)) }
      const renewed = await renewing.token
      if (renewed !== undefined) current = Promise.resolve(renewed)
      return renewed
    },
  }
}
