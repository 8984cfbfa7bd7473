import { inspect } from 'node:util'
import { onTestFinished } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { DirectoryReading } from '../../../src/salesforce/directory-reader.ts'
import { type LiveConnection, readLive } from '../../../src/salesforce/live/live.ts'
import { all } from '../../support/all.ts'
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

/** How to reach a local Salesforce. */
export function connectionTo(org: RunningSalesforce, rest: Partial<LiveConnection> = {}): LiveConnection {
  return { instanceUrl: org.url, accessToken: org.token, apiVersion: '68.0', timeoutSeconds: 20, ...rest }
}

/** A whole reading, all of its pages taken. */
export async function readAll(
  connection: LiveConnection,
  scope = { everyone: false },
): Promise<{ reading: DirectoryReading; people: SalesforceUser[] }> {
  const reading = await readLive(connection, scope)
  return { reading, people: await all(reading.pages) }
}

/** The failure that a promise ends with, as an admin would be told. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<Pick<SfsyncError, 'code' | 'message' | 'actions' | 'rows'>> {
  const { code, message, actions, rows } = await errorOf(promise)
  return { code, message, actions, rows }
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
