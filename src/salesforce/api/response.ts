import * as z from 'zod/mini'

/** What is asked of Salesforce. */
export interface ApiRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What was answered, whatever the status; header names are in lower case. */
export class ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** As it came, unzipped: a page of users takes three times as much as text. */
  readonly bytes: Buffer

  constructor(status: number, headers: Readonly<Record<string, string>>, bytes: Buffer) {
    this.status = status
    this.headers = headers
    this.bytes = bytes
  }

  get body(): string {
    return this.bytes.toString('utf8')
  }

  /** The same without a secret that somebody put into it. */
  without(secret: string): ApiResponse {
    const { body } = this
    return body.includes(secret)
      ? new ApiResponse(this.status, this.headers, Buffer.from(body.replaceAll(secret, '[token]')))
      : this
  }
}

const apiProblems = z.array(z.object({ errorCode: z.string(), message: z.string() })).check(z.minLength(1))
const oauthProblem = z.object({ error: z.string(), error_description: z.optional(z.string()) })
const longestWords = 500

/** One thing Salesforce says is wrong. */
export interface ApiProblem {
  /** Salesforce's own name, for example `INVALID_SESSION_ID`; `HTTP 503` where the answer names none. */
  readonly errorCode: string
  /** Salesforce's own words, on one line and cut short. */
  readonly message: string
}

/** An answer that is no success, read as far as it can be. */
export interface ApiErrorResponse {
  readonly status: number
  /** At least one; several where Salesforce names several. */
  readonly problems: readonly ApiProblem[]
  /** How long Salesforce asks to wait. */
  readonly retryAfterSeconds: number | undefined
  /** API calls of the last 24 hours and how many are allowed, where the answer tells. */
  readonly usage: { readonly used: number; readonly allowed: number } | undefined
}

/** Reads an answer with a status of 400 or above. */
export function readApiError(answer: ApiResponse): ApiErrorResponse {
  return {
    status: answer.status,
    problems: problemsIn(answer).map(({ errorCode, message }) => ({
      errorCode,
      message: shortened(message),
    })),
    retryAfterSeconds: retryAfterSeconds(answer),
    usage: usageIn(answer),
  }
}

/** Whether a newer token may help: not where the session is good but not for this API. */
export function isExpired(answer: ApiResponse): boolean {
  if (answer.status !== 401 && !(answer.status === 403 && /bad_oauth_token/i.test(answer.body))) return false
  return !answer.body.includes('not valid for use with the REST API')
}

/** How many seconds the answer asks to wait, by number or date (RFC 9110, 10.2.3). */
export function retryAfterSeconds({ headers }: ApiResponse): number | undefined {
  const text = headers['retry-after']
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const until = Date.parse(text)
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1_000))
}

function problemsIn({ status, body }: ApiResponse): ApiProblem[] {
  const json = parsedJson(body)
  const api = apiProblems.safeParse(json)
  if (api.success) return api.data
  const oauth = oauthProblem.safeParse(json)
  if (oauth.success) return [{ errorCode: oauth.data.error, message: oauth.data.error_description ?? '' }]
  const isPage = body.trimStart().startsWith('<')
  return [{ errorCode: `HTTP ${status}`, message: isPage ? 'a web page' : body }]
}

function usageIn({ headers }: ApiResponse): ApiErrorResponse['usage'] {
  const match = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '')
  return match ? { used: Number(match[1]), allowed: Number(match[2]) } : undefined
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

// The end of Salesforce's words tells what is wrong; before it they repeat the query.
function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim()
  return line.length <= longestWords ? line : `…${line.slice(-longestWords)}`
}

/** The way that works without the API, offered wherever the API does not. */
export const reportAction = 'without the API, read an exported report: sfsync sf-users import <report.csv>'
