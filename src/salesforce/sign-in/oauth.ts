import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { parseInstance } from '../api/connection.ts'
import { signInError, type OauthClient, readOauthError } from './oauth-errors.ts'
import { type ApiResponse, type ApiRequest, reportAction } from '../api/response.ts'
import { sendWithRetry, unreachable } from '../api/http.ts'

/** What the token endpoint gave. */
export interface TokenAnswer {
  readonly accessToken: string
  /** Null where the old one stays good, or where this way has none. */
  readonly refreshToken: string | null
  readonly instanceUrl: string
}

// Source: "OAuth Tokens and Scopes"; the answer holds more, which is not needed.
const tokenAnswer = z.object({
  access_token: z.string().check(z.minLength(1)),
  refresh_token: z.optional(z.string()),
  instance_url: z.string(),
})

/** Asks for an access token; throws `login-needed` where Salesforce refuses, and `remote` where it cannot be asked. */
export async function askForToken(
  petitioner: OauthClient,
  form: Readonly<Record<string, string>>,
  asking: OauthRequestOptions,
): Promise<TokenAnswer> {
  const url = `${petitioner.loginUrl}/services/oauth2/token`
  const answer = await sendOauthRequest(
    { url, method: 'POST', headers: formHeaders, body: new URLSearchParams(form).toString() },
    asking,
  )
  const json = parsedJson(answer.body)
  if (answer.status >= 400) {
    const refusal = readOauthError(json)
    throw refusal === undefined ? unexpectedAnswerError(url) : signInError(refusal, petitioner)
  }
  const parsed = tokenAnswer.safeParse(json)
  if (!parsed.success) throw unexpectedAnswerError(url)
  const {
    access_token: accessToken,
    refresh_token: refreshToken = null,
    instance_url: instance,
  } = parsed.data
  asking.learn(accessToken)
  if (refreshToken !== null) asking.learn(refreshToken)
  return { accessToken, refreshToken, instanceUrl: trusted(instance, url) }
}

/** Takes a refresh or access token back at Salesforce; true where Salesforce says that it did. */
export async function revokeToken(
  origin: string,
  token: string,
  asking: OauthRequestOptions,
): Promise<boolean> {
  const url = `${origin}/services/oauth2/revoke`
  const body = new URLSearchParams({ token }).toString()
  try {
    return (
      (await sendOauthRequest({ url, method: 'POST', headers: formHeaders, body }, asking)).status === 200
    )
  } catch (error) {
    if (error instanceof SfsyncError && error.code === 'remote') return false
    throw error
  }
}

const formHeaders = {
  'content-type': 'application/x-www-form-urlencoded',
  accept: 'application/json',
  'user-agent': 'sfsync',
} as const

// The token will be sent there.
function trusted(instance: string, url: string): string {
  const parsed = parseInstance(instance)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError(
    'remote',
    `${new URL(url).host} names an org whose address ${parsed.reason}; nothing was sent there`,
    {
      actions: ['check the address to sign in at, and whether a proxy changes answers'],
    },
  )
}

/** How the sign-in pages of Salesforce are asked. */
export interface OauthRequestOptions {
  readonly timeoutSeconds: number
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Told of every secret that is read or received, before anything else happens to it. */
  readonly learn: (secret: string) => void
}

const networkAction = 'check whether this network, a proxy or a VPN asks to sign in first'

/** Sends one request and takes the answer, a refusal included; only a GET may be tried again. Throws `remote`. */
export async function sendOauthRequest(
  question: ApiRequest,
  { timeoutSeconds, interrupted }: OauthRequestOptions,
): Promise<ApiResponse> {
  const { host } = new URL(question.url)
  const answer = await sendWithRetry(question, {
    timeoutSeconds,
    retrySeconds: 0,
    ...(interrupted === undefined ? {} : { interrupted }),
  }).catch((failure: unknown) => {
    interrupted?.throwIfAborted()
    throw failure instanceof SfsyncError ? failure : unreachable(failure, host, timeoutSeconds)
  })
  if (answer.status >= 300 && answer.status < 400)
    throw new SfsyncError(
      'remote',
      `${host} sends the request on to ${targetOf(answer, question.url)}; it was not followed`,
      {
        actions: [
          'check the address: the My Domain address of the org always works',
          networkAction,
          reportAction,
        ],
      },
    )
  if (answer.status >= 500)
    throw new SfsyncError('remote', `${host} is not available (${answer.status})`, {
      actions: [
        'try again in some minutes; https://status.salesforce.com tells about disturbances',
        reportAction,
      ],
    })
  return answer
}

/** The failure to throw where an answer is no JSON, or not the one that was asked for. */
export function unexpectedAnswerError(url: string): SfsyncError {
  return new SfsyncError(
    'remote',
    `${new URL(url).host} answered with something that is no answer of Salesforce`,
    {
      actions: [networkAction, 'check the address of the org', reportAction],
    },
  )
}

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function targetOf({ headers }: ApiResponse, url: string): string {
  return URL.parse(headers['location'] ?? '', url)?.host ?? 'another address'
}

const productionLogin = 'https://login.salesforce.com'
const sandboxLogin = 'https://test.salesforce.com'

/** The origin where Salesforce lets people and programs in; throws `usage` where an address is no such place. */
export function parseLoginUrl(text: string): string {
  const host = text
    .trim()
    .replace(/^https:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
  for (const origin of [productionLogin, sandboxLogin]) if (`https://${host}` === origin) return origin
  const parsed = parseInstance(text)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError('usage', `the address to sign in at ${parsed.reason}`, {
    actions: [`use ${productionLogin}, ${sandboxLogin} (--sandbox), or the My Domain address of the org`],
  })
}

/**
 * For whom a JWT is meant. Source: "OAuth 2.0 JWT Bearer Flow": login.salesforce.com, test.salesforce.com, or the address
 * of an Experience Cloud site; a My Domain belongs to one of the first two.
 */
export function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl)
  if (hostname === 'test.salesforce.com' || /\.(?:sandbox|scratch)\.my\./.test(hostname)) return sandboxLogin
  return hostname.endsWith('.my.salesforce.com') ? productionLogin : loginUrl
}
