import * as z from 'zod/mini'
import { SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import { parseJson, shortText } from '../core/text.ts'
import { captivePortalAction, connectionProblem, sendWithRetry } from '../salesforce/api/http.ts'
import { type ApiResponse, retryAfterSeconds } from '../salesforce/api/response.ts'
import type { Pace } from './pace.ts'
import { addressVariable, type ApiCall } from './salesscreen.ts'

// Other forms of problems are shown as they are.
const problem = z.object({ message: z.string() })

/** How to call the API. */
export interface ApiAccess {
  readonly key: string
  readonly timeoutSeconds: number
  readonly retrySeconds: number
  readonly interrupted: AbortSignal
  readonly pace: Pace
  /** Learns of pauses. */
  readonly onWait: (message: string) => void
}

/**
 * Sends one call and returns when SalesScreen has accepted it. An attempt with an unknown outcome (a lost connection, a
 * failure of the server) is repeated: the call creates or updates by `userId`, so twice is the same as once.
 */
export async function callApi({ url, method, body }: ApiCall, access: ApiAccess): Promise<void> {
  const { key, timeoutSeconds, retrySeconds, interrupted, pace, onWait } = access
  const { host } = new URL(url)
  const headers = { apiKey: key, accept: 'application/json', 'content-type': 'application/json' }
  const response = await sendWithRetry(
    { url, method, headers: { ...headers, 'user-agent': 'sfsync' }, body: JSON.stringify(body) },
    {
      timeoutSeconds,
      retrySeconds,
      interrupted,
      repeatable: true,
      service: 'SalesScreen',
      onRetry: onWait,
      beforeAttempt: async () =>
        await pace.turn(interrupted, (seconds) =>
          onWait(`SalesScreen allows 200 requests a minute; continuing in ${seconds} s`),
        ),
    },
  ).catch((failure: unknown) => {
    interrupted.throwIfAborted()
    if (failure instanceof SfsyncError) throw failure
    const { message, actions, code } = connectionProblem(failure, host, timeoutSeconds, addressVariable)
    throw new SfsyncError('remote', message, { actions, rows: [{ reason: code }] })
  })
  // Proxies and error pages are known to repeat what they were sent.
  const error = problemOf(response.redacted(key), url, body.email)
  if (error !== undefined) throw error
}

function problemOf(response: ApiResponse, url: string, email: string): SfsyncError | undefined {
  const { status } = response
  const { host } = new URL(url)
  // Source: public clients of the API take every 2xx for success, whatever the body is.
  if (status < 300 && !isWebPage(response)) return undefined
  if (status < 300)
    return new SfsyncError('remote', `${host} answered with a web page instead of data`, {
      actions: [captivePortalAction],
    })
  if (status < 400) return redirectError(response, url)
  const rows = [{ reason: reasonOf(response) }]
  if (status === 401 || status === 403)
    return new SfsyncError('login-needed', `SalesScreen does not accept the API key (${status})`, {
      actions: [
        'copy the key from SalesScreen again; if it is right, ask your SalesScreen representative whether the API is on',
        { text: 'replace a saved key', command: commandLine('todo key') },
      ],
      rows,
    })
  if (status === 429) return tooMany(response, rows)
  if (status >= 500 || status === 408 || isWebPage(response))
    return new SfsyncError('remote', `SalesScreen is not available (${status})`, {
      actions: ['try again in a few minutes'],
      rows,
    })
  if (status === 404 || status === 405)
    return new SfsyncError('remote', `${host} does not know this call (${status})`, {
      actions: [`check ${addressVariable} if you set it, or update sfsync`],
      rows,
    })
  return new SfsyncError('invalid', `SalesScreen refused ${email} (${status})`, {
    actions: ['correct the user, or create it in SalesScreen by hand'],
    rows: [{ value: email, reason: reasonOf(response) }],
  })
}

function tooMany(response: ApiResponse, rows: readonly { readonly reason: string }[]): SfsyncError {
  const seconds = retryAfterSeconds(response)
  const wait = seconds === undefined ? 'in a few minutes' : `in ${seconds} s, as it asks`
  return new SfsyncError('remote', 'SalesScreen accepts no more requests for now (429)', {
    actions: [`try again ${wait}; other programs with the same key count, too`],
    rows,
  })
}

function redirectError({ headers }: ApiResponse, url: string): SfsyncError {
  const { host } = new URL(url)
  const target = URL.parse(headers['location'] ?? '', url)?.host ?? 'another address'
  return new SfsyncError('remote', `${host} redirects to ${target}; the key was not sent there`, {
    actions: [captivePortalAction],
  })
}

function isWebPage({ headers, body }: ApiResponse): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') || body.trimStart().startsWith('<')
}

function reasonOf(response: ApiResponse): string {
  if (isWebPage(response)) return 'it answered with a web page'
  const answer = problem.safeParse(parseJson(response.body))
  return shortText(answer.success ? answer.data.message : response.body) || 'it gave no reason'
}
