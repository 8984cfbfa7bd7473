import { type Answers, missing, SignInQuestions } from './login-questions.ts'
import { Canceled } from '../../app/interrupts.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import type { SignInWay } from '../../salesforce/salesforce.ts'
import type { SignInRequest } from '../../salesforce/sign-in/sign-in.ts'
import type { Context } from '../context.ts'
import { appRecipe, askForWay, type ChosenWay, hasBrowser } from './login-ways.ts'

/** The flags of `login`; what is missing comes from settings, the environment or a question. */
export interface LoginOptions {
  readonly way?: SignInWay
  readonly targetOrg?: string
  readonly clientId?: string
  readonly username?: string
  /** `-` is standard input. */
  readonly jwtKeyFile?: string
  /** `-` is standard input. */
  readonly clientSecretFile?: string
  readonly instanceUrl?: string
  readonly loginUrl?: string
  /** False where the address is pasted. */
  readonly browser: boolean
  readonly port?: number
  /** The names of flags that sfsync does not accept. */
  readonly refused: readonly string[]
}

const clientSecretVariable = 'SFSYNC_CLIENT_SECRET'
const jwtKeyVariable = 'SFSYNC_JWT_KEY'

/** The way to sign in: the one that the flags mean, else the first that settings and environment allow, else the one that the admin chooses. */
export async function chooseSignInWay(options: LoginOptions, context: Context): Promise<ChosenWay> {
  const way = options.way ?? wayOfFlags(options, context) ?? possibleWay(context)
  if (way !== undefined) return { way }
  if (context.canAsk) return { ...(await askForWay(context)), isAsked: true }
  throw new SfsyncError('usage', 'no sign-in method selected', {
    actions: [
      {
        text: 'with the Salesforce CLI',
        command: withOptions(commandLine('login'), { 'target-org': '<org>' }),
      },
      'with a token: set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL',
      {
        text: 'with a key',
        command: withOptions(commandLine('login'), {
          'client-id': '<id>',
          username: '<username>',
          'jwt-key-file': '<file>',
        }),
      },
      {
        text: 'with a client secret',
        command: withOptions(commandLine('login'), {
          'client-id': '<id>',
          'client-secret-file': '<file>',
          'instance-url': '<url>',
        }),
      },
      ...(hasBrowser(context)
        ? [{ text: 'in the browser', command: withOptions(commandLine('login'), { 'client-id': '<id>' }) }]
        : []),
      ...appRecipe(hasBrowser(context) ? 'browser' : 'jwt'),
    ],
  })
}

function wayOfFlags(options: LoginOptions, context: Context): SignInWay | undefined {
  if (options.targetOrg !== undefined) return 'sf-cli'
  if (options.jwtKeyFile !== undefined || options.username !== undefined) return 'jwt'
  if (options.clientSecretFile !== undefined) return 'client-credentials'
  if (!options.browser || options.port !== undefined) return 'browser'
  // These flags mean an app; settings and environment decide which of its ways.
  return options.clientId === undefined && options.loginUrl === undefined ? undefined : wayOfApp(context)
}

// In the order of preference.
function possibleWay(context: Context): SignInWay | undefined {
  const { settings } = context.configuration
  if (settings['target-org'].value !== '') return 'sf-cli'
  const address = settings['instance-url']
  const addressFromEnvironment = address.value !== '' && address.origin.from === 'environment'
  if (isSet(context, settings['token-variable'].value)) return 'environment'
  if (addressFromEnvironment && !isSet(context, clientSecretVariable)) return 'environment'
  const way = wayOfApp(context)
  return way === 'browser' && settings['client-id'].value === '' ? undefined : way
}

function wayOfApp(context: Context): SignInWay {
  if (context.configuration.settings['jwt-key-file'].value !== '' || isSet(context, jwtKeyVariable))
    return 'jwt'
  return isSet(context, clientSecretVariable) ? 'client-credentials' : 'browser'
}

function isSet({ dependencies: { environment } }: Context, variable: string): boolean {
  return (environment[variable] ?? '') !== ''
}

/** A sign-in request, and how to type it without questions. */
interface PromptedRequest {
  readonly request: SignInRequest
  /** The flags that give the same request, each with its value. */
  readonly flags: readonly (readonly string[])[]
  readonly asked: boolean
}

/**
 * Settles everything that a way needs, where Esc goes back to the question before and throws `Canceled` at the
 * first one: flag, else setting or environment, else a question; else throws `usage` with the flag.
 */
export async function signInRequest(
  way: SignInWay,
  options: LoginOptions,
  context: Context,
  { kept = new Map(), mayGoBack = false }: { readonly kept?: Answers; readonly mayGoBack?: boolean } = {},
): Promise<PromptedRequest> {
  // How many of the answers before are taken as they are.
  let replayed = 0
  for (;;) {
    const questions = new SignInQuestions(context, way, { kept, replayed, mayGoBack })
    try {
      const request = await requestOf(way, options, context, questions)
      return { request, flags: questions.flags, asked: questions.asked }
    } catch (error) {
      if (!(error instanceof Canceled) || questions.answered === 0) throw error
      replayed = questions.answered - 1
    }
  }
}

async function requestOf(
  way: SignInWay,
  options: LoginOptions,
  context: Context,
  questions: SignInQuestions,
): Promise<SignInRequest> {
  const { settings } = context.configuration
  const setting = (name: keyof typeof settings) => settings[name].value || undefined
  const clientId = async () =>
    await questions.text(options.clientId ?? setting('client-id'), {
      flag: '--client-id',
      message: 'Client ID (Consumer Key) of your External Client App',
      actions: appRecipe(way === 'jwt' || way === 'client-credentials' ? way : 'browser'),
    })
  refuseUnusedFlags(way, options)
  const loginUrl = loginUrlOf(options, context)
  switch (way) {
    case 'sf-cli': {
      const targetOrg = await questions.text(options.targetOrg ?? setting('target-org'), {
        flag: '--target-org',
        message: 'Alias or username of the org in the Salesforce CLI',
        actions: ['list the orgs: sf org list'],
      })
      return { way, targetOrg }
    }
    case 'environment': {
      const tokenVariable = settings['token-variable'].value
      return {
        way,
        tokenVariable,
        accessToken: context.dependencies.environment[tokenVariable] ?? '',
        instanceUrl: options.instanceUrl ?? settings['instance-url'].value,
      }
    }
    case 'jwt': {
      const id = await clientId()
      const username = await questions.text(options.username ?? setting('username'), {
        flag: '--username',
        message: 'Salesforce username to sign in as',
        actions: [],
      })
      const key = await privateKey(options.jwtKeyFile ?? setting('jwt-key-file'), context, questions)
      return { way, loginUrl, clientId: id, username, ...key }
    }
    case 'client-credentials': {
      const id = await clientId()
      const address = await questions.text(
        options.instanceUrl ?? options.loginUrl ?? setting('instance-url'),
        {
          flag: '--instance-url',
          message: 'My Domain address of the org (https://acme.my.salesforce.com)',
          actions: ['this flow works only with the My Domain address of the org'],
        },
      )
      const flag = '--client-secret-file'
      const clientSecret =
        (await givenSecret(options.clientSecretFile, context)) ??
        (await questions.secret(flag, 'Client secret (Consumer Secret) of the app'))
      if (clientSecret === null) throw missing(flag, [`or set ${clientSecretVariable}`])
      return { way, loginUrl: address, clientId: id, clientSecret }
    }
    case 'browser':
      requireBrowser(options, context)
      return {
        way,
        loginUrl,
        clientId: await clientId(),
        clientSecret: await givenSecret(options.clientSecretFile, context),
        port: options.port ?? Number(settings['callback-port'].value),
        seconds: Number(settings['sign-in-seconds'].value),
      }
  }
}

// No one sits before a job, and waiting for a browser would only take the job's time.
function requireBrowser({ browser }: LoginOptions, { isJob }: Context): void {
  if (!browser || !isJob) return
  throw new SfsyncError('usage', 'signing in through the browser is not possible in a job (CI is set)', {
    actions: [
      'for jobs, use a key (--jwt-key-file) or a client secret (--client-secret-file)',
      'if there is a browser, unset CI; for a browser elsewhere, add --no-browser',
    ],
  })
}

// The org's own address serves as its login page, too; the page of all orgs only where no org is named.
function loginUrlOf({ loginUrl, instanceUrl }: LoginOptions, context: Context): string {
  const {
    'login-url': page,
    'instance-url': address,
    'token-variable': token,
  } = context.configuration.settings
  const given = loginUrl ?? instanceUrl
  if (given !== undefined) return given
  // In the environment the address belongs to the token, where there is one.
  const belongsToToken = address.origin.from === 'environment' && isSet(context, token.value)
  return page.origin.from === 'default' && address.value !== '' && !belongsToToken
    ? address.value
    : page.value
}

type Flag = Exclude<keyof LoginOptions, 'way' | 'refused'>

const flagNames: Readonly<Record<Flag, string>> = {
  targetOrg: '--target-org',
  clientId: '--client-id',
  username: '--username',
  jwtKeyFile: '--jwt-key-file',
  clientSecretFile: '--client-secret-file',
  instanceUrl: '--instance-url',
  loginUrl: '--login-url (or --sandbox)',
  browser: '--no-browser',
  port: '--port',
}

const usedFlags: Readonly<Record<SignInWay, readonly Flag[]>> = {
  'sf-cli': ['targetOrg'],
  environment: ['instanceUrl'],
  jwt: ['clientId', 'username', 'jwtKeyFile', 'instanceUrl', 'loginUrl'],
  'client-credentials': ['clientId', 'clientSecretFile', 'instanceUrl', 'loginUrl'],
  browser: ['clientId', 'clientSecretFile', 'instanceUrl', 'loginUrl', 'browser', 'port'],
}

// A flag without effect would send the admin, or a secret, to another place than the one that was named.
function refuseUnusedFlags(way: SignInWay, options: LoginOptions): void {
  const used = new Set(usedFlags[way].map((flag) => flagNames[flag]))
  const given: readonly (readonly [string, boolean])[] = [
    [flagNames.targetOrg, options.targetOrg !== undefined],
    [flagNames.clientId, options.clientId !== undefined],
    [flagNames.username, options.username !== undefined],
    [flagNames.jwtKeyFile, options.jwtKeyFile !== undefined],
    [flagNames.clientSecretFile, options.clientSecretFile !== undefined],
    [flagNames.instanceUrl, options.instanceUrl !== undefined],
    [flagNames.loginUrl, options.loginUrl !== undefined],
    [flagNames.browser, !options.browser],
    [flagNames.port, options.port !== undefined],
  ]
  const unused = given.flatMap(([flag, isGiven]) => (isGiven && !used.has(flag) ? [flag] : []))
  if (unused.length > 0)
    throw new SfsyncError('usage', `signing in with --way ${way} does not use ${unused.join(', ')}`, {
      actions: [
        `remove ${unused.length === 1 ? 'it' : 'them'}, or name another way to sign in with --way`,
        withOptions(commandLine('login'), { help: true }),
      ],
    })
  if (options.instanceUrl !== undefined && options.loginUrl !== undefined)
    throw new SfsyncError('usage', `--instance-url and ${flagNames.loginUrl} both say where to sign in`, {
      actions: ['remove one of them'],
    })
}

async function privateKey(
  file: string | undefined,
  context: Context,
  questions: SignInQuestions,
): Promise<{ readonly privateKey: string; readonly keyFile: string | null }> {
  const variable = context.dependencies.environment[jwtKeyVariable] ?? ''
  if (file === undefined && variable !== '') {
    context.dependencies.learnSecret(variable)
    return { privateKey: variable, keyFile: null }
  }
  const keyFile = await questions.text(file, {
    flag: '--jwt-key-file',
    message: 'File with the private key (PEM)',
    actions: [`- reads it from standard input; or set ${jwtKeyVariable}`],
  })
  return {
    privateKey: await readSecret(keyFile, context),
    keyFile: keyFile === '-' ? null : keyFile,
  }
}

async function givenSecret(file: string | undefined, context: Context): Promise<string | null> {
  if (file !== undefined) return await readSecret(file, context)
  const variable = (context.dependencies.environment[clientSecretVariable] ?? '').trim()
  if (variable === '') return null
  context.dependencies.learnSecret(variable)
  return variable
}

async function readSecret(file: string, context: Context): Promise<string> {
  if (file === '-' && context.dependencies.stdinIsTerminal && !context.canAsk)
    throw new SfsyncError('usage', 'standard input is a terminal, which would show the secret as you type')
  const { text, readableByOthers } = await context.dependencies.readSecret(file)
  if (readableByOthers) await context.warn(`others on this machine can read ${file}: chmod 600 ${file}`)
  return text
}
