import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { Agent, ProxyAgent, request } from 'undici'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from '../support/proxy.ts'
import { certificatePath } from '../support/salesforce-server/certificate.ts'
import { anOrg } from './support.ts'

const program = join(import.meta.dirname, '../support/salesforce-server/serve.ts')

function serve(flags: readonly string[]): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill()
  })
  return child
}

async function exported(child: ReturnType<typeof serve>, lines: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name = '', value = ''] = /^export (\w+)='(.*)'$/.exec(line) ?? []
    found[name] = value
    if (Object.keys(found).length === lines) break
  }
  return found
}

test('from the command line it prints what to export, serves, and ends with Ctrl-C', async () => {
  const child = serve(['--users', '321', '--frozen', '3', '--activity', '2', '--no-gzip'])
  const { SF_ORG_INSTANCE_URL: url = '', SF_ACCESS_TOKEN: token = '' } = await exported(child, 2)
  const count = async (object: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${url}/services/data/v68.0/query?q=SELECT+COUNT()+FROM+${object}`, {
      headers,
    })
    return await response.json()
  }
  expect(await count('User')).toMatchObject({ totalSize: 321 })
  expect(await count('UserLogin+WHERE+IsFrozen=true')).toMatchObject({ totalSize: 3 })
  expect(await count('Task')).toMatchObject({ totalSize: expect.any(Number) })
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('an app of its own gives tokens', async () => {
  const child = serve(['--client-id', 'app', '--client-secret', 'secret'])
  const { SF_ORG_INSTANCE_URL: url = '' } = await exported(child, 2)
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'app',
    client_secret: 'secret',
  })
  const granted = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body })
  const { access_token: token }: { access_token: string } = JSON.parse(await granted.text())
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${url}/services/data/v68.0/limits`, { headers })).status).toBe(200)
})

test('it says how to use it, and what is wrong', async () => {
  const help = serve(['--help'])
  expect(await text(help.stdout)).toContain('usage: node test/support/salesforce-server/serve.ts [flags]')
  const wrong = serve(['--users', 'many'])
  const words = wrong.stderr === null ? '' : await text(wrong.stderr)
  expect(words).toContain('--users takes a whole number, not "many"')
})

test('encrypted, it is trusted only by clients that know its certificate', async () => {
  const org = await anOrg({ https: true })
  const url = `${org.url}/services/data`
  await expect(request(url)).rejects.toThrow('self-signed certificate')
  const dispatcher = new Agent({ connect: { ca: readFileSync(certificatePath) } })
  onTestFinished(() => dispatcher.close())
  expect((await request(url, { dispatcher })).statusCode).toBe(200)
})

test('the proxy lets tunnels and plain requests through, and notes them', async () => {
  const proxy = await startProxy()
  onTestFinished(() => proxy.close())
  const org = await anOrg({ https: true })
  const tunnel = new ProxyAgent({ uri: proxy.url, requestTls: { ca: readFileSync(certificatePath) } })
  onTestFinished(() => tunnel.close())
  expect((await request(`${org.url}/services/data`, { dispatcher: tunnel })).statusCode).toBe(200)
  const plain = await anOrg()
  const target = `${plain.url}/services/data`
  const relay = new ProxyAgent({ uri: proxy.url, proxyTunnel: false })
  onTestFinished(() => relay.close())
  const passed = await request(target, { dispatcher: relay })
  expect(await passed.body.json()).toHaveLength(19)
  expect(proxy.requests).toEqual([
    { method: 'CONNECT', target: new URL(org.url).host, allowed: true },
    { method: 'GET', target, allowed: true },
  ])
})

test('a proxy that asks for a password lets no other client through', async () => {
  const proxy = await startProxy({ auth: 'jane:secret' })
  onTestFinished(() => proxy.close())
  const org = await anOrg()
  const through = async (token?: string) => {
    const dispatcher = new ProxyAgent({
      uri: proxy.url,
      proxyTunnel: true,
      ...(token === undefined ? {} : { token }),
    })
    onTestFinished(() => dispatcher.close())
    return await request(`${org.url}/services/data`, { dispatcher })
  }
  await expect(through()).rejects.toThrow('Proxy response (407)')
  const right = await through(`Basic ${Buffer.from('jane:secret').toString('base64')}`)
  expect(right.statusCode).toBe(200)
  expect(proxy.requests.map(({ allowed }) => allowed)).toEqual([false, true])
})
