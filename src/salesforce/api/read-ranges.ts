import type { DirectoryScope, SalesforceUser } from '../../core/salesforce-user.ts'
import { countText, numberText } from '../../core/text.ts'
import type { SalesforceUserPage } from '../salesforce.ts'
import { workPool, type FinishedPiece } from './work-pool.ts'
import {
  fieldsNamedIn,
  inScope,
  type OptionalField,
  optionalFields,
  soql,
  type Soql,
  usersQuery,
} from './soql.ts'
import type { Org } from './org.ts'
import { fastUserPage, incompleteError, userPage } from './records.ts'
import { FieldNotVisible, QueryTimeout } from './errors.ts'

/** The most that one query asks for: as many as a page can hold. */
export const pageSize = 2_000

/** Which users to read, and from where. */
export interface ReadOptions {
  readonly org: Org
  readonly fields: VisibleFields
  readonly scope: DirectoryScope
  readonly requestsAtOnce: number
}

/** The result of one query. */
export interface RangePage {
  readonly users: readonly SalesforceUser[]
  /** The ID of the last user, in the order of the query. */
  readonly last: string | undefined
  /** Whether there may be more users after the last. */
  readonly full: boolean
}

/**
 * Reads ranges of IDs, several at once, starting immediately. An idle worker takes part of what is left of another
 * range, so that uneven runs of IDs even out. Source: SOQL reference, ORDER BY and LIMIT; no cursor is needed, so none can expire.
 */
export function readRanges(
  options: ReadOptions,
  ranges: readonly IdRange[],
  expected: number,
): AsyncGenerator<SalesforceUserPage> {
  let received = 0
  let empty = 0
  // Parts of a gap between two runs contain no users; requesting too many of them would waste API calls.
  const maxEmpty = 20 + (2 * expected) / pageSize
  const budget = requestBudget(options.org, ranges.length, expected)
  const work = async (range: IdRange) => {
    const bounds = [
      range.after === null ? undefined : soql`Id > ${range.after}`,
      range.until === null ? undefined : soql`Id <= ${range.until}`,
    ]
    const found = bytesOf(options, bounds, soql` ORDER BY Id LIMIT 2000`)
    return { range, bytes: await found.catch((error: unknown) => narrower(range, error)) }
  }
  const finish = ({ range, bytes }: Awaited<ReturnType<typeof work>>, idle: number) => {
    if (!Buffer.isBuffer(bytes)) {
      budget(received)
      return { result: [], remaining: bytes }
    }
    const { users, last, full } = pageIn(options, bytes)
    requireInRange(options.org, users, range)
    received += users.length
    budget(received)
    if (users.length === 0) empty += 1
    if (!full || last === undefined) return { result: users, remaining: [] }
    const rest = { after: last, until: range.until }
    const useful = Math.ceil((expected - received) / pageSize)
    const parts = empty > maxEmpty ? 1 : Math.min(idle, useful)
    return { result: users, remaining: parts > 1 ? splitRange(rest, parts) : [rest] }
  }
  return pagesOf(workPool(ranges, options.requestsAtOnce, work, finish))
}

// A query that took too long is asked again for each half of its range.
function narrower(range: IdRange, error: unknown): readonly IdRange[] {
  const halves = error instanceof QueryTimeout ? splitRange(range, 2) : []
  if (halves.length < 2) throw error
  return halves
}

// More than any page needs: the smallest page that Salesforce was seen to cut has some dozens of users.
const fewestUsers = 50

/**
 * Called after each request with the number of users received; throws `remote` after more requests, or more users, than
 * the number that the org reported can need. A user may come twice, where ranges overlap or users change meanwhile.
 */
function requestBudget(org: Org, ranges: number, expected: number): (received: number) => void {
  const maxUsers = 2 * expected + 10 * pageSize
  const maxRequests = 100 + 2 * ranges + (4 * expected) / pageSize
  let requests = 0
  return (received) => {
    requests += 1
    if (received > maxUsers || requests > maxRequests + received / fewestUsers)
      throw org.unexpectedResponse([
        `${countText(requests, 'request')} returned ${countText(received, 'user')}, where ${numberText(expected)} were expected: the reading would not end`,
      ])
  }
}

// Orgs compare IDs with or without regard to case: what is in the range in one of these orders is where it may be.
function requireInRange(org: Org, users: readonly SalesforceUser[], { after, until }: IdRange): void {
  const outside = users.find(
    ({ salesforceUserId: id }) =>
      (after !== null && (sameId(id, after) || !isOrdered(after, id))) ||
      (until !== null && !isOrdered(id, until)),
  )
  if (outside !== undefined)
    throw org.unexpectedResponse([`${outside.salesforceUserId} is not in the range that was requested`])
}

function sameId(one: string, other: string): boolean {
  return one.slice(0, length) === other.slice(0, length)
}

function isOrdered(one: string, other: string): boolean {
  const [low, high] = [one.slice(0, length), other.slice(0, length)]
  return low <= high || low.toLowerCase() <= high.toLowerCase()
}

async function* pagesOf(
  ranges: AsyncIterable<FinishedPiece<IdRange, readonly SalesforceUser[]>>,
): AsyncGenerator<SalesforceUserPage> {
  for await (const { piece, result, remaining } of ranges)
    yield { users: result, piece: rangeText(piece), remaining: piecesOf(remaining) }
}

/**
 * Cuts what lies between two IDs into somewhat more ranges than there are pages: where IDs lie evenly, each range is
 * one request, and none waits for the response of another.
 */
export function rangesBetween(range: IdRange, expected: number): IdRange[] {
  return splitRange(range, Math.max(1, Math.ceil((expected / pageSize) * 1.1)))
}

/** The pieces by which a read of these ranges is resumed. */
export function piecesOf(ranges: readonly IdRange[]): string[] {
  return ranges.map((range) => rangeText(range))
}

/** The first page of all users, or the last, which begins with the highest ID. */
export async function readOuterPage(options: ReadOptions, end: 'first' | 'last'): Promise<RangePage> {
  const order = end === 'first' ? soql` ORDER BY Id LIMIT 2000` : soql` ORDER BY Id DESC LIMIT 2000`
  return pageIn(options, await bytesOf(options, [], order))
}

async function bytesOf(
  { org, fields, scope }: ReadOptions,
  bounds: readonly (Soql | undefined)[],
  end: Soql,
): Promise<Buffer> {
  return await fields.query((visible) =>
    org.firstPageBytes(soql`${usersQuery(visible, [inScope(scope), ...bounds])}${end}`),
  )
}

// Salesforce may cut a page of 2,000 into smaller ones: the next query begins where this one was cut.
function pageIn({ org }: ReadOptions, bytes: Buffer): RangePage {
  const { records, totalSize, nextRecordsUrl } = org.parse(bytes, fastUserPage, userPage)
  const isCut = nextRecordsUrl !== undefined && records.length > 0 && records.length < totalSize
  if (!isCut && records.length !== totalSize) throw incompleteError(org.host, totalSize, records.length)
  return {
    users: org.salesforceUsers(records),
    last: records.at(-1)?.Id,
    full: isCut || records.length === pageSize,
  }
}

function rangeText({ after, until }: IdRange): string {
  return `rest ${after ?? '-'} ${until ?? '-'}`
}

/** The range of a piece; undefined for another kind of piece. */
export function rangeOf(piece: string): IdRange | undefined {
  const [way, after, until] = piece.split(' ')
  if (way !== 'rest' || after === undefined || until === undefined) return undefined
  return { after: after === '-' ? null : after, until: until === '-' ? null : until }
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 15

/** Users whose ID comes after one and not after another; null is unbounded. The bounds are IDs of 15 or 18 characters. */
interface IdRange {
  readonly after: string | null
  readonly until: string | null
}

/**
 * Cuts a range into at most `parts` ranges of equal width. In whatever order Salesforce keeps IDs, together they cover
 * the whole range: a bound that lies elsewhere in that order only makes them overlap. How many users each contains is
 * unknown, because IDs are assigned in runs.
 */
export function splitRange(range: IdRange, parts: number): IdRange[] {
  const { after, until } = range
  const low = after === null ? undefined : numberOf(after)
  const high = until === null ? undefined : numberOf(until)
  if (low === undefined || high === undefined || high - low < BigInt(parts)) return [range]
  const bounds = Array.from({ length: parts - 1 }, (_, index) =>
    idOf(low + ((high - low) * BigInt(index + 1)) / BigInt(parts)),
  )
  return [...bounds, until].map((bound, index) => ({
    after: index === 0 ? after : (bounds[index - 1] ?? null),
    until: bound,
  }))
}

function numberOf(id: string): bigint | undefined {
  let number = 0n
  for (const character of id.slice(0, length)) {
    const digit = digits.indexOf(character)
    if (digit === -1) return undefined
    number = number * 62n + BigInt(digit)
  }
  return number
}

function idOf(number: bigint): string {
  let id = ''
  for (let rest = number; id.length < length; rest /= 62n) id = digits.charAt(Number(rest % 62n)) + id
  return id
}

/** The fields that the signed-in user can read; an org shows that only by refusing a query. */
export class VisibleFields {
  readonly hidden: OptionalField[] = []

  /** Queries every field that is not known to be hidden, and again without those that are refused. */
  async query<Result>(run: (fields: readonly OptionalField[]) => Promise<Result>): Promise<Result> {
    for (;;) {
      const fields = optionalFields.filter((field) => !this.hidden.includes(field))
      try {
        return await run(fields)
      } catch (error) {
        const named = error instanceof FieldNotVisible ? fieldsNamedIn(error.salesforceMessage) : []
        // Salesforce names one field at a time; a concurrent query may have found it already.
        if (!named.some((field) => fields.includes(field))) throw error
        for (const field of named) if (!this.hidden.includes(field)) this.hidden.push(field)
      }
    }
  }
}
