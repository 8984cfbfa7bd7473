import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SfsyncError } from '../../core/errors.ts'
import type { BrowserSignIn, Redirect } from './browser.ts'

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
