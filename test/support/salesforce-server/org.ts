import { json, refused, type ServerAnswer } from './answer.ts'
import { type Found, runQuery } from './query.ts'
import type { Handler, ServerRequest } from './request.ts'
import { type TokenBook, tokenIn } from './tokens.ts'
import type { RawUser } from './users.ts'

/** What the org holds and who may ask. */
export interface OrgFacts {
  readonly users: readonly RawUser[]
  readonly token: string
  /** The most users on a page; Salesforce itself allows 2,000. */
  readonly pageSize: number
  /** Fields that the identity may not see. */
  readonly unreadable: readonly string[]
  /** API calls that are allowed in 24 hours. */
  readonly callLimit: number
  /** Asked before the org itself, one after another, about every request. */
  readonly extra: readonly Handler[]
}

/** An answer, and which page of a reading it is, counted from 1; undefined when it is none. */
export interface OrgAnswer {
  readonly answer: ServerAnswer
  readonly page?: number
}

const versions = ['66.0', '67.0', '68.0']

/** The org behind the server: what it answers when nothing goes wrong. */
export class SalesforceOrg {
  private readonly facts: OrgFacts
  private calls = 0
  private readonly cursors = new Map<string, Found>()

  private readonly tokens: TokenBook

  constructor(facts: OrgFacts, tokens: TokenBook) {
    this.facts = facts
    this.tokens = tokens
  }

  answer(request: ServerRequest): OrgAnswer {
    for (const handler of this.facts.extra) {
      const answer = handler(request)
      if (answer !== undefined) return { answer }
    }
    if (request.path === '/services/data')
      return { answer: json(versions.map((version) => ({ version, url: `/services/data/v${version}` }))) }
    const mayAsk = this.tokens.has(tokenIn(request) ?? '')
    if (request.path === '/services/oauth2/userinfo') return { answer: mayAsk ? this.userInfo() : badToken }
    const match = /^\/services\/data\/v(\d+\.\d)\/query(?:\/([^/]+))?$/.exec(request.path)
    if (match?.[1] === undefined || !versions.includes(match[1])) return { answer: notFound }
    if (!mayAsk) return { answer: expired }
    this.calls += 1
    const answered =
      match[2] === undefined ? this.firstPage(request, match[1]) : this.laterPage(match[2], match[1], request)
    return { ...answered, answer: this.counted(answered.answer) }
  }

  private userInfo(): ServerAnswer {
    return json({
      user_id: '0055g00000000AAAAQ',
      organization_id: '00D5g0000001AbC',
      preferred_username: 'ada@acme.example',
      name: 'Ada Lovelace',
      email: 'ada@acme.example',
      active: true,
    })
  }

  private firstPage(request: ServerRequest, version: string): OrgAnswer {
    const found = runQuery(request.query.get('q') ?? '', this.facts.users, this.facts.unreadable)
    if ('status' in found) return { answer: found }
    const cursor = `01gRO00000${String(this.cursors.size).padStart(5, '0')}IAA`
    this.cursors.set(cursor, found)
    return pageFrom(found, cursor, 0, this.pageSize(request), version)
  }

  private laterPage(locator: string, version: string, request: ServerRequest): OrgAnswer {
    const [cursor = '', start = ''] = locator.split('-')
    const found = this.cursors.get(cursor)
    if (found?.records[Number(start)] === undefined)
      return { answer: refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator') }
    return pageFrom(found, cursor, Number(start), this.pageSize(request), version)
  }

  private pageSize({ headers }: ServerRequest): number {
    const wanted = /batchSize=(\d+)/.exec(String(headers['sforce-query-options'] ?? ''))?.[1]
    return Math.min(this.facts.pageSize, Math.max(200, Number(wanted ?? 2_000)))
  }

  private counted(answer: ServerAnswer): ServerAnswer {
    const usage = `api-usage=${this.calls}/${this.facts.callLimit}`
    return { ...answer, headers: { ...answer.headers, 'Sforce-Limit-Info': usage } }
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

function pageFrom(found: Found, cursor: string, start: number, size: number, version: string): OrgAnswer {
  const { totalSize, records } = found
  const end = start + size
  const done = end >= records.length
  const rest = done ? {} : { nextRecordsUrl: `/services/data/v${version}/query/${cursor}-${end}` }
  const answer = json({ totalSize, done, ...rest, records: records.slice(start, end) })
  return { answer, page: start / size + 1 }
}
