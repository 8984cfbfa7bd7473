import { Connection } from 'jsforce/lib/connection.js'
import type { HttpMethods } from 'jsforce/lib/types/index.js'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { parseJson } from '../../core/text.ts'
import type { Identity, OrgConnection, SignInWay } from '../salesforce.ts'
import { addressAdvice, parseRequestLimits } from './connection.ts'
import {
  asSalesforceUser,
  countAnswer,
  identityAnswer,
  incompleteError,
  pageOf,
  type UserApiRecord,
} from './records.ts'
import { importReportAction } from './response.ts'
import type { Soql } from './soql.ts'
import { DeadlineTransport } from './transport.ts'

// The most that a page can hold; Salesforce may send smaller ones.
const headers = { 'Sforce-Query-Options': 'batchSize=2000' }
// One page per request, whole: jsforce's own limit would drop records silently.
const onePage = {
  headers,
  autoFetch: false,
  maxFetch: Number.MAX_SAFE_INTEGER,
  scanAll: false,
  responseTarget: 'QueryResult',
} as const

/** A live org, queried through jsforce; every failure is an `SfsyncError`. Sends nothing until a method is called. */
export class Org {
  readonly host: string
  readonly apiVersion: string
  readonly #way: SignInWay
  readonly #jsforce: Connection
  readonly #transport: DeadlineTransport

  /** Throws like `parseRequestLimits`. */
  constructor(connection: OrgConnection) {
    const { session, apiVersion } = connection
    parseRequestLimits(connection)
    this.host = new URL(session.instanceUrl).host
    this.apiVersion = apiVersion
    this.#way = session.way
    // Without a token: the transport adds the session's, which may be renewed meanwhile.
    this.#jsforce = new Connection({ instanceUrl: session.instanceUrl, version: apiVersion })
    this.#transport = new DeadlineTransport(connection)
    this.#jsforce._transport = this.#transport
  }

  /** Who signed in, and to which org; jsforce's own method would put the token into an address. */
  async identity(): Promise<Identity> {
    return await this.request(identityAnswer, 'GET', '/services/oauth2/userinfo')
  }

  /** How many users a counting query finds. */
  async count({ text }: Soql): Promise<number> {
    return (await this.#parsed(countAnswer, () => this.#jsforce.query(text))).totalSize
  }

  /** Every record of a query, page after page, for results that fit into memory; fewer than `totalSize` is `remote`. */
  async queryAll<Row>(query: Soql, row: z.ZodMiniType<Row>): Promise<Row[]> {
    const shape = pageOf(row)
    let page = await this.firstPage(query, shape)
    const { totalSize } = page
    const rows = [...page.records]
    const asked = new Set<string>()
    while (page.nextRecordsUrl !== undefined && page.records.length > 0 && rows.length < totalSize) {
      page = await this.nextPage(page.nextRecordsUrl, shape, asked)
      for (const record of page.records) rows.push(record)
    }
    if (rows.length !== totalSize) throw incompleteError(this.host, totalSize, rows.length)
    return rows
  }

  /** The first page of a query. */
  async firstPage<Page>({ text }: Soql, page: z.ZodMiniType<Page>): Promise<Page> {
    return await this.#parsed(page, () => this.#jsforce.query(text, onePage))
  }

  /** The page that another page's `nextRecordsUrl` points to; throws `remote` where that was asked for before. */
  async nextPage<Page>(nextRecordsUrl: string, page: z.ZodMiniType<Page>, asked: Set<string>): Promise<Page> {
    this.requireNew(nextRecordsUrl, asked)
    return await this.#parsed(page, () => this.#jsforce.queryMore(nextRecordsUrl, onePage))
  }

  /** The first page of a query as received: parsed, it takes ten times the memory. */
  async firstPageBytes({ text }: Soql): Promise<Buffer> {
    return await this.download(this.path(`query?q=${encodeURIComponent(text)}`), headers)
  }

  /** Parses a response body; `exact` says what is wrong where `expected` only knows that something is. */
  parse<Expected>(
    bytes: Buffer,
    expected: z.ZodMiniType<Expected>,
    exact: z.ZodMiniType = expected,
  ): Expected {
    const answer = parseJson(bytes.toString('utf8'))
    const parsed = expected.safeParse(answer)
    if (parsed.success) return parsed.data
    throw this.unexpectedResponse(issuesOf(exact.safeParse(answer).error ?? parsed.error))
  }

  /** Requests a path of the org, for example `/services/data/v68.0/limits`. */
  async request<Expected>(
    expected: z.ZodMiniType<Expected>,
    method: HttpMethods,
    path: string,
    body?: object,
  ): Promise<Expected> {
    const request = { method, url: path, headers: { 'content-type': 'application/json' } }
    return await this.#parsed(expected, () =>
      this.#jsforce.request(body === undefined ? request : { ...request, body: JSON.stringify(body) }),
    )
  }

  /** A path of the API version in use: `limits` is `/services/data/v68.0/limits`. */
  path(rest: string): string {
    return `/services/data/v${this.apiVersion}/${rest}`
  }

  /** An address in a response as a path of this org; throws `remote` where it is on another host. */
  ownPath(address: string): string {
    const { instanceUrl } = this.#jsforce
    const url = URL.parse(address, instanceUrl)
    if (url !== null && url.origin === new URL(instanceUrl).origin) return `${url.pathname}${url.search}`
    throw this.unexpectedResponse([`it points to ${url?.host ?? address}, which is not this org`])
  }

  /** The response body of a path, as received. */
  async download(path: string, more: Readonly<Record<string, string>> = {}): Promise<Buffer> {
    const url = new URL(path, this.#jsforce.instanceUrl).href
    return (await this.#transport.send({ method: 'GET', url, headers: { ...more } })).bytes
  }

  /** How many API calls are left in these 24 hours, from the last response that said so; null without one. */
  callsLeft(): number | null {
    const usage = this.#jsforce.limitInfo.apiUsage
    return usage === undefined ? null : Math.max(0, usage.limit - usage.used)
  }

  /** How many milliseconds the org's clock is ahead of this machine's; undefined before its first response. */
  clockOffset(): number | undefined {
    return this.#transport.clockOffset
  }

  async #parsed<Expected>(
    expected: z.ZodMiniType<Expected>,
    request: () => PromiseLike<unknown>,
  ): Promise<Expected> {
    let answer: unknown
    try {
      answer = await request()
    } catch (error) {
      // jsforce fails on responses that are JSON but not a query result.
      throw error instanceof SfsyncError ? error : this.unexpectedResponse([])
    }
    const parsed = expected.safeParse(answer)
    if (parsed.success) return parsed.data
    throw this.unexpectedResponse(issuesOf(parsed.error))
  }

  /** Records as Salesforce users; throws `remote` where an ID is invalid. */
  salesforceUsers(records: readonly UserApiRecord[]): SalesforceUser[] {
    try {
      return records.map((record) => asSalesforceUser(record))
    } catch (error) {
      throw this.unexpectedResponse([error instanceof Error ? error.message : String(error)])
    }
  }

  /** Throws `remote` where a response points to a page that was asked for before: the reading would never end. */
  requireNew(address: string, asked: Set<string>): void {
    if (asked.has(address)) throw this.unexpectedResponse(['a page points to a page that was read before'])
    asked.add(address)
  }

  /** The failure to throw where a response makes no sense. */
  unexpectedResponse(reasons: readonly string[]): SfsyncError {
    return new SfsyncError('remote', `unexpected response from ${this.host}`, {
      rows: reasons.map((reason) => ({ reason })),
      actions: [
        `check ${addressAdvice(this.#way).name} and SF_ORG_API_VERSION, and whether a proxy changes responses`,
        importReportAction,
      ],
    })
  }
}

function issuesOf({ issues }: z.core.$ZodError): string[] {
  return issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`)
}
