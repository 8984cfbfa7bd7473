import { SfsyncError } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'

/** The code of an error of PostgreSQL (SQLSTATE) or of the network. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  // Without any password the driver itself refuses.
  if (/^SASL: .*password must be/.test(error.message)) return '28P01'
  return /^Connection terminated|^timeout exceeded|Client has encountered a connection error/.test(
    error.message,
  )
    ? 'lost'
    : undefined
}

const lost = /^08|^57P0[123]$|^lost$|^ECONNRESET$|^ECONNREFUSED$|^EPIPE$|^ETIMEDOUT$/

/** Whether the connection to the server ended, so that the answer to the last statement is not known. */
export function isConnectionLost(error: unknown): boolean {
  return lost.test(codeOf(error) ?? '')
}

/** Whether the same transaction can succeed the next time: another writer was in the way, or the connection was lost. */
export function isRetried(error: unknown): boolean {
  return /^40001$|^40P01$|^53300$/.test(codeOf(error) ?? '') || isConnectionLost(error)
}

type Explanation = readonly ['ledger-unusable' | 'ledger-busy' | 'disk-full', string, ...Hint[]]

const explanations: readonly (readonly [RegExp, (shown: string) => Explanation])[] = [
  [
    /^28P01$|^28000$/,
    (shown) => [
      'ledger-unusable',
      `the PostgreSQL server did not accept the user name or password for the ledger ${shown}`,
      'set PGPASSWORD or PGPASSFILE, or give the whole address in SFSYNC_STORE_URL',
    ],
  ],
  [
    /^3D000$/,
    (shown) => [
      'ledger-unusable',
      `the database of the ledger ${shown} does not exist`,
      'create it on the server (createdb), or correct the address in store',
    ],
  ],
  [
    /^42501$/,
    (shown) => [
      'ledger-unusable',
      `your database role may not do this in the ledger ${shown}; nothing was changed`,
      'ask the owner of the database for the rights of a writer',
    ],
  ],
  [
    /^25006$/,
    (shown) => [
      'ledger-unusable',
      `the server of the ledger ${shown} accepts no changes; it may be a read-only replica`,
      'use the address of the primary server',
    ],
  ],
  [
    /^53300$/,
    (shown) => [
      'ledger-busy',
      `the server of the ledger ${shown} has too many connections`,
      'run the command again in a moment, or use a pooler of connections',
    ],
  ],
  [
    /^53100$/,
    (shown) => [
      'disk-full',
      `the disk of the PostgreSQL server is full; the ledger ${shown} was not changed`,
      'free some space on the server and run the command again',
    ],
  ],
  [
    /^ENOTFOUND$|^EAI_AGAIN$|^EHOSTUNREACH$|^ENETUNREACH$/,
    (shown) => [
      'ledger-unusable',
      `the server of the ledger ${shown} cannot be found`,
      'check the host in the address, and your network',
    ],
  ],
  [
    lost,
    (shown) => [
      'ledger-unusable',
      `the server of the ledger ${shown} does not answer`,
      'check that it is running and that host and port in the address are right',
    ],
  ],
  [
    /^40001$|^40P01$/,
    (shown) => [
      'ledger-busy',
      `other writers were in the way every time; the ledger ${shown} was not changed`,
      'run the command again',
    ],
  ],
]

/** An error of PostgreSQL or the network as an `SfsyncError` that says what to do; other errors stay as they are. */
export function ledgerFailure(error: unknown, shown: string): unknown {
  if (error instanceof SfsyncError) return error
  const code = codeOf(error)
  if (code === undefined) return error
  for (const [pattern, explain] of explanations)
    if (pattern.test(code)) {
      const [errorCode, message, ...actions] = explain(shown)
      return new SfsyncError(errorCode, message, { actions, cause: error })
    }
  return new SfsyncError('ledger-unusable', `the ledger ${shown} cannot be used (${code})`, { cause: error })
}
