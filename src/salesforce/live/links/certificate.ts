import { isIP, type Socket } from 'node:net'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import { unreachable } from '../unreachable.ts'
import { openSocket, openTunnel } from './proxy.ts'
import { hostOf, isSocks, type Route } from './route.ts'
import { failed, ok, problem, type Tested, warning } from './tested.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether the org can be reached encrypted, and whether it can prove who it is. */
export async function testTls(route: Route, environment: Environment, stop: AbortSignal): Promise<Tested> {
  const { target, proxy } = route
  if (proxy !== undefined && isSocks(proxy))
    return warning('could not look: certificates are tested through HTTP proxies only')
  try {
    const socket =
      proxy === undefined ? await openSocket(target, stop) : (await openTunnel(target, proxy, stop)).socket
    try {
      if (target.protocol === 'http:') return ok('not encrypted: the org is this machine itself')
      return judged(await handshake(socket, target, stop), target, environment)
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
    // Judged below: a certificate that is refused at once could not be told about.
    const options = { socket, host, rejectUnauthorized: false }
    const secure = connect(isIP(host) === 0 ? { ...options, servername: host } : options)
    secure.once('secureConnect', () => resolve(secure)).once('error', reject)
    secure.once('close', () => reject(new Error('ECONNRESET')))
    stop.addEventListener('abort', () => secure.destroy(), { once: true })
  })
}

function judged(secure: TLSSocket, { hostname }: URL, environment: Environment): Tested {
  const certificate = secure.getPeerCertificate()
  const facts = `certificate issued by ${issuerOf(certificate)}, valid until ${dayOf(certificate.valid_to)}`
  const code = secure.authorized ? undefined : String(secure.authorizationError)
  const unchecked = environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
  if (unchecked)
    return warning(
      `${facts}; NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pretend to be ${hostname}`,
      ...(code === undefined ? [] : extraAuthority(environment)),
      'unset NODE_TLS_REJECT_UNAUTHORIZED',
    )
  if (code === undefined) return ok(`${facts}, ${secure.getProtocol() ?? 'TLS'}`)
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return problem(
        `${facts}, valid from ${dayOf(certificate.valid_from)}: not today by the clock of this machine`,
        'check the clock of this machine',
        'otherwise have whoever issued it renew it',
      )
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return problem(
        `${facts}: it is for ${certificate.subjectaltname ?? 'another host'}, not for ${hostname}`,
        'check SF_ORG_INSTANCE_URL',
        'otherwise do not go on: somebody may be listening',
      )
    default:
      return problem(
        `${facts}: this machine does not trust who issued it (${code})`,
        ...extraAuthority(environment),
        'otherwise do not go on: somebody may be listening',
      )
  }
}

function extraAuthority(environment: Environment): string[] {
  const file = environment['NODE_EXTRA_CA_CERTS'] ?? ''
  if (file !== '')
    return [
      `NODE_EXTRA_CA_CERTS is ${file}: check that the file can be read and holds that authority's certificate`,
    ]
  return [
    "if that is your company's own authority, which inspects traffic, set NODE_EXTRA_CA_CERTS to the file with its certificate",
  ]
}

function issuerOf({ issuer }: PeerCertificate): string {
  const names = [issuer.O, issuer.CN].flat().filter((name) => name !== undefined && name !== '')
  return names.length === 0 ? 'an unnamed authority' : names.join(' ')
}

function dayOf(time: string): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? time : date.toISOString().slice(0, 10)
}
