import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SfsyncError } from '../../core/errors.ts'
import { decoded, type SignIn } from '../../core/store-address.ts'
import { given } from '../../core/values.ts'

/** The place of a password file: `PGPASSFILE`, or the one that all programs for PostgreSQL use. */
function placeOf(environment: NodeJS.ProcessEnv, home: string | undefined): string | undefined {
  const { PGPASSFILE, APPDATA } = environment
  if (PGPASSFILE !== undefined && PGPASSFILE !== '') return PGPASSFILE
  if (process.platform === 'win32') return APPDATA && join(APPDATA, 'postgresql', 'pgpass.conf')
  return home && join(home, '.pgpass')
}

/** The server in an address, and the role that signs in there: without one in it, that of the environment, as the driver does. */
export function serverOf(shown: string, environment: NodeJS.ProcessEnv) {
  const { hostname, port, username } = new URL(shown)
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? '5432' : port,
    ...roleIn(username, environment),
  }
}

function roleIn(username: string, environment: NodeJS.ProcessEnv): Pick<SignIn, 'role' | 'roleFrom'> {
  if (username !== '') return { role: decoded(username), roleFrom: 'address' }
  const { PGUSER } = environment
  if (PGUSER !== undefined && PGUSER !== '') return { role: PGUSER, roleFrom: 'PGUSER' }
  const account = environment[process.platform === 'win32' ? 'USERNAME' : 'USER']
  return { role: account ?? '', roleFrom: 'account' }
}

/**
 * The password of the first line that fits a server: `host:port:database:user:password`, where `*` fits everything; and
 * the file, if there is one, with the line that it needs. Throws `configuration` where others can read the file, and where it was named and cannot be read.
 */
export function passwordInFile(
  shown: string,
  environment: NodeJS.ProcessEnv,
  home: string | undefined,
): { readonly password?: string; readonly file?: string; readonly line?: string } {
  const file = placeOf(environment, home)
  const lines = file === undefined ? undefined : linesOf(file, environment['PGPASSFILE'] === file)
  if (file === undefined || lines === undefined) return {}
  const { pathname } = new URL(shown)
  const { host, port, role } = serverOf(shown, environment)
  const wanted = [host, port, decoded(pathname.slice(1)), role]
  const found = lines
    .filter((line) => !line.startsWith('#'))
    .map((line) => fieldsOf(line))
    .find((fields) => wanted.every((value, at) => fields[at] === '*' || fields[at] === value))
  if (found !== undefined) requirePrivate(file)
  const line = wanted.map((value) => value.replaceAll(/[:\\]/g, String.raw`\$&`)).join(':')
  return { file, line, ...given({ password: found?.[4] }) }
}

// A colon or a backslash in a field has a backslash before it. The password is the rest of the line.
function fieldsOf(line: string): string[] {
  const field = String.raw`((?:\\.|[^:\\])*)`
  const found = new RegExp(`^${`${field}:`.repeat(4)}(.*)$`).exec(line)
  return (found?.slice(1) ?? []).map((each) => (each === '*' ? each : each.replaceAll(/\\(.)/g, '$1')))
}

function linesOf(file: string, isNamed: boolean): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)
  } catch (cause) {
    if (!isNamed) return undefined
    throw new SfsyncError('configuration', `the password file ${file} (PGPASSFILE) cannot be read`, {
      actions: ['check the path and the permissions of the file'],
      cause,
    })
  }
}

function requirePrivate(file: string): void {
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return
  throw new SfsyncError(
    'configuration',
    `the password file ${file} can be read by other accounts, so its passwords are not used`,
    { actions: [`make it readable for your account only: chmod 600 ${file}`] },
  )
}
