import type { SfsyncError } from '../core/errors.ts'
import { isAlmostPostgres, isPostgres, passwordIn } from '../core/store-address.ts'

/** A setting of the local configuration: where it can come from and what it is for. */
export interface ConfigurationKey {
  readonly name: ConfigurationName
  readonly kind: 'text' | 'flag' | 'number' | 'path'
  readonly choices?: readonly string[]
  /** The environment variable that sets it. */
  readonly variable: string
  readonly fallback: string
  /** Whether a `[profiles.<name>]` table can set it, too; such a key at the top counts for the default profile only. */
  readonly perProfile: boolean
  /** Whether a project's file cannot set it: the author of that file could send the token elsewhere. */
  readonly isOwn: boolean
  /** Whether a variable of the environment cannot turn it off where a file turns it on. */
  readonly isFirm?: boolean
  readonly meaning: string
}

type Declaration = Omit<ConfigurationKey, 'name'>

function declared(perProfile: boolean, isOwn = false) {
  return (
    kind: Declaration['kind'] | readonly string[],
    variable: string,
    fallback: string,
    meaning: string,
  ): Declaration => {
    const rest = { variable, fallback, perProfile, isOwn, meaning }
    return typeof kind === 'string' ? { kind, ...rest } : { kind: 'text', choices: kind, ...rest }
  }
}

const shared = declared(false)
const perProfile = declared(true)
const own = declared(true, true)

const formats = ['table', 'markdown', 'json', 'ndjson', 'csv', 'tsv', 'xlsx', 'ids']

// In the order in which they are documented.
const declarations = {
  profile: shared('text', 'SFSYNC_PROFILE', 'default', 'profile to use without --profile'),
  store: perProfile(
    'path',
    'SFSYNC_STORE',
    '',
    'file of the ledger, or its address on a PostgreSQL server: postgres://<user>@<host>/<database>',
  ),
  format: shared(formats, 'SFSYNC_FORMAT', 'table', 'output format to use without --format'),
  color: shared(['auto', 'always', 'never'], 'SFSYNC_COLOR', 'auto', 'whether output is colored'),
  input: shared('flag', 'SFSYNC_INPUT', 'true', 'whether sfsync asks questions in a terminal'),
  actor: shared(
    'text',
    'SFSYNC_ACTOR',
    '',
    'name that signs change sets (default: your account on this machine)',
  ),
  'instance-url': own('text', 'SF_ORG_INSTANCE_URL', '', 'address of the Salesforce org'),
  'token-variable': own(
    'text',
    'SFSYNC_TOKEN_VARIABLE',
    'SF_ACCESS_TOKEN',
    'name of the environment variable with the access token (never the token itself)',
  ),
  'target-org': perProfile(
    'text',
    'SFSYNC_TARGET_ORG',
    '',
    'org of the Salesforce CLI (alias or username) whose login is used',
  ),
  'client-id': perProfile(
    'text',
    'SFSYNC_CLIENT_ID',
    '',
    'client ID (consumer key) of your External Client App, for signing in',
  ),
  'login-url': own(
    'text',
    'SFSYNC_LOGIN_URL',
    'https://login.salesforce.com',
    'where to sign in: login.salesforce.com, test.salesforce.com or the My Domain address of the org',
  ),
  username: perProfile('text', 'SFSYNC_USERNAME', '', 'Salesforce username for signing in with a key (JWT)'),
  'jwt-key-file': perProfile(
    'path',
    'SFSYNC_JWT_KEY_FILE',
    '',
    'file with the private key for signing in with a key (JWT)',
  ),
  'callback-port': perProfile(
    'number',
    'SFSYNC_CALLBACK_PORT',
    '1717',
    'port of http://localhost:<port>/OauthRedirect, the callback URL of your External Client App',
  ),
  'sign-in-seconds': perProfile(
    'number',
    'SFSYNC_SIGN_IN_SECONDS',
    '300',
    'how long to wait for the browser when signing in',
  ),
  'secret-store': perProfile(
    ['auto', 'keyring', 'file'],
    'SFSYNC_SECRET_STORE',
    'auto',
    'where secrets are stored: in the keyring of this system, in a file readable only by you, or (auto) in the keyring if there is one',
  ),
  'api-version': perProfile('text', 'SF_ORG_API_VERSION', '68.0', 'version of the Salesforce API'),
  'timeout-seconds': perProfile(
    'number',
    'SFSYNC_TIMEOUT_SECONDS',
    '60',
    'how long one request to Salesforce may take',
  ),
  'retry-seconds': perProfile(
    'number',
    'SFSYNC_RETRY_SECONDS',
    '30',
    'how long one request to Salesforce may take with its retries',
  ),
  'deadline-seconds': perProfile(
    'number',
    'SFSYNC_DEADLINE_SECONDS',
    '3600',
    'how long all Salesforce requests of one command may take together',
  ),
  'requests-at-once': perProfile(
    'number',
    'SFSYNC_REQUESTS_AT_ONCE',
    '20',
    'at most how many requests to Salesforce run at the same time (1 to 20); fewer while it is slow or busy',
  ),
  'bulk-from': perProfile(
    'number',
    'SFSYNC_BULK_FROM',
    '500000',
    'number of users from which a full refresh uses Bulk API 2.0',
  ),
  'refresh-after-minutes': perProfile(
    'number',
    'SFSYNC_REFRESH_AFTER_MINUTES',
    '60',
    'how old the directory may be before "sf-users list" refreshes it from a live org',
  ),
  'removal-limit': shared(
    'number',
    'SFSYNC_REMOVAL_LIMIT',
    '10',
    'how many users may lose a mapping, a team or their account in one run without --allow-removals',
  ),
  'removal-percent': shared(
    'number',
    'SFSYNC_REMOVAL_PERCENT',
    '10',
    'the same limit as a percentage of all SalesScreen users (3 users are always allowed)',
  ),
  'require-other-author': {
    ...shared(
      'flag',
      'SFSYNC_REQUIRE_OTHER_AUTHOR',
      'false',
      'whether "apply" refuses a plan that you made yourself, as with --require-other-author',
    ),
    isFirm: true,
  },
  'todo-days': shared(
    'number',
    'SFSYNC_TODO_DAYS',
    '7',
    'how many days a mapping may wait to be entered before "check" reports it',
  ),
  'trusted-folders': declared(false, true)(
    'text',
    'SFSYNC_TRUSTED_FOLDERS',
    '',
    'folders whose .sfsyncrc is used although other users can write it, separated by commas',
  ),
  'match-rules': shared(
    'text',
    'SFSYNC_MATCH_RULES',
    '',
    'least score of the classes of suggest: "sure=0.9995, likely=0.9, unclear=0.1"',
  ),
}

/** Name of a key. */
export type ConfigurationName = keyof typeof declarations

/** Every key of `.sfsyncrc`, in the order in which it is documented. */
export const configurationKeys: readonly ConfigurationKey[] = Object.keys(declarations)
  .filter(isConfigurationName)
  .map((name) => keyNamed(name))

/** The key of a name. */
export function keyNamed(name: ConfigurationName): ConfigurationKey {
  return { name, ...declarations[name] }
}

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
  /** The folder of the profile, where its login is saved; undefined where the home folder is unknown. */
  readonly profileFolder: string | undefined
  /** The profiles that a configuration file names. */
  readonly profiles: readonly string[]
  /** The `.sfsyncrc` of the project, where one was found. */
  readonly projectFile: string | undefined
  /** Where the user's own `.sfsyncrc` is or would be; undefined where the home folder is unknown. */
  readonly userFile: string | undefined
  /** Why the file of the project was left out. */
  readonly leftOut?: SfsyncError
  /** Why the address in `SFSYNC_STORE_URL` was left out; the ledger is then not known. */
  readonly withoutAddress?: SfsyncError
}

/** The settings of a configuration: one for every key. */
export function settingsOf(settle: (name: ConfigurationName) => Setting): Configuration['settings'] {
  const settings: Partial<Record<ConfigurationName, Setting>> = {}
  for (const { name } of configurationKeys) settings[name] = settle(name)
  if (isComplete(settings)) return settings
  throw new TypeError('a key of the configuration has no setting')
}

function isComplete(settings: Partial<Configuration['settings']>): settings is Configuration['settings'] {
  return configurationKeys.every(({ name }) => settings[name] !== undefined)
}

/** Whether a text names a key of the local configuration. */
export function isConfigurationName(text: string): text is ConfigurationName {
  return Object.hasOwn(declarations, text)
}

/** Why a text is not a valid value of a key; undefined when it is. */
export function problemWithValue(key: ConfigurationKey, value: string): string | undefined {
  if (key.choices !== undefined && !key.choices.includes(value))
    return `${key.name} must be one of ${key.choices.join(', ')}, not "${value}"`
  if (key.kind === 'flag' && !/^(?:true|false|1|0)$/.test(value))
    return `${key.name} must be true or false, not "${value}"`
  if (key.kind === 'number' && !/^[1-9]\d{0,5}$/.test(value))
    return `${key.name} must be a whole number above 0, not "${value}"`
  if (key.name === 'profile' && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(value))
    return `the name of a profile may have only letters, digits, - and _, not "${value}"`
  if (key.name === 'store' && isPostgres(value))
    return passwordIn(value) === undefined
      ? undefined
      : 'store must not contain a password; save it with "sfsync settings password", set PGPASSWORD or PGPASSFILE, or give the whole address in SFSYNC_STORE_URL'
  if (key.name === 'store' && isAlmostPostgres(value))
    return 'store looks like the address of a PostgreSQL server, but is not one; write it as postgres://<user>@<host>:<port>/<database>, without quotation marks'
  if (key.kind === 'path') return problemWithPath(key, value)
  // The value may be the token itself, so it is not repeated.
  if (key.name === 'token-variable' && !/^[A-Za-z_]\w*$/.test(value))
    return 'token-variable must be the name of an environment variable (letters, digits and _), never the token itself'
  if (key.name === 'callback-port' && Number(value) > 65_535)
    return `callback-port must be between 1 and 65535, not "${value}"`
  if (key.name === 'api-version' && !/^\d+\.0$/.test(value))
    return `api-version must look like 68.0, not "${value}"`
  return undefined
}

// Only a shell replaces variables, and a URL or a path of another system would name a file in this folder.
function problemWithPath({ name }: ConfigurationKey, value: string): string | undefined {
  if (value === '') return `${name} must be the name of a file${name === 'store' ? ' or an address' : ''}`
  const variable = /\$(?:\{\w+\}|[A-Za-z_]\w*)|%\w+%/.exec(value)?.[0]
  if (variable !== undefined)
    return `${name} is "${value}": ${variable} is not replaced here; write the path itself, or begin it with ~/`
  if (/^(?:[a-z][a-z\d+.-]+:\/\/|file:)/i.test(value))
    return `${name} must be the path of a file${name === 'store' ? ' or begin with postgres://' : ''}, not the URL "${value}"`
  return undefined
}

/** Why a path is of another system; undefined if it is not. */
export function problemWithSystem(
  key: ConfigurationKey,
  value: string,
  platform: string,
): string | undefined {
  const isWindows = key.kind === 'path' && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(value)
  return isWindows && platform !== 'win32' ? `${key.name} is a Windows path here: "${value}"` : undefined
}
