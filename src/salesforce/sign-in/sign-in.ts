import { resolve } from 'node:path'
import type { SignInWay } from '../session.ts'
import type { Asking } from './asking.ts'
import { beginBrowserSignIn, type BrowserRequest, pastedRedirect } from './browser.ts'
import { environmentSession, type EnvironmentValues } from './environment.ts'
import { jwtForm } from './jwt.ts'
import type { KeptLogin, LoginSecret, LoginStore, NewLogin } from './login-store.ts'
import { parseLoginUrl } from './login-url.ts'
import { openBrowser } from './open-browser.ts'
import { listenForRedirect } from './redirect-listener.ts'
import { sfSession } from './sf-session.ts'
import type { SfSurroundings } from './sf-program.ts'
import { askForToken, type Granted } from './token-endpoint.ts'
import { askWho } from './userinfo.ts'

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
export interface SignInSurroundings {
  readonly asking: Asking
  readonly sf: SfSurroundings
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
export async function signIn(request: SignInRequest, surroundings: SignInSurroundings): Promise<KeptLogin> {
  const { asking, store, now } = surroundings
  const { login, token, secret } = await granted(checked(request), surroundings)
  const { identity, organizationId } = await askWho(login.instanceUrl, token, asking)
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

async function granted(request: SignInRequest, surroundings: SignInSurroundings): Promise<SignedIn> {
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
  { accessToken, instanceUrl }: Granted,
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
  { asking, talk }: SignInSurroundings,
): Promise<Granted> {
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
