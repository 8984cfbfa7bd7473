import { resolve } from 'node:path'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { parseJson } from '../../core/text.ts'
import { identityAnswer } from '../api/records.ts'
import type { Identity, SignInWay } from '../salesforce.ts'
import {
  beginBrowserSignIn,
  type BrowserRequest,
  listenForRedirect,
  openBrowser,
  pastedRedirect,
} from './browser.ts'
import { jwtForm } from './jwt.ts'
import {
  type LoginRecord,
  type LoginSecret,
  type LoginStore,
  type NewLogin,
  type SavedLogin,
  signInAgainAction,
} from './login-store.ts'
import {
  type OauthRequestOptions,
  parseLoginUrl,
  requestToken,
  revokeToken,
  sendOauthRequest,
  type TokenAnswer,
  unexpectedAnswerError,
} from './oauth.ts'
import { environmentSession, type EnvironmentValues } from './session.ts'
import { sfSession, type SignInEnvironment } from './sf-cli.ts'

/** A way to sign in, with all that it needs. */
export type SignInRequest =
  | { readonly way: 'sf-cli'; readonly targetOrg: string }
  | ({ readonly way: 'environment' } & EnvironmentValues)
  | {
      readonly way: 'jwt'
      readonly loginUrl: string
      readonly clientId: string
      readonly username: string
      /** PEM. */
      readonly privateKey: string
      /** Where the key is read from again; null where the key itself must be saved. */
      readonly keyFile: string | null
    }
  | {
      readonly way: 'client-credentials'
      readonly loginUrl: string
      readonly clientId: string
      readonly clientSecret: string
    }
  | ({ readonly way: 'browser'; readonly seconds: number } & BrowserRequest)

/** What a browser sign-in shows and asks. */
export interface SignInTalk {
  /** Whether someone sits before the terminal, who can open an address. */
  readonly isAttended: boolean
  /** Shows the address to open, and whether a browser was opened. */
  readonly show: (authorizeUrl: string, opened: boolean) => Promise<void>
  /** Asks for the address that the browser ended at; undefined where sfsync opens a browser and listens. */
  readonly paste: (() => Promise<string>) | undefined
}

/** What signing in needs besides the request. */
interface SignInOptions extends SignInEnvironment {
  readonly store: LoginStore
  readonly talk: SignInTalk
  readonly now: () => Date
}

interface Grant {
  readonly login: Omit<NewLogin, 'identity' | 'organizationId' | 'signedInAt'>
  readonly token: string
  readonly secret: LoginSecret | null
}

/** Signs in, asks Salesforce who the user is, and only then saves the login in place of the old one. Throws `login-needed`, `usage` and `remote`. */
export async function signIn(request: SignInRequest, options: SignInOptions): Promise<SavedLogin> {
  const { store, now } = options
  const { login, token, secret } = await granted(checked(request), options)
  const { identity, organizationId } = await fetchIdentity(login.instanceUrl, token, options)
  const signedInAt = now().toISOString()
  return await store.withLock(
    async () => await store.save({ ...login, identity, organizationId, signedInAt }, secret),
  )
}

// The address decides where secrets are sent; a relative file must be found from any folder later.
function checked(request: SignInRequest): SignInRequest {
  if (!('loginUrl' in request)) return request
  const loginUrl = parseLoginUrl(request.loginUrl)
  if (request.way !== 'jwt' || request.keyFile === null) return { ...request, loginUrl }
  return { ...request, loginUrl, keyFile: resolve(request.keyFile) }
}

async function granted(request: SignInRequest, options: SignInOptions): Promise<Grant> {
  switch (request.way) {
    case 'sf-cli': {
      const { way, targetOrg } = request
      const { instanceUrl, token } = await sfSession(targetOrg, options)
      return { login: { ...nothing, way, instanceUrl, targetOrg }, token: await token(), secret: null }
    }
    case 'environment': {
      const session = environmentSession(request)
      const token = await session.token()
      options.learn(token)
      const login = { ...nothing, way: request.way, instanceUrl: session.instanceUrl }
      return { login, token, secret: secretOf(token) }
    }
    case 'jwt': {
      const { keyFile, privateKey } = request
      const form = jwtForm({ ...request, now: options.now() })
      const answer = await requestToken(clientOf(request), form, options)
      return fromAnswer(request, answer, keyFile === null ? { privateKey } : {}, keyFile)
    }
    case 'client-credentials': {
      const { clientId, clientSecret } = request
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
      return fromAnswer(request, await requestToken(clientOf(request), form, options), { clientSecret })
    }
    case 'browser': {
      const { clientSecret } = request
      const answer = await throughBrowser(request, options)
      return fromAnswer(request, answer, { refreshToken: answer.refreshToken, clientSecret })
    }
  }
}

const nothing = { loginUrl: null, clientId: null, keyFile: null, targetOrg: null } as const

function secretOf(accessToken: string, rest: Partial<LoginSecret> = {}): LoginSecret {
  return { accessToken, refreshToken: null, clientSecret: null, privateKey: null, ...rest }
}

interface OauthLogin {
  readonly way: SignInWay
  readonly loginUrl: string
}

function fromAnswer(
  { way, loginUrl, clientId }: OauthLogin & { readonly clientId: string },
  { accessToken, instanceUrl }: TokenAnswer,
  secrets: Partial<LoginSecret>,
  keyFile: string | null = null,
): Grant {
  const login = { ...nothing, way, instanceUrl, loginUrl, clientId, keyFile }
  return { login, token: accessToken, secret: secretOf(accessToken, secrets) }
}

function clientOf({ way, loginUrl }: OauthLogin) {
  return { way, loginUrl, signInAgain: [signInAgainAction] }
}

async function throughBrowser(
  request: Extract<SignInRequest, { way: 'browser' }>,
  options: SignInOptions,
): Promise<TokenAnswer> {
  const { talk, interrupted } = options
  const signingIn = beginBrowserSignIn(request)
  if (talk.paste !== undefined) {
    await talk.show(signingIn.authorizeUrl, false)
    return await signingIn.finish(pastedRedirect(await talk.paste(), signingIn), options)
  }
  const listener = await listenForRedirect(signingIn, {
    ...request,
    ...(interrupted === undefined ? {} : { interrupted }),
  })
  try {
    const isOpened = await openBrowser(signingIn.authorizeUrl)
    if (!isOpened && !talk.isAttended) throw noBrowserError()
    await talk.show(signingIn.authorizeUrl, isOpened)
    return await signingIn.finish(await listener.redirect, options)
  } finally {
    await listener.close()
  }
}

// Waiting would be in vain.
function noBrowserError(): SfsyncError {
  return new SfsyncError('usage', 'there is no browser on this machine, and no terminal to ask on', {
    actions: [
      'for jobs, use a key (--jwt-key-file) or a client secret (--client-secret-file)',
      {
        text: 'if the browser is on another machine',
        command: withOptions(commandLine('login'), { 'no-browser': true }),
      },
    ],
  })
}

/** Asks the org whose token this is; throws `login-needed` where it is not valid, and `remote`. */
async function fetchIdentity(
  instanceUrl: string,
  token: string,
  options: OauthRequestOptions,
): Promise<Identity> {
  const url = `${instanceUrl}/services/oauth2/userinfo`
  const headers = { accept: 'application/json', 'user-agent': 'sfsync', authorization: `Bearer ${token}` }
  const { status, body } = await sendOauthRequest({ url, method: 'GET', headers, body: undefined }, options)
  if (status === 401 || status === 403)
    throw new SfsyncError(
      'login-needed',
      `${new URL(url).host} does not accept the token: it expired, or belongs to another org`,
      { actions: ['get a new token of this org', 'check the address of the org'] },
    )
  const parsed = status === 200 ? identityAnswer.safeParse(parseJson(body)) : undefined
  if (parsed?.success !== true) throw unexpectedAnswerError(url)
  return parsed.data
}

/** The result of signing out. */
export interface SignedOut {
  /** The login that was saved; undefined where there was none. */
  readonly record: LoginRecord | undefined
  /** Whether Salesforce revoked the token; undefined where there was none of ours. */
  readonly revoked: boolean | undefined
}

/** Removes the login from this machine first, and then asks Salesforce to revoke its token, which may fail. */
export async function signOut(store: LoginStore, options: OauthRequestOptions): Promise<SignedOut> {
  // A damaged record is a login, too.
  const isThere = await store.record().then(
    (record) => record !== undefined,
    () => true,
  )
  if (!isThere) return { record: undefined, revoked: undefined }
  const { record, secret } = await store.withLock(async () => {
    const saved = await store.record().catch(() => undefined)
    const found =
      saved === undefined || saved.secretStorage === 'none'
        ? undefined
        : await store.secret(saved).catch(() => undefined)
    await store.remove()
    return { record: saved, secret: found }
  })
  // A token from the environment is not ours to revoke.
  if (record === undefined || record.loginUrl === null) return { record, revoked: undefined }
  const token = secret?.refreshToken ?? secret?.accessToken
  return {
    record,
    revoked: token === undefined ? false : await revokeToken(record.loginUrl, token, options),
  }
}
