import type { SignInWay } from '../../salesforce/session.ts'

/** Where the secrets of a login rest. */
export type SecretRests = 'keyring' | 'file' | 'nowhere'

const ways: Readonly<Record<SignInWay, string>> = {
  'sf-cli': 'the login of the Salesforce CLI',
  environment: 'the token in the environment',
  jwt: 'a signed key (JWT)',
  'client-credentials': 'client id and secret',
  browser: 'the browser',
}

/** A way to sign in, as a person says it. */
export function wayInWords(way: SignInWay): string {
  return ways[way]
}

/** Where secrets rest, as a person says it. */
export function restsInWords(rests: SecretRests): string {
  if (rests === 'keyring') return 'the secrets rest in the keyring of this system'
  if (rests === 'file') return 'the secrets rest in a file that only you can read'
  return 'no secret is kept'
}
