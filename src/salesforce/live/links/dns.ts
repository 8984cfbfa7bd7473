import { execFile } from 'node:child_process'
import { isIP } from 'node:net'
import * as z from 'zod/mini'
import { hostOf, type Route } from './route.ts'
import { ok, problem, type Tested } from './tested.ts'

// A process of its own: a look-up cannot be stopped and would keep this one alive as long as the system tries.
const lookUpScript = `
require('node:dns').lookup(process.argv[1], { all: true }, (error, found) => {
  process.stdout.write(JSON.stringify(error ? error.code : found.map(({ address }) => address)))
})`
const lookedUp = z.union([z.string(), z.array(z.string())])

/** Whether the host is found that requests go to: that of the org, or of the proxy, which looks up the org itself. */
export async function testDns({ target, proxy }: Route, stop: AbortSignal): Promise<Tested> {
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
