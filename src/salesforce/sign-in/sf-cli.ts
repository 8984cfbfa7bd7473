import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { parseJson } from '../../core/text.ts'
import { parseInstance } from '../api/connection.ts'
import type { Session } from '../salesforce.ts'
import type { OauthRequestOptions } from './oauth.ts'
import { RenewableToken } from './renewable-token.ts'

/** What signing in depends on besides the request: the machine, time limits and what hears of secrets. */
export interface SignInEnvironment extends OauthRequestOptions {
  readonly environment: NodeJS.ProcessEnv
  /** Undefined where the home folder is unknown. */
  readonly home: string | undefined
  readonly platform: string
}

/** A login of the Salesforce CLI, as it stores it in plain files. */
interface SfLogin {
  readonly username: string
  readonly instanceUrl: string
  readonly organizationId: string | null
}

const aliases = z.object({ orgs: z.optional(z.record(z.string(), z.string())) })
// The rest of the file is encrypted or of no use here.
const orgFile = z.object({ instanceUrl: z.string(), orgId: z.optional(z.string()) })
const tokenOutput = z.object({ result: z.object({ accessToken: z.string() }) })
const errorOutput = z.object({ name: z.optional(z.string()), message: z.optional(z.string()) })

/** The session of a login of the Salesforce CLI; its token is requested when it is first needed. Throws `login-needed`. */
export async function sfSession(targetOrg: string, environment: SignInEnvironment): Promise<Session> {
  const { username, instanceUrl, organizationId } = await findSfLogin(targetOrg, environment.home)
  const learned = <Token extends string | undefined>(token: Token): Token => {
    if (token !== undefined) environment.learn(token)
    return token
  }
  const tokens = new RenewableToken(
    async () => learned(await sfAccessToken(targetOrg, environment)),
    async (refused) => learned(await renewThroughSf(targetOrg, refused, environment)),
  )
  return {
    way: 'sf-cli',
    instanceUrl,
    identity: organizationId?.length === 18 ? { identity: username, organizationId } : null,
    signInAgain: [sfSignInAction(targetOrg)],
    token: async () => await tokens.token(),
    renew: async (refused) => await tokens.renew(refused),
  }
}

/** Finds an org by alias or username among the logins of the Salesforce CLI; throws `login-needed` where it is not there. */
async function findSfLogin(targetOrg: string, home: string | undefined): Promise<SfLogin> {
  if (home === undefined)
    throw new SfsyncError(
      'configuration',
      'cannot find the logins of the Salesforce CLI: your home folder is unknown',
      { actions: ['set HOME to an absolute path'] },
    )
  if (!isPlainOrgName(targetOrg))
    throw new SfsyncError(
      'usage',
      `"${targetOrg}" is neither an alias nor a username of the Salesforce CLI`,
      { actions: ['list the orgs: sf org list'] },
    )
  const known = aliases.safeParse(await jsonIn(join(home, '.sfdx', 'alias.json')))
  const username = known.data?.orgs?.[targetOrg] ?? targetOrg
  const file = join(home, '.sfdx', `${username}.json`)
  const org = isPlainOrgName(username) ? orgFile.safeParse(await jsonIn(file)) : undefined
  if (org?.success !== true)
    throw new SfsyncError(
      'login-needed',
      `the Salesforce CLI is not signed in to "${targetOrg}" on this account`,
      { actions: [`sf org login web --alias ${targetOrg}`, 'list the orgs it is signed in to: sf org list'] },
    )
  const parsed = parseInstance(org.data.instanceUrl)
  if ('origin' in parsed)
    return { username, instanceUrl: parsed.origin, organizationId: org.data.orgId ?? null }
  throw new SfsyncError('configuration', `the instanceUrl in ${file} ${parsed.reason}`, {
    actions: [sfSignInAction(targetOrg)],
  })
}

/** A token of the Salesforce CLI for an org, through its supported command or, with an old CLI, the previous one. */
async function sfAccessToken(targetOrg: string, environment: SignInEnvironment): Promise<string> {
  const { stdout } = await runSf(
    ['org', 'auth', 'show-access-token', '--target-org', targetOrg, '--json'],
    environment,
  )
  const json = documentIn(stdout)
  if (!tokenOutput.safeParse(json).success && isUnknownCommand(json, stdout))
    return tokenIn(documentIn(await displayOrg(targetOrg, environment)), targetOrg)
  return tokenIn(json, targetOrg)
}

// Source: plugin-org, src/commands/org/display.ts: it refreshes the login before it shows anything.
async function displayOrg(targetOrg: string, environment: SignInEnvironment): Promise<string> {
  return (await runSf(['org', 'display', '--target-org', targetOrg, '--json'], environment)).stdout
}

/** The JSON document in the output of the CLI, which may print other text and colors around it; undefined where there is none. */
function documentIn(stdout: string): unknown {
  const plain = stripVTControlCharacters(stdout)
  const whole = parseJson(plain)
  if (whole !== undefined) return whole
  const end = plain.lastIndexOf('}') + 1
  for (let start = plain.indexOf('{'); start !== -1 && start < end; start = plain.indexOf('{', start + 1)) {
    const document = parseJson(plain.slice(start, end))
    if (document !== undefined) return document
  }
  return undefined
}

/** A token other than the refused one: displaying an org makes the CLI renew its login. Undefined where it has none. */
async function renewThroughSf(
  targetOrg: string,
  refused: string,
  environment: SignInEnvironment,
): Promise<string | undefined> {
  await displayOrg(targetOrg, environment)
  const token = await sfAccessToken(targetOrg, environment)
  return token === refused ? undefined : token
}

function tokenIn(json: unknown, targetOrg: string): string {
  const token = tokenOutput.safeParse(json).data?.result.accessToken
  if (token === undefined) {
    const { name, message } = errorOutput.safeParse(json).data ?? {}
    throw new SfsyncError('login-needed', `the Salesforce CLI returned no token for ${targetOrg}`, {
      rows: [{ reason: [name, message].filter(Boolean).join(': ').slice(0, 300) || 'it gave no reason' }],
      actions: [sfSignInAction(targetOrg)],
    })
  }
  if (/^\[?redacted/i.test(token))
    throw new SfsyncError(
      'login-needed',
      'this version of the Salesforce CLI hides tokens in "sf org display" and has no "sf org auth show-access-token"',
      { actions: ['update it: sf update (or npm install --global @salesforce/cli)'] },
    )
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new SfsyncError('login-needed', 'the Salesforce CLI returned a text that is not a token', {
    actions: [sfSignInAction(targetOrg)],
  })
}

function sfSignInAction(targetOrg: string): Hint {
  return `sign in with the Salesforce CLI again: sf org login web --alias ${targetOrg}`
}

// Old versions report an unknown command in one of several ways, not all of them JSON.
function isUnknownCommand(json: unknown, stdout: string): boolean {
  const { name = '', message = stdout } = errorOutput.safeParse(json).data ?? {}
  return (
    json === undefined ||
    /not a sf command|not found|CommandNotFound/i.test(`${name} ${message}`.slice(0, 1_000))
  )
}

async function jsonIn(file: string): Promise<unknown> {
  return parseJson(await readFile(file, 'utf8').catch(() => ''))
}

/** The standard output of one run of the Salesforce CLI. */
interface SfRun {
  readonly exitCode: number
  readonly stdout: string
}

// The CLI takes a second for anything, and several for a request to Salesforce.
const minSeconds = 60

/** Runs the Salesforce CLI without a shell; throws `login-needed` where it is missing or hangs. */
export async function runSf(
  words: readonly string[],
  { environment, timeoutSeconds, interrupted, platform }: Omit<SignInEnvironment, 'home' | 'learn'>,
): Promise<SfRun> {
  const { DEBUG: _, FORCE_COLOR: __, ...others } = environment
  // On Windows its launcher is a batch file, which only a shell can run.
  const [program, ...first] = platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'sf.cmd'] : ['sf']
  const seconds = Math.max(minSeconds, timeoutSeconds)
  const timeout = AbortSignal.timeout(seconds * 1_000)
  const signal = interrupted === undefined ? timeout : AbortSignal.any([timeout, interrupted])
  try {
    const child = spawn(program, [...first, ...words], {
      // Its colors, its update notices and its debug output are of no use here.
      env: { ...others, NO_COLOR: '1', SF_AUTOUPDATE_DISABLE: 'true' },
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
    if (timeout.aborted)
      throw new SfsyncError('login-needed', `the Salesforce CLI did not respond within ${seconds} seconds`, {
        actions: ['try it yourself: sf org list'],
        rows: [{ reason: `sf ${words.join(' ')}` }],
      })
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new SfsyncError('login-needed', 'the Salesforce CLI (sf) is not on the PATH', {
      actions: [
        'install the Salesforce CLI: https://developer.salesforce.com/tools/salesforcecli',
        { text: 'or sign in another way', command: withOptions(commandLine('login'), { help: true }) },
      ],
    })
  }
}

/** Whether the name of an org can be passed to the CLI unquoted; the batch file of Windows interprets special characters. */
function isPlainOrgName(name: string): boolean {
  return /^[A-Za-z0-9_][\w.@+-]*$/.test(name)
}
