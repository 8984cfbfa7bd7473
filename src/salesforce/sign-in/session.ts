import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { instanceUrlAction, parseInstance } from '../api/connection.ts'
import type { Session } from '../salesforce.ts'
import { jwtForm } from './jwt.ts'
import { type LoginRecord, type LoginSecret, type LoginStore, signInAgainAction } from './login-store.ts'
import { type OauthRequestOptions, requestToken } from './oauth.ts'
import { RenewableToken } from './renewable-token.ts'
import { readKeyFile } from './secret-input.ts'
import type { SignInEnvironment } from './sf-cli.ts'

/** Everything that can sign a profile in. */
interface SessionSources {
  /** An org of the Salesforce CLI; empty where none is configured. */
  readonly targetOrg: string
  readonly environment: EnvironmentValues
  /** Whether the address comes from the environment, where it is half of a sign-in, and not from a configuration file. */
  readonly addressFromEnvironment: boolean
  /** Undefined where there is no folder for a login. */
  readonly store: LoginStore | undefined
}

/**
 * The session of a profile: the Salesforce CLI's login where one of its orgs is configured, else the token in the
 * environment, else the saved login. A token without an address, or the reverse, is an error and never falls through
 * to another way. Throws `login-needed` where the profile is not signed in.
 */
export async function openSession(sources: SessionSources, environment: SignInEnvironment): Promise<Session> {
  if (sources.targetOrg !== '') return await openSfSession(sources.targetOrg, environment)
  const { accessToken, instanceUrl, tokenVariable } = sources.environment
  const hasToken = accessToken.trim() !== ''
  if (hasToken) environment.learn(accessToken.trim())
  const hasAddress = instanceUrl.trim() !== ''
  if (hasToken) return environmentSession(sources.environment)
  const { store } = sources
  const record = await store?.record()
  if (hasAddress && sources.addressFromEnvironment) {
    if (record !== undefined) throw onlyAddress(tokenVariable)
    return environmentSession(sources.environment)
  }
  if (store === undefined || record === undefined) {
    if (hasAddress) return environmentSession(sources.environment)
    throw new SfsyncError('login-needed', 'this profile has no login', {
      actions: [commandLine('login'), `or set ${tokenVariable} and SF_ORG_INSTANCE_URL`],
    })
  }
  if (hasAddress) requireSameAddress(instanceUrl, record)
  if (record.way === 'sf-cli' && record.targetOrg !== null)
    return await openSfSession(record.targetOrg, environment)
  return storedSession(record, store, environment)
}

// Half of a sign-in through the environment, beside a login that would work without it.
function onlyAddress(tokenVariable: string): SfsyncError {
  return new SfsyncError('login-needed', `${tokenVariable} is not set, but SF_ORG_INSTANCE_URL is`, {
    actions: [
      'unset SF_ORG_INSTANCE_URL to use the login of this profile',
      `or set ${tokenVariable}, too, to sign in with a token`,
    ],
  })
}

// A setting that the login does not follow would let the admin believe that another org is read.
function requireSameAddress(address: string, { instanceUrl }: LoginRecord): void {
  const parsed = parseInstance(address)
  if ('origin' in parsed && parsed.origin === instanceUrl) return
  throw new SfsyncError(
    'configuration',
    `the setting instance-url is ${address}, but this profile is signed in to ${instanceUrl}`,
    {
      actions: [
        {
          text: 'sign in to the other org',
          command: withOptions(commandLine('login'), { 'instance-url': address }),
        },
        { text: 'or remove the setting', command: commandLine('settings unset', 'instance-url') },
      ],
    },
  )
}

async function openSfSession(targetOrg: string, environment: SignInEnvironment): Promise<Session> {
  const { sfSession } = await import('./sf-cli.ts')
  return await sfSession(targetOrg, environment)
}

/** The session of a saved login. Its secrets are read when the first token is needed. */
export function storedSession(
  record: LoginRecord,
  store: LoginStore,
  { interrupted, ...options }: OauthRequestOptions,
): Session {
  const tokens = new RenewableToken(
    async () => (await store.secret(record)).accessToken,
    async (refused) => await renewLogin(record, refused, store, options),
  )
  return {
    way: record.way,
    instanceUrl: record.instanceUrl,
    identity: { identity: record.identity, organizationId: record.organizationId },
    signInAgain: [signInAgainAction],
    token: async () => await tokens.token(),
    renew: async (refused) => await tokens.renew(refused, interrupted),
  }
}

/**
 * A token other than the refused one, saved before it is used: where Salesforce rotates refresh tokens, the old one is
 * invalid by then. Only one process renews at a time; the others find what it saved. Undefined where this way of
 * signing in has no other token; throws `login-needed` and `remote`.
 */
async function renewLogin(
  opened: LoginRecord,
  refused: string,
  store: LoginStore,
  // Not ended by Ctrl-C: a lost response could contain the only refresh token that is still valid.
  options: Omit<OauthRequestOptions, 'interrupted'>,
): Promise<string | undefined> {
  return await store.withLock(async () => {
    const record = await store.record()
    if (record?.instanceUrl !== opened.instanceUrl || record.identity !== opened.identity)
      throw new SfsyncError(
        'login-needed',
        'this profile was signed out, or signed in as another user, while this command ran',
        { actions: ['run the command again'] },
      )
    const secret = await store.secret(record)
    if (secret.accessToken !== refused) return secret.accessToken
    const form = await renewalForm(record, secret)
    if (form === undefined || record.loginUrl === null) return undefined
    const client = { way: record.way, loginUrl: record.loginUrl, signInAgain: [signInAgainAction] }
    const { accessToken, refreshToken, instanceUrl } = await requestToken(client, form, options)
    await store.updateSecret(record, {
      ...secret,
      accessToken,
      refreshToken: refreshToken ?? secret.refreshToken,
    })
    if (instanceUrl === record.instanceUrl) return accessToken
    throw new SfsyncError('login-needed', `the org moved from ${record.instanceUrl} to ${instanceUrl}`, {
      actions: [signInAgainAction],
    })
  })
}

async function renewalForm(
  { way, clientId, identity, loginUrl, keyFile }: LoginRecord,
  { refreshToken, clientSecret, privateKey }: LoginSecret,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (clientId === null || loginUrl === null) return undefined
  const proof = clientSecret === null ? {} : { client_secret: clientSecret }
  if (way === 'jwt') {
    const pem = privateKey ?? (keyFile === null ? undefined : (await readKeyFile(keyFile)).text)
    return pem === undefined
      ? undefined
      : jwtForm({ clientId, username: identity, loginUrl, privateKey: pem, now: new Date() })
  }
  if (way === 'client-credentials') return { grant_type: 'client_credentials', client_id: clientId, ...proof }
  if (refreshToken === null) return undefined
  return { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, ...proof }
}

/** The token and the address in the environment; the name of the token's variable is configurable. */
export interface EnvironmentValues {
  readonly tokenVariable: string
  readonly accessToken: string
  readonly instanceUrl: string
}

/**
 * The session of a token in the environment; sfsync cannot renew it. Throws `login-needed` where the token or the
 * address is missing, and `configuration` where one of them is invalid.
 */
export function environmentSession({ tokenVariable, accessToken, instanceUrl }: EnvironmentValues): Session {
  const tokenAction = `get a new token (sf org auth show-access-token) and set ${tokenVariable} to it`
  if (instanceUrl.trim() === '')
    throw new SfsyncError('login-needed', 'SF_ORG_INSTANCE_URL is not set', { actions: [instanceUrlAction] })
  const parsed = parseInstance(instanceUrl)
  if ('reason' in parsed)
    throw new SfsyncError('configuration', `SF_ORG_INSTANCE_URL ${parsed.reason}`, {
      actions: [instanceUrlAction],
    })
  const token = accessToken.trim()
  if (token === '')
    throw new SfsyncError('login-needed', `${tokenVariable} is not set`, { actions: [tokenAction] })
  const problem = problemWithToken(token)
  if (problem !== undefined)
    throw new SfsyncError('configuration', `${tokenVariable} ${problem}`, { actions: [tokenAction] })
  return {
    way: 'environment',
    instanceUrl: parsed.origin,
    identity: null,
    signInAgain: [tokenAction],
    token: async () => await Promise.resolve(token),
    renew: async () => await Promise.resolve(undefined),
  }
}

// No more than this: session IDs and JWTs look quite different, and only Salesforce knows whether one is valid.
function problemWithToken(token: string): string | undefined {
  if (/^\[?redacted/i.test(token))
    return 'contains the word REDACTED, which the Salesforce CLI prints in place of a token'
  if (/\s/.test(token)) return 'contains white space; expected the token alone'
  // Others cannot be sent in a header, and the error of trying would quote the token.
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'contains characters that no token has'
}
