import { isPostgres, passwordIn, postgresAddress } from '../../core/store-address.ts'
import { passwordInFile } from './pass-file.ts'

/** The variable with the address of a ledger on a PostgreSQL server, its password included. */
export const storeSecret = 'SFSYNC_STORE_URL'

/** The passwords of PostgreSQL servers in the environment. */
export function storePasswords(environment: NodeJS.ProcessEnv): string[] {
  const { PGPASSWORD } = environment
  const inAddresses = addressesIn(environment).flatMap((address) => passwordIn(address) ?? [])
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
 * The password for the ledger at an address: from an address in the environment, which no other server gets, `PGPASSWORD`,
 * a password file, or what `settings password` saved.
 */
export async function passwordFor(
  shown: string,
  { environment, home, dataFolder }: PasswordSources,
): Promise<string | undefined> {
  const { schema } = postgresAddress(shown)
  const own = addressesIn(environment).find((address) => postgresAddress(address, schema).shown === shown)
  const inAddress = own === undefined ? undefined : passwordIn(own)
  const { PGPASSWORD } = environment
  if (inAddress !== undefined) return inAddress
  if (PGPASSWORD !== undefined && PGPASSWORD !== '') return PGPASSWORD
  const inFile = passwordInFile(shown, environment, home)
  if (inFile !== undefined) return inFile
  const { savedPassword } = await import('./saved-password.ts')
  return await savedPassword({ store: shown, dataFolder })
}

function addressesIn(environment: NodeJS.ProcessEnv): string[] {
  return [environment[storeSecret], environment['SFSYNC_STORE']].flatMap((address) =>
    address !== undefined && isPostgres(address) && URL.canParse(address) ? [address] : [],
  )
}
