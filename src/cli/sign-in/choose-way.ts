import { SfsyncError } from '../../core/errors.ts'
import type { SignInWay } from '../../salesforce/session.ts'
import type { Context } from '../context.ts'
import type { Choice } from '../prompts.ts'
import { appAdvice } from './app-advice.ts'
import type { LoginOptions } from './login-options.ts'

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
export async function chooseWay(options: LoginOptions, context: Context): Promise<SignInWay> {
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
      ...appAdvice,
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

function isSet({ parts: { environment } }: Context, variable: string): boolean {
  return (environment[variable] ?? '') !== ''
}
