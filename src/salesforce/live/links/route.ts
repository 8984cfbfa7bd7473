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
export function placeOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`
}

/** Whether a proxy speaks SOCKS, not HTTP. */
export function isSocks({ protocol }: URL): boolean {
  return protocol.startsWith('socks')
}
