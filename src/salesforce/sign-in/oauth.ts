import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { parseJson } from '../../core/text.ts'
import { parseInstance } from '../api/connection.ts'
import { captivePortalAction, sendWithRetry, unreachable } from '../api/http.ts'
import { type ApiRequest, type ApiResponse, importReportAction, tryLaterAction } from '../api/response.ts'
import { type OauthClient, readOauthError, signInError } from './oauth-errors.ts'

/** The response of the token endpoint. */
export interface TokenAnswer {
  readonly accessToken: string
  /** Null where the old one stays valid, or where this flow has none. */
  readonly refreshToken: string | null
  readonly instanceUrl: string
}

/** How OAuth requests are sent. */
export interface OauthRequestOptions {
  readonly timeoutSeconds: number
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Called with every secret that is read or received, before anything else happens to it. */
  readonly learn: (secret: string) => void
}

// Source: "OAuth Tokens and Scopes"; the response has more, which sfsync does not need.
const tokenAnswer = z.object({
  access_token: z.string().check(z.minLength(1)),
  refresh_token: z.optional(z.string()),
  instance_url: z.string(),
})

/** Requests an access token; throws `login-needed` where Salesforce refuses, and `remote` where it cannot be reached. */
export async function requestToken(
  client: OauthClient,
  form: Readonly<Record<string, string>>,
  options: OauthRequestOptions,
): Promise<TokenAnswer> {
  const url = `${client.loginUrl}/services/oauth2/token`
  const { status, body } = await sendForm(url, form, options)
  const json = parseJson(body)
  if (status >= 400) {
    const error = readOauthError(json)
    throw error === undefined ? unexpectedAnswerError(url) : signInError(error, client)
  }
  const parsed = tokenAnswer.safeParse(json)
  if (!parsed.success) throw unexpectedAnswerError(url)
  const { access_token: accessToken, refresh_token: refreshToken = null } = parsed.data
  options.learn(accessToken)
  if (refreshToken !== null) options.learn(refreshToken)
  const instance = parseInstance(parsed.data.instance_url)
  // The token will be sent there.
  if ('origin' in instance) return { accessToken, refreshToken, instanceUrl: instance.origin }
  throw new SfsyncError(
    'remote',
    `${new URL(url).host} returned an org whose address ${instance.reason}; nothing was sent there`,
    { actions: ['check the login URL, and whether a proxy changes responses'] },
  )
}

/** Revokes a refresh or access token at Salesforce; true where Salesforce confirms it. */
export async function revokeToken(
  origin: string,
  token: string,
  options: OauthRequestOptions,
): Promise<boolean> {
  try {
    return (await sendForm(`${origin}/services/oauth2/revoke`, { token }, options)).status === 200
  } catch (error) {
    if (error instanceof SfsyncError && error.code === 'remote') return false
    throw error
  }
}

async function sendForm(
  url: string,
  form: Readonly<Record<string, string>>,
  options: OauthRequestOptions,
): Promise<ApiResponse> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    'user-agent': 'sfsync',
  }
  const body = new URLSearchParams(form).toString()
  return await sendOauthRequest({ url, method: 'POST', headers, body }, options)
}

/** Sends one request and gives the response, an OAuth error included; only a GET may be retried. Throws `remote`. */
export async function sendOauthRequest(
  request: ApiRequest,
  { timeoutSeconds, interrupted }: OauthRequestOptions,
): Promise<ApiResponse> {
  const { host } = new URL(request.url)
  const response = await sendWithRetry(request, {
    timeoutSeconds,
    retrySeconds: 0,
    ...(interrupted === undefined ? {} : { interrupted }),
  }).catch((failure: unknown) => {
    interrupted?.throwIfAborted()
    throw failure instanceof SfsyncError ? failure : unreachable(failure, host, timeoutSeconds)
  })
  if (response.status >= 300 && response.status < 400) {
    const target = URL.parse(response.headers['location'] ?? '', request.url)?.host ?? 'another address'
    throw new SfsyncError('remote', `${host} redirects to ${target}; sfsync did not follow`, {
      actions: [
        'check the address: the My Domain address of the org always works',
        captivePortalAction,
        importReportAction,
      ],
    })
  }
  if (response.status >= 500)
    throw new SfsyncError('remote', `${host} is not available (${response.status})`, {
      actions: [tryLaterAction, importReportAction],
    })
  return response
}

/** The failure to throw where a response does not come from Salesforce, or is not the expected one. */
export function unexpectedAnswerError(url: string): SfsyncError {
  return new SfsyncError('remote', `unexpected response from ${new URL(url).host}`, {
    actions: [captivePortalAction, 'check the address of the org', importReportAction],
  })
}

const productionLogin = 'https://login.salesforce.com'
const sandboxLogin = 'https://test.salesforce.com'

/** The origin where Salesforce users and programs sign in; throws `usage` where an address is not one. */
export function parseLoginUrl(text: string): string {
  const host = text
    .trim()
    .replace(/^https:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
  for (const origin of [productionLogin, sandboxLogin]) if (`https://${host}` === origin) return origin
  const parsed = parseInstance(text)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError('usage', `the login URL ${parsed.reason}`, {
    actions: [`use ${productionLogin}, ${sandboxLogin} (--sandbox), or the My Domain address of the org`],
  })
}

/**
 * The audience of a JWT. Source: "OAuth 2.0 JWT Bearer Flow": login.salesforce.com, test.salesforce.com, or the address
 * of an Experience Cloud site; a My Domain belongs to one of the first two.
 */
export function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl)
  if (hostname === 'test.salesforce.com' || /\.(?:sandbox|scratch)\.my\./.test(hostname)) return sandboxLogin
  return hostname.endsWith('.my.salesforce.com') ? productionLogin : loginUrl
}
