import { expect } from 'vitest'
import { SfsyncError, type ErrorRow } from '../../../src/core/errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../../src/core/salesforce-id.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { readReport, type ReportOptions } from '../../../src/salesforce/report/report.ts'

export interface Read {
  readonly people: readonly SalesforceUser[]
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
}

/** Reads a whole report called users.csv, given as text (UTF-8) or bytes. */
export async function read(
  content: string | Uint8Array,
  options: Partial<ReportOptions> = {},
): Promise<Read> {
  return readChunks([Buffer.from(content)], options)
}

export async function readChunks(
  chunks: readonly Uint8Array[],
  options: Partial<ReportOptions> = {},
): Promise<Read> {
  const reading = await readReport({ name: 'users.csv', bytes: bytesOf(chunks) }, { columns: {}, ...options })
  const people: SalesforceUser[] = []
  for await (const page of reading.pages) people.push(...page)
  return { people, problems: reading.problems, notices: reading.notices }
}

// oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
export async function* bytesOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

/** The failure of a reading, as a script sees it. */
export async function failureOf(
  reading: Promise<unknown>,
): Promise<Pick<SfsyncError, 'code' | 'message' | 'actions'>> {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SfsyncError)
  if (!(error instanceof SfsyncError)) throw new Error('no SfsyncError')
  return { code: error.code, message: error.message, actions: error.actions }
}

function id(text: string): SalesforceUserId {
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed) throw new Error(parsed.reason)
  return parsed.salesforceUserId
}

/** A Salesforce user of whom a report has only these fields. */
export function person(fields: Partial<SalesforceUser> & { readonly id: string }): SalesforceUser {
  const { id: text, ...known } = fields
  return {
    salesforceUserId: id(text),
    name: id(text),
    firstName: null,
    lastName: null,
    username: null,
    email: null,
    alias: null,
    active: null,
    frozen: null,
    type: null,
    profile: null,
    role: null,
    department: null,
    title: null,
    manager: null,
    employeeNumber: null,
    federationId: null,
    lastLoginAt: null,
    ...known,
  }
}

export const adaId = '0055g0000000q1o'
export const bobId = '0055g0000000qHZ'
