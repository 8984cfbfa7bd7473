import { Connection } from 'jsforce/lib/connection.js'
import type { HttpMethods } from 'jsforce/lib/types/index.js'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import type { Identity } from '../salesforce.ts'
import { reportAction } from './response.ts'
import { type LiveConnection, parseRequestLimits } from './connection.ts'
import {
  asSalesforceUser,
  countAnswer,
  identityAnswer,
  pageOf,
  incompleteError,
  type UserApiRecord,
} from './records.ts'
import type { Soql } from './soql.ts'
import { DeadlineTransport } from './transport.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'

// The most that a page can hold; Salesforce may send smaller ones.
const headers = { 'Sforce-Query-Options': 'batchSize=2000' }
// One page per request, whole: jsforce's own limit would drop records without a word.
const onePage = {
  headers,
  autoFetch: false,
  maxFetch: Number.MAX_SAFE_INTEGER,
  scanAll: false,
  responseTarget: 'QueryResult',
} as const

/** Opens an org without asking it anything yet; throws like `parseManners`. */
export function openOrg(connection: LiveConnection): Org {
  parseRequestLimits(connection)
  return new Org(connection)
}

/** A live org, asked through jsforce; every failure is an `SfsyncError`. */
export class Org {
  readonly host: string
  readonly apiVersion: string
  readonly #jsforce: Connection
  readonly #transport: DeadlineTransport

  constructor(connection: LiveConnection) {
    const { session, apiVersion } = connection
    this.host = new URL(session.instanceUrl).host
    this.apiVersion = apiVersion
    // Without a token: the transport adds the session's, which may change on the way.
    this.#jsforce = new Connection({ instanceUrl: session.instanceUrl, version: apiVersion })
    this.#transport = new DeadlineTransport(connection)
    this.#jsforce._transport = this.#transport
  }

  /** Who asks, and in which org; jsforce's own way would put the token into an address. */
  async identity(): Promise<Identity> {
    return await this.ask(identityAnswer, 'GET', '/services/oauth2/userinfo')
  }

  /** How many users a counting query finds. */
  async count({ text }: Soql): Promise<number> {
    return (await this.#understood(countAnswer, () => this.#jsforce.query(text))).totalSize
  }

  /** Every record that a query finds, page after page; for the few that fit into memory. Fewer than promised is `remote`. */
  async rows<Row>({ text }: Soql, row: z.ZodMiniType<Row>): Promise<Row[]> {
    const shape = pageOf(row)
    let page = await this.#understood(shape, () => this.#jsforce.query(text, onePage))
    const { totalSize } = page
    const rows = [...page.records]
    while (page.nextRecordsUrl !== undefined && page.records.length > 0) {
      page = await this.more(page.nextRecordsUrl, shape)
      for (const record of page.records) rows.push(record)
    }
    if (rows.length !== totalSize) throw incompleteError(this.host, totalSize, rows.length)
    return rows
  }

  /** The first page of what a query finds. */
  async first<Page>({ text }: Soql, page: z.ZodMiniType<Page>): Promise<Page> {
    return await this.#understood(page, () => this.#jsforce.query(text, onePage))
  }

  /** The page that another page's `nextRecordsUrl` leads to. */
  async more<Page>(nextRecordsUrl: string, page: z.ZodMiniType<Page>): Promise<Page> {
    return await this.#understood(page, () => this.#jsforce.queryMore(nextRecordsUrl, onePage))
  }

  /** The first page of what a query finds, as it came: read, it takes ten times the memory. */
  async firstBytes({ text }: Soql): Promise<Buffer> {
    return await this.bytes(this.path(`query?q=${encodeURIComponent(text)}`), headers)
  }

  /** An answer as it came, read; `exact` says what is wrong where `expected` only knows that something is. */
  understood<Expected>(
    bytes: Buffer,
    expected: z.ZodMiniType<Expected>,
    exact: z.ZodMiniType = expected,
  ): Expected {
    const answer = parsedJson(bytes.toString('utf8'))
    const parsed = expected.safeParse(answer)
    if (parsed.success) return parsed.data
    throw this.misunderstood(issuesOf(exact.safeParse(answer).error ?? parsed.error))
  }

  /** Asks a path of the org, for example `/services/data/v68.0/limits`. */
  async ask<Expected>(
    expected: z.ZodMiniType<Expected>,
    method: HttpMethods,
    path: string,
    body?: object,
  ): Promise<Expected> {
    const request = { method, url: path, headers: { 'content-type': 'application/json' } }
    return await this.#understood(expected, () =>
      this.#jsforce.request(body === undefined ? request : { ...request, body: JSON.stringify(body) }),
    )
  }

  /** A path of the API version in use: `limits` is `/services/data/v68.0/limits`. */
  path(rest: string): string {
    return `/services/data/v${this.apiVersion}/${rest}`
  }

  /** What a path leads to, as it came. */
  async bytes(path: string, more: Readonly<Record<string, string>> = {}): Promise<Buffer> {
    const url = new URL(path, this.#jsforce.instanceUrl).href
    return (await this.#transport.ask({ method: 'GET', url, headers: { ...more } })).bytes
  }

  /** How many API calls are left in these 24 hours, as the last answer told; null when none told. */
  callsLeft(): number | null {
    const usage = this.#jsforce.limitInfo.apiUsage
    return usage === undefined ? null : Math.max(0, usage.limit - usage.used)
  }

  /** How many milliseconds the org's clock is ahead of this machine's; undefined before its first answer. */
  serverAhead(): number | undefined {
    return this.#transport.heard.serverAhead
  }

  async #understood<Expected>(
    expected: z.ZodMiniType<Expected>,
    request: () => PromiseLike<unknown>,
  ): Promise<Expected> {
    let answer: unknown
    try {
      answer = await request()
    } catch (error) {
      // jsforce stumbles over answers that are JSON but no result of a query.
      throw error instanceof SfsyncError ? error : this.misunderstood([])
    }
    const parsed = expected.safeParse(answer)
    if (parsed.success) return parsed.data
    throw this.misunderstood(issuesOf(parsed.error))
  }

  /** The failure to throw where an answer makes no sense. */
  misunderstood(reasons: readonly string[]): SfsyncError {
    return new SfsyncError('remote', `${this.host} answered with something that sfsync does not understand`, {
      rows: reasons.map((reason) => ({ reason })),
      actions: [
        'check SF_ORG_INSTANCE_URL and SF_ORG_API_VERSION, and whether a proxy changes answers',
        reportAction,
      ],
    })
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function issuesOf({ issues }: z.core.$ZodError): string[] {
  return issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

/** Records as people; throws `remote` where an ID can be none. */
export function peopleOf(org: Org, records: readonly UserApiRecord[]): SalesforceUser[] {
  try {
    return records.map((record) => asSalesforceUser(record))
  } catch (error) {
    throw org.misunderstood([error instanceof Error ? error.message : String(error)])
  }
}
