import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Fault, type FaultPlace, send, spoilt } from './faults.ts'
import { type OrgFacts, SalesforceOrg } from './org.ts'

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** The SOQL, where there was any. */
  readonly soql: string | null
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** A local Salesforce that is running. */
export interface RunningSalesforce {
  readonly url: string
  readonly token: string
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
}

/** Starts a Salesforce on this machine alone, on a free port; `close` it at the end. */
export async function startSalesforce(facts: Partial<OrgFacts> = {}): Promise<RunningSalesforce> {
  const whole = { ...defaults, ...facts }
  const org = new SalesforceOrg(whole)
  const requests: SeenRequest[] = []
  const planned: Planned[] = []
  const server = createServer((request, response) => {
    answer(request, response, org, requests, planned)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    token: whole.token,
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

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  org: SalesforceOrg,
  requests: SeenRequest[],
  planned: readonly Planned[],
): void {
  const { method = '', headers } = request
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1')
  requests.push({ method, path, soql: query.get('q'), headers })
  const { answer: right, page } = org.answer({ path, query, headers })
  const struck = planned.find(({ place, left }) => left > 0 && strikes(place, path, page))
  if (struck === undefined) {
    send(response, right)
    return
  }
  struck.left -= 1
  send(response, spoilt(right, struck.fault), struck.fault)
}

function strikes(place: FaultPlace, path: string, page: number | undefined): boolean {
  return typeof place === 'string' ? path.startsWith(place) : place.page === page
}
