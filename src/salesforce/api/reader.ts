import * as z from 'zod/mini'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { DirectoryScope, SalesforceUser } from '../../core/salesforce-user.ts'
import type {
  DirectoryDelta,
  FullReading,
  Identity,
  LiveReader,
  OrgConnection,
  ReaderOptions,
  ReadingWay,
  SalesforceUserPage,
} from '../salesforce.ts'
import { FieldNotVisible } from './errors.ts'
import { Org } from './org.ts'
import { isBulkPiece, readBulkPages, readNewBulkJob, startBulkJob } from './read-bulk.ts'
import {
  piecesOf,
  rangeOf,
  type RangePage,
  rangesBetween,
  type ReadOptions,
  readOuterPage,
  readRanges,
  VisibleFields,
} from './read-ranges.ts'
import { incompleteError, userPage, type UserPage } from './records.ts'
import { soql, soqlTime, userCountQuery, usersQuery } from './soql.ts'
import { readViewAllUsers } from './who-am-i.ts'

// Source: "Get Parallel Results for a Query Job" is available from this version on.
const firstVersionWithResultPages = 58
const frozenLogin = z.object({ UserId: z.string() })

/** A live org through jsforce; sends no request yet. */
export function openReader(connection: OrgConnection, options: ReaderOptions): LiveReader {
  return new OrgReader(connection, options)
}

class OrgReader implements LiveReader {
  readonly #org: Org
  readonly #connection: OrgConnection
  readonly #options: ReaderOptions
  readonly #fields = new VisibleFields()

  constructor(connection: OrgConnection, options: ReaderOptions) {
    this.#org = new Org(connection)
    this.#connection = connection
    this.#options = options
  }

  get origin(): string {
    return this.#org.host
  }

  // A stored login knows its user; of a bare token only the org does.
  async identity(): Promise<Identity> {
    return this.#connection.session.identity ?? (await this.#org.identity())
  }

  timeAt(here: Date): string {
    return new Date(here.getTime() + (this.#org.clockOffset() ?? 0)).toISOString()
  }

  async count(scope: DirectoryScope): Promise<number> {
    return await this.#org.count(userCountQuery(scope))
  }

  async viewAllUsers(): Promise<boolean | null> {
    return await readViewAllUsers(this.#org)
  }

  hiddenFields(): readonly string[] {
    return this.#fields.hidden
  }

  async readAll(scope: DirectoryScope, remaining?: readonly string[]): Promise<FullReading> {
    const { requestsAtOnce, interrupted } = this.#connection
    const options = { org: this.#org, fields: this.#fields, scope, requestsAtOnce }
    if (remaining !== undefined) return await this.#continue(options, remaining)
    // All at once, because in most orgs these pages are nearly everything.
    const [total, first, last] = await Promise.all([
      this.count(scope),
      readOuterPage(options, 'first'),
      readOuterPage(options, 'last'),
    ])
    const way = this.#wayFor(total)
    if (way === 'rest') return { total, way, pages: pages(options, total, first, last) }
    return {
      total,
      way,
      pages: readNewBulkJob(options, await startBulkJob(options, interrupted, this.#cleaner())),
    }
  }

  // Ctrl-C ends every other request, and no one waits long for this one.
  #cleaner(): Org {
    const { interrupted: _, onRetry: __, ...connection } = this.#connection
    return new Org({ ...connection, timeoutSeconds: 5, retrySeconds: 1, deadlineSeconds: 10 })
  }

  async #continue(options: ReadOptions, remaining: readonly string[]): Promise<FullReading> {
    const total = await this.count(options.scope)
    const bulk = remaining.filter((piece) => isBulkPiece(piece))
    if (bulk.length > 0) return { total, way: 'bulk', pages: readBulkPages(options, bulk) }
    const ranges = remaining.map((piece) => rangeOf(piece)).filter((range) => range !== undefined)
    return { total, way: 'rest', pages: readRanges(options, ranges, total) }
  }

  #wayFor(total: number): ReadingWay {
    const { way, bulkFrom } = this.#options
    if (way !== undefined) return way
    const canBulk = Number.parseInt(this.#org.apiVersion, 10) >= firstVersionWithResultPages
    return canBulk && total >= bulkFrom ? 'bulk' : 'rest'
  }

  async changedSince(since: string): Promise<DirectoryDelta> {
    const condition = soql`SystemModstamp >= ${soqlTime(since)}`
    const first = await this.#fields.query((visible) =>
      this.#org.firstPage(soql`${usersQuery(visible, [condition])} ORDER BY Id`, userPage),
    )
    return { total: first.totalSize, pages: allPages(this.#org, first) }
  }

  async frozen(): Promise<readonly SalesforceUserId[] | null> {
    const query = soql`SELECT UserId FROM UserLogin WHERE IsFrozen = true`
    try {
      const rows = await this.#org.queryAll(query, frozenLogin)
      return rows.map(({ UserId }) => this.#parseId(UserId))
    } catch (error) {
      if (error instanceof FieldNotVisible) return null
      throw error
    }
  }

  #parseId(text: string): SalesforceUserId {
    const parsed = parseSalesforceUserId(text)
    if ('salesforceUserId' in parsed) return parsed.salesforceUserId
    throw this.#org.unexpectedResponse([parsed.reason])
  }
}

// The first and the last page are there already; what lies between is read in ranges.
async function* pages(
  options: ReadOptions,
  total: number,
  first: RangePage,
  last: RangePage,
): AsyncGenerator<SalesforceUserPage> {
  const whole = 'rest - -'
  if (!first.full || first.last === undefined) {
    yield { users: first.users, piece: whole, remaining: [] }
    return
  }
  const users = [...first.users, ...last.users]
  const distinct = new Set(users.map(({ salesforceUserId }) => salesforceUserId)).size
  const middle = { after: first.last, until: last.last ?? null }
  const between = distinct < total ? rangesBetween(middle, total - distinct) : []
  // Started before the first pages are yielded: saving them takes the caller a while.
  const rest = readRanges(options, between, total - distinct)
  yield { users, piece: whole, remaining: piecesOf(between) }
  yield* rest
}

async function* allPages(org: Org, first: UserPage): AsyncGenerator<readonly SalesforceUser[]> {
  let received = 0
  const asked = new Set<string>()
  for (let page = first; received <= first.totalSize;) {
    const { records, nextRecordsUrl }: UserPage = page
    received += records.length
    if (records.length > 0) yield org.salesforceUsers(records)
    if (nextRecordsUrl === undefined || records.length === 0) break
    page = await org.nextPage(nextRecordsUrl, userPage, asked)
  }
  if (received !== first.totalSize) throw incompleteError(org.host, first.totalSize, received)
}
