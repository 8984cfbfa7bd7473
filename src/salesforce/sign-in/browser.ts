import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SfsyncError } from '../../core/errors.ts'
import { askForToken, type OauthRequestOptions, type TokenAnswer } from './oauth.ts'
import { signInError, type OauthError, type OauthClient } from './oauth-errors.ts'

/** Who signs in through a browser. */
export interface BrowserRequest {
  readonly loginUrl: string
  readonly clientId: string
  /** Where the app asks for one. */
  readonly clientSecret: string | null
  readonly port: number
}

/** What the browser brought back: a code, or a refusal. */
export type Redirect = { readonly code: string } | OauthError

/** A sign-in that has begun; it can be finished once. */
export interface BrowserSignIn {
  /** Where the browser must go. */
  readonly authorizeUrl: string
  /** Reads an address that the browser was sent back to; undefined where it does not belong to this sign-in. */
  redirectIn(address: URL): Redirect | undefined
  /** Takes the code to Salesforce; throws `login-needed` and `remote`. */
  finish(redirect: Redirect, asking: OauthRequestOptions): Promise<TokenAnswer>
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
      if ('error' in redirect) throw signInError(redirect, petitioner)
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

function petitionerOf({ loginUrl }: BrowserRequest): OauthClient {
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

/** How long and where to wait for the browser. */
export interface Listening {
  readonly port: number
  readonly seconds: number
  readonly interrupted?: AbortSignal
}

/** Somebody who waits for the browser to come back. */
export interface RedirectListener {
  /** What the browser brought; rejects with `login-needed` when the time is up. */
  readonly redirect: Promise<Redirect>
  /** Ends the listening and every connection. */
  close(): Promise<void>
}

/**
 * Listens on this machine alone for the one address that ends a sign-in. Everything else is answered with 404 and changes
 * nothing, a wrong state included: who guesses must not be able to end the wait. Throws `failure` where the port is taken.
 */
export async function listenForRedirect(
  signIn: BrowserSignIn,
  listening: Listening,
): Promise<RedirectListener> {
  const { port, seconds, interrupted } = listening
  const { promise, resolve, reject } = Promise.withResolvers<Redirect>()
  // Whoever waits hears of it; nobody may wait yet.
  promise.catch(() => undefined)
  let taken = false
  const server = createServer((request, response) => {
    const redirect = taken ? undefined : redirectOf(request, port, signIn)
    if (redirect === undefined) {
      answer(response, 404, 'Nothing is here.')
      return
    }
    taken = true
    const words =
      'code' in redirect
        ? 'You can close this page and go back to sfsync.'
        : 'Salesforce did not sign you in; sfsync tells why.'
    answer(response, 200, words, () => resolve(redirect))
  })
  await begin(server, port)
  const timer = setTimeout(() => reject(tooLate(seconds)), seconds * 1_000)
  const stop = () => reject(interrupted?.reason)
  interrupted?.addEventListener('abort', stop)
  return {
    redirect: promise,
    close: async () => {
      clearTimeout(timer)
      interrupted?.removeEventListener('abort', stop)
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}

function redirectOf(
  { method, url, headers }: IncomingMessage,
  port: number,
  signIn: BrowserSignIn,
): Redirect | undefined {
  // Another name in the host header is a page that points its own name at this machine.
  if (method !== 'GET' || ![`localhost:${port}`, `127.0.0.1:${port}`].includes(headers.host ?? ''))
    return undefined
  const address = URL.parse(url ?? '', `http://localhost:${port}`)
  return address === null ? undefined : signIn.redirectIn(address)
}

function answer(response: ServerResponse, status: number, words: string, then?: () => void): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'",
    Connection: 'close',
  })
  response.end(`<!doctype html><title>sfsync</title><p>${words}</p>\n`, then)
}

async function begin(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portTaken(error, port)))
    server.listen(port, '127.0.0.1', resolve)
  })
}

function portTaken(error: Error, port: number): SfsyncError {
  const code = 'code' in error ? String(error.code) : error.message
  return new SfsyncError('failure', `sfsync cannot listen on port ${port} of this machine (${code})`, {
    actions: [
      'end the program that uses it (perhaps another sign-in)',
      'or use another port that the app knows, too: sfsync login --port <port>',
      'or paste the address: sfsync login --no-browser',
    ],
  })
}

function tooLate(seconds: number): SfsyncError {
  return new SfsyncError('login-needed', `nobody signed in within ${seconds} seconds`, {
    actions: [
      'begin again: sfsync login',
      'allow more time: set SFSYNC_SIGN_IN_SECONDS',
      'where the browser is on another machine: sfsync login --no-browser',
    ],
  })
}

/** Opens an address in the browser of this desktop, without a shell; tells whether somebody took it. */
export async function openBrowser(url: string): Promise<boolean> {
  const [program, ...words] = opener(process.platform)
  return await new Promise((resolve) => {
    const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true, windowsHide: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function opener(platform: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}
