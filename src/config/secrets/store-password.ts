import { isPostgres, passwordIn, postgresAddress } from '../../core/store-address.ts'

/** The variable with the address of a ledger on a PostgreSQL server, its password included. */
export const storeSecret = 'SFSYNC_STORE_URL'

/** The passwords of PostgreSQL servers in the environment. */
export function storePasswords(environment: NodeJS.ProcessEnv): string[] {
  const { PGPASSWORD } = environment
  const inAddresses = addressesIn(environment).flatMap((address) => passwordIn(address) ?? [])
  return PGPASSWORD === undefined || PGPASSWORD === '' ? inAddresses : [...inAddresses, PGPASSWORD]
}

/** The password that the environment gives for the ledger at an address; no other server gets it. */
export function passwordFor(shown: string, environment: NodeJS.ProcessEnv): string | undefined {
  const { schema } = postgresAddress(shown)
  const own = addressesIn(environment).find((address) => postgresAddress(address, schema).shown === shown)
  return own === undefined ? undefined : passwordIn(own)
}

function addressesIn(environment: NodeJS.ProcessEnv): string[] {
  return [environment[storeSecret], environment['SFSYNC_STORE']].flatMap((address) =>
    address !== undefined && isPostgres(address) && URL.canParse(address) ? [address] : [],
  )
}
