import { Connection } from 'jsforce/lib/connection.js'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { reportAction } from './actions.ts'
import { type LiveConnection, parseConnection } from './connection.ts'
import { countAnswer, type Identity, identityAnswer, type UserPage, userPage } from './records.ts'
import type { Soql } from './soql.ts'
import { DeadlineTransport } from './transport.ts'

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

/** Opens an org without asking it anything yet; throws like `parseConnection`. */
export function openOrg(connection: LiveConnection): Org {
  return new Org(parseConnection(connection))
}

/** A live org, asked through jsforce; every failure is an `SfsyncError`. */
export class Org {
  readonly host: string
  private readonly jsforce: Connection

  constructor(connection: LiveConnection) {
    const { instanceUrl, accessToken, apiVersion } = connection
    this.host = new URL(instanceUrl).host
    this.jsforce = new Connection({ instanceUrl, accessToken, version: apiVersion })
    this.jsforce._transport = new DeadlineTransport(connection)
  }

  /** Who asks, and in which org; jsforce's own way would put the token into an address. */
  async identity(): Promise<Identity> {
    return await this.ask(identityAnswer, () => this.jsforce.request('/services/oauth2/userinfo'))
  }

  /** How many users a counting query finds. */
  async count({ text }: Soql): Promise<number> {
    return (await this.ask(countAnswer, () => this.jsforce.query(text))).totalSize
  }

  /** The first page of a query for users. */
  async users({ text }: Soql): Promise<UserPage> {
    return await this.ask(userPage, () => this.jsforce.query(text, onePage))
  }

  /** The page that another page's `nextRecordsUrl` leads to. */
  async moreUsers(nextRecordsUrl: string): Promise<UserPage> {
    return await this.ask(userPage, () => this.jsforce.queryMore(nextRecordsUrl, onePage))
  }

  /** How many API calls are left in these 24 hours, as the last answer told; null when none told. */
  callsLeft(): number | null {
    const usage = this.jsforce.limitInfo.apiUsage
    return usage === undefined ? null : Math.max(0, usage.limit - usage.used)
  }

  private async ask<Expected>(
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
    throw this.misunderstood(parsed.error.issues)
  }

  private misunderstood(issues: readonly z.core.$ZodIssue[]): SfsyncError {
    return new SfsyncError('remote', `${this.host} answered with something that sfsync does not understand`, {
      rows: issues.slice(0, 3).map(({ path, message }) => ({ reason: `${path.join('.')}: ${message}` })),
      actions: [
        'check SF_ORG_INSTANCE_URL and SF_ORG_API_VERSION, and whether a proxy changes answers',
        reportAction,
      ],
    })
  }
}
