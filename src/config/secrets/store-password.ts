import { SfsyncError } from '../../core/errors.ts'
import {
  isAlmostPostgres,
  isPostgres,
  passwordIn,
  postgresAddress,
  type SignIn,
} from '../../core/store-address.ts'
import { given } from '../../core/values.ts'
import { passwordInFile, serverOf } from './pass-file.ts'

/** The variable with the address of a ledger on a PostgreSQL server, its password included. */
export const storeSecret = 'SFSYNC_STORE_URL'

/** The address in that variable; throws `configuration` for anything else, which may contain a password, without repeating it. */
export function secretAddress(environment: NodeJS.ProcessEnv): string | undefined {
  const address = environment[storeSecret]?.trim()
  // A build server gives a secret that it lacks as an empty text; the job would then work on a ledger of its own.
  if (address === '')
    throw new SfsyncError('configuration', `${storeSecret} is set, but empty`, {
      actions: [
        'set it to the address of the ledger, or remove it',
        'in a build job, check the name of the secret; a job of a fork gets no secrets',
      ],
    })
  if (address === undefined || isPostgres(address)) return address
  throw new SfsyncError('configuration', `${storeSecret} is not a postgres:// address`, {
    actions: ['write it as postgres://<user>:<password>@<host>:<port>/<database>, without quotation marks'],
  })
}

/** The passwords of PostgreSQL servers in the environment, and the whole of what may contain one and cannot be read. */
export function storePasswords(environment: NodeJS.ProcessEnv): string[] {
  const { PGPASSWORD } = environment
  const secret = environment[storeSecret]?.trim() ?? ''
  // One in SFSYNC_STORE is refused, and must not be printed either.
  const stores = [secret, environment['SFSYNC_STORE'] ?? ''].filter((store) => store !== '')
  const inAddresses = stores.flatMap((store) => {
    if (isReadable(store)) return passwordIn(store) ?? []
    return store === secret || isPostgres(store) || isAlmostPostgres(store) ? [store] : []
  })
  return PGPASSWORD === undefined || PGPASSWORD === '' ? inAddresses : [...inAddresses, PGPASSWORD]
}

/** What this machine has for the password of a ledger on a server. */
interface PasswordSources {
  readonly environment: NodeJS.ProcessEnv
  readonly home: string | undefined
  /** Where ledgers are stored, and passwords without a keyring. */
  readonly dataFolder: string | undefined
}

/**
 * The password for the ledger at an address: from `SFSYNC_STORE_URL`, whose password no other server gets, `PGPASSWORD`,
 * a password file, or what `settings password` saved; with where it comes from.
 */
export async function passwordFor(
  shown: string,
  { environment, home, dataFolder }: PasswordSources,
): Promise<{ readonly password?: string; readonly signIn: SignIn }> {
  const { schema } = postgresAddress(shown)
  const { role, roleFrom } = serverOf(shown, environment)
  const own = environment[storeSecret]?.trim() ?? ''
  const isOwn = isReadable(own) && postgresAddress(own, schema).shown === shown
  const inAddress = isOwn ? passwordIn(own) : undefined
  const { PGPASSWORD } = environment
  const found = (password: string | undefined, more: Omit<SignIn, 'role' | 'roleFrom'>) => ({
    ...given({ password }),
    signIn: { role, roleFrom, ...more },
  })
  if (inAddress !== undefined) return found(inAddress, { passwordFrom: storeSecret })
  if (PGPASSWORD !== undefined && PGPASSWORD !== '') return found(PGPASSWORD, { passwordFrom: 'PGPASSWORD' })
  const { password: inFile, ...place } = passwordInFile(shown, environment, home)
  if (inFile !== undefined) return found(inFile, { passwordFrom: 'file', ...place })
  const { savedPassword } = await import('./saved-password.ts')
  const saved = await savedPassword({ store: shown, environment, dataFolder })
  return found(saved, saved === undefined ? place : { passwordFrom: 'saved' })
}

// What cannot be read is refused where it would be used.
function isReadable(store: string): boolean {
  try {
    if (!isPostgres(store)) return false
    passwordIn(store)
    return true
  } catch {
    return false
  }
}
