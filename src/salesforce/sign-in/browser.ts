import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SfsyncError } from '../../core/errors.ts'
import { secondsText } from '../api/http.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { signInAgainAction } from './login-store.ts'
import { type OauthRequestOptions, requestToken, type TokenAnswer } from './oauth.ts'
import { type OauthError, signInError } from './oauth-errors.ts'

/** A sign-in through a browser. */
export interface BrowserRequest {
  readonly loginUrl: string
  readonly clientId: string
  /** Where the app requires one. */
  readonly clientSecret: string | null
  readonly port: number
}

/** What the browser was redirected with: a code, or an error. */
type Redirect = { readonly code: string } | OauthError

/** A sign-in that was started; it can be finished once. */
interface BrowserSignIn {
  /** The address to open in the browser. */
  readonly authorizeUrl: string
  /** Reads an address that the browser was redirected to; undefined where it does not belong to this sign-in. */
  redirectIn(address: URL): Redirect | undefined
  /** Exchanges the code for a token; throws `login-needed` and `remote`. */
  finish(redirect: Redirect, options: OauthRequestOptions): Promise<TokenAnswer>
}

/** The path of the callback URL, the same as the Salesforce CLI's. */
const redirectPath = '/OauthRedirect'

/**
 * Starts a sign-in through a browser with PKCE (RFC 7636, S256) and a state of its own. Requests no scope, so that the
 * app alone decides what it grants.
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
    finish: async (redirect, options) => {
      const { loginUrl } = request
      const client = { way: 'browser', loginUrl, signInAgain: [signInAgainAction] } as const
      if ('error' in redirect) throw signInError(redirect, client)
      for (const secret of [redirect.code, verifier]) options.learn(secret)
      const form = {
        grant_type: 'authorization_code',
        code: redirect.code,
        client_id: request.clientId,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...(request.clientSecret === null ? {} : { client_secret: request.clientSecret }),
      }
      return await requestToken(client, form, options)
    },
  }
}

function redirectIn({ pathname, searchParams }: URL, state: string): Redirect | undefined {
  if (pathname !== redirectPath || searchParams.get('state') !== state) return undefined
  const error = searchParams.get('error')
  if (error !== null) return { error, description: searchParams.get('error_description') ?? '' }
  const code = searchParams.get('code')
  return code === null || code === '' ? undefined : { code }
}

/** Reads a pasted address; throws `usage` where it does not belong to this sign-in. */
export function pastedRedirect(text: string, signIn: BrowserSignIn): Redirect {
  const address = URL.parse(text.trim())
  const redirect = address === null ? undefined : signIn.redirectIn(address)
  if (redirect !== undefined) return redirect
  throw new SfsyncError('usage', 'the pasted address does not belong to this sign-in', {
    actions: [
      'after you sign in, the browser shows a page that cannot be opened: copy its whole address (http://localhost:.../OauthRedirect?code=...)',
      { text: 'start again', command: withOptions(commandLine('login'), { 'no-browser': true }) },
    ],
  })
}

/** Where to wait for the browser, and how long. */
interface Listening {
  readonly port: number
  readonly seconds: number
  readonly interrupted?: AbortSignal
}

/** A server that waits for the redirect of the browser. */
interface RedirectListener {
  /** The redirect; rejects with `login-needed` when the time is up. */
  readonly redirect: Promise<Redirect>
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/**
 * Listens on the loopback address for the one redirect that ends a sign-in. Everything else gets a 404 and changes
 * nothing, a wrong state included: guessing must not end the wait. Throws `failure` where the port is in use.
 */
export async function listenForRedirect(
  signIn: BrowserSignIn,
  listening: Listening,
): Promise<RedirectListener> {
  const { port, seconds, interrupted } = listening
  const { promise, resolve, reject } = Promise.withResolvers<Redirect>()
  // A rejection before anything awaits the promise is not an unhandled one.
  promise.catch(() => undefined)
  let isDone = false
  const server = createServer((request, response) => {
    const redirect = isDone ? undefined : redirectOf(request, port, signIn)
    if (redirect === undefined) {
      answer(response, 404, 'Not found.')
      return
    }
    isDone = true
    const message =
      'code' in redirect
        ? 'You can close this page and return to sfsync.'
        : 'Salesforce did not sign you in; sfsync shows the reason.'
    answer(response, 200, message, () => resolve(redirect))
  })
  await listen(server, port)
  const timer = setTimeout(() => reject(timeoutError(seconds)), seconds * 1_000)
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
  // Another host name is a page that resolves its own name to this machine (DNS rebinding).
  if (method !== 'GET' || ![`localhost:${port}`, `127.0.0.1:${port}`].includes(headers.host ?? ''))
    return undefined
  const address = URL.parse(url ?? '', `http://localhost:${port}`)
  return address === null ? undefined : signIn.redirectIn(address)
}

function answer(response: ServerResponse, status: number, message: string, then?: () => void): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'",
    Connection: 'close',
  })
  response.end(`<!doctype html><title>sfsync</title><p>${message}</p>\n`, then)
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portTaken(error, port)))
    server.listen(port, '127.0.0.1', resolve)
  })
}

function portTaken(error: Error, port: number): SfsyncError {
  const code = 'code' in error ? String(error.code) : error.message
  return new SfsyncError('failure', `cannot listen on port ${port} of this machine (${code})`, {
    actions: [
      'stop the program that uses it (perhaps another sign-in)',
      {
        text: 'or use another port that is in a callback URL of the app',
        command: withOptions(commandLine('login'), { port: '<port>' }),
      },
      { text: 'or paste the address', command: withOptions(commandLine('login'), { 'no-browser': true }) },
    ],
  })
}

function timeoutError(seconds: number): SfsyncError {
  return new SfsyncError('login-needed', `no sign-in in the browser within ${secondsText(seconds)}`, {
    actions: [
      { text: 'start again', command: commandLine('login') },
      'allow more time: set SFSYNC_SIGN_IN_SECONDS',
      {
        text: 'if the browser is on another machine',
        command: withOptions(commandLine('login'), { 'no-browser': true }),
      },
    ],
  })
}

/** Opens an address in the browser of this desktop, without a shell; true where a program was started for it. */
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
