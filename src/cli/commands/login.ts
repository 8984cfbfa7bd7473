import { Command, Option } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import { signInWays, type SignInWay } from '../../salesforce/session.ts'
import type { LoginRecord } from '../../salesforce/sign-in/login-store.ts'
import type { SignInTalk } from '../../salesforce/sign-in/sign-in.ts'
import { tellTyped } from '../carry-out.ts'
import type { Context } from '../context.ts'
import { given } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { renderRecord } from '../output/render.ts'
import { chooseWay } from '../sign-in/choose-way.ts'
import { type SignedInRow, signedInColumns } from '../sign-in/columns.ts'
import { isDemo } from '../sign-in/demo.ts'
import { restsInWords, wayInWords } from '../sign-in/in-words.ts'
import type { LoginOptions } from '../sign-in/login-options.ts'
import { refusedAmong, refuseFlags, withRefusedFlags } from '../sign-in/refused-flags.ts'
import { signInRequest } from '../sign-in/sign-in-request.ts'

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

export function loginCommand(handle: Handle): Command {
  const command = new Command('login')
    .description('sign this profile in to its Salesforce org, once')
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
    .option('--port <number>', 'the port of the callback address of the app (default: 1717)')
    .action((flags: LoginFlags) => handle(runLogin, optionsOf(flags)))
  return withExamples(withRefusedFlags(command), [
    { command: 'sfsync login --target-org acme', purpose: 'with the login of the Salesforce CLI' },
    {
      command: 'sfsync login --client-id 3MVG9...',
      purpose: 'in the browser, with an External Client App of yours',
    },
    {
      command: 'sfsync login --client-id 3MVG9... --username jane@acme.example --jwt-key-file key.pem',
      purpose: 'for jobs, with a key',
    },
  ])
}

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
  const way = await chooseWay(options, context)
  const { request, words, asked } = await signInRequest(way, options, context)
  const { record, warnings } = await context.parts.signIn(
    request,
    context.configuration,
    talkOf(options, context),
  )
  await tell(record, context)
  for (const warning of warnings) await context.warn(warning)
  if (record.way === 'environment')
    await context.note('this token cannot be renewed: when it ends, sfsync asks for a new one')
  if (asked) await tellTyped(context, [...words])
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
    `signed in as ${username} ${where} with ${wayInWords(way)}; ${restsInWords(secretRests)}\n`,
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
  if (!context.parts.stdinIsTerminal) return await context.parts.readLine()
  throw new SfsyncError(
    'usage',
    'login --no-browser needs somebody to paste the address that the browser ends at',
    {
      actions: ['leave out --no-input', 'or hand it over on standard input'],
    },
  )
}
