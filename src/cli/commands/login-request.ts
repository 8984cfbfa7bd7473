import { SfsyncError } from '../../core/errors.ts'
import type { SignInWay } from '../../salesforce/salesforce.ts'
import type { Context } from '../context.ts'
import type { Choice } from '../../app/ports.ts'
import type { SecretText } from '../../salesforce/sign-in/secret-input.ts'
import type { SignInRequest } from '../../salesforce/sign-in/sign-in.ts'

/** A value that a way needs, and how to come by it. */
export interface RequiredValue {
  readonly flag: string
  readonly message: string
  readonly actions: readonly string[]
}

/** Takes what is there and asks for the rest; remembers the flags that would have said the same. */
export class SignInAnswers {
  readonly #context: Context
  readonly #words: string[] = []
  #asked = false

  constructor(context: Context, way: SignInWay) {
    this.#context = context
    this.#words.push('login', '--way', way)
  }

  get words(): readonly string[] {
    return this.#words
  }

  get asked(): boolean {
    return this.#asked
  }

  /** A text that may be shown. */
  async text(given: string | undefined, { flag, message, actions }: RequiredValue): Promise<string> {
    const value = given ?? (await this.#ask(flag, message, actions))
    this.#words.push(flag, value)
    return value
  }

  /** A text that nobody may see; null where nobody can be asked. */
  async secret(flag: string, message: string): Promise<string | null> {
    if (!this.#context.canAsk) return null
    this.#asked = true
    const secret = (await (await this.#context.prompts()).secret(message)).trim()
    if (secret === '') return null
    this.#context.dependencies.learnSecret(secret)
    this.#words.push(flag, '-')
    return secret
  }

  /** The failure to throw where something is missing and nobody can be asked. */
  missing(flag: string, actions: readonly string[]): SfsyncError {
    return new SfsyncError('usage', `login needs ${flag}`, {
      actions: [`add ${flag}`, ...actions, 'sfsync login --help'],
    })
  }

  async #ask(flag: string, message: string, actions: readonly string[]): Promise<string> {
    if (!this.#context.canAsk) throw this.missing(flag, actions)
    this.#asked = true
    for (const action of actions) await this.#context.note(action)
    const answer = await (
      await this.#context.prompts()
    ).text({
      message,
      problem: (text) => (text.trim() === '' ? 'it is needed' : undefined),
    })
    return answer.trim()
  }
}

/** The environment variable that holds a client secret. */
export const clientSecretVariable = 'SFSYNC_CLIENT_SECRET'

/** The environment variable that holds a private key, PEM. */
export const jwtKeyVariable = 'SFSYNC_JWT_KEY'

const choices: readonly Choice<SignInWay>[] = [
  { name: 'with the login of the Salesforce CLI', value: 'sf-cli', description: 'needs sf on this machine' },
  { name: 'in the browser', value: 'browser', description: 'needs the client id of an External Client App' },
  { name: 'with a key (JWT)', value: 'jwt', description: 'for jobs: client id, username and a private key' },
  {
    name: 'with client id and secret',
    value: 'client-credentials',
    description: 'for jobs: the app runs as a user of its own',
  },
]

/** The way to sign in: the one that the flags mean, else the first that the surroundings make possible, else the one that the admin chooses. */
export async function chooseSignInWay(options: LoginOptions, context: Context): Promise<SignInWay> {
  const way = options.way ?? wayOfFlags(options, context) ?? possibleWay(context)
  if (way !== undefined) return way
  if (context.canAsk) return await (await context.prompts()).choose('How do you want to sign in?', choices)
  throw new SfsyncError('usage', 'login needs to know how to sign in', {
    actions: [
      'with the Salesforce CLI: sfsync login --target-org <org>',
      'with a token: set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL',
      'with a key: sfsync login --client-id <id> --username <username> --jwt-key-file <file>',
      'with a client secret: sfsync login --client-id <id> --client-secret-file <file> --instance-url <url>',
      'in the browser: sfsync login --client-id <id>',
      ...externalAppAdvice,
    ],
  })
}

function wayOfFlags(options: LoginOptions, context: Context): SignInWay | undefined {
  if (options.targetOrg !== undefined) return 'sf-cli'
  if (options.jwtKeyFile !== undefined || options.username !== undefined) return 'jwt'
  if (options.clientSecretFile !== undefined) return 'client-credentials'
  if (!options.browser || options.port !== undefined) return 'browser'
  // An app is meant; what else is there tells which of its ways.
  return options.clientId === undefined && options.loginUrl === undefined ? undefined : wayOfApp(context)
}

// In the order of preference.
function possibleWay(context: Context): SignInWay | undefined {
  const { settings } = context.configuration
  if (settings['target-org'].value !== '') return 'sf-cli'
  const address = settings['instance-url']
  const half = address.value !== '' && address.origin.from === 'environment'
  if (isSet(context, settings['token-variable'].value)) return 'environment'
  if (half && !isSet(context, clientSecretVariable)) return 'environment'
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

/** How an admin gets a client id, in two lines. */
export const externalAppAdvice = [
  'in Setup, External Client App Manager, New: enable OAuth with the callback address http://localhost:1717/OauthRedirect, the scopes "api" and "refresh_token", PKCE required, and no secret required',
  'copy its Consumer Key and keep it: sfsync settings set client-id <consumerKey>',
] as const

/** All that a way to sign in takes, with what was asked for along the way. */
export interface PromptedRequest {
  readonly request: SignInRequest
  /** The flags that say the same, where something was asked for. */
  readonly words: readonly string[]
  readonly asked: boolean
}

const clientIdQuestion = {
  flag: '--client-id',
  message: 'Client id (Consumer Key) of your External Client App',
  actions: externalAppAdvice,
} as const

/** Settles everything that a way needs: flag, else setting or environment, else a question; else throws `usage` with the flag. */
export async function signInRequest(
  way: SignInWay,
  options: LoginOptions,
  context: Context,
): Promise<PromptedRequest> {
  const answers = new SignInAnswers(context, way)
  const request = await requestOf(way, options, context, answers)
  return { request, words: answers.words, asked: answers.asked }
}

async function requestOf(
  way: SignInWay,
  options: LoginOptions,
  context: Context,
  answers: SignInAnswers,
): Promise<SignInRequest> {
  const { settings } = context.configuration
  const setting = (name: keyof typeof settings) => settings[name].value || undefined
  const clientId = async () => await answers.text(options.clientId ?? setting('client-id'), clientIdQuestion)
  const loginUrl = options.loginUrl ?? settings['login-url'].value
  switch (way) {
    case 'sf-cli': {
      const targetOrg = await answers.text(options.targetOrg ?? setting('target-org'), {
        flag: '--target-org',
        message: 'Alias or username of the org in the Salesforce CLI',
        actions: ['see them all: sf org list'],
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
      const username = await answers.text(options.username ?? setting('username'), {
        flag: '--username',
        message: 'Salesforce username to sign in as',
        actions: [],
      })
      const key = await keyOf(options.jwtKeyFile, setting('jwt-key-file'), context, answers)
      return { way, loginUrl, clientId: id, username, ...key }
    }
    case 'client-credentials': {
      const id = await clientId()
      const address = await answers.text(options.instanceUrl ?? options.loginUrl ?? setting('instance-url'), {
        flag: '--instance-url',
        message: 'My Domain address of the org (https://acme.my.salesforce.com)',
        actions: ['this flow works at the My Domain address of the org only'],
      })
      const clientSecret = await secretOf(options.clientSecretFile, context, answers)
      if (clientSecret === null)
        throw answers.missing('--client-secret-file', [`or set ${clientSecretVariable}`])
      return { way, loginUrl: address, clientId: id, clientSecret }
    }
    case 'browser': {
      return {
        way,
        loginUrl,
        clientId: await clientId(),
        clientSecret: await optionalSecret(options.clientSecretFile, context),
        port: options.port ?? Number(settings['callback-port'].value),
        seconds: Number(settings['sign-in-seconds'].value),
      }
    }
  }
}

async function keyOf(
  flag: string | undefined,
  configured: string | undefined,
  context: Context,
  answers: SignInAnswers,
): Promise<{ readonly privateKey: string; readonly keyFile: string | null }> {
  const variable = context.dependencies.environment[jwtKeyVariable] ?? ''
  if (flag === undefined && configured === undefined && variable !== '') {
    context.dependencies.learnSecret(variable)
    return { privateKey: variable, keyFile: null }
  }
  const file = await answers.text(flag ?? configured, {
    flag: '--jwt-key-file',
    message: 'File with the private key (PEM)',
    actions: [`- reads it from standard input; or set ${jwtKeyVariable}`],
  })
  const { text } = await readPrivately(file, context)
  return { privateKey: text, keyFile: file === '-' ? null : file }
}

async function secretOf(
  file: string | undefined,
  context: Context,
  answers: SignInAnswers,
): Promise<string | null> {
  const given = await optionalSecret(file, context)
  return given ?? (await answers.secret('--client-secret-file', 'Client secret (Consumer Secret) of the app'))
}

async function optionalSecret(file: string | undefined, context: Context): Promise<string | null> {
  if (file !== undefined) return (await readPrivately(file, context)).text
  const variable = (context.dependencies.environment[clientSecretVariable] ?? '').trim()
  if (variable === '') return null
  context.dependencies.learnSecret(variable)
  return variable
}

async function readPrivately(file: string, context: Context): Promise<SecretText> {
  if (file === '-' && context.dependencies.stdinIsTerminal && !context.canAsk)
    throw new SfsyncError(
      'usage',
      'standard input is a terminal, where a secret would be seen while it is typed',
    )
  const given = await context.dependencies.readSecret(file)
  if (given.openToOthers) await context.warn(`others on this machine can read ${file}: chmod 600 ${file}`)
  return given
}

/** What the admin says about signing in; what is left out comes from settings, the environment or a question. */
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
  /** Flags that sfsync does not take; their values are left behind. */
  readonly refused: readonly string[]
}
