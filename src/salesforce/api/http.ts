import { countText } from '../../core/text.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { EnvHttpProxyAgent, request as undiciRequest } from 'undici'
import { SfsyncError } from '../../core/errors.ts'
import type { SignInWay } from '../salesforce.ts'
import { addressAdvice } from './connection.ts'
import type { InFlight, Strain } from './in-flight.ts'
import {
  type ApiRequest,
  ApiResponse,
  concurrencyLimit,
  importReportAction,
  readApiError,
  retryAfterSeconds,
} from './response.ts'

/** How long a request may take and how long it is retried. */
interface RetryPolicy {
  /** For one attempt, its whole response included. */
  readonly timeoutSeconds: number
  /** For all attempts and the pauses between them; 0 is one attempt. */
  readonly retrySeconds: number
  /** Ends every attempt and every pause; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Called with the reason and the pause before each retry. */
  readonly onRetry?: (message: string) => void
  /** Whether sending twice does the same as sending once, whatever came of the first; without this only a GET does. */
  readonly repeatable?: boolean
  /** Runs before each attempt, for limits on requests. */
  readonly beforeAttempt?: () => Promise<void>
  /** Has each attempt wait for its turn. */
  readonly inFlight?: InFlight
  /** Who is called, in messages; Salesforce without this. */
  readonly service?: string
}

const firstPauseSeconds = 0.2
const maxAttempts = 6
// A host that refuses connections seldom accepts one a moment later.
const maxAttemptsWhenRefused = 3

/**
 * Sends a request, and retries one that is repeatable and lost its connection or got 429, 503, a limit on concurrent requests or an unknown failure.
 * Pauses grow with jitter, or are as long as the service asks. Throws what the last attempt threw.
 */
export async function sendWithRetry(request: ApiRequest, policy: RetryPolicy): Promise<ApiResponse> {
  const { repeatable = request.method === 'GET', service = 'Salesforce' } = policy
  await policy.beforeAttempt?.()
  let until = performance.now() + policy.retrySeconds * 1_000
  for (let attempts = 1; ; attempts += 1) {
    const asked = performance.now()
    const inTurn = async () => {
      // Waiting for others is not the fault of this request.
      until += performance.now() - asked
      return await attempt(request, policy)
    }
    const outcome = await (policy.inFlight?.run(inTurn, strainIn) ?? inTurn())
    policy.interrupted?.throwIfAborted()
    const seconds = repeatable ? pauseAfter(outcome, attempts) : undefined
    if (seconds === undefined || performance.now() + seconds * 1_000 > until) {
      if ('response' in outcome) return outcome.response
      throw outcome.failure
    }
    policy.onRetry?.(`${reasonOf(outcome, service)}; trying again in ${Math.ceil(seconds)} s`)
    await pause(seconds * 1_000, undefined, { signal: policy.interrupted }).catch(() => undefined)
    policy.interrupted?.throwIfAborted()
    await policy.beforeAttempt?.()
  }
}

type Outcome = { readonly response: ApiResponse } | { readonly failure: unknown }

async function attempt(request: ApiRequest, { timeoutSeconds, interrupted }: RetryPolicy): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutSeconds * 1_000)
  const signal = interrupted === undefined ? timeout : AbortSignal.any([timeout, interrupted])
  try {
    return { response: await send(request, signal) }
  } catch (failure) {
    if (failure instanceof SfsyncError) throw failure
    return { failure }
  }
}

function pauseAfter(outcome: Outcome, attempts: number): number | undefined {
  if (attempts >= maxAttempts) return undefined
  const usual = firstPauseSeconds * 3 ** (attempts - 1) * (0.5 + Math.random())
  if ('response' in outcome)
    return isTemporary(outcome.response) ? (retryAfterSeconds(outcome.response) ?? usual) : undefined
  if (isRefusedConnection(outcome.failure)) return attempts < maxAttemptsWhenRefused ? usual : undefined
  return isDropped(outcome.failure) ? usual : undefined
}

function isTemporary(response: ApiResponse): boolean {
  const { status } = response
  return (
    [502, 504].includes(status) ||
    isBusy(response) ||
    (status === 500 && response.body.includes('UNKNOWN_EXCEPTION'))
  )
}

// Source: "API Request Limits and Allocations": only requests of 20 seconds or more count as concurrent ones.
const longSeconds = 20
const quickSeconds = 5

function strainIn(outcome: Outcome, seconds: number): Strain {
  if ('failure' in outcome || isBusy(outcome.response) || seconds >= longSeconds) return 'some'
  return outcome.response.status < 300 && seconds < quickSeconds ? 'none' : 'unknown'
}

// The same status and code as for the calls of a day, which are gone for hours.
function isBusy(response: ApiResponse): boolean {
  const { status } = response
  return status === 429 || status === 503 || (status === 403 && concurrencyLimit.test(response.body))
}

function reasonOf(outcome: Outcome, service: string): string {
  if ('failure' in outcome)
    return isRefusedConnection(outcome.failure)
      ? 'the connection was refused'
      : `the connection was lost (${codeOf(outcome.failure)})`
  const [problem] = readApiError(outcome.response).problems
  return `${service} is not available (${problem?.errorCode ?? outcome.response.status})`
}

const unzip = promisify(gunzip)
// No page of users comes near it; a gzip bomb would fill the memory.
const maxBytes = 512 * 1024 * 1024

let sharedAgent: EnvHttpProxyAgent | undefined

/**
 * Sends one request and receives its whole response, through the proxy of HTTPS_PROXY unless NO_PROXY lists the host;
 * connections are kept alive. Never follows a redirect, which could carry the token to another host. Throws what undici
 * and the system throw, or the signal's reason.
 */
export async function send(
  { url, method, headers, body }: ApiRequest,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const response = await undiciRequest(url, {
    method,
    headers: { 'accept-encoding': 'gzip', ...headers },
    body: body ?? null,
    dispatcher: agent(),
    signal,
  })
  const bytes = Buffer.from(await response.body.arrayBuffer())
  const zipped = response.headers['content-encoding'] === 'gzip' && bytes.length > 0
  const plain = zipped ? await unzip(bytes, { maxOutputLength: maxBytes }) : bytes
  const single = Object.entries(response.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ])
  return new ApiResponse(response.statusCode, Object.fromEntries(single), plain)
}

// The deadlines are the caller's, so undici sets none of its own.
function agent(): EnvHttpProxyAgent {
  if (sharedAgent !== undefined) return sharedAgent
  try {
    sharedAgent = new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 0 } })
    return sharedAgent
  } catch (cause) {
    // The address may contain the password of the proxy, so it is not repeated.
    throw new SfsyncError('configuration', 'HTTPS_PROXY or HTTP_PROXY is not a proxy address', {
      actions: ['set it to an address such as http://proxy.example:3128, or unset it'],
      cause: new Error(cause instanceof Error ? cause.name : 'unknown'),
    })
  }
}

const refused = 'ECONNREFUSED'
// A response that cannot be unzipped was cut off or damaged on its way.
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
// Source: Node's tls.TLSSocket authorizationError codes, and OpenSSL's own where the host does not speak TLS.
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/
// Source: undici's ProxyAgent: "Proxy response (502) !== 200 when HTTP Tunneling".
const proxyAnswer = /^Proxy response|^Proxy /
const temporaryProxyAnswer = /^Proxy response \((?:429|502|503|504)\)/
const noTls = /^ERR_(?:TLS|SSL)_|^EPROTO$/

const proxyAction = 'behind a proxy, set HTTPS_PROXY; behind a firewall, allow this host'

/** What to do where a certificate is not trusted and nothing explains why. */
export const interceptionAction = 'otherwise stop here: someone may be intercepting the connection'

/** A network or a proxy may have answered in place of the service. */
export const captivePortalAction =
  'check whether this network, a proxy or a VPN requires you to sign in first'

/** Whether a connection was refused or lost, so that a retry may help. */
export function isDropped(failure: unknown): boolean {
  const code = codeOf(failure)
  return dropped.includes(code) || temporaryProxyAnswer.test(code)
}

/** Whether the host refused the connection. */
function isRefusedConnection(failure: unknown): boolean {
  return codeOf(failure) === refused
}

/** Explains why a host could not be reached; `failure` is what sending threw. */
export function unreachable(
  failure: unknown,
  host: string,
  timeoutSeconds: number,
  way?: SignInWay,
): SfsyncError {
  const { message, actions, code } = connectionProblem(failure, host, timeoutSeconds, addressAdvice(way).name)
  return new SfsyncError('remote', message, {
    actions: [...actions, importReportAction],
    rows: [{ reason: code }],
  })
}

/** Why a host could not be reached and what to do; `address` is what its address is called. */
export function connectionProblem(failure: unknown, host: string, timeoutSeconds: number, address: string) {
  const code = codeOf(failure)
  const [message, ...actions] = isOfProxy(failure, host)
    ? proxyUnreachable
    : explanation(code, host, timeoutSeconds, address)
  return { message, actions, code }
}

const proxyUnreachable = [
  'the proxy of HTTPS_PROXY cannot be reached',
  'check HTTPS_PROXY, or unset it if you need no proxy',
  'if only this host needs no proxy, add it to NO_PROXY',
] as const

// The system names the host or the port that it could not reach; where it is not the org's, it is the proxy's.
function isOfProxy(failure: unknown, host: string): boolean {
  if (!(failure instanceof Error)) return false
  if (failure.cause instanceof Error) return isOfProxy(failure.cause, host)
  if (failure instanceof AggregateError) return failure.errors.some((each) => isOfProxy(each, host))
  const { hostname, port } = new URL(`https://${host}`)
  if ('port' in failure && typeof failure.port === 'number')
    return ![Number(port || 443), 80].includes(failure.port)
  return 'hostname' in failure && typeof failure.hostname === 'string' && failure.hostname !== hostname
}

function proxyRefusal(code: string, host: string): [message: string, ...actions: string[]] {
  const status = /\((\d{3})\)/.exec(code)?.[1] ?? ''
  if (status === '407')
    return [
      'the proxy of HTTPS_PROXY requires a user name and password (407)',
      'put them into HTTPS_PROXY: http://name:password@proxy.example:3128',
    ]
  if (temporaryProxyAnswer.test(code))
    return [
      `the proxy of HTTPS_PROXY could not reach ${host} (${status})`,
      'try again in a few minutes, or ask who runs the proxy',
    ]
  return [
    `the proxy of HTTPS_PROXY does not let sfsync connect to ${host}${status === '' ? '' : ` (${status})`}`,
    `allow ${host} there, or add it to NO_PROXY if it can be reached without the proxy`,
  ]
}

function explanation(
  code: string,
  host: string,
  seconds: number,
  address: string,
): [message: string, ...actions: string[]] {
  if (code === 'TimeoutError' || slow.includes(code))
    return [
      `${host} did not respond completely within ${secondsText(seconds)}`,
      'try again, or allow more time: set SFSYNC_TIMEOUT_SECONDS',
      proxyAction,
    ]
  if (unknownHost.includes(code))
    return [
      `the host ${host} does not exist, or this machine cannot look it up`,
      `check the spelling of ${address} and the network connection`,
      proxyAction,
    ]
  if (code === refused)
    return [`${host} refused the connection`, `check ${address} and the network connection`, proxyAction]
  if (proxyAnswer.test(code)) return proxyRefusal(code, host)
  if (untrusted.test(code))
    return [
      `cannot verify the identity of ${host}: its certificate is not trusted on this machine`,
      'if your company inspects traffic, set NODE_EXTRA_CA_CERTS to the file with its certificate',
      interceptionAction,
    ]
  if (noTls.test(code))
    return [`${host} does not answer with TLS, as an org does`, `check ${address}`, proxyAction]
  if (dropped.includes(code))
    return [`${host} closed the connection before its response was complete`, 'try again', proxyAction]
  return [`${host} could not be reached`, 'check the network connection', proxyAction]
}

/** The innermost error code, which is the system's own; where there is none, the message. */
export function codeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return 'unknown failure'
  if (failure.cause instanceof Error) return codeOf(failure.cause)
  if ('code' in failure && typeof failure.code === 'string') return failure.code
  return failure.name === 'TimeoutError' ? failure.name : failure.message
}

/** "1 second", "60 seconds". */
export function secondsText(seconds: number): string {
  return countText(seconds, 'second')
}
