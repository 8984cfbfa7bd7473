import { type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, type Socket } from 'node:net'
import { codeOf } from '../unreachable.ts'
import { hostOf, isSocks, placeOf, portOf, type Route } from './route.ts'
import { ok, problem, type Tested } from './tested.ts'

/** Whether a proxy is used, and whether it lets requests through to the org. */
export async function testProxy(route: Route, stop: AbortSignal): Promise<Tested> {
  const { target, variable, proxy, unused } = route
  if (variable === undefined) return ok('none is set')
  if (unused === 'excepted') return ok(`not used: NO_PROXY excepts ${target.hostname} from ${variable}`)
  if (proxy === undefined)
    return problem(
      `${variable} holds no address of a proxy`,
      'set it to one like http://proxy.example:3128, or unset it',
    )
  const name = `the proxy ${placeOf(proxy)} (${variable})`
  try {
    const { status, socket } = isSocks(proxy)
      ? { status: 200, socket: await openSocket(proxy, stop) }
      : await openTunnel(target, proxy, stop)
    socket.destroy()
    return status === 200 ? ok(`${name} lets sfsync through`) : refusedBy(name, status, route)
  } catch (failure) {
    stop.throwIfAborted()
    return problem(
      `${name} does not answer (${codeOf(failure)})`,
      `check ${variable}, or unset it where no proxy is needed`,
      `where only this org needs none, add ${target.hostname} to NO_PROXY`,
    )
  }
}

function refusedBy(name: string, status: number, { target, variable = '' }: Route): Tested {
  if (status === 407)
    return problem(
      `${name} wants to know who asks (407)`,
      `put a user name and password into ${variable}: http://name:password@proxy.example:3128`,
    )
  return problem(
    `${name} does not let sfsync through to ${target.hostname} (${status})`,
    `have ${target.hostname}:${portOf(target)} allowed there, or add it to NO_PROXY where it can be reached without`,
  )
}

/** A connection to a host; whoever asked for it closes it. */
export async function openSocket(to: URL, stop: AbortSignal): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: hostOf(to), port: portOf(to), signal: stop })
    socket.once('connect', () => resolve(socket)).once('error', reject)
  })
}

/** What a proxy says to a wish for a connection to an org, and the connection; whoever asked for it closes it. */
export async function openTunnel(
  target: URL,
  proxy: URL,
  stop: AbortSignal,
): Promise<{ readonly status: number; readonly socket: Socket }> {
  const through = `${target.hostname}:${portOf(target)}`
  const options = {
    method: 'CONNECT',
    host: hostOf(proxy),
    port: portOf(proxy),
    path: through,
    headers: { host: through, ...authorization(proxy) },
    agent: false,
    signal: stop,
  }
  return await new Promise((resolve, reject) => {
    const asked: ClientRequest = proxy.protocol === 'https:' ? httpsRequest(options) : httpRequest(options)
    asked.once('error', reject)
    asked.once('connect', ({ statusCode: status = 0 }, socket: Socket) => resolve({ status, socket }))
    // Some answer as if this were any other request.
    asked.once('response', (answer) => resolve({ status: answer.statusCode ?? 0, socket: answer.socket }))
    asked.end()
  })
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' || password === '') return {}
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` }
}
