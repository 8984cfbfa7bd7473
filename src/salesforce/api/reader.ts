import { setFlagsFromString } from 'node:v8'
import * as z from 'zod/mini'
import type { DirectoryScope, SalesforceUser } from '../../core/salesforce-user.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type {
  FullReading,
  Identity,
  LiveReader,
  DirectoryDelta,
  SalesforceUserPage,
  ReadingWay,
} from '../salesforce.ts'
import type { LiveConnection } from './connection.ts'
import { FieldNotVisible } from './errors.ts'
import { userCountQuery, soqlTime, soql, usersQuery } from './soql.ts'
import {
  FieldsSeen,
  piecesOf,
  rangeOf,
  type RangePage,
  rangesBetween,
  type RangesOptions,
  readEnd,
  readRanges,
} from './read-ranges.ts'
import { openOrg, type Org, peopleOf } from './org.ts'
import { incompleteError, userPage, type UserPage, type UserApiRecord } from './records.ts'
import { isBulkPiece, prepareBulk, readBulk, readWholeBulk } from './read-bulk.ts'

// Source: "Get Parallel Results for a Query Job" is available from this version on.
const firstVersionWithResultPages = 58
const frozenLogin = z.object({ UserId: z.string() })

/** How to read everybody. */
export interface ReaderOptions {
  /** From so many people on a bulk job is faster than pages. */
  readonly bulkFrom: number
  /** The way to take whatever the size. */
  readonly way?: ReadingWay
}

/** A live org through jsforce; nothing is asked yet. */
export function openReader(connection: LiveConnection, options: ReaderOptions): LiveReader {
  // Else V8 lets short-lived pages grow to several times the memory before it looks for what is left of them.
  setFlagsFromString('--semi-space-growth-factor=1')
  return new OrgReader(connection, options)
}

class OrgReader implements LiveReader {
  readonly #org: Org
  readonly #connection: LiveConnection
  readonly #options: ReaderOptions
  readonly #fields = new FieldsSeen()

  constructor(connection: LiveConnection, options: ReaderOptions) {
    this.#org = openOrg(connection)
    this.#connection = connection
    this.#options = options
  }

  get origin(): string {
    return this.#org.host
  }

  // A stored login knows who it is for; of a token only the org can tell.
  async identity(): Promise<Identity> {
    return this.#connection.session.identity ?? (await this.#org.identity())
  }

  timeAt(here: Date): string {
    return new Date(here.getTime() + (this.#org.serverAhead() ?? 0)).toISOString()
  }

  async count(scope: DirectoryScope): Promise<number> {
    return await this.#org.count(userCountQuery(scope))
  }

  hiddenFields(): readonly string[] {
    return this.#fields.hidden
  }

  async everybody(scope: DirectoryScope, left?: readonly string[]): Promise<FullReading> {
    const options = {
      org: this.#org,
      fields: this.#fields,
      scope,
      requestsAtOnce: this.#connection.requestsAtOnce,
    }
    if (left !== undefined) return await this.#rest(options, left)
    // At once, because in most orgs they are nearly all there is to wait for.
    const [promised, first, last] = await Promise.all([
      this.count(scope),
      readEnd(options, 'first'),
      readEnd(options, 'last'),
    ])
    const way = this.#wayFor(promised)
    if (way === 'rest') return { promised, way, pages: pages(options, promised, first, last) }
    const job = await prepareBulk(options, this.#connection.interrupted)
    return { promised, way, pages: readWholeBulk(options, job) }
  }

  async #rest(options: RangesOptions, left: readonly string[]): Promise<FullReading> {
    const promised = await this.count(options.scope)
    const bulk = left.filter((piece) => isBulkPiece(piece))
    if (bulk.length > 0) return { promised, way: 'bulk', pages: readBulk(options, bulk) }
    const ranges = left.map((piece) => rangeOf(piece)).filter((range) => range !== undefined)
    return { promised, way: 'rest', pages: readRanges(options, ranges, promised) }
  }

  #wayFor(promised: number): ReadingWay {
    const { way, bulkFrom } = this.#options
    if (way !== undefined) return way
    const canBulk = Number.parseInt(this.#org.apiVersion, 10) >= firstVersionWithResultPages
    return canBulk && promised >= bulkFrom ? 'bulk' : 'rest'
  }

  async news(since: string): Promise<DirectoryDelta> {
    const org = this.#org
    const first = await this.#fields.ask((seen) =>
      org.first(
        soql`${usersQuery(seen, [soql`SystemModstamp >= ${soqlTime(since)}`])} ORDER BY Id`,
        userPage,
      ),
    )
    return { promised: first.totalSize, pages: allPages(org, first) }
  }

  async frozen(): Promise<readonly SalesforceUserId[] | null> {
    try {
      const rows = await this.#org.rows(soql`SELECT UserId FROM UserLogin WHERE IsFrozen = true`, frozenLogin)
      return rows.map(({ UserId }) => this.#idOf(UserId))
    } catch (error) {
      if (error instanceof FieldNotVisible) return null
      throw error
    }
  }

  #idOf(text: string): SalesforceUserId {
    const parsed = parseSalesforceUserId(text)
    if ('salesforceUserId' in parsed) return parsed.salesforceUserId
    throw this.#org.misunderstood([parsed.reason])
  }
}

// The first and the last page are there already; what lies between is read in ranges.
async function* pages(
  options: RangesOptions,
  promised: number,
  first: RangePage,
  last: RangePage,
): AsyncGenerator<SalesforceUserPage> {
  const whole = 'rest - -'
  if (!first.full || first.last === undefined) {
    yield { people: first.people, done: whole, left: [] }
    return
  }
  const people = [...first.people, ...last.people]
  const distinct = new Set(people.map(({ salesforceUserId }) => salesforceUserId)).size
  const middle = { after: first.last, until: last.last ?? null }
  const between = distinct < promised ? rangesBetween(middle, promised - distinct) : []
  // Begun before the first pages are handed on: whoever writes them down takes a while.
  const rest = readRanges(options, between, promised - distinct)
  yield { people, done: whole, left: piecesOf(between) }
  yield* rest
}

async function* allPages(org: Org, first: UserPage): AsyncGenerator<readonly SalesforceUser[]> {
  let received = 0
  for (let page = first; received <= first.totalSize;) {
    const records: readonly UserApiRecord[] = page.records
    received += records.length
    if (records.length > 0) yield peopleOf(org, records)
    if (page.nextRecordsUrl === undefined || records.length === 0) break
    page = await org.more(page.nextRecordsUrl, userPage)
  }
  if (received !== first.totalSize) throw incompleteError(org.host, first.totalSize, received)
}
