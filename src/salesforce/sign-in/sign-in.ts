import { resolve } from 'node:path'
import * as z from 'zod/mini'
import type { Identity, SignInWay } from '../salesforce.ts'
import {
  sendOauthRequest,
  askForToken,
  type OauthRequestOptions,
  type TokenAnswer,
  unexpectedAnswerError,
  parsedJson,
  parseLoginUrl,
  revokeToken,
} from './oauth.ts'
import {
  beginBrowserSignIn,
  type BrowserRequest,
  listenForRedirect,
  openBrowser,
  pastedRedirect,
} from './browser.ts'
import { environmentSession, type EnvironmentValues } from './session.ts'
import { jwtForm } from './jwt.ts'
import type { KeptLogin, LoginRecord, LoginSecret, LoginStore, NewLogin } from './login-store.ts'
import { sfSession, type SfCliEnvironment } from './sf-cli.ts'
import { SfsyncError } from '../../core/errors.ts'
import { suffixOf } from '../../core/salesforce-id.ts'

/** How somebody wants to sign in, with all that it takes. */
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
      /** Where the key is read from again; null where the key itself must be kept. */
      readonly keyFile: string | null
    }
  | {
      readonly way: 'client-credentials'
      readonly loginUrl: string
      readonly clientId: string
      readonly clientSecret: string
    }
  | ({ readonly way: 'browser'; readonly seconds: number } & BrowserRequest)

/** Whom a browser sign-in talks to while it waits. */
export interface SignInTalk {
  /** Shows the address that the browser must go to; told whether a browser was opened. */
  readonly show: (authorizeUrl: string, opened: boolean) => Promise<void>
  /** Asks for the address that the browser ended at; undefined where sfsync opens a browser and listens. */
  readonly paste: (() => Promise<string>) | undefined
}

/** Signing in: whom to ask, where to keep it, and the time. */
export interface SignInEnvironment {
  readonly asking: OauthRequestOptions
  readonly sf: SfCliEnvironment
  readonly store: LoginStore
  readonly talk: SignInTalk
  readonly now: () => Date
}

interface SignedIn {
  readonly login: Omit<NewLogin, 'identity' | 'organizationId' | 'signedInAt'>
  readonly token: string
  readonly secret: LoginSecret | null
}

/** Signs in, asks Salesforce who that is, and only then keeps the login in place of the old one. Throws `login-needed`, `usage` and `remote`. */
export async function signIn(request: SignInRequest, surroundings: SignInEnvironment): Promise<KeptLogin> {
  const { asking, store, now } = surroundings
  const { login, token, secret } = await granted(checked(request), surroundings)
  const { identity, organizationId } = await fetchIdentity(login.instanceUrl, token, asking)
  const signedInAt = now().toISOString()
  return await store.alone(
    async () => await store.keep({ ...login, identity, organizationId, signedInAt }, secret),
  )
}

// The address decides where secrets are sent; a relative file must be found from any folder later.
function checked(request: SignInRequest): SignInRequest {
  if (!('loginUrl' in request)) return request
  const loginUrl = parseLoginUrl(request.loginUrl)
  if (request.way !== 'jwt' || request.keyFile === null) return { ...request, loginUrl }
  return { ...request, loginUrl, keyFile: resolve(request.keyFile) }
}

async function granted(request: SignInRequest, surroundings: SignInEnvironment): Promise<SignedIn> {
  const { asking, sf, now } = surroundings
  switch (request.way) {
    case 'sf-cli': {
      const session = await sfSession({ ...sf, targetOrg: request.targetOrg, learn: asking.learn })
      const login = {
        ...nothing,
        way: request.way,
        instanceUrl: session.instanceUrl,
        targetOrg: request.targetOrg,
      }
      return { login, token: await session.token(), secret: null }
    }
    case 'environment': {
      const session = environmentSession(request)
      const token = await session.token()
      asking.learn(token)
      const login = { ...nothing, way: request.way, instanceUrl: session.instanceUrl }
      return { login, token, secret: secretOf(token) }
    }
    case 'jwt': {
      const grant = await askForToken(petitioner(request), jwtForm({ ...request, now: now() }), asking)
      return fromGrant(
        request,
        grant,
        request.keyFile === null ? { privateKey: request.privateKey } : {},
        request.keyFile,
      )
    }
    case 'client-credentials': {
      const { clientId, clientSecret } = request
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
      return fromGrant(request, await askForToken(petitioner(request), form, asking), { clientSecret })
    }
    case 'browser': {
      const grant = await throughBrowser(request, surroundings)
      return fromGrant(request, grant, {
        refreshToken: grant.refreshToken,
        clientSecret: request.clientSecret,
      })
    }
  }
}

const nothing = { loginUrl: null, clientId: null, keyFile: null, targetOrg: null } as const

function secretOf(accessToken: string, rest: Partial<LoginSecret> = {}): LoginSecret {
  return { accessToken, refreshToken: null, clientSecret: null, privateKey: null, ...rest }
}

function fromGrant(
  {
    way,
    loginUrl,
    clientId,
  }: { readonly way: SignInWay; readonly loginUrl: string; readonly clientId: string },
  { accessToken, instanceUrl }: TokenAnswer,
  secrets: Partial<LoginSecret>,
  keyFile: string | null = null,
): SignedIn {
  const login = { ...nothing, way, instanceUrl, loginUrl, clientId, keyFile }
  return { login, token: accessToken, secret: secretOf(accessToken, secrets) }
}

function petitioner({ way, loginUrl }: { readonly way: SignInWay; readonly loginUrl: string }) {
  return { way, loginUrl, signInAgain: ['sign in again: sfsync login'] }
}

async function throughBrowser(
  request: Extract<SignInRequest, { way: 'browser' }>,
  { asking, talk }: SignInEnvironment,
): Promise<TokenAnswer> {
  const begun = beginBrowserSignIn(request)
  if (talk.paste !== undefined) {
    await talk.show(begun.authorizeUrl, false)
    const pasted = await talk.paste()
    return await begun.finish(pastedRedirect(pasted, begun), asking)
  }
  const { interrupted } = asking
  const listener = await listenForRedirect(begun, {
    ...request,
    ...(interrupted === undefined ? {} : { interrupted }),
  })
  try {
    await talk.show(begun.authorizeUrl, await openBrowser(begun.authorizeUrl))
    return await begun.finish(await listener.redirect, asking)
  } finally {
    await listener.close()
  }
}

const answerShape = z.object({
  preferred_username: z.string(),
  organization_id: z.string().check(z.regex(/^00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/)),
})

/** Asks the org whose token this is; throws `login-needed` where it is nobody's, and `remote`. */
export async function fetchIdentity(
  instanceUrl: string,
  token: string,
  asking: OauthRequestOptions,
): Promise<Identity> {
  const url = `${instanceUrl}/services/oauth2/userinfo`
  const headers = { accept: 'application/json', 'user-agent': 'sfsync', authorization: `Bearer ${token}` }
  const answer = await sendOauthRequest({ url, method: 'GET', headers, body: undefined }, asking)
  if (answer.status === 401 || answer.status === 403) throw refused(new URL(url).host)
  const parsed = answer.status === 200 ? answerShape.safeParse(parsedJson(answer.body)) : undefined
  if (parsed?.success !== true) throw unexpectedAnswerError(url)
  const fifteen = parsed.data.organization_id.slice(0, 15)
  return { identity: parsed.data.preferred_username, organizationId: fifteen + suffixOf(fifteen) }
}

function refused(host: string): SfsyncError {
  return new SfsyncError(
    'login-needed',
    `${host} does not accept the token: it has expired, or belongs to another org`,
    {
      actions: ['take a new token of this org', 'check the address of the org'],
    },
  )
}

/** What came of signing out. */
export interface SignedOut {
  /** The login that was kept; undefined where there was none. */
  readonly record: LoginRecord | undefined
  /** Whether Salesforce took the token back; undefined where there was none of ours. */
  readonly revoked: boolean | undefined
}

/** Forgets the login here first, and then asks Salesforce to take its token back, as well as that can be done. */
export async function signOut(store: LoginStore, asking: OauthRequestOptions): Promise<SignedOut> {
  // A damaged record is there, too.
  const there = await store.record().then(
    (record) => record !== undefined,
    () => true,
  )
  if (!there) return { record: undefined, revoked: undefined }
  const { record, secret } = await store.alone(async () => {
    const kept = await store.record().catch(() => undefined)
    const found =
      kept === undefined || kept.secretRests === 'nowhere'
        ? undefined
        : await store.secret(kept).catch(() => undefined)
    await store.forget()
    return { record: kept, secret: found }
  })
  return { record, revoked: await revoked(record, secret, asking) }
}

// A token from the environment belongs to whoever put it there.
async function revoked(
  record: LoginRecord | undefined,
  secret: LoginSecret | undefined,
  asking: OauthRequestOptions,
): Promise<boolean | undefined> {
  if (record === undefined || record.loginUrl === null) return undefined
  if (secret === undefined) return false
  return await revokeToken(record.loginUrl, secret.refreshToken ?? secret.accessToken, asking)
}
