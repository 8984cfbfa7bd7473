import { isIP, type Socket } from 'node:net'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import { unreachable } from '../unreachable.ts'
import { openSocket, openTunnel } from './proxy.ts'
import { hostOf, isSocks, type Route } from './route.ts'
import { type Environment, judgeCertificate, type ShownCertificate } from './judge-certificate.ts'
import { failed, ok, type Tested, warning } from './tested.ts'

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
      return judgeCertificate(shown(await handshake(socket, target, stop)), target.hostname, environment)
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

function shown(secure: TLSSocket): ShownCertificate {
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
