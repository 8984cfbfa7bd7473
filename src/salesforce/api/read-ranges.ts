import type { DirectoryScope, SalesforceUser } from '../../core/salesforce-user.ts'
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
import { type Org, peopleOf } from './org.ts'
import { fastUserPage, incompleteError, userPage } from './records.ts'
import { FieldNotVisible } from './errors.ts'

/** The most that one query asks for: as many as a page can hold. */
export const pageSize = 2_000

/** Where and whom to read. */
export interface RangesOptions {
  readonly org: Org
  readonly fields: FieldsSeen
  readonly scope: DirectoryScope
  readonly requestsAtOnce: number
}

/** What one query brought. */
export interface RangePage {
  readonly people: readonly SalesforceUser[]
  /** The ID of the last, in the order of the query. */
  readonly last: string | undefined
  /** Whether there may be more behind the last. */
  readonly full: boolean
}

/**
 * Reads ranges of IDs, several at once and from this moment on. Whoever has nothing to do takes a part of what is left of another range, so that
 * uneven runs of IDs even out. Source: SOQL reference, ORDER BY and LIMIT; no cursor is needed, so none can expire.
 */
export function readRanges(
  options: RangesOptions,
  ranges: readonly IdRange[],
  expected: number,
): AsyncGenerator<SalesforceUserPage> {
  let received = 0
  let empty = 0
  // Parts of a gap between two runs hold nobody; asking for too many of them would cost calls.
  const mostEmpty = 20 + (2 * expected) / pageSize
  const work = async (range: IdRange) => ({ range, bytes: await bytesOfRange(options, range) })
  const finish = ({ range, bytes }: Awaited<ReturnType<typeof work>>, idle: number) => {
    const { people, last, full } = pageIn(options, bytes)
    received += people.length
    if (people.length === 0) empty += 1
    if (!full || last === undefined) return { result: people, left: [] }
    const rest = { after: last, until: range.until }
    const useful = Math.ceil((expected - received) / pageSize)
    const parts = empty > mostEmpty ? 1 : Math.min(idle, useful)
    return { result: people, left: parts > 1 ? splitRange(rest, parts) : [rest] }
  }
  return pagesOf(workPool(ranges, options.requestsAtOnce, work, finish))
}

async function* pagesOf(
  ranges: AsyncIterable<FinishedPiece<IdRange, readonly SalesforceUser[]>>,
): AsyncGenerator<SalesforceUserPage> {
  for await (const { piece, result, left } of ranges)
    yield { people: result, done: rangeText(piece), left: left.map((range) => rangeText(range)) }
}

/**
 * Cuts what lies between two IDs into somewhat more ranges than there are pages: where IDs lie evenly each is one
 * request, and none has to wait for the answer of another.
 */
export function rangesBetween(range: IdRange, expected: number): IdRange[] {
  return splitRange(range, Math.max(1, Math.ceil((expected / pageSize) * 1.1)))
}

/** What a reading is resumed by, of each of some ranges. */
export function piecesOf(ranges: readonly IdRange[]): string[] {
  return ranges.map((range) => rangeText(range))
}

/** The first page of everybody, or the last, which begins with the highest ID. */
export async function readEnd(options: RangesOptions, end: 'first' | 'last'): Promise<RangePage> {
  const order = end === 'first' ? soql` ORDER BY Id LIMIT 2000` : soql` ORDER BY Id DESC LIMIT 2000`
  return pageIn(options, await bytesOf(options, [], order))
}

async function bytesOfRange(options: RangesOptions, range: IdRange): Promise<Buffer> {
  return await bytesOf(options, [afterClause(range), untilClause(range)], soql` ORDER BY Id LIMIT 2000`)
}

async function bytesOf(
  { org, fields, scope }: RangesOptions,
  bounds: readonly (Soql | undefined)[],
  end: Soql,
): Promise<Buffer> {
  return await fields.ask((seen) =>
    org.firstBytes(soql`${usersQuery(seen, [inScope(scope), ...bounds])}${end}`),
  )
}

// Salesforce may cut a page of 2,000 into smaller ones: the next query begins where this one was cut.
function pageIn({ org }: RangesOptions, bytes: Buffer): RangePage {
  const { records, totalSize, nextRecordsUrl } = org.understood(bytes, fastUserPage, userPage)
  const isCut = nextRecordsUrl !== undefined && records.length > 0 && records.length < totalSize
  if (!isCut && records.length !== totalSize) throw incompleteError(org.host, totalSize, records.length)
  return {
    people: peopleOf(org, records),
    last: records.at(-1)?.Id,
    full: isCut || records.length === pageSize,
  }
}

function afterClause({ after: id }: IdRange): Soql | undefined {
  return id === null ? undefined : soql`Id > ${id}`
}

function untilClause({ until: id }: IdRange): Soql | undefined {
  return id === null ? undefined : soql`Id <= ${id}`
}

function rangeText({ after: from, until: to }: IdRange): string {
  return `rest ${from ?? '-'} ${to ?? '-'}`
}

/** The range that a piece stands for; undefined where it stands for none. */
export function rangeOf(piece: string): IdRange | undefined {
  const [way, from, to] = piece.split(' ')
  if (way !== 'rest' || from === undefined || to === undefined) return undefined
  return { after: from === '-' ? null : from, until: to === '-' ? null : to }
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 15

/** Users whose ID comes after one and not after another; null is no bound. The bounds are IDs of 15 or 18 characters. */
export interface IdRange {
  readonly after: string | null
  readonly until: string | null
}

/**
 * Cuts a range into at most so many, equally wide. In whatever order Salesforce keeps IDs, together they hold everybody
 * of the range: a bound that lies elsewhere in that order only makes them overlap. How many people each holds is
 * unknown, because IDs are given in runs.
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

/** The fields that the identity may see; an org tells only by refusing a query. */
export class FieldsSeen {
  readonly hidden: OptionalField[] = []

  /** Asks with every field that is not known to be hidden, and again without those that are refused. */
  async ask<Result>(query: (fields: readonly OptionalField[]) => Promise<Result>): Promise<Result> {
    for (;;) {
      const fields = optionalFields.filter((field) => !this.hidden.includes(field))
      try {
        return await query(fields)
      } catch (error) {
        const named = error instanceof FieldNotVisible ? fieldsNamedIn(error.words) : []
        // Salesforce names one at a time; a query beside this one may have learnt of it already.
        if (!named.some((field) => fields.includes(field))) throw error
        for (const field of named) if (!this.hidden.includes(field)) this.hidden.push(field)
      }
    }
  }
}
