import type { DirectoryScope } from '../../core/directory-scope.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { PeoplePage } from '../live-reader.ts'
import { crew, type Finished } from './crew.ts'
import { inScope, usersQuery } from './fields.ts'
import type { FieldsSeen } from './fields-seen.ts'
import { type IdRange, splitRange } from './id-range.ts'
import type { Org } from './org.ts'
import { partial } from './partial.ts'
import { peopleOf } from './people.ts'
import { fastUserPage, userPage } from './records.ts'
import { type Soql, soql } from './soql.ts'

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
): AsyncGenerator<PeoplePage> {
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
  return pagesOf(crew(ranges, options.requestsAtOnce, work, finish))
}

async function* pagesOf(
  ranges: AsyncIterable<Finished<IdRange, readonly SalesforceUser[]>>,
): AsyncGenerator<PeoplePage> {
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
  return await bytesOf(options, [after(range), until(range)], soql` ORDER BY Id LIMIT 2000`)
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
  if (!isCut && records.length !== totalSize) throw partial(org.host, totalSize, records.length)
  return {
    people: peopleOf(org, records),
    last: records.at(-1)?.Id,
    full: isCut || records.length === pageSize,
  }
}

function after({ after: id }: IdRange): Soql | undefined {
  return id === null ? undefined : soql`Id > ${id}`
}

function until({ until: id }: IdRange): Soql | undefined {
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
