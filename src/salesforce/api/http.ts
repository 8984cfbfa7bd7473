import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { EnvHttpProxyAgent, request } from 'undici'
import { type ErrorDetails, SfsyncError } from '../../core/errors.ts'
import { ApiResponse, type ApiRequest, readApiError, reportAction, retryAfterSeconds } from './response.ts'

/** How long a request may take and be tried again. */
export interface RetryPolicy {
  /** For one try, its whole answer included. */
  readonly timeoutSeconds: number
  /** For all tries and the pauses between them; 0 is one try. */
  readonly retrySeconds: number
  /** Ends every try and every pause; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Hears why a request is tried again, and when. */
  readonly onWaiting?: (told: string) => void
}

const firstPauseSeconds = 0.2
const mostTries = 6
// Who refuses a connection is seldom there a moment later.
const mostTriesWhenRefused = 3

/**
 * Asks once, and again where nothing can have changed and another try may help: a GET that broke off or was answered
 * with 429, 503 or an unknown failure. Pauses grow and are shaken, or are as long as Salesforce asks. Throws what the
 * last try threw.
 */
export async function sendWithRetry(question: ApiRequest, patience: RetryPolicy): Promise<ApiResponse> {
  const until = performance.now() + patience.retrySeconds * 1_000
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt(question, patience)
    patience.interrupted?.throwIfAborted()
    const seconds = question.method === 'GET' ? pauseAfter(outcome, tries) : undefined
    if (seconds === undefined || performance.now() + seconds * 1_000 > until) return settled(outcome)
    patience.onWaiting?.(`${reasonOf(outcome)}; trying again in ${Math.ceil(seconds)} s`)
    await pause(seconds * 1_000, undefined, { signal: patience.interrupted }).catch(() => undefined)
    patience.interrupted?.throwIfAborted()
  }
}

type Outcome = { readonly answer: ApiResponse } | { readonly failure: unknown }

async function attempt(question: ApiRequest, { timeoutSeconds, interrupted }: RetryPolicy): Promise<Outcome> {
  const late = AbortSignal.timeout(timeoutSeconds * 1_000)
  try {
    return {
      answer: await send(question, interrupted === undefined ? late : AbortSignal.any([late, interrupted])),
    }
  } catch (failure) {
    if (failure instanceof SfsyncError) throw failure
    return { failure }
  }
}

function settled(outcome: Outcome): ApiResponse {
  if ('answer' in outcome) return outcome.answer
  throw outcome.failure
}

function pauseAfter(outcome: Outcome, tries: number): number | undefined {
  if (tries >= mostTries) return undefined
  const usual = firstPauseSeconds * 3 ** (tries - 1) * (0.5 + Math.random())
  if ('answer' in outcome)
    return mayPass(outcome.answer) ? (retryAfterSeconds(outcome.answer) ?? usual) : undefined
  if (isRefusedConnection(outcome.failure)) return tries < mostTriesWhenRefused ? usual : undefined
  return isDropped(outcome.failure) ? usual : undefined
}

function mayPass({ status, body }: ApiResponse): boolean {
  return status === 429 || status === 503 || (status === 500 && body.includes('UNKNOWN_EXCEPTION'))
}

function reasonOf(outcome: Outcome): string {
  if ('failure' in outcome)
    return isRefusedConnection(outcome.failure)
      ? 'the connection was refused'
      : `the connection broke off (${codeOf(outcome.failure)})`
  const [problem] = readApiError(outcome.answer).problems
  return `Salesforce is not available (${problem?.errorCode ?? outcome.answer.status})`
}

const unzip = promisify(gunzip)
// No page of users comes near it; a gzip bomb would fill the memory.
const mostBytes = 512 * 1024 * 1024

let shared: EnvHttpProxyAgent | undefined

/**
 * Sends one request and takes its whole answer, through the proxy that HTTPS_PROXY names unless NO_PROXY excepts the
 * host; connections are kept for the next request. Redirects are answers: following them could carry the token to
 * another host. Throws what undici and the system throw, or the signal's reason.
 */
export async function send(
  { url, method, headers, body }: ApiRequest,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const response = await request(url, {
    method,
    headers: { 'accept-encoding': 'gzip', ...headers },
    body: body ?? null,
    dispatcher: agent(),
    signal,
  })
  const bytes = Buffer.from(await response.body.arrayBuffer())
  const zipped = response.headers['content-encoding'] === 'gzip' && bytes.length > 0
  const plain = zipped ? await unzip(bytes, { maxOutputLength: mostBytes }) : bytes
  return new ApiResponse(response.statusCode, single(response.headers), plain)
}

// The deadlines are the caller's, so undici sets none of its own.
function agent(): EnvHttpProxyAgent {
  if (shared !== undefined) return shared
  try {
    shared = new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 0 } })
    return shared
  } catch (cause) {
    // The address may hold the password of the proxy, so it is not repeated.
    throw new SfsyncError('configuration', 'HTTPS_PROXY or HTTP_PROXY holds no address of a proxy', {
      actions: ['set it to one like http://proxy.example:3128, or unset it'],
      cause: new Error(cause instanceof Error ? cause.name : 'unknown'),
    })
  }
}

function single(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

const refused = 'ECONNREFUSED'
// An answer that cannot be unpacked broke off or was spoilt on its way.
const dropped = [
  refused,
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
]
const slow = ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']
const unknownHost = ['ENOTFOUND', 'EAI_AGAIN']
// Source: Node's tls.TLSSocket authorizationError codes, and OpenSSL's own for talk that is no TLS.
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/
const proxyAnswer = /^Proxy response|^Proxy /
const noTls = /^ERR_(?:TLS|SSL)_|^EPROTO$/

const proxyAction = 'behind a proxy, set HTTPS_PROXY; behind a firewall, allow this host'

/** Whether a connection was refused or broke off, so that asking again may help. */
export function isDropped(failure: unknown): boolean {
  return dropped.includes(codeOf(failure))
}

/** Whether nobody listens there. */
export function isRefusedConnection(failure: unknown): boolean {
  return codeOf(failure) === refused
}

/** Says in an admin's words why a host could not be asked; `failure` is what sending threw. */
export function unreachable(failure: unknown, host: string, timeoutSeconds: number): SfsyncError {
  const code = codeOf(failure)
  const { message, actions } = wordsFor(code, host, timeoutSeconds)
  return new SfsyncError('remote', message, {
    actions: [...(actions ?? []), reportAction],
    rows: [{ reason: code }],
  })
}

function wordsFor(code: string, host: string, seconds: number): { message: string } & ErrorDetails {
  if (code === 'TimeoutError' || slow.includes(code))
    return {
      message: `${host} did not answer in full within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
      actions: ['try again, or allow more time: set SFSYNC_TIMEOUT_SECONDS', proxyAction],
    }
  if (unknownHost.includes(code))
    return {
      message: `there is no host ${host}, or this machine cannot look it up`,
      actions: ['check the spelling of SF_ORG_INSTANCE_URL and the network connection', proxyAction],
    }
  if (code === refused)
    return {
      message: `${host} refused the connection`,
      actions: ['check SF_ORG_INSTANCE_URL and the network connection', proxyAction],
    }
  if (proxyAnswer.test(code))
    return {
      message: `the proxy does not let sfsync through to ${host}`,
      actions: [
        'check HTTPS_PROXY; a user name and password go into it: http://name:password@proxy.example:3128',
      ],
    }
  if (untrusted.test(code))
    return {
      message: `${host} could not prove that it is ${host}: its certificate is not trusted here`,
      actions: [
        'if your company inspects traffic, set NODE_EXTRA_CA_CERTS to the file with its certificate',
        'otherwise do not go on: somebody may be listening',
      ],
    }
  if (noTls.test(code))
    return {
      message: `${host} does not answer encrypted, as an org does`,
      actions: ['check SF_ORG_INSTANCE_URL', proxyAction],
    }
  if (dropped.includes(code))
    return {
      message: `${host} broke off the connection before its answer was complete`,
      actions: ['try again', proxyAction],
    }
  return { message: `${host} could not be reached`, actions: ['check the network connection', proxyAction] }
}

/** The innermost code, which is the system's own; where there is none, the words of the failure. */
export function codeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return 'unknown failure'
  if (failure.cause instanceof Error) return codeOf(failure.cause)
  if ('code' in failure && typeof failure.code === 'string') return failure.code
  return failure.name === 'TimeoutError' ? failure.name : failure.message
}
