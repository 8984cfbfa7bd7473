import { createHash, randomBytes } from 'node:crypto'
import { SfsyncError } from '../../core/errors.ts'
import type { Asking } from './asking.ts'
import { explainRefusal, type OauthRefusal, type Petitioner } from './oauth-refusal.ts'
import { askForToken, type Granted } from './token-endpoint.ts'

/** Who signs in through a browser. */
export interface BrowserRequest {
  readonly loginUrl: string
  readonly clientId: string
  /** Where the app asks for one. */
  readonly clientSecret: string | null
  readonly port: number
}

/** What the browser brought back: a code, or a refusal. */
export type Redirect = { readonly code: string } | OauthRefusal

/** A sign-in that has begun; it can be finished once. */
export interface BrowserSignIn {
  /** Where the browser must go. */
  readonly authorizeUrl: string
  /** Reads an address that the browser was sent back to; undefined where it does not belong to this sign-in. */
  redirectIn(address: URL): Redirect | undefined
  /** Takes the code to Salesforce; throws `login-needed` and `remote`. */
  finish(redirect: Redirect, asking: Asking): Promise<Granted>
}

/** The path of the address that the browser is sent back to, the same as the Salesforce CLI's. */
export const redirectPath = '/OauthRedirect'

/**
 * Begins a sign-in through a browser with PKCE (RFC 7636, S256) and a state of its own. No scope is named, so that the app
 * alone decides what it grants.
 */
export function beginBrowserSignIn(request: BrowserRequest): BrowserSignIn {
  const verifier = randomBytes(48).toString('base64url')
  const state = randomBytes(24).toString('base64url')
  const redirectUri = `http://localhost:${request.port}${redirectPath}`
  const parameters = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  return {
    authorizeUrl: `${request.loginUrl}/services/oauth2/authorize?${new URLSearchParams(parameters).toString()}`,
    redirectIn: (address) => redirectIn(address, state),
    finish: async (redirect, asking) => {
      const petitioner = petitionerOf(request)
      if ('error' in redirect) throw explainRefusal(redirect, petitioner)
      for (const secret of [redirect.code, verifier]) asking.learn(secret)
      const form = {
        grant_type: 'authorization_code',
        code: redirect.code,
        client_id: request.clientId,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...(request.clientSecret === null ? {} : { client_secret: request.clientSecret }),
      }
      return await askForToken(petitioner, form, asking)
    },
  }
}

function petitionerOf({ loginUrl }: BrowserRequest): Petitioner {
  return { way: 'browser', loginUrl, signInAgain: ['sign in again: sfsync login'] }
}

function redirectIn({ pathname, searchParams }: URL, state: string): Redirect | undefined {
  if (pathname !== redirectPath || searchParams.get('state') !== state) return undefined
  const error = searchParams.get('error')
  if (error !== null) return { error, description: searchParams.get('error_description') ?? '' }
  const code = searchParams.get('code')
  return code === null || code === '' ? undefined : { code }
}

/** Reads the address that somebody pasted; throws `usage` where it does not belong to this sign-in. */
export function pastedRedirect(text: string, signIn: BrowserSignIn): Redirect {
  const address = URL.parse(text.trim())
  const redirect = address === null ? undefined : signIn.redirectIn(address)
  if (redirect !== undefined) return redirect
  throw new SfsyncError('usage', 'what was pasted is not the address that this sign-in ends at', {
    actions: [
      'after signing in the browser shows a page that cannot be opened: copy its whole address (http://localhost:.../OauthRedirect?code=...)',
      'begin again: sfsync login --no-browser',
    ],
  })
}
