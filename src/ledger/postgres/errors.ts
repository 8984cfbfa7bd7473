import { SqliteError } from 'better-sqlite3'
import pg from 'pg'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { SignIn } from '../../core/store-address.ts'
import { ledgerFailure as fileFailure } from '../sqlite/errors.ts'

/** The code of an error of PostgreSQL (SQLSTATE) or of the network. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error.message === 'The server does not support SSL connections') return 'no-tls'
  return /^Connection terminated|^timeout |Client has encountered a connection error/.test(error.message)
    ? 'lost'
    : undefined
}

const notFound = /^ENOTFOUND$|^EAI_AGAIN$|^EHOSTUNREACH$|^ENETUNREACH$/
const lost =
  /^08|^40003$|^57P0[1235]$|^25P03$|^lost$|^ECONNABORTED$|^ECONNREFUSED$|^ECONNRESET$|^ENETRESET$|^EHOSTDOWN$|^EPIPE$|^ETIMEDOUT$|^ERR_STREAM_(?:DESTROYED|WRITE_AFTER_END)$/
const endedByServer = /^08|^57P0[125]$|^25P03$/
const starting = '57P03'
const tooMany = '53300'
const inTheWay = /^40001$|^40P01$/

/** Whether the connection to the server ended, so that the answer to the last statement is not known. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  return lost.test(code) || notFound.test(code)
}

// A server that has failed over is back within this time.
const mostSeconds = 30

/** Whether the same is tried again, after a pause: how often it was tried, and for how many seconds after it first failed. */
export function isTriedAgain(
  error: unknown,
  attempts: number,
  seconds: number,
  hasAnswered: boolean,
): boolean {
  const code = codeOf(error) ?? ''
  // A pooler refuses connections for a while after its server was down; PgBouncer for 15 seconds.
  if (code === starting || (hasAnswered && isConnectionLost(error))) return seconds < mostSeconds
  if (code === tooMany) return attempts < 9
  return inTheWay.test(code) && attempts < 12
}

/** What a statement was for; `load` gives the roles of others. */
export type Purpose = 'read' | 'write' | 'load'

type Explanation = readonly ['ledger-unusable' | 'ledger-busy' | 'disk-full', string, ...Hint[]]
type Explain = (shown: string, detail: string, purpose: Purpose) => Explanation

const explanations: readonly (readonly [RegExp, Explain])[] = [
  [
    // While a ledger is opened, `orRefused` knows more.
    /^28P01$/,
    (shown) => [
      'ledger-unusable',
      `the PostgreSQL server did not accept the user name or password for the ledger ${shown}`,
      { text: 'see what is wrong', command: commandLine('doctor') },
    ],
  ],
  [
    /^28000$/,
    (shown, detail) => [
      'ledger-unusable',
      `the PostgreSQL server does not let you connect to the ledger ${shown}: ${detail}`,
      'check the user name in the address',
      'or ask the administrator of the server to let this user connect from your host (pg_hba.conf)',
    ],
  ],
  [
    /^no-tls$/,
    (shown) => [
      'ledger-unusable',
      `the server of the ledger ${shown} does not offer an encrypted connection`,
      'turn encryption on at the server (ssl = on)',
      'or, only in a network that you trust, add sslmode=disable to the address',
    ],
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    (shown, detail) => [
      'ledger-unusable',
      `the certificate of the server of the ledger ${shown} is for another name: ${detail}`,
      'use a name in the certificate as the host in the address',
      'or, if you trust its authority for any name, add sslmode=verify-ca and sslrootcert=<file>',
    ],
  ],
  [
    /^CERT_HAS_EXPIRED$|^CERT_NOT_YET_VALID$/,
    (shown, detail) => [
      'ledger-unusable',
      `the certificate of the server of the ledger ${shown} is not valid today: ${detail}`,
      'renew the certificate on the server, or correct the clock of this machine',
    ],
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/,
    (shown, detail) => [
      'ledger-unusable',
      `the certificate of the server of the ledger ${shown} cannot be verified: ${detail}`,
      'name the file with the certificate of its authority in the address: sslrootcert=<file>',
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
  [/^42501$/, withoutRights],
  [
    /^25006$/,
    (shown) => [
      'ledger-unusable',
      `the server of the ledger ${shown} is read-only, as a replica is; nothing was changed`,
      'use the address of the primary server to write',
    ],
  ],
  [
    /^53300$/,
    (shown) => [
      'ledger-busy',
      `the server of the ledger ${shown} has too many connections; nothing was changed`,
      'run the command again in a moment',
      'if this happens often, use a connection pooler, or raise max_connections or the limit of the role',
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
    notFound,
    (shown) => [
      'ledger-unusable',
      `the server of the ledger ${shown} cannot be found`,
      'check the host in the address, and your network',
    ],
  ],
  [
    /^57P03$/,
    (shown, detail) => [
      'ledger-unusable',
      `the server of the ledger ${shown} is not ready: ${detail}`,
      'wait until it has started, then run the command again',
    ],
  ],
  [
    endedByServer,
    (shown, detail) => [
      'ledger-unusable',
      `the server of the ledger ${shown}, or a pooler before it, ended the connection: ${detail}`,
      'check the address and the user name in it, and the log of the server or the pooler',
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
    inTheWay,
    (shown) => [
      'ledger-busy',
      `other writers were in the way every time; the ledger ${shown} was not changed`,
      'run the command again',
    ],
  ],
  [
    /^55P03$|^57014$/,
    (shown, detail) => [
      'ledger-busy',
      `the server of the ledger ${shown} stopped this command because it waited too long (${detail}); nothing was changed`,
      'wait until the other command is done (a large import can take a minute), then run this one again',
    ],
  ],
]

// The first statement of a commit takes the head, and that of a directory writes its number.
function withoutRights(shown: string, detail: string, purpose: Purpose): Explanation {
  if (purpose !== 'read' && /\b(?:ledger_head|directory_read)\b/.test(detail))
    return [
      'ledger-unusable',
      `your database role may only read the ledger ${shown}; nothing was changed`,
      'ask the owner of the ledger for the rights of a writer; docs/postgresql.md lists them',
    ]
  if (purpose === 'load' && /\bchange_set\b/.test(detail))
    return [
      'ledger-unusable',
      `your database role may not load a history into the ledger ${shown}, because that names the roles of others; nothing was changed`,
      'ask the owner of the ledger to load it, or leave the history out: --rows-only',
    ]
  return [
    'ledger-unusable',
    `your database role does not have the rights for this in the ledger ${shown}: ${detail}; nothing was changed`,
    'ask the owner of the ledger for the rights of a reader or a writer; docs/postgresql.md lists them',
  ]
}

/** An error of opening a ledger: where the server did not let the role in, with what was tried and where to correct that. */
export function orRefused(error: unknown, shown: string, signIn: SignIn): unknown {
  if (!(error instanceof SfsyncError) || codeOf(error.cause) !== '28P01') return error
  const { role, roleFrom, passwordFrom } = signIn
  const roles = { address: '', PGUSER: ' (from PGUSER)', account: ' (your account on this machine)' }
  const who = `the role "${role}"${roles[roleFrom]}`
  const message =
    passwordFrom === undefined
      ? `the PostgreSQL server asks for a password for ${who} for the ledger ${shown}, and none was found${missingLine(signIn)}`
      : `the PostgreSQL server did not accept ${who} with the password from ${sourceText(signIn)} for the ledger ${shown}`
  const otherRole =
    roleFrom === 'address'
      ? 'or correct the role in the address'
      : 'or name another role: in PGUSER, or as <user>@ before the host in the address'
  return new SfsyncError('ledger-unusable', message, {
    actions: [...passwordActions(signIn), otherRole],
    cause: error,
  })
}

function sourceText({ passwordFrom, file }: SignIn): string {
  if (passwordFrom === 'file') return `the password file ${file}`
  return passwordFrom === 'saved' ? 'sfsync settings password' : String(passwordFrom)
}

function missingLine({ file, line }: SignIn): string {
  return file === undefined || line === undefined ? '' : `; ${file} has no line for ${line}`
}

function passwordActions({ passwordFrom, file }: SignIn): Hint[] {
  if (passwordFrom === undefined)
    return [
      { text: 'save the password', command: commandLine('settings password') },
      'or set PGPASSWORD or PGPASSFILE, or give the whole address in SFSYNC_STORE_URL',
    ]
  const correct: Readonly<Record<typeof passwordFrom, Hint>> = {
    SFSYNC_STORE_URL: 'correct the password in SFSYNC_STORE_URL',
    PGPASSWORD: 'correct PGPASSWORD, or unset it, so that the password file or the saved password is used',
    file: `correct the line in ${file}`,
    saved: { text: 'save the right one', command: commandLine('settings password') },
  }
  return [correct[passwordFrom]]
}

/** What to say where a connection was lost during a commit, and nothing could be learned about it afterward. */
export function outcomeUnknown(error: unknown, shown: string): SfsyncError {
  return new SfsyncError(
    'ledger-unusable',
    `the server of the ledger ${shown} stopped answering during the commit; it is not known whether the change was written`,
    {
      actions: [
        { text: 'once the server answers again, see whether it is there', command: commandLine('history') },
      ],
      cause: error,
    },
  )
}

/** An error of PostgreSQL, the network or a copy on this machine as an `SfsyncError` that says what to do; others stay. */
export function ledgerFailure(error: unknown, shown: string, purpose: Purpose = 'read'): unknown {
  if (error instanceof SfsyncError) return error
  if (isOfThisMachine(error)) return fileFailure(error, `${shown} (a copy on this machine)`)
  const code = codeOf(error)
  if (code === undefined) return error
  for (const [pattern, explain] of explanations)
    if (pattern.test(code)) {
      const [errorCode, message, ...actions] = explain(shown, messageOf(error), purpose)
      return new SfsyncError(errorCode, message, { actions, cause: error })
    }
  if (!(error instanceof pg.DatabaseError) && !ofNetwork.test(code)) return error
  return new SfsyncError(
    'ledger-unusable',
    `the ledger ${shown} cannot be used (${code}: ${messageOf(error)}); nothing was changed`,
    { actions: ['see the log of the server for details'], cause: error },
  )
}

const ofNetwork = /^E[A-Z]+$|^ERR_(?:TLS|SSL|OSSL)_/
const ofDisk = /^ENOSPC$|^EDQUOT$|^EIO$|^EROFS$/

// A directory is copied to this machine to work on it, and a backup is a file here.
function isOfThisMachine(error: unknown): boolean {
  return error instanceof SqliteError || ofDisk.test(codeOf(error) ?? '')
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  // Node.js gives advice about its own command line, and lists the addresses in a certificate even where there are none.
  return message
    .replace(/; if the root CA is installed locally, try running Node\.js .*$/, '')
    .replace(/ is not in the cert's list: *$/, ' is not in the certificate, which lists no IP addresses')
}
