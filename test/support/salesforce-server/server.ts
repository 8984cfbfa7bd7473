import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { certificate } from './certificate.ts'
import { type OrgFacts, usualFacts } from './facts.ts'
import { type Fault, type FaultPlace, spoilt, strikes } from './faults.ts'
import type { MovingOrg } from './moving-org.ts'
import { SalesforceOrg } from './org.ts'
import { readRequest } from './request.ts'
import { send } from './send.ts'
import { TokenBook } from './tokens.ts'

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** The SOQL, where there was any. */
  readonly soql: string | null
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A local Salesforce that is running. */
export interface RunningSalesforce {
  readonly url: string
  readonly token: string
  /** The tokens that the org takes; `token` is the first. */
  readonly tokens: TokenBook
  /** Lets people come and change. */
  readonly org: MovingOrg
  /** Every request so far, the failed ones included. */
  readonly requests: readonly SeenRequest[]
  /** Lets something go wrong in a place, from now on or only so many times; faults in the same place come one after another. */
  fault(place: FaultPlace, fault: Fault, times?: number): void
  close(): Promise<void>
}

/** The facts that differ from the usual ones, and what the server shares with its handlers. */
export interface SalesforceOptions extends Partial<OrgFacts> {
  /** The tokens that the org takes, where a handler gives out others. */
  readonly tokens?: TokenBook
  /** Encrypted, with the certificate of `certificate.ts`. */
  readonly https?: boolean
  /** Otherwise a free one. */
  readonly port?: number
}

interface Planned {
  readonly place: FaultPlace
  readonly fault: Fault
  left: number
}

interface Running {
  readonly facts: OrgFacts
  readonly org: SalesforceOrg
  readonly scheme: 'http' | 'https'
  readonly requests: SeenRequest[]
  readonly planned: readonly Planned[]
}

// Enough for an address that is too long to be answered and not only refused.
const maxHeaderSize = 128 * 1024
// Node's own five seconds would break connections off under clients that are busy with what they got.
const keepAliveTimeout = 65_000

/** Starts a Salesforce on this machine alone; `close` it at the end. */
export async function startSalesforce(options: SalesforceOptions = {}): Promise<RunningSalesforce> {
  const {
    tokens = new TokenBook(options.token ?? usualFacts.token),
    https = false,
    port = 0,
    ...given
  } = options
  const facts = { ...usualFacts, ...given, token: tokens.first }
  const scheme = https ? 'https' : 'http'
  const org = new SalesforceOrg(facts, tokens)
  const requests: SeenRequest[] = []
  const planned: Planned[] = []
  const running: Running = { facts, org, scheme, requests, planned }
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, running).catch(() => response.destroy())
  }
  const server = https
    ? createSecureServer({ maxHeaderSize, keepAliveTimeout, ...certificate() }, listener)
    : createServer({ maxHeaderSize, keepAliveTimeout }, listener)
  return {
    url: `${scheme}://127.0.0.1:${await listening(server, port)}`,
    token: facts.token,
    tokens,
    org: org.moving,
    requests,
    fault: (place, fault, times = Number.POSITIVE_INFINITY) => {
      planned.push({ place, fault, left: times })
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function listening(server: Pick<Server, 'listen' | 'address' | 'once'>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

async function answer(incoming: IncomingMessage, response: ServerResponse, running: Running): Promise<void> {
  const { facts, org, requests, planned } = running
  const request = await readRequest(incoming, running.scheme)
  const { method, path, query, headers, body } = request
  requests.push({ method, path, soql: query.get('q'), headers, body })
  const { answer: right, page } = org.answer(request)
  const struck = planned.find(({ place, left }) => left > 0 && strikes(place, request, page))
  if (struck !== undefined) struck.left -= 1
  if (facts.delayMilliseconds > 0) await pause(facts.delayMilliseconds)
  const gzip = facts.gzip && String(headers['accept-encoding'] ?? '').includes('gzip')
  const sending = { gzip, now: org.now(), fault: struck?.fault }
  await send(response, struck === undefined ? right : spoilt(right, struck.fault), sending)
}
