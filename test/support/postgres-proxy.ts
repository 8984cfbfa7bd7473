import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What happens to bytes on their way to the server; passes them on unless it loses the connection. */
type OnBytes = (bytes: Buffer, client: Socket, upstream: Socket) => void

/** A way to the server of an address on which something can happen; gives its address. */
async function wayTo(address: string, onBytes: OnBytes): Promise<string> {
  const url = new URL(address)
  const port = Number(url.port)
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    upstream.on('data', (bytes) => client.write(bytes))
    upstream.on('close', () => client.destroy())
    client.on('close', () => upstream.end())
    client.on('data', (bytes) => onBytes(bytes, client, upstream))
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', () => resolve())
  })
  onTestFinished(() => void proxy.close())
  const place = proxy.address()
  if (place === null || typeof place === 'string') throw new Error('the proxy has no port')
  url.port = String(place.port)
  return url.href
}

/** Loses the connection at the first commit, before or after the server gets it, and does something first. */
export async function losing(
  address: string,
  when: 'before' | 'after',
  first: () => Promise<unknown> = async () => await Promise.resolve(),
): Promise<string> {
  let isLost = false
  return await wayTo(address, (bytes, client, upstream) => {
    if (isLost || !bytes.includes('commit\0')) return void upstream.write(bytes)
    isLost = true
    upstream.removeAllListeners('data')
    const lose = () => {
      void first().then(() => client.destroy())
    }
    if (when === 'before') return lose()
    upstream.once('data', lose)
    upstream.write(bytes)
  })
}

/** Cuts every connection that is open at a call of `cut`; that is noticed when one of them is used the next time. */
export async function cutting(address: string): Promise<{ readonly address: string; cut(): void }> {
  let cuts = 0
  const since = new WeakMap<Socket, number>()
  const there = await wayTo(address, (bytes, client, upstream) => {
    if (!since.has(client)) since.set(client, cuts)
    if (since.get(client) === cuts) upstream.write(bytes)
    else client.resetAndDestroy()
  })
  return { address: there, cut: () => void (cuts += 1) }
}

/** Freezes a connection at its first statement with these words: whatever the server answers stays on the way. */
export async function freezing(address: string, words: string): Promise<string> {
  let isFrozen = false
  return await wayTo(address, (bytes, _client, upstream) => {
    if (!isFrozen && bytes.includes(words)) {
      isFrozen = true
      upstream.removeAllListeners('data')
      upstream.resume()
    }
    upstream.write(bytes)
  })
}
