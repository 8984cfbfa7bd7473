import { SfsyncError } from './errors.ts'

/** Where a ledger is on a PostgreSQL server. The password is no part of it. */
export interface PostgresAddress {
  /** The address with the schema and without the password, to be shown and stored. */
  readonly shown: string
  readonly schema: string
}

/** Who signs in at the server of a ledger, and with what, for the message where that is refused. */
export interface SignIn {
  readonly role: string
  readonly roleFrom: 'address' | 'PGUSER' | 'account'
  /** A variable, the password file or what was saved; undefined where there is no password. */
  readonly passwordFrom?: 'SFSYNC_STORE_URL' | 'PGPASSWORD' | 'file' | 'saved'
  /** The password file that was read. */
  readonly file?: string
  /** The line that this file would need, without the password. */
  readonly line?: string
}

/** Whether the store of a ledger is on a PostgreSQL server. */
export function isPostgres(store: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(store)
}

/** Whether a text that is no address looks like one: it may contain a password, and must not become the name of a file. */
export function isAlmostPostgres(store: string): boolean {
  return !isPostgres(store) && almost.some((pattern) => pattern.test(store))
}

const almost: readonly RegExp[] = [
  /postgres[^/\\]*:\/\//i,
  // A slash or a colon that is missing.
  /^\s*["']?postgres(?:ql)?(?::|\/\/)/i,
  // A user or a password before a host, whatever the address begins with.
  /:\/\/[^/]*@/,
  // A host with a port, and a database.
  /^(?:[^\s/\\@]+@)?(?:[\w.-]+|\[[\da-f:]+\]):\d{2,5}\/[^/.]+$/i,
  // The words of psql.
  /(?:^|\s)(?:host|hostaddr|dbname)\s*=\s*\S|\bpassword\s*=/i,
]

/** The address in a setting, with this schema unless it names another one; throws `configuration`. */
export function postgresAddress(store: string, schema = 'sfsync'): PostgresAddress {
  const url = urlOf(store)
  url.password = ''
  url.searchParams.delete('password')
  if (url.searchParams.get('schema') === '')
    throw new SfsyncError('configuration', 'the address of the PostgreSQL ledger names an empty schema', {
      actions: ['name a schema, or leave out schema= for the schema of the profile'],
    })
  if (!url.searchParams.has('schema')) url.searchParams.set('schema', schema)
  return { shown: url.href, schema: url.searchParams.get('schema') ?? schema }
}

/** The store without the password that the environment may give with it. */
export function withoutPassword(store: string): string {
  if (!isPostgres(store) || passwordIn(store) === undefined) return store
  const url = urlOf(store)
  url.password = ''
  url.searchParams.delete('password')
  return url.href
}

/** The password in an address; undefined if there is none. */
export function passwordIn(store: string): string | undefined {
  const { password, searchParams } = urlOf(store)
  return (password === '' ? searchParams.get('password') : decoded(password)) ?? undefined
}

/** A part of an address as it is meant; throws `configuration` where a percent sign stands for itself, without repeating it. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new SfsyncError(
      'configuration',
      'the address of the PostgreSQL ledger has a percent sign that begins no code such as %40',
      { actions: ['write % as %25 in the user name, the password and the database'] },
    )
  }
}

/** Whether what is sent to the server of a ledger can be read on the way: the address says so, for another machine. */
export function isUnencrypted(store: string): boolean {
  if (!isPostgres(store)) return false
  const { hostname, searchParams } = urlOf(store)
  return searchParams.get('sslmode') === 'disable' && !isLoopback(hostname)
}

/** Whether a host in an address is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function urlOf(store: string): URL {
  // What cannot be read may contain a password, as a path does after a slash in one: it is not repeated.
  const [, authority = '', path = '', query = ''] = /^[^:]*:\/\/([^/?#]*)([^?]*)(.*)$/s.exec(store) ?? []
  if (path.includes('@') || (path.length < 2 && query.includes('@')) || store.includes('#'))
    throw unreadable('has a character in it that must be encoded', [
      'in the user name, the password and the database, write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25',
    ])
  const [, port] = /:(\d+)$/.exec(authority) ?? []
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))
    throw unreadable(`has the port ${port}, which is not between 1 and 65535`, ['correct the port'])
  const url = URL.canParse(store) ? new URL(store) : undefined
  if (url === undefined || url.hostname === '' || url.pathname.length < 2)
    throw unreadable('is not complete', ['write it as postgres://<user>@<host>:<port>/<database>'])
  return url
}

function unreadable(what: string, actions: readonly string[]): SfsyncError {
  return new SfsyncError('configuration', `the address of the PostgreSQL ledger ${what}`, { actions })
}
