import { createServer, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

/** What goes wrong instead of the right answer. */
export type ApiFault =
  | {
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The connection breaks before anything is answered. */
  | 'drop'
  /** The user is created, and the connection breaks in the middle of the answer. */
  | 'drop-mid-body'
  /** The request is read, and nothing is answered. */
  | 'silence'
  /** A web page with status 200, and nothing is done. */
  | 'html'

/** A user as the API was given one. */
export interface CreatedUser {
  readonly userId: string
  readonly email: string
  readonly firstname: string
  readonly lastname: string
  readonly team?: { readonly key: string } | undefined
}

const body = z.strictObject({
  userId: z.string().min(1),
  email: z.email(),
  firstname: z.string(),
  lastname: z.string(),
  team: z.strictObject({ key: z.string().min(1), name: z.string().optional() }).optional(),
})

/** A local SalesScreen that is running: its API, which writes and never reads. */
export interface RunningSalesScreen {
  readonly url: string
  readonly key: string
  /** The path of every request that arrived. */
  readonly requests: readonly { readonly path: string; readonly body: string; readonly key: string }[]
  /** Users by their `userId`, as they are by now. */
  readonly users: ReadonlyMap<string, CreatedUser>
  /** The keys of its teams; an unknown one makes a new team without a word. */
  readonly teams: ReadonlySet<string>
  /** Lets requests go wrong, one after the other; then all is well again. */
  fault(fault: ApiFault, times?: number): void
  /** Resolves when this many requests have arrived. */
  arrived(count: number): Promise<void>
  /** Lets the requests of one address go wrong from now on. */
  refuse(email: string, fault: ApiFault): void
  close(): Promise<void>
}

/** Starts a SalesScreen on this machine alone; `close` it at the end. */
export async function startSalesScreen(teams: readonly string[] = []): Promise<RunningSalesScreen> {
  const key = 'k-7f3e9b2a-secret-salesscreen'
  const requests: { path: string; body: string; key: string }[] = []
  const users = new Map<string, CreatedUser>()
  const known = new Set(teams)
  const faults: ApiFault[] = []
  const refused = new Map<string, ApiFault>()
  const waiting: { count: number; resolve: () => void }[] = []
  const server = createServer((incoming, response) => {
    void text(incoming).then((sent) => {
      const given = String(incoming.headers['apikey'] ?? '')
      requests.push({ path: incoming.url ?? '', body: sent, key: given })
      for (const { count, resolve } of waiting) if (requests.length >= count) resolve()
      const parsed = body.safeParse(parsedJson(sent))
      const fault = (parsed.success ? refused.get(parsed.data.email) : undefined) ?? faults.shift()
      if (fault !== undefined && fault !== 'drop-mid-body') return spoil(response, fault)
      if (given !== key) return answer(response, 401, { message: `unknown key ${given}` })
      if (incoming.method !== 'POST' || incoming.url !== '/api/v1/User/Add')
        return answer(response, 404, { message: 'not found' })
      if (!parsed.success) return answer(response, 400, { message: 'invalid user' })
      users.set(parsed.data.userId, parsed.data)
      if (parsed.data.team !== undefined) known.add(parsed.data.team.key)
      if (fault === 'drop-mid-body') return half(response)
      return answer(response, 200, { success: true })
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/api/v1`,
    key,
    requests,
    users,
    teams: known,
    fault: (fault, times = 1) => {
      for (let left = times; left > 0; left -= 1) faults.push(fault)
    },
    arrived: async (count) =>
      await new Promise((resolve) => {
        if (requests.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    refuse: (email, fault) => {
      refused.set(email, fault)
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function parsedJson(sent: string): unknown {
  try {
    return JSON.parse(sent)
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

function half(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1_000 })
  response.write('{"success":', () => response.destroy())
}

function spoil(response: ServerResponse, fault: Exclude<ApiFault, 'drop-mid-body'>): void {
  if (fault === 'silence') return
  if (fault === 'drop') response.destroy()
  else if (fault === 'html')
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in to the network</html>')
  else response.writeHead(fault.status, fault.headers).end(fault.body ?? '')
}
