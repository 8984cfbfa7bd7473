import { Canceled } from '../../app/interrupts.ts'
import type { Answers } from './login-questions.ts'
import { commandLineOf, defineCommand, type Invocation, withAnswers } from '../command.ts'
import { given } from '../../core/values.ts'
import { type Command, Option, type OptionValues } from '@commander-js/extra-typings'
import { SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { signInWays } from '../../salesforce/salesforce.ts'
import type { LoginRecord, SavedLogin } from '../../salesforce/sign-in/login-store.ts'
import type { SignInRequest, SignInTalk } from '../../salesforce/sign-in/sign-in.ts'
import type { Context } from '../context.ts'
import { renderRecord } from '../output/render.ts'
import { canGoOn, reportFailure } from '../walk.ts'
import { noteEquivalentCommand } from '../write.ts'
import { isDemo, secretStorageText, signedInColumns, signInWayText } from './login-output.ts'
import { chooseSignInWay, type LoginOptions, signInRequest } from './login-request.ts'
export const loginCommand = defineCommand({
  name: 'login',
  description: 'sign this profile in to its Salesforce org, once',
  examples: [
    { command: 'sfsync login --target-org acme', purpose: 'with the login of the Salesforce CLI' },
    {
      command: 'sfsync login --client-id 3MVG9...',
      purpose: 'in the browser, with your External Client App',
    },
    {
      command: 'sfsync login --client-id 3MVG9... --username jane@acme.example --jwt-key-file key.pem',
      purpose: 'with a key, for jobs',
    },
  ],
  declare: (command) =>
    withRefusedFlags(
      command
        .addOption(
          new Option('--way <way>', 'how to sign in (default: the first that is possible)').choices([
            ...signInWays,
          ]),
        )
        .option('--target-org <org>', 'use the login of the Salesforce CLI: alias or username')
        .option('--client-id <id>', 'client ID (consumer key) of your External Client App')
        .option('--username <username>', 'sign in with a key (JWT): the Salesforce username')
        .option(
          '--jwt-key-file <file>',
          'sign in with a key (JWT): the private key, PEM; - is standard input',
        )
        .option('--client-secret-file <file>', 'client secret of the app; - is standard input')
        .option('--instance-url <url>', 'My Domain address of the org')
        .addOption(
          new Option('--login-url <url>', 'where to sign in (default: login.salesforce.com)').conflicts(
            'sandbox',
          ),
        )
        .option('--sandbox', 'sign in at test.salesforce.com')
        .option(
          '--no-browser',
          'print the address for a browser elsewhere, then paste the address it ends at',
        )
        .option('--port <number>', 'port of the callback URL of the app (default: 1717)'),
    ),
  options: (_words, flags): LoginOptions => {
    const { sandbox, loginUrl, port, browser, ...others } = flags
    const { way, targetOrg, clientId, username, jwtKeyFile, clientSecretFile, instanceUrl } = others
    return {
      ...given({
        way,
        targetOrg,
        clientId,
        username,
        jwtKeyFile,
        clientSecretFile,
        instanceUrl,
        loginUrl: sandbox === true ? 'https://test.salesforce.com' : loginUrl,
        port: port === undefined ? undefined : parsePort(port),
      }),
      browser,
      // Their values are dropped: they may be secrets.
      refused: Object.keys(refusedFlags).filter((name) => name in others),
    }
  },
  run: runLogin,
})

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new SfsyncError('usage', `--port must be a number from 1 to 65535, not "${text}"`)
}

export async function runLogin(
  options: LoginOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  refuseFlags(options.refused)
  if (await isDemo(context)) {
    if (context.format !== 'table')
      await renderRecord(
        signedInColumns,
        {
          profile: context.profile,
          way: null,
          username: null,
          organizationId: null,
          instanceUrl: null,
          secretStorage: null,
          signedInAt: null,
        },
        context.format,
        context.stdout,
      )
    return
  }
  const { saved, flags, asked } = await signedIn(options, context)
  const { record, warnings } = saved
  await showLogin(record, context)
  for (const warning of warnings) await context.warn(warning)
  if (record.way === 'environment')
    await context.note('this token cannot be renewed; when it expires, sign in again with a new one')
  if (asked) await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [], flags)))
  await context.suggest(commandLine('sf-users refresh'))
}

interface SignedIn {
  readonly saved: SavedLogin
  readonly flags: readonly (readonly string[])[]
  readonly asked: boolean
}

// What was typed is kept where the sign-in fails, to be corrected.
async function signedIn(typed: LoginOptions, context: Context): Promise<SignedIn> {
  let chosen = await chooseSignInWay(typed, context)
  const kept: Answers = new Map()
  for (;;) {
    const { way, targetOrg, isElsewhere = false, isAsked: mayGoBack = false } = chosen
    const options = { ...typed, ...given({ targetOrg }), browser: typed.browser && !isElsewhere }
    let wasAsked = false
    try {
      const before = { kept, mayGoBack }
      const { request, flags, asked } = await signInRequest(way, options, context, before)
      wasAsked = asked
      const talk = talkOf(options, request, context)
      const saved = await context.dependencies.signIn(request, context.configuration, talk)
      const isChosen = targetOrg !== undefined || isElsewhere
      return {
        saved,
        flags: isElsewhere ? [...flags, ['--no-browser']] : flags,
        asked: asked || isChosen,
      }
    } catch (error) {
      if (error instanceof Canceled && mayGoBack && !wasAsked) {
        chosen = await chooseSignInWay(typed, context)
        continue
      }
      if (!wasAsked || !canGoOn(error)) throw error
      await reportFailure(context, error)
      await context.note('Enter keeps what was typed before; Esc goes back.')
    }
  }
}

async function showLogin(record: LoginRecord, context: Context): Promise<void> {
  const { identity: username, organizationId, instanceUrl, way, secretStorage } = record
  if (context.format !== 'table') {
    const row = { ...record, profile: context.profile, username }
    await renderRecord(signedInColumns, row, context.format, context.stdout)
    return
  }
  await context.stdout.write(
    `signed in as ${username} to organization ${organizationId} (${instanceUrl}) through ${signInWayText(way)}; ${secretStorageText(secretStorage)}\n`,
  )
}

function talkOf({ browser }: LoginOptions, request: SignInRequest, context: Context): SignInTalk {
  return {
    isAttended: context.canAsk,
    show: async (authorizeUrl, opened) => {
      const lead = opened
        ? 'continue in your browser; if it did not open, go to:'
        : 'open this address in a browser and sign in:'
      await context.stderr.write(`${lead}\n${authorizeUrl}\n`)
      if (browser && request.way === 'browser')
        await context.note(`waiting for the browser, at most ${durationText(request.seconds)}; Ctrl-C stops`)
    },
    paste: browser ? undefined : async () => await paste(context),
  }
}

async function paste(context: Context): Promise<string> {
  const message = 'Address that the browser ends at (http://localhost:...)'
  if (context.canAsk) return await (await context.prompts()).text({ message })
  if (!context.dependencies.stdinIsTerminal) return await context.dependencies.readLine()
  throw new SfsyncError('usage', 'login --no-browser needs the address that the browser ends at', {
    actions: ['remove --no-input, to paste it', 'or pass it on standard input'],
  })
}

function durationText(seconds: number): string {
  return seconds % 60 === 0 ? countText(seconds / 60, 'minute') : countText(seconds, 'second')
}

interface RefusedFlag {
  readonly flags: string
  readonly reason: string
  readonly actions: readonly Hint[]
}

const helpAction: Hint = {
  text: 'see the ways to sign in',
  command: withOptions(commandLine('login'), { help: true }),
}
const exposed = 'flags appear in the process list and the shell history, where others can read them'
const token = {
  reason: `sfsync accepts no token as a flag: ${exposed}`,
  actions: ['set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL'],
}

/** Flags of other tools that sfsync deliberately lacks, by name; using one explains why. */
const refusedFlags: Readonly<Record<string, RefusedFlag>> = {
  device: {
    flags: '--device',
    reason: 'there is no device flow: Salesforce blocks it, because attackers use it for phishing',
    actions: [
      {
        text: 'without a browser on this machine',
        command: withOptions(commandLine('login'), { 'no-browser': true }),
      },
      helpAction,
    ],
  },
  password: {
    flags: '--password [password]',
    reason:
      'there is no sign-in with a password: Salesforce blocks that flow, and it bypasses multi-factor authentication',
    actions: [
      'sign in with the browser, or for jobs with a key (--jwt-key-file) or a client secret',
      helpAction,
    ],
  },
  soap: {
    flags: '--soap',
    reason: 'there is no SOAP login: API version 65 and later lack it, and Salesforce ends it in Summer 2027',
    actions: ['for jobs, use a key (--jwt-key-file) or a client secret (--client-secret-file)', helpAction],
  },
  clientSecret: {
    flags: '--client-secret [secret]',
    reason: `sfsync accepts no client secret as a flag: ${exposed}`,
    actions: ['use --client-secret-file <file>, or - for standard input', 'or set SFSYNC_CLIENT_SECRET'],
  },
  token: { flags: '--token [token]', ...token },
  accessToken: { flags: '--access-token [token]', ...token },
  refreshToken: {
    flags: '--refresh-token [token]',
    reason:
      'sfsync accepts no refresh token of another program: where Salesforce rotates them, both would lose their login',
    actions: [{ text: 'sign in through the browser instead', command: commandLine('login') }],
  },
  privateKey: {
    flags: '--private-key [key]',
    reason: `sfsync accepts no private key as a flag: ${exposed}`,
    actions: ['use --jwt-key-file <file>, or - for standard input', 'or set SFSYNC_JWT_KEY'],
  },
}

// Hidden from the help, so that using one is explained and not just unknown.
function withRefusedFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
): Command<Args, Flags> {
  for (const { flags } of Object.values(refusedFlags)) command.addOption(new Option(flags).hideHelp())
  return command
}

// Throws `usage` for the first refused flag.
function refuseFlags(names: readonly string[]): void {
  const [refused] = names.flatMap((name) => refusedFlags[name] ?? [])
  if (refused !== undefined) throw new SfsyncError('usage', refused.reason, { actions: refused.actions })
}
