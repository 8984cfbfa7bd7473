import { setTimeout as pause } from 'node:timers/promises'
import Papa from 'papaparse'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import type { SalesforceUserPage } from '../salesforce.ts'
import { reportAction } from './response.ts'
import { workPool } from './work-pool.ts'
import { fieldsAskedFor, inScope, usersQuery } from './soql.ts'
import { type Org, peopleOf } from './org.ts'
import { incompleteError, type UserApiRecord } from './records.ts'
import type { RangesOptions } from './read-ranges.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'

const firstPauseSeconds = 0.2
const longestPauseSeconds = 5
// Salesforce decides how large a page is; some tens of thousands of people are usual.
const mostPagesAtOnce = 2

const job = z.object({
  id: z.string().check(z.regex(/^750[0-9A-Za-z]{12,15}$/)),
  state: z.string(),
  numberRecordsProcessed: z.optional(z.int()),
  errorMessage: z.nullish(z.string()),
})
const resultPages = z.object({
  resultPages: z.array(z.object({ resultUrl: z.string() })),
  nextRecordsUrl: z.nullish(z.string()),
  nextRecordUrl: z.nullish(z.string()),
})

/** A job of Bulk API 2.0 whose results are ready: the pieces lead to its pages. */
export interface BulkJob {
  readonly records: number
  readonly pieces: readonly string[]
  /** Removes the job and its results from the org; nothing is lost where that fails. */
  remove(): Promise<void>
}

/**
 * Has Salesforce prepare everybody of a scope, and waits until it is done.
 * Source: Bulk API 2.0 developer guide, "Query Jobs" and "Get Parallel Results for a Query Job" (version 58 and later).
 */
export async function prepareBulk(
  { org, fields, scope }: RangesOptions,
  signal: AbortSignal | undefined,
): Promise<BulkJob> {
  const created = await fields.ask((seen) =>
    org.ask(job, 'POST', org.path('jobs/query'), {
      operation: 'query',
      query: usersQuery(seen, [inScope(scope)]).text,
    }),
  )
  const path = org.path(`jobs/query/${created.id}`)
  const remove = async () => {
    await org.ask(z.unknown(), 'DELETE', path).catch(() => undefined)
  }
  try {
    const done = await finished(org, path, signal)
    return { records: done.numberRecordsProcessed ?? 0, pieces: await piecesOf(org, path), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Reads pages of a finished job, several at once. */
export async function* readBulk(
  { org, requestsAtOnce }: RangesOptions,
  pieces: readonly string[],
): AsyncGenerator<SalesforceUserPage> {
  const work = async (piece: string) => await org.bytes(piece.slice('bulk '.length), { accept: 'text/csv' })
  const most = Math.min(requestsAtOnce, mostPagesAtOnce)
  for await (const { piece, result } of workPool(pieces, most, work, (table) => ({
    result: table,
    left: [],
  }))) {
    for (const people of peopleInTable(org, result)) yield { people, done: '', left: [] }
    yield { people: [], done: piece, left: [] }
  }
}

/** The same pages, and matchClass that they held as many records as the job had. */
export async function* readWholeBulk(
  options: RangesOptions,
  { records, pieces, remove }: BulkJob,
): AsyncGenerator<SalesforceUserPage> {
  let received = 0
  yield { people: [], done: '', left: pieces }
  for await (const page of readBulk(options, pieces)) {
    received += page.people.length
    yield page
  }
  if (received !== records) throw incompleteError(options.org.host, records, received)
  await remove()
}

/** Whether a piece leads to a page of a job. */
export function isBulkPiece(piece: string): boolean {
  return piece.startsWith('bulk ')
}

async function finished(
  org: Org,
  path: string,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof job>> {
  for (let seconds = firstPauseSeconds; ; seconds = Math.min(seconds * 1.5, longestPauseSeconds)) {
    const state = await org.ask(job, 'GET', path)
    if (state.state === 'JobComplete') return state
    if (state.state === 'Failed' || state.state === 'Aborted') throw failed(org, state)
    await pause(seconds * 1_000, undefined, { signal }).catch(() => undefined)
    signal?.throwIfAborted()
  }
}

async function piecesOf(org: Org, path: string): Promise<string[]> {
  const pieces: string[] = []
  for (let next: string | null | undefined = `${path}/resultPages`; next;) {
    const page: z.infer<typeof resultPages> = await org.ask(resultPages, 'GET', next)
    pieces.push(...page.resultPages.map(({ resultUrl }) => `bulk ${resultUrl}`))
    // The documentation spells it in both ways.
    next = page.nextRecordsUrl ?? page.nextRecordUrl
  }
  return pieces
}

function failed({ host }: Org, { state, errorMessage }: z.infer<typeof job>): SfsyncError {
  return new SfsyncError('remote', `${host} did not finish the bulk job: it is ${state}`, {
    rows: errorMessage ? [{ reason: errorMessage }] : [],
    actions: ['read page by page instead: sfsync sf-users refresh --full --via rest', reportAction],
  })
}

type Cell = (field: (typeof fieldsAskedFor)[number]) => string | undefined

/** The people in a table as Bulk API 2.0 answers it, some at a time: a header of field names, empty for null. Throws `remote`. */
export function* peopleInTable(org: Org, table: Buffer): Generator<SalesforceUser[]> {
  let header: readonly string[] | undefined
  for (const slice of slices(table)) {
    const rows = rowsOf(org, slice)
    header ??= headerOf(org, rows.splice(0, 1)[0])
    yield peopleOf(org, recordsOf(org, header, rows))
  }
  if (header === undefined) throw org.misunderstood(['an empty table'])
}

function rowsOf(org: Org, slice: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(slice, {
    delimiter: ',',
    newline: '\n',
    skipEmptyLines: true,
  })
  const [problem] = errors
  if (problem !== undefined) throw org.misunderstood([problem.message])
  return data
}

function headerOf(org: Org, row: string[] | undefined): readonly string[] {
  if (row?.includes('Id') === true && row.includes('IsActive')) return row
  throw org.misunderstood(['a table without its columns'])
}

function recordsOf(org: Org, header: readonly string[], rows: readonly string[][]): UserApiRecord[] {
  if (rows.some((row) => row.length !== header.length)) throw org.misunderstood(['a row that is not whole'])
  const places = new Map(header.map((field, index) => [field, index]))
  return rows.map((row) => recordOf((field) => row[places.get(field) ?? -1]))
}

function recordOf(cell: Cell): UserApiRecord {
  return {
    Id: cell('Id') ?? '',
    Username: cell('Username'),
    Name: cell('Name'),
    FirstName: cell('FirstName'),
    LastName: cell('LastName'),
    Email: cell('Email'),
    Alias: cell('Alias'),
    IsActive: cell('IsActive') === 'true',
    UserType: cell('UserType'),
    Profile: { Name: cell('Profile.Name') },
    UserRole: { Name: cell('UserRole.Name') },
    Manager: { Name: cell('Manager.Name') },
    Title: cell('Title'),
    Department: cell('Department'),
    EmployeeNumber: cell('EmployeeNumber'),
    FederationIdentifier: cell('FederationIdentifier'),
    LastLoginDate: cell('LastLoginDate'),
  }
}

const newline = 0x0a
const quote = 0x22
const sliceBytes = 512 * 1024

/**
 * Cuts a table of CSV into pieces that each end with a record, so that a large one is never read at once. Source: RFC
 * 4180: a line break inside quotes belongs to the value, and a quote inside them is doubled.
 */
export function* slices(table: Buffer): Generator<string> {
  let start = 0
  let end = 0
  let isQuoted = false
  for (let at = 0; at < table.length; at += 1) {
    const byte = table[at]
    if (byte === quote) isQuoted = !isQuoted
    if (byte !== newline || isQuoted) continue
    end = at + 1
    if (end - start < sliceBytes) continue
    yield table.toString('utf8', start, end)
    start = end
  }
  if (start < table.length) yield table.toString('utf8', start)
}
