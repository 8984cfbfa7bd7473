import { filePlace } from './file-place.ts'
import { keyringPlace } from './keyring-place.ts'
import { LoginFiles } from './login-files.ts'

/** Where secrets go: into the keyring where there is one, only there, or into a file. */
export const secretStores = ['auto', 'keyring', 'file'] as const

/** Time enough to unlock a keyring by hand. */
const keyringSeconds = 30

/** What decides where the login of a profile is kept. */
export interface LoginStoreRequest {
  /** The folder of the profile. */
  readonly folder: string
  /** One of `secretStores`. */
  readonly secretStore: string
  /** Told of every secret that is read. */
  readonly learn: (secret: string) => void
}

/** The stored login of a profile; opens nothing yet. */
export function openLoginStore({ folder, secretStore, learn }: LoginStoreRequest): LoginFiles {
  const keyring = keyringPlace({ folder, seconds: keyringSeconds })
  const file = filePlace(folder)
  const places = secretStore === 'file' ? [file] : secretStore === 'keyring' ? [keyring] : [keyring, file]
  return new LoginFiles({ folder, places, known: [keyring, file], learn })
}
