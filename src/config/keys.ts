import { SfsyncError } from '../core/errors.ts'

/** One setting of the local configuration: where it can come from and what it is for. */
export interface ConfigurationKey {
  readonly name: string
  readonly kind: 'text' | 'flag' | 'number' | 'path'
  readonly choices?: readonly string[]
  /** The environment variable that sets it. */
  readonly variable: string
  readonly fallback: string
  /** Whether a `[profiles.<name>]` table can set it, too; such a key at the top counts for the default profile only. */
  readonly perProfile: boolean
  readonly meaning: string
}

/** Every key of `.sfsyncrc`, in the order in which it is documented. */
export const configurationKeys = [
  {
    name: 'profile',
    kind: 'text',
    variable: 'SFSYNC_PROFILE',
    fallback: 'default',
    perProfile: false,
    meaning: 'the profile that is used without --profile',
  },
  {
    name: 'store',
    kind: 'path',
    variable: 'SFSYNC_STORE',
    fallback: '',
    perProfile: true,
    meaning: 'the file that holds the ledger',
  },
  {
    name: 'format',
    kind: 'text',
    choices: ['table', 'json', 'ndjson', 'csv', 'tsv', 'ids'],
    variable: 'SFSYNC_FORMAT',
    fallback: 'table',
    perProfile: false,
    meaning: 'the output format that is used without --format',
  },
  {
    name: 'color',
    kind: 'text',
    choices: ['auto', 'always', 'never'],
    variable: 'SFSYNC_COLOR',
    fallback: 'auto',
    perProfile: false,
    meaning: 'whether output is coloured',
  },
  {
    name: 'input',
    kind: 'flag',
    variable: 'SFSYNC_INPUT',
    fallback: 'true',
    perProfile: false,
    meaning: 'whether questions are asked on a terminal',
  },
  {
    name: 'actor',
    kind: 'text',
    variable: 'SFSYNC_ACTOR',
    fallback: '',
    perProfile: false,
    meaning: 'the name that change sets are signed with (without it: your account on this machine)',
  },
  {
    name: 'instance-url',
    kind: 'text',
    variable: 'SF_ORG_INSTANCE_URL',
    fallback: '',
    perProfile: true,
    meaning: 'the address of the Salesforce org',
  },
  {
    name: 'token-variable',
    kind: 'text',
    variable: 'SFSYNC_TOKEN_VARIABLE',
    fallback: 'SF_ACCESS_TOKEN',
    perProfile: true,
    meaning: 'the name of the environment variable that holds the access token (never the token itself)',
  },
  {
    name: 'target-org',
    kind: 'text',
    variable: 'SFSYNC_TARGET_ORG',
    fallback: '',
    perProfile: true,
    meaning: 'the org of the Salesforce CLI (alias or username) whose login is used',
  },
  {
    name: 'client-id',
    kind: 'text',
    variable: 'SFSYNC_CLIENT_ID',
    fallback: '',
    perProfile: true,
    meaning: 'the client id (consumer key) of your External Client App, for sfsync login',
  },
  {
    name: 'login-url',
    kind: 'text',
    variable: 'SFSYNC_LOGIN_URL',
    fallback: 'https://login.salesforce.com',
    perProfile: true,
    meaning:
      'where sfsync login signs in: login.salesforce.com, test.salesforce.com or the My Domain of the org',
  },
  {
    name: 'username',
    kind: 'text',
    variable: 'SFSYNC_USERNAME',
    fallback: '',
    perProfile: true,
    meaning: 'the Salesforce username that sfsync login signs in with a key (JWT)',
  },
  {
    name: 'jwt-key-file',
    kind: 'path',
    variable: 'SFSYNC_JWT_KEY_FILE',
    fallback: '',
    perProfile: true,
    meaning: 'the file with the private key that sfsync login signs in with (JWT)',
  },
  {
    name: 'callback-port',
    kind: 'number',
    variable: 'SFSYNC_CALLBACK_PORT',
    fallback: '1717',
    perProfile: true,
    meaning:
      'the port of http://localhost:<port>/OauthRedirect, the callback address of your External Client App',
  },
  {
    name: 'sign-in-seconds',
    kind: 'number',
    variable: 'SFSYNC_SIGN_IN_SECONDS',
    fallback: '300',
    perProfile: true,
    meaning: 'how long sfsync login waits for the browser',
  },
  {
    name: 'secret-store',
    kind: 'text',
    choices: ['auto', 'keyring', 'file'],
    variable: 'SFSYNC_SECRET_STORE',
    fallback: 'auto',
    perProfile: true,
    meaning:
      'where the secrets of a login rest: the keyring of this system, a file of yours alone, or the keyring where there is one',
  },
  {
    name: 'api-version',
    kind: 'text',
    variable: 'SF_ORG_API_VERSION',
    fallback: '68.0',
    perProfile: true,
    meaning: 'the version of the Salesforce API',
  },
  {
    name: 'timeout-seconds',
    kind: 'number',
    variable: 'SFSYNC_TIMEOUT_SECONDS',
    fallback: '60',
    perProfile: true,
    meaning: 'how long one request to Salesforce may take',
  },
  {
    name: 'retry-seconds',
    kind: 'number',
    variable: 'SFSYNC_RETRY_SECONDS',
    fallback: '30',
    perProfile: true,
    meaning: 'how long one request may take with its further tries when Salesforce is not available',
  },
  {
    name: 'deadline-seconds',
    kind: 'number',
    variable: 'SFSYNC_DEADLINE_SECONDS',
    fallback: '3600',
    perProfile: true,
    meaning: 'how long all requests of one command to Salesforce may take together',
  },
  {
    name: 'requests-at-once',
    kind: 'number',
    variable: 'SFSYNC_REQUESTS_AT_ONCE',
    fallback: '8',
    perProfile: true,
    meaning: 'how many requests to Salesforce may be under way at the same time (1 to 20)',
  },
  {
    name: 'bulk-from',
    kind: 'number',
    variable: 'SFSYNC_BULK_FROM',
    fallback: '500000',
    perProfile: true,
    meaning:
      'from how many people on Salesforce is asked to prepare them (Bulk API 2.0), which is faster then',
  },
  {
    name: 'refresh-after-minutes',
    kind: 'number',
    variable: 'SFSYNC_REFRESH_AFTER_MINUTES',
    fallback: '60',
    perProfile: true,
    meaning: 'how old the directory may be before "sf-users list" asks a live org for news',
  },
  {
    name: 'removal-limit',
    kind: 'number',
    variable: 'SFSYNC_REMOVAL_LIMIT',
    fallback: '10',
    perProfile: false,
    meaning: 'from how many people one run may at most take mapping, team or place without --allow-removals',
  },
  {
    name: 'removal-percent',
    kind: 'number',
    variable: 'SFSYNC_REMOVAL_PERCENT',
    fallback: '10',
    perProfile: false,
    meaning: 'and from how many percent of all SalesScreen users (three people are always allowed)',
  },
  {
    name: 'match-rules',
    kind: 'text',
    variable: 'SFSYNC_MATCH_RULES',
    fallback: '',
    perProfile: false,
    meaning: 'weights and thresholds of suggest that are different: "sure-score=0.97, name-typo=0.2"',
  },
] as const satisfies readonly ConfigurationKey[]

/** The key of a name. */
export function keyNamed(name: ConfigurationName): ConfigurationKey {
  const key: ConfigurationKey | undefined = configurationKeys.find((each) => each.name === name)
  if (key === undefined) throw new SfsyncError('configuration', `unknown key "${name}"`)
  return key
}

/** Name of a key. */
export type ConfigurationName = (typeof configurationKeys)[number]['name']

/** Where a value came from; the first of these that has one wins. */
export type Origin =
  | { readonly from: 'flag' }
  | { readonly from: 'environment'; readonly variable: string }
  | { readonly from: 'project' | 'user'; readonly file: string }
  | { readonly from: 'default' }

/** A value and where it came from. */
export interface Setting {
  readonly value: string
  readonly origin: Origin
}

/** Every key with its value, for one profile. */
export interface Configuration {
  readonly settings: Readonly<Record<ConfigurationName, Setting>>
  /** The folder of the profile, where its login is kept. */
  readonly profileFolder: string
  /** The `.sfsyncrc` of the project, where one was found. */
  readonly projectFile: string | undefined
  /** Where the user's own `.sfsyncrc` is or would be. */
  readonly userFile: string
}

/** Whether a text names a key of the local configuration. */
export function isConfigurationName(text: string): text is ConfigurationName {
  return configurationKeys.some((key) => key.name === text)
}

/** Why a text cannot be the value of a key; undefined when it can. */
export function problemWithValue(key: ConfigurationKey, value: string): string | undefined {
  if (key.choices !== undefined && !key.choices.includes(value))
    return `${key.name} is one of ${key.choices.join(', ')}, not "${value}"`
  if (key.kind === 'flag' && !/^(?:true|false|1|0)$/.test(value))
    return `${key.name} is true or false, not "${value}"`
  if (key.kind === 'number' && !/^[1-9]\d{0,5}$/.test(value))
    return `${key.name} is a whole number above 0, not "${value}"`
  if (key.name === 'profile' && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(value))
    return `a profile's name has letters, digits, - and _ only, not "${value}"`
  if (key.kind === 'path' && value === '') return `${key.name} is the name of a file, which is missing`
  // What was given may be the token itself, so it is not repeated.
  if (key.name === 'token-variable' && !/^[A-Za-z_]\w*$/.test(value))
    return 'token-variable is the name of an environment variable (letters, digits and _), never the token itself'
  if (key.name === 'callback-port' && Number(value) > 65_535)
    return `callback-port is 1 to 65535, not "${value}"`
  if (key.name === 'api-version' && !/^\d+\.0$/.test(value))
    return `api-version looks like 68.0, not "${value}"`
  return undefined
}
