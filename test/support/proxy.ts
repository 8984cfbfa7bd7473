import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'

/** A request that went through the proxy. */
export interface ProxiedRequest {
  /** `CONNECT` for a tunnel, whose inside the proxy does not see. */
  readonly method: string
  /** `host:port` of a tunnel, otherwise the whole address. */
  readonly target: string
  /** Whether it came with the right user name and password, or none were asked for. */
  readonly allowed: boolean
}

/** An HTTP proxy that is running. */
export interface RunningProxy {
  /** For HTTPS_PROXY and HTTP_PROXY, without user name and password. */
  readonly url: string
  readonly requests: readonly ProxiedRequest[]
  close(): Promise<void>
}

/** Starts a proxy on this machine alone, on a free port; with `auth` (`name:password`) it lets no one else through. */
export async function startProxy({ auth }: { readonly auth?: string } = {}): Promise<RunningProxy> {
  const requests: ProxiedRequest[] = []
  const sockets = new Set<Socket>()
  const wanted = auth === undefined ? undefined : `Basic ${Buffer.from(auth).toString('base64')}`
  const noted = ({ method = '', url = '', headers }: IncomingMessage): boolean => {
    const allowed = wanted === undefined || headers['proxy-authorization'] === wanted
    requests.push({ method, target: url, allowed })
    return allowed
  }
  const server = createServer((incoming, response) => {
    if (noted(incoming)) pass(incoming, response)
    else response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="proxy"' }).end()
  })
  server.on('connection', (socket) => {
    remembered(socket, sockets)
  })
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    if (noted(incoming)) tunnel(incoming, socket, head, sockets)
    else
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\nContent-Length: 0\r\n\r\n',
      )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function pass(incoming: IncomingMessage, response: ServerResponse): void {
  const target = URL.parse(incoming.url ?? '')
  if (target?.protocol !== 'http:') {
    response.writeHead(400).end('a proxy is asked for whole addresses')
    return
  }
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = incoming.headers
  const onward = request(target, { method: incoming.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  incoming.pipe(onward)
}

function tunnel({ url = '' }: IncomingMessage, socket: Socket, head: Buffer, sockets: Set<Socket>): void {
  const { hostname, port } = new URL(`tunnel://${url}`)
  const onward = connect(Number(port), hostname, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    onward.write(head)
    onward.pipe(socket)
    socket.pipe(onward)
  })
  remembered(onward, sockets)
  onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'))
  socket.on('error', () => onward.destroy())
  socket.on('close', () => onward.destroy())
}

function remembered(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}
