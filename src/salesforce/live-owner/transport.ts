import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { Transport } from 'jsforce/lib/transport.js'
import { StreamPromise } from 'jsforce/lib/util/promise.js'
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types.js'
import { SfsyncError } from '../../core/errors.ts'

const retries = 2
const longestPauseMilliseconds = 5_000

/**
 * Sends jsforce's requests with Node's own fetch: a deadline for the whole answer, no redirects (they would carry the
 * token to another host), and GETs repeated where Salesforce says "later". jsforce's own transport hangs on a
 * connection that breaks in mid-body, and ignores Retry-After.
 */
export class FetchTransport extends Transport {
  readonly #timeoutSeconds: number

  constructor(timeoutSeconds: number) {
    super()
    this.#timeoutSeconds = timeoutSeconds
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#send(request) }))
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    const deadline = AbortSignal.timeout(this.#timeoutSeconds * 1000)
    for (let attempt = 0; ; attempt += 1) {
      const last = request.method !== 'GET' || attempt === retries
      try {
        const response = await once(request, deadline)
        if (last || !isPassing(response)) return response
        await pause(pauseFor(response, attempt), undefined, { signal: deadline })
      } catch (error) {
        if (last || deadline.aborted)
          throw unreachable(request.url, error, deadline.aborted, this.#timeoutSeconds)
        await pause(pauseFor(undefined, attempt))
      }
    }
  }
}

async function once(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers ?? {},
    redirect: 'manual',
    signal,
    ...(typeof request.body === 'string' ? { body: request.body } : {}),
  })
  const body = await response.text()
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body }
}

function isPassing({ statusCode, body }: HttpResponse): boolean {
  return (
    statusCode === 429 ||
    statusCode === 503 ||
    (statusCode === 500 && String(body).includes('UNKNOWN_EXCEPTION'))
  )
}

function pauseFor(response: HttpResponse | undefined, attempt: number): number {
  const asked = Number(response?.headers?.['retry-after'])
  return Math.min(longestPauseMilliseconds, asked > 0 ? asked * 1000 : 200 * 2 ** attempt)
}

function unreachable(url: string, cause: unknown, late: boolean, timeoutSeconds: number): SfsyncError {
  const { host } = new URL(url)
  const detail = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
  const what = late
    ? `${host} did not answer within ${timeoutSeconds} seconds`
    : `${host} cannot be reached, or the connection broke: ${detail}`
  return new SfsyncError('remote', `${what}; the directory stays as it was`, {
    actions: [
      'check the network, a proxy or firewall, and the address: sfsync settings get instance-url',
      'or read an exported report instead: sfsync sf-users import <report.csv>',
    ],
    cause,
  })
}
