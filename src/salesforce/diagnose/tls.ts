import { isIP, type Socket } from 'node:net'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import { interceptionAction, unreachable } from '../api/http.ts'
import { hostOf, isSocks, openSocket, openTunnel, type Route } from './network.ts'
import { failed, ok, problem, type CheckResult, warning } from './check.ts'

/** Whether the org can be reached with TLS, and whether its certificate is trusted. */
export async function testTls(
  route: Route,
  environment: NodeJS.ProcessEnv,
  stop: AbortSignal,
): Promise<CheckResult> {
  const { target, proxy } = route
  if (proxy !== undefined && isSocks(proxy))
    return warning('not tested: certificates are tested through HTTP proxies only')
  try {
    const socket =
      proxy === undefined ? await openSocket(target, stop) : (await openTunnel(target, proxy, stop)).socket
    try {
      if (target.protocol === 'http:') return ok('not encrypted: the org is on this machine')
      return judgeCertificate(
        shownCertificate(await handshake(socket, target, stop)),
        target.hostname,
        environment,
      )
    } finally {
      socket.destroy()
    }
  } catch (failure) {
    stop.throwIfAborted()
    return failed(unreachable(failure, target.host, 0))
  }
}

async function handshake(socket: Socket, target: URL, stop: AbortSignal): Promise<TLSSocket> {
  const host = hostOf(target)
  return await new Promise((resolve, reject) => {
    // Judged below: a certificate that is rejected at once could not be described.
    const options = { socket, host, rejectUnauthorized: false }
    const secure = connect(isIP(host) === 0 ? { ...options, servername: host } : options)
    secure.once('secureConnect', () => resolve(secure)).once('error', reject)
    secure.once('close', () => reject(new Error('ECONNRESET')))
    stop.addEventListener('abort', () => secure.destroy(), { once: true })
  })
}

function shownCertificate(secure: TLSSocket): ShownCertificate {
  const certificate = secure.getPeerCertificate()
  return {
    issuer: issuerOf(certificate),
    from: dayOf(certificate.valid_from),
    until: dayOf(certificate.valid_to),
    names: certificate.subjectaltname ?? 'another host',
    doubt: secure.authorized ? undefined : String(secure.authorizationError),
    protocol: secure.getProtocol() ?? 'TLS',
  }
}

function issuerOf({ issuer }: PeerCertificate): string {
  const names = [issuer.O, issuer.CN].flat().filter((name) => name !== undefined && name !== '')
  return names.length === 0 ? 'an unnamed authority' : names.join(' ')
}

function dayOf(time: string): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? time : date.toISOString().slice(0, 10)
}

/** The certificate of an org. */
interface ShownCertificate {
  readonly issuer: string
  /** Days, ISO 8601. */
  readonly from: string
  readonly until: string
  /** The hosts that it is valid for. */
  readonly names: string
  /** Why it is not trusted on this machine. Source: Node's tls.TLSSocket authorizationError. */
  readonly doubt: string | undefined
  readonly protocol: string
}

/** Whether a certificate proves the identity of a host, and what to do if it does not. */
export function judgeCertificate(
  shown: ShownCertificate,
  hostname: string,
  environment: NodeJS.ProcessEnv,
): CheckResult {
  const facts = `certificate issued by ${shown.issuer}, valid until ${shown.until}`
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    return warning(
      `${facts}; NODE_TLS_REJECT_UNAUTHORIZED=0 lets anyone impersonate ${hostname}`,
      'unset NODE_TLS_REJECT_UNAUTHORIZED',
      ...(shown.doubt === undefined ? [] : [authorityAction(environment)]),
    )
  switch (shown.doubt) {
    case undefined:
      return ok(`${facts}, ${shown.protocol}`)
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return problem(
        `${facts} and from ${shown.from}: not now, by the clock of this machine`,
        'check the clock of this machine',
        'otherwise ask its issuer to renew it',
      )
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return problem(
        `${facts}: it is valid for ${shown.names}, not for ${hostname}`,
        'check the address of the org',
        interceptionAction,
      )
    default:
      return problem(
        `${facts}: this machine does not trust its issuer (${shown.doubt})`,
        authorityAction(environment),
        interceptionAction,
      )
  }
}

function authorityAction(environment: NodeJS.ProcessEnv): string {
  const file = environment['NODE_EXTRA_CA_CERTS'] ?? ''
  return file === ''
    ? "if that is your company's own authority for inspecting traffic, set NODE_EXTRA_CA_CERTS to the file with its certificate"
    : `NODE_EXTRA_CA_CERTS is ${file}: check that the file can be read and contains the certificate of that authority`
}
