import type { DirectoryScope } from '../../core/directory-scope.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { PeoplePage } from '../live-reader.ts'
import { crew } from './crew.ts'
import { CursorLost } from './explain.ts'
import { inScope, usersQuery } from './fields.ts'
import type { FieldsSeen } from './fields-seen.ts'
import { type IdRange, splitRange } from './id-range.ts'
import type { Org } from './org.ts'
import { partial } from './partial.ts'
import { peopleOf } from './people.ts'
import { type UserPage, type UserRecord, userPage } from './records.ts'
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

/** What one query of a range brought, and what of the range lies beyond. */
export interface RangePage {
  readonly people: readonly SalesforceUser[]
  readonly rest: IdRange | undefined
}

/**
 * Reads ranges of IDs, several at once. Whoever has nothing to do takes a part of what is left of another range, so that
 * uneven runs of IDs even out. Source: SOQL reference, ORDER BY and LIMIT; no cursor is shared and none is guessed.
 */
export async function* readRanges(
  options: RangesOptions,
  ranges: readonly IdRange[],
  expected: number,
): AsyncGenerator<PeoplePage> {
  let received = 0
  let empty = 0
  // Parts of a gap between two runs hold nobody; asking for too many of them would cost calls.
  const mostEmpty = 20 + (2 * expected) / pageSize
  const leftOf = ({ people, rest }: RangePage, free: number) => {
    received += people.length
    if (people.length === 0) empty += 1
    if (rest === undefined) return []
    const useful = Math.ceil((expected - received) / pageSize)
    const parts = empty > mostEmpty ? 1 : Math.min(free, useful)
    return parts > 1 ? splitRange(rest, parts) : [rest]
  }
  const work = (range: IdRange) => readRange(options, range)
  for await (const { piece, landed, left } of crew(ranges, options.requestsAtOnce, work, leftOf))
    yield { people: landed.people, done: rangeText(piece), left: left.map((range) => rangeText(range)) }
}

/** The first page of a range. */
export async function readRange(options: RangesOptions, range: IdRange): Promise<RangePage> {
  const { people, last, full } = await query(
    options,
    [after(range), until(range)],
    soql` ORDER BY Id LIMIT 2000`,
  )
  return { people, rest: full && last !== undefined ? { after: last, until: range.until } : undefined }
}

/** The last page of everybody. */
export async function readLast(
  options: RangesOptions,
): Promise<{ people: readonly SalesforceUser[]; lowest: string | undefined }> {
  const { people, last } = await query(options, [], soql` ORDER BY Id DESC LIMIT 2000`)
  return { people, lowest: last }
}

interface Queried {
  readonly people: readonly SalesforceUser[]
  readonly last: string | undefined
  /** Whether there may be more behind the last. */
  readonly full: boolean
}

async function query(
  { org, fields, scope }: RangesOptions,
  bounds: readonly (Soql | undefined)[],
  end: Soql,
): Promise<Queried> {
  const first = await fields.ask((seen) =>
    org.first(soql`${usersQuery(seen, [inScope(scope), ...bounds])}${end}`, userPage),
  )
  const records: UserRecord[] = [...first.records]
  const whole = await restOf(org, first, records)
  if (whole && records.length !== first.totalSize) throw partial(org.host, first.totalSize, records.length)
  const full = !whole || records.length === pageSize
  return { people: peopleOf(org, records), last: records.at(-1)?.Id, full }
}

// Salesforce may cut a page of 2,000 into smaller ones. A cursor that it forgot costs nothing: the next query begins there.
async function restOf(
  org: Org,
  { nextRecordsUrl, totalSize }: Pick<UserPage, 'nextRecordsUrl' | 'totalSize'>,
  records: UserRecord[],
): Promise<boolean> {
  // Pages that lead in a circle bring more than were promised.
  for (let url = nextRecordsUrl; url !== undefined && records.length <= totalSize;) {
    try {
      const page = await org.more(url, userPage)
      for (const record of page.records) records.push(record)
      url = page.records.length > 0 ? page.nextRecordsUrl : undefined
    } catch (error) {
      if (error instanceof CursorLost && records.length > 0) return false
      throw error
    }
  }
  return true
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
