import { type ErrorDetails, SfsyncError } from '../../core/errors.ts'
import { reportAction } from './actions.ts'

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
