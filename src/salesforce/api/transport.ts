import { PassThrough } from 'node:stream'
import { Transport } from 'jsforce/lib/transport.js'
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js'
import { StreamPromise } from 'jsforce/lib/util/promise.js'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { OrgConnection } from '../salesforce.ts'
import { addressAdvice, isSalesforceHost } from './connection.ts'
import { apiError } from './errors.ts'
import { captivePortalAction, secondsText, sendWithRetry, unreachable } from './http.ts'
import { type ApiResponse, importReportAction, isExpired, readApiError } from './response.ts'
import { InFlight } from './in-flight.ts'

// Aborted when all requests together have taken too long, with the failure to end with as its reason.
function deadline({ deadlineSeconds, session }: OrgConnection): AbortSignal {
  const controller = new AbortController()
  const { host } = new URL(session.instanceUrl)
  const timer = setTimeout(() => {
    controller.abort(
      new SfsyncError(
        'remote',
        `the requests to ${host} took longer than ${secondsText(deadlineSeconds)} in total`,
        {
          actions: [
            { text: 'continue where it stopped', command: commandLine('sf-users refresh') },
            'or allow more time: set SFSYNC_DEADLINE_SECONDS',
          ],
        },
      ),
    )
  }, deadlineSeconds * 1_000)
  // It must not keep the process alive when everything is done.
  timer.unref()
  return controller.signal
}

/**
 * Sends jsforce's requests: with a deadline, because jsforce itself hangs on stalled and broken responses, and with the
 * session's current token. Only a successful response with JSON or CSV reaches jsforce; everything else is an
 * `SfsyncError` without the token.
 */
export class DeadlineTransport extends Transport {
  /** How many milliseconds the org's clock is ahead of this machine's; undefined until a response showed its time. */
  clockOffset: number | undefined
  readonly #connection: OrgConnection
  readonly #host: string
  readonly #inFlight: InFlight
  readonly #deadline: AbortSignal
  #hasFailed = false

  constructor(connection: OrgConnection) {
    super()
    this.#connection = connection
    this.#host = new URL(connection.session.instanceUrl).host
    this.#inFlight = new InFlight(connection.requestsAtOnce)
    this.#deadline = deadline(connection)
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    const promised = async () => {
      const { status, headers, body } = await this.send(request)
      return { statusCode: status, headers: { ...headers }, body }
    }
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: promised() }))
  }

  /** A successful response as received, where jsforce would read it into memory at once. */
  async send(request: HttpRequest): Promise<ApiResponse> {
    this.#requireOwnOrigin(request.url)
    const { session } = this.#connection
    const token = await session.token()
    const response = await this.#sendWith(request, token)
    if (!isExpired(response)) return this.#accept(response)
    const renewed = await session.renew(token)
    return this.#accept(renewed === undefined ? response : await this.#sendWith(request, renewed))
  }

  async #sendWith({ url, method, headers, body }: HttpRequest, token: string): Promise<ApiResponse> {
    const { session, timeoutSeconds, retrySeconds, interrupted } = this.#connection
    const request = {
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
    const stop = interrupted === undefined ? this.#deadline : AbortSignal.any([this.#deadline, interrupted])
    const policy = {
      timeoutSeconds,
      retrySeconds,
      interrupted: stop,
      onRetry: (message: string) => this.#noteRetry(message),
      inFlight: this.#inFlight,
    }
    const response = await sendWithRetry(request, policy).catch((failure: unknown) => {
      this.#hasFailed = true
      stop.throwIfAborted()
      throw failure instanceof SfsyncError
        ? failure
        : unreachable(failure, this.#host, timeoutSeconds, session.way)
    })
    // Proxies and error pages are known to repeat what they were sent.
    return response.status < 300 ? response : response.redacted(token)
  }

  // Other requests may still wait when one has failed, which ends the command.
  #noteRetry(message: string): void {
    if (!this.#hasFailed) this.#connection.onRetry?.(message)
  }

  #accept(response: ApiResponse): ApiResponse {
    const { status, headers } = response
    const time = Date.parse(headers['date'] ?? '')
    if (!Number.isNaN(time)) this.clockOffset ??= time - Date.now()
    const { apiVersion, session } = this.#connection
    if (status >= 500) this.#hasFailed = true
    if (status >= 400)
      throw apiError(readApiError(response), {
        host: this.#host,
        apiVersion,
        signInAgain: session.signInAgain,
        way: session.way,
      })
    if (status >= 300) throw this.#redirectError(headers['location'] ?? '')
    if (/^(?:application\/json|text\/csv)\b/i.test(headers['content-type'] ?? '')) return response
    throw new SfsyncError('remote', `${this.#host} answered with a web page or text instead of data`, {
      actions: [captivePortalAction, addressAdvice(session.way).change, importReportAction],
    })
  }

  #movedAction(host: string): Hint {
    const { way } = this.#connection.session
    if (way === 'environment') return `if that is your org, set SF_ORG_INSTANCE_URL to https://${host}`
    if (way === 'sf-cli') return addressAdvice(way).change
    return {
      text: 'if that is your org, sign in there',
      command: withOptions(commandLine('login'), { 'instance-url': `https://${host}` }),
    }
  }

  // Responses and resumed refreshes contain addresses, and the token is sent wherever a request goes.
  #requireOwnOrigin(url: string): void {
    const { instanceUrl } = this.#connection.session
    const target = URL.parse(url, instanceUrl)
    if (target?.origin === new URL(instanceUrl).origin) return
    throw new SfsyncError(
      'remote',
      `${this.#host} points to ${target?.host ?? 'another address'}; the token was not sent there`,
      {
        actions: [
          'check whether a proxy changes responses',
          {
            text: 'read all users again',
            command: withOptions(commandLine('sf-users refresh'), { full: true }),
          },
          importReportAction,
        ],
      },
    )
  }

  #redirectError(location: string): SfsyncError {
    const target = URL.parse(location, this.#connection.session.instanceUrl)
    const isOtherOrg = target !== null && isSalesforceHost(target.hostname) && target.host !== this.#host
    const { name } = addressAdvice(this.#connection.session.way)
    return new SfsyncError(
      'remote',
      `${this.#host} redirects to ${target?.host ?? 'another address'}; the token was not sent there`,
      {
        actions: [
          isOtherOrg
            ? this.#movedAction(target.host)
            : `check ${name}, and whether this network requires you to sign in first`,
          importReportAction,
        ],
      },
    )
  }
}
