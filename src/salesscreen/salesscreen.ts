import { SfsyncError } from '../core/errors.ts'
import type { UserId } from '../core/model.ts'
import { isLoopback } from '../salesforce/api/connection.ts'

/** The variable with another address of the API, for tests. */
export const addressVariable = 'SFSYNC_SALESSCREEN_URL'

// Source: SalesScreen's API introduction.
const usualAddress = 'https://connect.salesscreen.com/api/v1'

/** A user as SalesScreen's API takes one. Source: public clients of the API. */
export interface ApiUser {
  /**
   * The ID in the calling system: the ledger's own, which never changes. Not the Salesforce User ID: it is not known
   * that SalesScreen would take it for the mapping, and a corrected mapping would create a twin of the user.
   */
  readonly userId: UserId
  readonly email: string
  readonly firstname: string
  readonly lastname: string
  /** Without its name: a key that SalesScreen does not know must not create a team that looks like the right one. */
  readonly team?: { readonly key: string }
}

/** One call of the API. */
export interface ApiCall {
  readonly method: 'POST'
  readonly url: string
  readonly body: ApiUser
}

/** SalesScreen's public API, which writes and never reads. */
export interface SalesScreenApi {
  /**
   * Creates a user, or updates the one with this `userId`; returns when SalesScreen has accepted it. Throws `invalid`
   * where SalesScreen refuses this user, `login-needed` where it refuses the key, and `remote`.
   */
  addUser(call: ApiCall): Promise<void>
  /** Lets other processes of this ledger send. */
  close(): void
}

/** The call that creates a user. */
export function addUserCall(address: string, body: ApiUser): ApiCall {
  return { method: 'POST', url: `${address}/User/Add`, body }
}

/** The address of the API. Throws `configuration` where the variable has one that must not get the key. */
export function apiAddress(environment: Readonly<Record<string, string | undefined>>): string {
  const text = environment[addressVariable] ?? ''
  if (text === '') return usualAddress
  const url = URL.parse(text)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (url !== null && isSafe && url.username === '' && url.password === '' && url.search === '')
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  throw new SfsyncError(
    'configuration',
    `${addressVariable} must be an https:// address without a password, or an address of this machine`,
    { actions: [`unset ${addressVariable}: it is meant for tests`] },
  )
}
