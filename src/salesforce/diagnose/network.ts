import { execFile } from 'node:child_process'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, isIP, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { codeOf } from '../api/http.ts'
import { ok, problem, type CheckResult } from './check.ts'

/** Whether a proxy is used, and whether it allows connections to the org. */
export async function testProxy(route: Route, stop: AbortSignal): Promise<CheckResult> {
  const { target, variable, proxy, unused } = route
  if (variable === undefined) return ok('none set')
  if (unused === 'excluded') return ok(`not used: NO_PROXY lists ${target.hostname}`)
  if (proxy === undefined)
    return problem(
      `${variable} is not a proxy address`,
      'set it to an address such as http://proxy.example:3128, or unset it',
    )
  const name = `the proxy ${proxyAddress(proxy)} (${variable})`
  try {
    const { status, socket } = isSocks(proxy)
      ? { status: 200, socket: await openSocket(proxy, stop) }
      : await openTunnel(target, proxy, stop)
    socket.destroy()
    return status === 200 ? ok(`${name} allows the connection`) : refusedBy(name, status, route)
  } catch (failure) {
    stop.throwIfAborted()
    return problem(
      `${name} does not respond (${codeOf(failure)})`,
      `check ${variable}, or unset it if you need no proxy`,
      `if only this org needs no proxy, add ${target.hostname} to NO_PROXY`,
    )
  }
}

function refusedBy(name: string, status: number, { target, variable = '' }: Route): CheckResult {
  if (status === 407)
    return problem(
      `${name} requires a user name and password (407)`,
      `add them to ${variable}: http://name:password@proxy.example:3128`,
    )
  return problem(
    `${name} does not allow connections to ${target.hostname} (${status})`,
    `allow ${target.hostname}:${portOf(target)} there, or add it to NO_PROXY if it can be reached without the proxy`,
  )
}

/** Opens a connection to a host; the caller closes it. */
export async function openSocket(to: URL, stop: AbortSignal): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: hostOf(to), port: portOf(to), signal: stop })
    socket.once('connect', () => resolve(socket)).once('error', reject)
  })
}

/** Requests a tunnel to an org from a proxy; gives the proxy's status and the connection, which the caller closes. */
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
    const request: ClientRequest = proxy.protocol === 'https:' ? httpsRequest(options) : httpRequest(options)
    request.once('error', reject)
    request.once('connect', ({ statusCode: status = 0 }, socket: Socket) => resolve({ status, socket }))
    // Some proxies answer as if this were any other request.
    request.once('response', (response) =>
      resolve({ status: response.statusCode ?? 0, socket: response.socket }),
    )
    request.end()
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
  /** The environment variable that names a proxy, whether it is used or not. */
  readonly variable: string | undefined
  /** The proxy that is used. */
  readonly proxy: URL | undefined
  /** Why no proxy is used although a variable names one. */
  readonly unused: 'excluded' | 'invalid' | undefined
}

/** Finds the route that requests to an org take. Source: undici's EnvHttpProxyAgent. */
export function routeTo(origin: string, environment: NodeJS.ProcessEnv): Route {
  const target = new URL(origin)
  const variables = ['http_proxy', 'HTTP_PROXY']
  if (target.protocol === 'https:') variables.unshift('https_proxy', 'HTTPS_PROXY')
  const variable = variables.find((name) => (environment[name] ?? '') !== '')
  const proxy = variable === undefined ? null : URL.parse(environment[variable] ?? '')
  const unused = isExcluded(target, environment) ? 'excluded' : proxy === null ? 'invalid' : undefined
  return {
    target,
    variable,
    proxy: unused === undefined ? (proxy ?? undefined) : undefined,
    unused: variable === undefined ? undefined : unused,
  }
}

function isExcluded(target: URL, environment: NodeJS.ProcessEnv): boolean {
  const list = environment['no_proxy'] ?? environment['NO_PROXY'] ?? ''
  if (list === '*') return true
  const host = target.host.replace(/:\d*$/, '').toLowerCase()
  return list
    .split(/[,\s]/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = entry, port] = /^(.+):(\d+)$/.exec(entry) ?? []
      const excluded = name.replace(/^\*?\./, '').toLowerCase()
      const samePort = port === undefined || Number(port) === portOf(target)
      return samePort && (host === excluded || host.endsWith(`.${excluded}`))
    })
}

/** The host alone, without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

/** The port, given or by default. */
function portOf({ protocol, port }: URL): number {
  if (port !== '') return Number(port)
  if (protocol.startsWith('socks')) return 1080
  return protocol === 'https:' ? 443 : 80
}

/** Host and port of a proxy, without its password. */
function proxyAddress(url: URL): string {
  return `${url.hostname}:${portOf(url)}`
}

/** Whether a proxy speaks SOCKS, not HTTP. */
export function isSocks({ protocol }: URL): boolean {
  return protocol.startsWith('socks')
}

const lookupResult = z.union([z.string(), z.array(z.string())])

/** Whether the host can be looked up that requests connect to: the org, or the proxy, which looks up the org itself. */
export async function testDns({ target, proxy }: Route, stop: AbortSignal): Promise<CheckResult> {
  const host = hostOf(proxy ?? target)
  const rest = proxy === undefined ? '' : `; the proxy looks up ${target.hostname} itself`
  if (isIP(host) !== 0) return ok(`${host} is an IP address${rest}`)
  const addresses = await lookUp(host, stop)
  if (typeof addresses !== 'string') return ok(`${host} is ${addresses.join(', ')}${rest}`)
  return problem(
    `the host ${host} does not exist, or this machine cannot look it up (${addresses})`,
    proxy === undefined
      ? 'check the spelling of the address of the org, the network connection and the VPN'
      : 'check the spelling of the proxy, the network connection and the VPN',
    ...(proxy === undefined ? ['behind a proxy, set HTTPS_PROXY'] : []),
  )
}

/** The addresses of a host, or the code of the failure. */
async function lookUp(host: string, signal: AbortSignal): Promise<readonly string[] | string> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [lookUpProgram(), host], { signal }, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(error)
    })
  })
  return lookupResult.parse(JSON.parse(output))
}

// Beside the bundle, or beside this source.
function lookUpProgram(): string {
  const name = import.meta.url.endsWith('.ts') ? './look-up-process.ts' : './look-up-process.js'
  return fileURLToPath(new URL(name, import.meta.url))
}
