import { PassThrough } from 'node:stream'
import { Transport } from 'jsforce/lib/transport.js'
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js'
import { StreamPromise } from 'jsforce/lib/util/promise.js'
import { SfsyncError } from '../../core/errors.ts'
import { reportAction } from './actions.ts'
import type { Answer } from './answer.ts'
import type { LiveConnection } from './connection.ts'
import { exchange } from './exchange.ts'
import { explain } from './explain.ts'
import { isSalesforceHost } from './hosts.ts'
import { readRefusal } from './refusal.ts'
import { unreachable } from './unreachable.ts'

/**
 * How jsforce's requests travel: by `fetch` and with a deadline, because jsforce's own way hangs on stalled and broken
 * answers. Only JSON with a status of success reaches jsforce; everything else is an `SfsyncError` without the token.
 */
export class DeadlineTransport extends Transport {
  private readonly connection: LiveConnection
  private readonly host: string

  constructor(connection: LiveConnection) {
    super()
    this.connection = connection
    this.host = new URL(connection.instanceUrl).host
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.send(request) }))
  }

  private async send({ url, method, headers, body }: HttpRequest): Promise<HttpResponse> {
    const { timeoutSeconds, apiVersion, interrupted } = this.connection
    const question = {
      url,
      method,
      headers: { ...headers, accept: 'application/json', 'user-agent': 'sfsync' },
      body: typeof body === 'string' ? body : undefined,
    }
    const answer = await exchange(question, timeoutSeconds, interrupted).catch((failure: unknown) => {
      interrupted?.throwIfAborted()
      throw unreachable(failure, this.host, timeoutSeconds)
    })
    if (answer.status >= 400)
      throw explain(readRefusal(this.withoutToken(answer)), { host: this.host, apiVersion })
    if (answer.status >= 300) throw this.redirected(answer)
    if (!/^application\/json\b/i.test(answer.headers['content-type'] ?? '')) throw this.noData()
    return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body }
  }

  // Proxies and error pages are known to repeat what they were sent.
  private withoutToken({ status, headers, body }: Answer): Answer {
    return { status, headers, body: body.replaceAll(this.connection.accessToken, '[token]') }
  }

  private redirected({ headers }: Answer): SfsyncError {
    const target = URL.parse(headers['location'] ?? '', this.connection.instanceUrl)
    const elsewhere = target === null ? 'another address' : target.host
    const known = target !== null && isSalesforceHost(target.hostname) && target.host !== this.host
    return new SfsyncError(
      'remote',
      `${this.host} sends the request on to ${elsewhere}; the token was not sent there`,
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

  private noData(): SfsyncError {
    return new SfsyncError(
      'remote',
      `${this.host} answered with a web page or text where data was asked for`,
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
