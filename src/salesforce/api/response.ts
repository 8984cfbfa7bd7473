import * as z from 'zod/mini'
import { commandLine, type Hint } from '../../core/hint.ts'
import { parseJson } from '../../core/text.ts'

/** An HTTP request. */
export interface ApiRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** An HTTP response, whatever its status; header names are in lower case. */
export class ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Unzipped, as received: as text a page of users takes three times the memory. */
  readonly bytes: Buffer

  constructor(status: number, headers: Readonly<Record<string, string>>, bytes: Buffer) {
    this.status = status
    this.headers = headers
    this.bytes = bytes
  }

  get body(): string {
    return this.bytes.toString('utf8')
  }

  /** The same response without a secret that its body repeats. */
  redacted(secret: string): ApiResponse {
    const { body } = this
    return body.includes(secret)
      ? new ApiResponse(this.status, this.headers, Buffer.from(body.replaceAll(secret, '[token]')))
      : this
  }
}

/** Salesforce's words for too many long requests at the same time; its code is that of the limit on calls in 24 hours. */
export const concurrencyLimit = /ConcurrentRequests|ConcurrentPerOrg/i

const apiProblems = z.array(z.object({ errorCode: z.string(), message: z.string() })).check(z.minLength(1))
const oauthProblem = z.object({ error: z.string(), error_description: z.optional(z.string()) })
const longestMessage = 500

/** One problem that Salesforce reports. */
interface ApiProblem {
  /** Salesforce's own name, for example `INVALID_SESSION_ID`; `HTTP 503` where the response has none. */
  readonly errorCode: string
  /** Salesforce's own message, on one line and shortened. */
  readonly message: string
}

/** An error response, read as far as possible. */
export interface ApiErrorResponse {
  readonly status: number
  /** At least one. */
  readonly problems: readonly ApiProblem[]
  /** How long Salesforce asks to wait. */
  readonly retryAfterSeconds: number | undefined
  /** API calls used and allowed in 24 hours, where the response says. */
  readonly usage: { readonly used: number; readonly allowed: number } | undefined
}

/** Reads a response with a status of 400 or above. */
export function readApiError(response: ApiResponse): ApiErrorResponse {
  const usage = /api-usage=(\d+)\/(\d+)/.exec(response.headers['sforce-limit-info'] ?? '')
  return {
    status: response.status,
    problems: problemsIn(response).map(({ errorCode, message }) => ({
      errorCode,
      message: shortened(message),
    })),
    retryAfterSeconds: retryAfterSeconds(response),
    usage: usage ? { used: Number(usage[1]), allowed: Number(usage[2]) } : undefined,
  }
}

/** Whether a newer token may help: not where the session is valid but not for this API. */
export function isExpired({ status, body }: ApiResponse): boolean {
  if (status !== 401 && !(status === 403 && /bad_oauth_token/i.test(body))) return false
  return !body.includes('not valid for use with the REST API')
}

/** How many seconds the response asks to wait, given as a number or a date (RFC 9110, 10.2.3). */
export function retryAfterSeconds({ headers }: ApiResponse): number | undefined {
  const text = headers['retry-after']
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const until = Date.parse(text)
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1_000))
}

/** The message of a response that is a web page. */
export const webPageMessage = 'a web page'

function problemsIn({ status, body }: ApiResponse): ApiProblem[] {
  const json = parseJson(body)
  const api = apiProblems.safeParse(json)
  if (api.success) return api.data
  const oauth = oauthProblem.safeParse(json)
  if (oauth.success) return [{ errorCode: oauth.data.error, message: oauth.data.error_description ?? '' }]
  const isPage = body.trimStart().startsWith('<')
  return [{ errorCode: `HTTP ${status}`, message: isPage ? webPageMessage : body }]
}

// The end of Salesforce's message says what is wrong; its beginning repeats the query.
function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim()
  return line.length <= longestMessage ? line : `…${line.slice(-longestMessage)}`
}

/** The way that works without the API, offered wherever the API does not work. */
export const importReportAction: Hint = {
  text: 'without the API, import an exported report',
  command: commandLine('sf-users import', '<report.csv>'),
}

/** What to do where Salesforce is down. */
export const tryLaterAction =
  'try again in a few minutes; https://status.salesforce.com shows current incidents'
