import { json, page, refused, type ServerAnswer } from './answer.ts'
import type { Asked, OrgAnswer, Resource } from './asked.ts'
import { BulkQueries } from './bulk.ts'
import { composite } from './composite.ts'
import { OrgTables } from './data/org-tables.ts'
import { describe } from './describe.ts'
import type { OrgFacts } from './facts.ts'
import { type Usage, limits, usageHeader } from './limits.ts'
import { MovingOrg } from './moving-org.ts'
import { Queries } from './query.ts'
import type { ServerRequest } from './request.ts'
import { type TokenBook, tokenIn } from './tokens.ts'
import { userInfo } from './user-info.ts'
import { isVersion, versionList } from './versions.ts'
import { worldOf } from './worlds.ts'

// Source: Salesforce Developer Limits quick reference, "API Query Cursor Limits ... URI length".
const longestUri = 16_384

/** The org behind the server: what it answers when nothing goes wrong. */
export class SalesforceOrg {
  readonly moving: MovingOrg
  private readonly facts: OrgFacts
  private readonly tokens: TokenBook
  private readonly tables: OrgTables
  private readonly bulk: BulkQueries
  private readonly resources: readonly Resource[]
  private calls = 0

  constructor(facts: OrgFacts, tokens: TokenBook) {
    this.facts = facts
    this.tokens = tokens
    this.tables = new OrgTables(facts)
    this.moving = new MovingOrg(this.tables, () => this.now())
    this.bulk = new BulkQueries({ polls: facts.bulkPolls, failure: facts.bulkFailure }, facts.bulkPageSize)
    const queries = new Queries(facts)
    this.resources = [queries.answer, this.bulk.answer, composite, describe, limits(() => this.usage())]
  }

  /** The clock of the org, in milliseconds. */
  now(): number {
    return Date.now() + this.facts.clockSkewSeconds * 1_000
  }

  answer(request: ServerRequest): OrgAnswer {
    if (request.uriLength > longestUri) return { answer: page(414, 'URI Too Long') }
    for (const handler of this.facts.extra) {
      const answer = handler(request)
      if (answer !== undefined) return { answer }
    }
    if (request.path === '/services/data') return { answer: json(versionList()) }
    const token = tokenIn(request)
    const userId = this.tokens.has(token ?? '')
      ? (this.tokens.userOf(token ?? '') ?? this.facts.identity.userId)
      : undefined
    if (request.path === '/services/oauth2/userinfo')
      return {
        answer:
          userId === undefined ? badToken : userInfo(userId, this.facts, this.tables.users, request.origin),
      }
    return this.data(request, userId)
  }

  private data(request: ServerRequest, userId: string | undefined): OrgAnswer {
    const [, version = '', resource = ''] = /^\/services\/data\/v(\d+\.\d)\/(.+)$/.exec(request.path) ?? []
    if (!isVersion(version)) return { answer: notFound }
    if (userId === undefined) return { answer: expired }
    if (!this.facts.permissions.apiEnabled) return { answer: noApi }
    this.calls += 1
    if (/^query(?:All)?(?:\/|$)/.test(resource)) this.moving.queryComes()
    const answered =
      this.calls > this.facts.callLimit
        ? { answer: spent }
        : this.fromResource(request, version, resource, userId)
    return { ...answered, answer: this.counted(answered.answer) }
  }

  private fromResource(request: ServerRequest, version: string, resource: string, userId: string): OrgAnswer {
    const asking = { userId, now: this.now(), includeDeleted: resource === 'queryAll' }
    const asked: Asked = {
      ...request,
      version,
      resource,
      userId,
      world: worldOf(this.facts, this.tables, asking),
    }
    for (const answer of this.resources) {
      const answered = answer(asked)
      if (answered !== undefined) return answered
    }
    return { answer: notFound }
  }

  private usage(): Usage {
    return { calls: this.calls, callLimit: this.facts.callLimit, bulkJobs: this.bulk.made }
  }

  private counted(answer: ServerAnswer): ServerAnswer {
    return { ...answer, headers: { ...answer.headers, 'Sforce-Limit-Info': usageHeader(this.usage()) } }
  }
}

// Source: help page of the user info endpoint; it answers a bad token with 403, and in plain text.
const badToken: ServerAnswer = {
  status: 403,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
  body: 'Bad_OAuth_Token',
}
const expired = refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
const notFound = refused(404, 'NOT_FOUND', 'The requested resource does not exist')
const noApi = refused(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.')
const spent = refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
