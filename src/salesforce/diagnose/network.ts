import { execFile } from 'node:child_process'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, isIP, type Socket } from 'node:net'
import * as z from 'zod/mini'
import { codeOf } from '../api/http.ts'
import { ok, problem, type CheckResult } from './check.ts'

/** Whether a proxy is used, and whether it lets requests through to the org. */
export async function testProxy(route: Route, stop: AbortSignal): Promise<CheckResult> {
  const { target, variable, proxy, unused } = route
  if (variable === undefined) return ok('none is set')
  if (unused === 'excepted') return ok(`not used: NO_PROXY excepts ${target.hostname} from ${variable}`)
  if (proxy === undefined)
    return problem(
      `${variable} holds no address of a proxy`,
      'set it to one like http://proxy.example:3128, or unset it',
    )
  const name = `the proxy ${proxyAddress(proxy)} (${variable})`
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

function refusedBy(name: string, status: number, { target, variable = '' }: Route): CheckResult {
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

/** How requests to an org travel. */
export interface Route {
  /** The origin of the org. */
  readonly target: URL
  /** The variable that names a proxy, whether it is used or not; undefined where none does. */
  readonly variable: string | undefined
  /** The proxy that is used. */
  readonly proxy: URL | undefined
  /** Why there is none although a variable names one. */
  readonly unused: 'excepted' | 'no address' | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Finds the way to an org as requests find it. Source: undici's EnvHttpProxyAgent. */
export function routeTo(origin: string, environment: Environment): Route {
  const target = new URL(origin)
  const variables = ['http_proxy', 'HTTP_PROXY']
  if (target.protocol === 'https:') variables.unshift('https_proxy', 'HTTPS_PROXY')
  const variable = variables.find((name) => (environment[name] ?? '') !== '')
  const proxy = variable === undefined ? null : URL.parse(environment[variable] ?? '')
  const unused = isExcepted(target, environment) ? 'excepted' : proxy === null ? 'no address' : undefined
  return {
    target,
    variable,
    proxy: unused === undefined ? (proxy ?? undefined) : undefined,
    unused: variable === undefined ? undefined : unused,
  }
}

function isExcepted(target: URL, environment: Environment): boolean {
  const list = environment['no_proxy'] ?? environment['NO_PROXY'] ?? ''
  if (list === '*') return true
  const host = target.host.replace(/:\d*$/, '').toLowerCase()
  return list
    .split(/[,\s]/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = entry, port] = /^(.+):(\d+)$/.exec(entry) ?? []
      const except = name.replace(/^\*?\./, '').toLowerCase()
      const samePort = port === undefined || Number(port) === portOf(target)
      return samePort && (host === except || host.endsWith(`.${except}`))
    })
}

/** The host alone, as a socket takes it. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

/** The port, said or not. */
export function portOf({ protocol, port }: URL): number {
  if (port !== '') return Number(port)
  if (protocol.startsWith('socks')) return 1080
  return protocol === 'https:' ? 443 : 80
}

/** Host and port of a proxy, without its password. */
export function proxyAddress(url: URL): string {
  return `${url.hostname}:${portOf(url)}`
}

/** Whether a proxy speaks SOCKS, not HTTP. */
export function isSocks({ protocol }: URL): boolean {
  return protocol.startsWith('socks')
}

// A process of its own: a look-up cannot be stopped and would keep this one alive as long as the system tries.
const lookUpScript = `
require('node:dns').lookup(process.argv[1], { all: true }, (error, found) => {
  process.stdout.write(JSON.stringify(error ? error.code : found.map(({ address }) => address)))
})`
const lookedUp = z.union([z.string(), z.array(z.string())])

/** Whether the host is found that requests go to: that of the org, or of the proxy, which looks up the org itself. */
export async function testDns({ target, proxy }: Route, stop: AbortSignal): Promise<CheckResult> {
  const host = hostOf(proxy ?? target)
  const rest = proxy === undefined ? '' : `; this proxy looks up ${target.hostname} itself`
  if (isIP(host) !== 0) return ok(`${host} is an address already${rest}`)
  const addresses = await lookUp(host, stop)
  if (typeof addresses !== 'string') return ok(`${host} is ${addresses.join(', ')}${rest}`)
  return problem(
    `there is no host ${host}, or this machine cannot look it up (${addresses})`,
    proxy === undefined
      ? 'check the spelling of SF_ORG_INSTANCE_URL, the network connection and the VPN'
      : 'check the spelling of the proxy, the network connection and the VPN',
    ...(proxy === undefined ? ['behind a proxy, set HTTPS_PROXY'] : []),
  )
}

/** The addresses of a host, or the code of the failure. */
async function lookUp(host: string, signal: AbortSignal): Promise<readonly string[] | string> {
  const answer = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ['-e', lookUpScript, '--', host], { signal }, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(error)
    })
  })
  return lookedUp.parse(JSON.parse(answer))
}
