import { setTimeout as pause } from 'node:timers/promises'
import Papa from 'papaparse'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import type { SalesforceUserPage } from '../salesforce.ts'
import { importReportAction } from './response.ts'
import { workPool } from './work-pool.ts'
import { userFields, inScope, usersQuery } from './soql.ts'
import type { Org } from './org.ts'
import { incompleteError, type UserApiRecord } from './records.ts'
import type { ReadOptions } from './read-ranges.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'

const firstPauseSeconds = 0.2
const longestPauseSeconds = 5
// Salesforce decides how large a page is; tens of thousands of users are usual.
const maxPagesAtOnce = 2

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

/** A job of Bulk API 2.0 whose results are ready: the pieces point to its pages. */
export interface BulkJob {
  readonly records: number
  readonly pieces: readonly string[]
  /** Removes the job and its results from the org; a failure is ignored. */
  remove(): Promise<void>
}

/**
 * Starts a job that prepares all users of a scope, and waits until it is done. A job that is not waited for to its end
 * is aborted and removed through `cleaner`.
 * Source: Bulk API 2.0 developer guide, "Query Jobs" and "Get Parallel Results for a Query Job" (version 58 and later).
 */
export async function startBulkJob(
  { org, fields, scope }: ReadOptions,
  signal: AbortSignal | undefined,
  cleaner: Org,
): Promise<BulkJob> {
  const created = await fields.query((visible) =>
    org.request(job, 'POST', org.path('jobs/query'), {
      operation: 'query',
      query: usersQuery(visible, [inScope(scope)]).text,
    }),
  )
  const path = org.path(`jobs/query/${created.id}`)
  const remove = async () => {
    await org.request(z.unknown(), 'DELETE', path).catch(() => undefined)
  }
  try {
    const done = await finished(org, path, signal)
    return { records: done.numberRecordsProcessed ?? 0, pieces: await piecesOf(org, path), remove }
  } catch (error) {
    // A job that still runs can only be aborted, and what ended this read must not end that.
    await cleaner.request(z.unknown(), 'PATCH', path, { state: 'Aborted' }).catch(() => undefined)
    await cleaner.request(z.unknown(), 'DELETE', path).catch(() => undefined)
    throw error
  }
}

/** Reads pages of a finished job, several at once. */
export async function* readBulkPages(
  { org, requestsAtOnce }: ReadOptions,
  pieces: readonly string[],
): AsyncGenerator<SalesforceUserPage> {
  const work = async (piece: string) =>
    await org.download(piece.slice('bulk '.length), { accept: 'text/csv' })
  const tables = workPool(pieces, Math.min(requestsAtOnce, maxPagesAtOnce), work, (result) => ({
    result,
    remaining: [],
  }))
  for await (const { piece, result } of tables) {
    for (const users of usersInCsv(org, result)) yield { users, piece: '', remaining: [] }
    yield { users: [], piece, remaining: [] }
  }
}

/** Reads all pages of a finished job, checks that they hold as many records as the job reports, and removes the job. */
export async function* readNewBulkJob(
  options: ReadOptions,
  { records, pieces, remove }: BulkJob,
): AsyncGenerator<SalesforceUserPage> {
  let received = 0
  yield { users: [], piece: '', remaining: pieces }
  for await (const page of readBulkPages(options, pieces)) {
    received += page.users.length
    if (received > records) break
    yield page
  }
  if (received !== records) throw incompleteError(options.org.host, records, received)
  await remove()
}

/** Whether a piece points to a page of a job. */
export function isBulkPiece(piece: string): boolean {
  return piece.startsWith('bulk ')
}

async function finished(
  org: Org,
  path: string,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof job>> {
  for (let seconds = firstPauseSeconds; ; seconds = Math.min(seconds * 1.5, longestPauseSeconds)) {
    const state = await org.request(job, 'GET', path)
    if (state.state === 'JobComplete') return state
    if (state.state === 'Failed' || state.state === 'Aborted') throw failed(org, state)
    await pause(seconds * 1_000, undefined, { signal }).catch(() => undefined)
    signal?.throwIfAborted()
  }
}

async function piecesOf(org: Org, path: string): Promise<string[]> {
  const pieces: string[] = []
  const asked = new Set<string>()
  for (let next: string | null | undefined = `${path}/resultPages`; next;) {
    org.requireNew(next, asked)
    const page: z.infer<typeof resultPages> = await org.request(resultPages, 'GET', next)
    // They are kept for a refresh that is resumed later.
    for (const { resultUrl } of page.resultPages) {
      const own = org.ownPath(resultUrl)
      org.requireNew(own, asked)
      pieces.push(`bulk ${own}`)
    }
    // The documentation spells it both ways.
    next = page.nextRecordsUrl ?? page.nextRecordUrl
  }
  return pieces
}

function failed({ host }: Org, { state, errorMessage }: z.infer<typeof job>): SfsyncError {
  return new SfsyncError('remote', `the bulk job at ${host} ended as ${state}`, {
    rows: errorMessage ? [{ reason: errorMessage }] : [],
    actions: [
      {
        text: 'read page by page instead',
        command: withOptions(commandLine('sf-users refresh'), { full: true, via: 'rest' }),
      },
      importReportAction,
    ],
  })
}

type Cell = (field: (typeof userFields)[number]) => string | undefined

/** The users in a CSV table of Bulk API 2.0, some at a time: a header of field names, empty for null. Throws `remote`. */
function* usersInCsv(org: Org, csv: Buffer): Generator<SalesforceUser[]> {
  let header: readonly string[] | undefined
  for (const slice of csvSlices(csv)) {
    const rows = rowsOf(org, slice)
    header ??= headerOf(org, rows.splice(0, 1)[0])
    yield org.salesforceUsers(recordsOf(org, header, rows))
  }
  if (header === undefined) throw org.unexpectedResponse(['the table is empty'])
}

function rowsOf(org: Org, slice: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(slice, {
    delimiter: ',',
    newline: '\n',
    skipEmptyLines: true,
  })
  const [problem] = errors
  if (problem !== undefined) throw org.unexpectedResponse([problem.message])
  return data
}

function headerOf(org: Org, row: string[] | undefined): readonly string[] {
  if (row?.includes('Id') === true && row.includes('IsActive')) return row
  throw org.unexpectedResponse(['the table lacks the columns Id and IsActive'])
}

function recordsOf(org: Org, header: readonly string[], rows: readonly string[][]): UserApiRecord[] {
  if (rows.some((row) => row.length !== header.length)) throw org.unexpectedResponse(['a row is incomplete'])
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
 * Cuts a CSV table into slices of whole records, so that a large one is never parsed at once. Source: RFC 4180: a line
 * break inside quotes belongs to the value, and a quote inside them is doubled.
 */
export function* csvSlices(table: Buffer): Generator<string> {
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
