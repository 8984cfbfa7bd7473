import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Fault, type FaultPlace, send, spoilt } from './faults.ts'
import { type OrgFacts, SalesforceOrg } from './org.ts'
import type { ServerRequest } from './request.ts'
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
  /** Every request so far, the failed ones included. */
  readonly requests: readonly SeenRequest[]
  /** Lets something go wrong in a place, from now on or only so many times; faults in the same place come one after another. */
  fault(place: FaultPlace, fault: Fault, times?: number): void
  close(): Promise<void>
}

interface Planned {
  readonly place: FaultPlace
  readonly fault: Fault
  left: number
}

const defaults: OrgFacts = {
  users: [],
  token: '00D5g0000001AbC!AQEAQFtestTokenThatNobodyMaySee',
  pageSize: 2_000,
  unreadable: [],
  callLimit: 15_000,
  extra: [],
}

/** The facts that differ from the usual ones, and what the server shares with its handlers. */
export interface SalesforceOptions extends Partial<OrgFacts> {
  /** The tokens that the org takes, where a handler gives out others. */
  readonly tokens?: TokenBook
}

/** Starts a Salesforce on this machine alone, on a free port; `close` it at the end. */
export async function startSalesforce(options: SalesforceOptions = {}): Promise<RunningSalesforce> {
  const { tokens = new TokenBook(options.token ?? defaults.token), ...facts } = options
  const whole = { ...defaults, ...facts, token: tokens.first }
  const org = new SalesforceOrg(whole, tokens)
  const requests: SeenRequest[] = []
  const planned: Planned[] = []
  const server = createServer((request, response) => {
    answer(request, response, org, requests, planned).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    token: whole.token,
    tokens,
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

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  org: SalesforceOrg,
  requests: SeenRequest[],
  planned: readonly Planned[],
): Promise<void> {
  const request = await read(incoming)
  const { method, path, query, headers, body } = request
  requests.push({ method, path, soql: query.get('q'), headers, body })
  const { answer: right, page } = org.answer(request)
  const struck = planned.find(({ place, left }) => left > 0 && strikes(place, path, page))
  if (struck === undefined) {
    send(response, right)
    return
  }
  struck.left -= 1
  send(response, spoilt(right, struck.fault), struck.fault)
}

async function read(incoming: IncomingMessage): Promise<ServerRequest> {
  const { method = '', headers, url = '/' } = incoming
  const { origin, pathname, searchParams } = new URL(url, `http://${headers.host ?? '127.0.0.1'}`)
  const body = await text(incoming)
  return { method, origin, path: pathname, query: searchParams, headers, body }
}

function strikes(place: FaultPlace, path: string, page: number | undefined): boolean {
  return typeof place === 'string' ? path.startsWith(place) : place.page === page
}
