import { defineCommand } from '../command.ts'
import { Command, Option, type OptionValues } from '@commander-js/extra-typings'
import { commandLine } from '../../core/hint.ts'
import { SfsyncError } from '../../core/errors.ts'
import { type SignInWay, signInWays } from '../../salesforce/salesforce.ts'
import type { LoginRecord } from '../../salesforce/sign-in/login-store.ts'
import type { SignInTalk } from '../../salesforce/sign-in/sign-in.ts'
import { noteEquivalentCommand } from '../write.ts'
import type { Context } from '../context.ts'
import { renderRecord } from '../output/render.ts'
import { chooseSignInWay, type LoginOptions, signInRequest } from './login-request.ts'
import { secretStorageText, signedInColumns, type SignedInRow, signInWayText } from './login-output.ts'
import { isDemo } from './logout.ts'
import { given } from '../../core/values.ts'

interface LoginFlags {
  readonly way?: SignInWay
  readonly targetOrg?: string
  readonly clientId?: string
  readonly username?: string
  readonly jwtKeyFile?: string
  readonly clientSecretFile?: string
  readonly instanceUrl?: string
  readonly loginUrl?: string
  readonly sandbox?: boolean
  readonly browser: boolean
  readonly port?: string
}

export const loginCommand = defineCommand({
  name: 'login',
  summary: 'sign in to Salesforce',
  description: 'sign this profile in to its Salesforce org, once',
  examples: [
    { command: 'sfsync login --target-org acme', purpose: 'with the login of the Salesforce CLI' },
    {
      command: 'sfsync login --client-id 3MVG9...',
      purpose: 'in the browser, with an External Client App of yours',
    },
    {
      command: 'sfsync login --client-id 3MVG9... --username jane@acme.example --jwt-key-file key.pem',
      purpose: 'for jobs, with a key',
    },
  ],
  declare: (command) =>
    withRefusedFlags(
      command
        .addOption(
          new Option('--way <way>', 'how to sign in; without it the first that is possible').choices([
            ...signInWays,
          ]),
        )
        .option('--target-org <org>', 'with the login of the Salesforce CLI: alias or username')
        .option('--client-id <id>', 'the client id (consumer key) of your External Client App')
        .option('--username <username>', 'with a key (JWT): the Salesforce username')
        .option('--jwt-key-file <file>', 'with a key (JWT): the private key, PEM; - is standard input')
        .option('--client-secret-file <file>', 'the client secret of the app; - is standard input')
        .option('--instance-url <url>', 'the My Domain address of the org')
        .addOption(
          new Option('--login-url <url>', 'where to sign in (default: login.salesforce.com)').conflicts(
            'sandbox',
          ),
        )
        .option('--sandbox', 'sign in at test.salesforce.com')
        .option('--no-browser', 'print the address for a browser elsewhere, and paste the one it ends at')
        .option('--port <number>', 'the port of the callback address of the app (default: 1717)'),
    ),
  options: (_words, flags) => optionsOf(flags),
  run: runLogin,
})

function optionsOf(flags: LoginFlags): LoginOptions {
  const { way, targetOrg, clientId, username, jwtKeyFile, clientSecretFile, instanceUrl } = flags
  const loginUrl = flags.sandbox === true ? 'https://test.salesforce.com' : flags.loginUrl
  const port = flags.port === undefined ? undefined : portOf(flags.port)
  return {
    ...given({
      way,
      targetOrg,
      clientId,
      username,
      jwtKeyFile,
      clientSecretFile,
      instanceUrl,
      loginUrl,
      port,
    }),
    browser: flags.browser,
    refused: refusedAmong(flags),
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new SfsyncError('usage', `--port is a number from 1 to 65535, not "${text}"`)
}

export async function runLogin(options: LoginOptions, context: Context): Promise<void> {
  refuseFlags(options.refused)
  if (await isDemo(context)) {
    if (context.format !== 'table')
      await renderRecord(signedInColumns, nobody(context), context.format, context.stdout)
    return
  }
  const way = await chooseSignInWay(options, context)
  const { request, words, asked } = await signInRequest(way, options, context)
  const { record, warnings } = await context.dependencies.signIn(
    request,
    context.configuration,
    talkOf(options, context),
  )
  await tell(record, context)
  for (const warning of warnings) await context.warn(warning)
  if (record.way === 'environment')
    await context.note('this token cannot be renewed: when it ends, sfsync asks for a new one')
  if (asked) await noteEquivalentCommand(context, commandLine(words[0] ?? '', ...words.slice(1)))
  await context.suggest('sfsync sf-users refresh')
}

async function tell(record: LoginRecord, context: Context): Promise<void> {
  const { way, identity: username, organizationId, instanceUrl, signedInAt, secretRests } = record
  const row: SignedInRow = {
    profile: context.profile,
    way,
    username,
    organizationId,
    instanceUrl,
    signedInAt,
    secretRests,
  }
  if (context.format !== 'table') {
    await renderRecord(signedInColumns, row, context.format, context.stdout)
    return
  }
  const where = `in organization ${organizationId} (${instanceUrl})`
  await context.stdout.write(
    `signed in as ${username} ${where} with ${signInWayText(way)}; ${secretStorageText(secretRests)}\n`,
  )
}

function nobody({ profile }: Context): SignedInRow {
  return {
    profile,
    way: null,
    username: null,
    organizationId: null,
    instanceUrl: null,
    secretRests: null,
    signedInAt: null,
  }
}

function talkOf({ browser }: LoginOptions, context: Context): SignInTalk {
  return {
    show: async (authorizeUrl, opened) => {
      const lead = opened
        ? 'sign in in the browser; if it did not open, here:'
        : 'open this address in a browser and sign in:'
      await context.stderr.write(`${lead}\n${authorizeUrl}\n`)
    },
    paste: browser ? undefined : async () => await paste(context),
  }
}

async function paste(context: Context): Promise<string> {
  const message = 'The address that the browser ends at (http://localhost:...)'
  if (context.canAsk) return await (await context.prompts()).text({ message })
  if (!context.dependencies.stdinIsTerminal) return await context.dependencies.readLine()
  throw new SfsyncError(
    'usage',
    'login --no-browser needs somebody to paste the address that the browser ends at',
    {
      actions: ['leave out --no-input', 'or hand it over on standard input'],
    },
  )
}

interface RefusedFlag {
  readonly flags: string
  readonly reason: string
  readonly actions: readonly string[]
}

const helpAction = 'see the ways to sign in: sfsync login --help'
const seen = 'would stand in the list of processes and in the history of the shell, where others can read it'

/** Flags that other tools have and sfsync has not, by name; asking for one explains why. */
const refusedFlags: Readonly<Record<string, RefusedFlag>> = {
  device: {
    flags: '--device',
    reason:
      'there is no device flow: Salesforce blocks it, because it is used to trick people into signing in attackers',
    actions: ['where there is no browser: sfsync login --no-browser', helpAction],
  },
  password: {
    flags: '--password [password]',
    reason:
      'there is no sign-in with a password: Salesforce blocks that flow, and it goes around multi-factor authentication',
    actions: ['for people the browser, for jobs a key (--jwt-key-file) or a client secret', helpAction],
  },
  soap: {
    flags: '--soap',
    reason: 'there is no SOAP login: it is gone from API version 65 on and ends for all in Summer 2027',
    actions: ['for jobs use a key (--jwt-key-file) or a client secret (--client-secret-file)', helpAction],
  },
  clientSecret: {
    flags: '--client-secret [secret]',
    reason: `a client secret is no flag: it ${seen}`,
    actions: ['--client-secret-file <file>, or - for standard input', 'or set SFSYNC_CLIENT_SECRET'],
  },
  token: {
    flags: '--token [token]',
    reason: `a token is no flag: it ${seen}`,
    actions: ['set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL'],
  },
  accessToken: {
    flags: '--access-token [token]',
    reason: `a token is no flag: it ${seen}`,
    actions: ['set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL'],
  },
  refreshToken: {
    flags: '--refresh-token [token]',
    reason:
      'a refresh token of another program is not taken: where Salesforce rotates them, both would lose their login',
    actions: ['sign in through the browser, which gives sfsync its own: sfsync login'],
  },
  privateKey: {
    flags: '--private-key [key]',
    reason: `a private key is no flag: it ${seen}`,
    actions: ['--jwt-key-file <file>, or - for standard input', 'or set SFSYNC_JWT_KEY'],
  },
}

/** Adds the flags that are refused, so that asking for one is answered; no help shows them. */
export function withRefusedFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
): Command<Args, Flags> {
  for (const { flags } of Object.values(refusedFlags)) command.addOption(new Option(flags).hideHelp())
  return command
}

/** The names of the refused flags among those that were given; their values are left behind. */
export function refusedAmong(flags: object): string[] {
  return Object.keys(refusedFlags).filter((name) => name in flags)
}

/** Throws `usage` for the first refused flag. */
export function refuseFlags(names: readonly string[]): void {
  const [refused] = names.flatMap((name) => refusedFlags[name] ?? [])
  if (refused !== undefined) throw new SfsyncError('usage', refused.reason, { actions: refused.actions })
}
