import { PassThrough } from 'node:stream'
import { Transport } from 'jsforce/lib/transport.js'
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js'
import { StreamPromise } from 'jsforce/lib/util/promise.js'
import { SfsyncError } from '../../core/errors.ts'
import { isSalesforceHost, type LiveConnection } from './connection.ts'
import { type ApiResponse, isExpired, readApiError, reportAction } from './response.ts'
import { sendWithRetry, unreachable } from './http.ts'
import { apiError } from './errors.ts'
import { Semaphore } from './work-pool.ts'

/** Aborted when all requests together have taken too long, with the failure to end with as its reason. */
export function deadline({ deadlineSeconds, session }: LiveConnection): AbortSignal {
  const controller = new AbortController()
  const host = new URL(session.instanceUrl).host
  const timer = setTimeout(() => {
    controller.abort(
      new SfsyncError(
        'remote',
        `${host} was not done within ${deadlineSeconds} ${deadlineSeconds === 1 ? 'second' : 'seconds'} for all requests together`,
        {
          actions: [
            'go on where it stopped: sfsync sf-users refresh',
            'or allow more time: set SFSYNC_DEADLINE_SECONDS',
          ],
        },
      ),
    )
  }, deadlineSeconds * 1_000)
  // Nobody waits for it when everything is done.
  timer.unref()
  return controller.signal
}

/** What the answers of an org tell besides their data. */
export interface ResponseNotes {
  /** How many milliseconds the org's clock is ahead of this machine's; undefined until an answer told its time. */
  serverAhead: number | undefined
}

/**
 * How jsforce's requests travel: with a deadline, because jsforce's own way hangs on stalled and broken answers, and with
 * the session's token of this moment. Only JSON with a status of success reaches jsforce; everything else is an
 * `SfsyncError` without the token.
 */
export class DeadlineTransport extends Transport {
  /** What the answers so far told besides their data. */
  readonly heard: ResponseNotes = { serverAhead: undefined }
  readonly #connection: LiveConnection
  readonly #host: string
  readonly #slots: Semaphore
  readonly #late: AbortSignal

  constructor(connection: LiveConnection) {
    super()
    this.#connection = connection
    this.#host = new URL(connection.session.instanceUrl).host
    this.#slots = new Semaphore(connection.requestsAtOnce)
    this.#late = deadline(connection)
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    const asked = async () => {
      const answer = await this.ask(request)
      return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body }
    }
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: asked() }))
  }

  /** An answer of success as it came, for what jsforce would read into memory at once. */
  async ask(request: HttpRequest): Promise<ApiResponse> {
    return await this.#slots.take(() => this.#asked(request))
  }

  async #asked(request: HttpRequest): Promise<ApiResponse> {
    const token = await this.#connection.session.token()
    const answer = await this.#sent(request, token)
    if (!isExpired(answer)) return this.#taken(answer)
    const other = await this.#connection.session.renew(token)
    return this.#taken(other === undefined ? answer : await this.#sent(request, other))
  }

  async #sent({ url, method, headers, body }: HttpRequest, token: string): Promise<ApiResponse> {
    const { timeoutSeconds, retrySeconds, interrupted, onWaiting } = this.#connection
    const question = {
      url,
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'sfsync',
        ...headers,
        authorization: `Bearer ${token}`,
      },
      body: typeof body === 'string' ? body : undefined,
    }
    const stop = interrupted === undefined ? this.#late : AbortSignal.any([this.#late, interrupted])
    const patience = { timeoutSeconds, retrySeconds, interrupted: stop, ...(onWaiting ? { onWaiting } : {}) }
    const answer = await sendWithRetry(question, patience).catch((failure: unknown) => {
      stop.throwIfAborted()
      throw failure instanceof SfsyncError ? failure : unreachable(failure, this.#host, timeoutSeconds)
    })
    // Proxies and error pages are known to repeat what they were sent.
    return answer.status < 300 ? answer : answer.without(token)
  }

  #taken(answer: ApiResponse): ApiResponse {
    this.#hear(answer)
    const { apiVersion, session } = this.#connection
    if (answer.status >= 400)
      throw apiError(readApiError(answer), { host: this.#host, apiVersion, signInAgain: session.signInAgain })
    if (answer.status >= 300) throw this.#redirected(answer)
    if (!/^(?:application\/json|text\/csv)\b/i.test(answer.headers['content-type'] ?? ''))
      throw this.#noData()
    return answer
  }

  #hear({ headers }: ApiResponse): void {
    const told = Date.parse(headers['date'] ?? '')
    if (!Number.isNaN(told)) this.heard.serverAhead ??= told - Date.now()
  }

  #redirected({ headers }: ApiResponse): SfsyncError {
    const target = URL.parse(headers['location'] ?? '', this.#connection.session.instanceUrl)
    const elsewhere = target === null ? 'another address' : target.host
    const known = target !== null && isSalesforceHost(target.hostname) && target.host !== this.#host
    return new SfsyncError(
      'remote',
      `${this.#host} sends the request on to ${elsewhere}; the token was not sent there`,
      {
        actions: [
          known
            ? `if that is your org, set SF_ORG_INSTANCE_URL to https://${elsewhere}`
            : 'check SF_ORG_INSTANCE_URL, and whether this network asks to sign in first',
          reportAction,
        ],
      },
    )
  }

  #noData(): SfsyncError {
    return new SfsyncError(
      'remote',
      `${this.#host} answered with a web page or text where data was asked for`,
      {
        actions: [
          'check whether this network, a proxy or a VPN asks to sign in first',
          'check SF_ORG_INSTANCE_URL: the My Domain address of the org, for example https://acme.my.salesforce.com',
          reportAction,
        ],
      },
    )
  }
}
