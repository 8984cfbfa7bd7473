import { onTestFinished } from 'vitest'
import type { OwnedRecord } from '../support/salesforce-server/facts.ts'
import {
  type RunningSalesforce,
  type SalesforceOptions,
  startSalesforce,
} from '../support/salesforce-server/server.ts'
import type { RawUser } from '../support/salesforce-server/users.ts'

/** A local Salesforce for one test, which is stopped at its end. */
export async function anOrg(options: SalesforceOptions = {}): Promise<RunningSalesforce> {
  const org = await startSalesforce(options)
  onTestFinished(() => org.close())
  return org
}

/** Asks a path of the API, as whoever holds the org's first token. */
export async function ask(org: RunningSalesforce, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${org.token}`)
  const whole = path.startsWith('/') ? path : `/services/data/v68.0/${path}`
  return await fetch(org.url + whole, { ...init, headers })
}

/** Asks with a body of JSON. */
export async function post(
  org: RunningSalesforce,
  path: string,
  body: object,
  method = 'POST',
): Promise<Response> {
  return await ask(org, path, { method, body: JSON.stringify(body) })
}

/** What a query is answered with. */
export async function query(org: RunningSalesforce, soql: string): Promise<QueryResult> {
  return await answered(await ask(org, `query?q=${encodeURIComponent(soql)}`))
}

/** The fields of what a query finds, without `attributes`. */
export async function rows(org: RunningSalesforce, soql: string): Promise<unknown[]> {
  const { records = [] } = await query(org, soql)
  return records.map((record) =>
    Object.fromEntries(Object.entries(record).filter(([field]) => field !== 'attributes')),
  )
}

/** The IDs of what a query finds. */
export async function ids(org: RunningSalesforce, soql: string): Promise<string[]> {
  const { records = [] } = await query(org, soql)
  return records.map(({ Id }) => Id)
}

/** The first refusal in an answer. */
export async function refusal(response: Response): Promise<unknown> {
  const [first]: unknown[] = await answered(response)
  return { status: response.status, ...Object(first) }
}

/** An answer as JSON, trusted to be what the test says. */
export async function answered<Expected>(response: Response): Promise<Expected> {
  const value: Expected = JSON.parse(await response.text())
  return value
}

/** A page of a query. */
export interface QueryResult {
  readonly totalSize: number
  readonly done: boolean
  readonly nextRecordsUrl?: string
  readonly records?: readonly { readonly Id: string; readonly [field: string]: unknown }[]
}

/** A user of whom only what matters is said. */
export function aUser(id: string, fields: Partial<RawUser> = {}): RawUser {
  return {
    Id: id,
    Username: `${id}@acme.example`.toLowerCase(),
    Name: 'Ada Lovelace',
    FirstName: 'Ada',
    LastName: 'Lovelace',
    Email: 'ada@acme.example',
    Alias: 'ada',
    IsActive: true,
    UserType: 'Standard',
    Profile: null,
    UserRole: null,
    Manager: null,
    Title: null,
    Department: null,
    EmployeeNumber: null,
    FederationIdentifier: null,
    LastLoginDate: null,
    SystemModstamp: '2026-11-20T08:15:00.000+0000',
    ...fields,
  }
}

/** Three users, by the order of their IDs. */
export const ada = '0055g0000000001AAA'
export const bob = '0055g000000000AAAQ'
export const cyd = '0055g000000000aAAA'

/** A record that somebody owns. */
export function owned(
  id: string,
  owner: string,
  date: string,
  fields: Partial<OwnedRecord> = {},
): OwnedRecord {
  return { Id: id, OwnerId: owner, CreatedDate: date, LastModifiedDate: date, ...fields }
}
