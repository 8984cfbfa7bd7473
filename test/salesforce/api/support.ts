import { inspect } from 'node:util'
import { onTestFinished } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import type { SalesforceUser, DirectoryScope } from '../../../src/core/salesforce-user.ts'
import { hintText } from '../../../src/app/hints.ts'
import { openReader } from '../../../src/salesforce/api/reader.ts'
import type { LiveReader, OrgConnection, ReaderOptions } from '../../../src/salesforce/salesforce.ts'
import { environmentSession } from '../../../src/salesforce/sign-in/session.ts'
import { byText } from '../../support/order.ts'
import { type RunningSalesforce, startSalesforce } from '../../support/salesforce-server/server.ts'
import { type RawUser, salesforceUsers } from '../../support/salesforce-server/users.ts'

type OrgOptions = Parameters<typeof startSalesforce>[0]

/** A local Salesforce for one test, which is stopped at its end. */
export async function anOrg(options: OrgOptions = {}): Promise<RunningSalesforce> {
  const org = await startSalesforce(options)
  onTestFinished(() => org.close())
  return org
}

/** A local Salesforce with 600 users of the company on three pages. */
export async function anOrgOfThreePages(): Promise<RunningSalesforce> {
  return await anOrg({ users: salesforceUsers(600).map(atWork), pageSize: 200 })
}

/** Somebody of the company. */
export function atWork(user: RawUser): RawUser {
  return { ...user, UserType: 'Standard' }
}

/** How to reach a local Salesforce, and with which token. */
export interface Reach extends Partial<OrgConnection> {
  readonly instanceUrl?: string
  readonly accessToken?: string
}

/** How to reach a local Salesforce. */
export function connectionTo(org: RunningSalesforce, reach: Reach = {}): OrgConnection {
  const { instanceUrl = org.url, accessToken = org.token, ...rest } = reach
  return {
    session: environmentSession({ tokenVariable: 'SF_ACCESS_TOKEN', accessToken, instanceUrl }),
    apiVersion: '68.0',
    timeoutSeconds: 20,
    retrySeconds: 20,
    deadlineSeconds: 600,
    requestsAtOnce: 8,
    ...rest,
  }
}

/** A reader of a local Salesforce that reads page by page. */
export function readerOf(connection: OrgConnection, options: Partial<ReaderOptions> = {}): LiveReader {
  return openReader(connection, { bulkFrom: 1_000_000, ...options })
}

/** Everybody whom a reader gives, each once, in the order of their IDs. */
export async function readAll(
  connection: OrgConnection,
  scope: DirectoryScope = 'people',
  options: Partial<ReaderOptions> = {},
): Promise<{ reader: LiveReader; total: number; people: SalesforceUser[] }> {
  const reader = readerOf(connection, options)
  const { total, pages } = await reader.readAll(scope)
  const people = new Map<string, SalesforceUser>()
  for await (const page of pages) for (const person of page.users) people.set(person.salesforceUserId, person)
  return {
    reader,
    total,
    people: [...people.values()].toSorted(byText((person) => person.salesforceUserId)),
  }
}

/** Who asks, and then everybody who changed since 2026, which is one query with all its pages. */
export async function readNews(
  connection: OrgConnection,
): Promise<{ total: number; people: SalesforceUser[] }> {
  const reader = readerOf(connection)
  await reader.identity()
  const { total, pages } = await reader.changedSince('2026-01-01T00:00:00.000Z')
  const people: SalesforceUser[] = []
  for await (const page of pages) people.push(...page)
  return { total, people }
}

/** The failure that a promise ends with, as an admin reads it. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<Pick<SfsyncError, 'code' | 'message' | 'rows'> & { readonly actions: readonly string[] }> {
  const { code, message, actions, rows } = await errorOf(promise)
  return { code, message, actions: actions.map((action) => hintText(action)), rows }
}

/** The error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<SfsyncError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof SfsyncError) return error
    throw error
  }
  throw new Error('nothing failed')
}

/** Everything that could ever be printed of a value, hidden parts and causes included. */
export function everythingOf(value: unknown): string {
  return inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
  })
}
