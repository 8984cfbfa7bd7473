import { SfsyncError } from '../../core/errors.ts'
import type { Session } from '../salesforce.ts'
import { askForToken, type OauthRequestOptions } from './oauth.ts'
import type { LoginRecord, LoginSecret, LoginStore } from './login-store.ts'
import type { SfCliEnvironment } from './sf-cli.ts'
import { readKeyFile } from './secret-input.ts'
import { jwtForm } from './jwt.ts'
import { parseInstance } from '../api/connection.ts'

/** Everything that can sign a profile in. */
export interface SessionSources {
  /** An org of the Salesforce CLI; empty where none is named. */
  readonly targetOrg: string
  readonly environment: EnvironmentValues
  /** Whether the address comes from the environment, where it is half of a sign-in, and not from a configuration file. */
  readonly addressIsHalf: boolean
  readonly store: LoginStore
}

/**
 * The session that counts for a profile: the Salesforce CLI's login where an org of it is named, else the token in the
 * environment, else the login that is kept. Half of an environment is an error and never falls through to another way.
 * Throws `login-needed` where nobody is signed in.
 */
export async function openSession(
  sources: SessionSources,
  sf: SfCliEnvironment,
  asking: OauthRequestOptions,
): Promise<Session> {
  if (sources.targetOrg !== '') return await openSf(sources.targetOrg, sf, asking)
  const { accessToken, instanceUrl, tokenVariable } = sources.environment
  const hasToken = accessToken.trim() !== ''
  if (hasToken) asking.learn(accessToken.trim())
  const hasAddress = instanceUrl.trim() !== ''
  if (hasToken || (hasAddress && sources.addressIsHalf)) return environmentSession(sources.environment)
  const record = await sources.store.record()
  if (record === undefined) {
    if (hasAddress) return environmentSession(sources.environment)
    throw new SfsyncError('login-needed', 'this profile has no login', {
      actions: ['sfsync login', `or set ${tokenVariable} and SF_ORG_INSTANCE_URL`],
    })
  }
  if (record.way === 'sf-cli' && record.targetOrg !== null) return await openSf(record.targetOrg, sf, asking)
  return new StoredSession(record, sources.store, asking)
}

async function openSf(
  targetOrg: string,
  sf: SfCliEnvironment,
  asking: OauthRequestOptions,
): Promise<Session> {
  const { sfSession } = await import('./sf-cli.ts')
  return await sfSession({ ...sf, targetOrg, learn: asking.learn })
}

/** The session of a login that is kept. Its secrets are read when the first token is needed. */
export class StoredSession implements Session {
  readonly way: LoginRecord['way']
  readonly instanceUrl: string
  readonly identity: Session['identity']
  readonly signInAgain = ['sign in again: sfsync login'] as const
  readonly #store: LoginStore
  readonly #asking: OauthRequestOptions
  readonly #record: LoginRecord
  #token: Promise<string> | undefined
  #renewing: { readonly refused: string; readonly token: Promise<string | undefined> } | undefined

  constructor(record: LoginRecord, store: LoginStore, asking: OauthRequestOptions) {
    this.way = record.way
    this.instanceUrl = record.instanceUrl
    this.identity = { identity: record.identity, organizationId: record.organizationId }
    this.#record = record
    this.#store = store
    this.#asking = asking
  }

  async token(): Promise<string> {
    this.#token ??= this.#store.secret(this.#record).then(({ accessToken }) => accessToken)
    return await this.#token
  }

  async renew(refused: string): Promise<string | undefined> {
    const latest = await this.token()
    if (latest !== refused) return latest
    // Several requests are refused at once; one renewal serves them all.
    if (this.#renewing?.refused !== refused) this.#renewing = { refused, token: this.#renewed(refused) }
    const renewed = await unlessInterrupted(this.#renewing.token, this.#asking.interrupted)
    if (renewed !== undefined) this.#token = Promise.resolve(renewed)
    return renewed
  }

  async #renewed(refused: string): Promise<string | undefined> {
    const { interrupted: _, ...asking } = this.#asking
    return await renewLogin(this.#record, refused, this.#store, asking)
  }
}

// The renewal itself goes on to its end, and the process with it.
async function unlessInterrupted<Result>(
  work: Promise<Result>,
  interrupted: AbortSignal | undefined,
): Promise<Result> {
  if (interrupted === undefined) return await work
  return await new Promise((resolve, reject) => {
    const stop = () => reject(interrupted.reason)
    if (interrupted.aborted) stop()
    interrupted.addEventListener('abort', stop)
    void work.then(resolve, reject).finally(() => interrupted.removeEventListener('abort', stop))
  })
}

const again = 'sign in again: sfsync login'

/**
 * A token other than the refused one, kept before anybody uses it: where Salesforce rotates refresh tokens the old one is
 * dead by then. Only one process renews at a time; the others find what it kept. Undefined where this way knows no other
 * token; throws `login-needed` and `remote`.
 */
export async function renewLogin(
  opened: LoginRecord,
  refused: string,
  store: LoginStore,
  // Not ended by Ctrl-C: an answer that nobody takes could hold the only refresh token that is still good.
  asking: Omit<OauthRequestOptions, 'interrupted'>,
): Promise<string | undefined> {
  return await store.alone(async () => {
    const record = await sameLogin(opened, store)
    const secret = await store.secret(record)
    if (secret.accessToken !== refused) return secret.accessToken
    const form = await renewalForm(record, secret)
    if (form === undefined || record.loginUrl === null) return undefined
    const petitioner = { way: record.way, loginUrl: record.loginUrl, signInAgain: [again] }
    const granted = await askForToken(petitioner, form, asking)
    const refreshToken = granted.refreshToken ?? secret.refreshToken
    await store.renew(record, { ...secret, accessToken: granted.accessToken, refreshToken })
    if (granted.instanceUrl !== record.instanceUrl) throw moved(record, granted.instanceUrl)
    return granted.accessToken
  })
}

// Somebody may have signed in or out since this command began.
async function sameLogin(opened: LoginRecord, store: LoginStore): Promise<LoginRecord> {
  const record = await store.record()
  if (record?.instanceUrl === opened.instanceUrl && record.identity === opened.identity) return record
  throw new SfsyncError(
    'login-needed',
    'somebody signed this profile out, or in as somebody else, while this command ran',
    {
      actions: ['run the command again'],
    },
  )
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

function moved({ instanceUrl }: LoginRecord, now: string): SfsyncError {
  return new SfsyncError('login-needed', `the org has moved from ${instanceUrl} to ${now}`, {
    actions: [again],
  })
}

/** What the environment says; the name of the token's variable is the admin's choice. */
export interface EnvironmentValues {
  readonly tokenVariable: string
  readonly accessToken: string
  readonly instanceUrl: string
}

const addressAction =
  'set SF_ORG_INSTANCE_URL to the My Domain address of the org, for example https://acme.my.salesforce.com'

/**
 * The session of a token in the environment; nobody can renew it but who put it there. Throws `login-needed` where token
 * or address are missing and `configuration` where one cannot be right.
 */
export function environmentSession(values: EnvironmentValues): Session {
  const instanceUrl = instanceOf(values.instanceUrl)
  const token = tokenOf(values)
  const signInAgain = [tokenAction(values)]
  return {
    way: 'environment',
    instanceUrl,
    identity: null,
    signInAgain,
    token: async () => await Promise.resolve(token),
    renew: async () => await Promise.resolve(undefined),
  }
}

function tokenAction({ tokenVariable }: EnvironmentValues): string {
  return `take a new token (sf org auth show-access-token) and set ${tokenVariable} to it`
}

function instanceOf(text: string): string {
  if (text.trim() === '')
    throw new SfsyncError('login-needed', 'SF_ORG_INSTANCE_URL is not set', { actions: [addressAction] })
  const parsed = parseInstance(text)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError('configuration', `SF_ORG_INSTANCE_URL ${parsed.reason}`, { actions: [addressAction] })
}

function tokenOf(values: EnvironmentValues): string {
  const { tokenVariable, accessToken } = values
  const token = accessToken.trim()
  if (token === '')
    throw new SfsyncError('login-needed', `${tokenVariable} is not set`, { actions: [tokenAction(values)] })
  const problem = problemWithToken(token)
  if (problem === undefined) return token
  throw new SfsyncError('configuration', `${tokenVariable} ${problem}`, { actions: [tokenAction(values)] })
}

// No more than this: session IDs and JWTs look quite different, and only Salesforce can tell whether one is good.
function problemWithToken(token: string): string | undefined {
  if (/^\[?redacted/i.test(token))
    return 'holds the word REDACTED, which the Salesforce CLI prints in place of a token'
  if (/\s/.test(token)) return 'holds white space: it must be the token alone'
  // Others cannot be sent in a header, and the error of trying would quote the token.
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds characters that no token has'
}
