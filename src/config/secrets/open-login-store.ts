import { filePlace } from './file-place.ts'
import { keyringPlace } from './keyring-place.ts'
import { LoginFiles } from './login-files.ts'

/** Time enough to unlock a keyring by hand. */
const keyringSeconds = 30

/** What decides where the login of a profile is kept. */
export interface LoginStoreRequest {
  /** The folder of the profile. */
  readonly folder: string
  /** `auto` is the keyring where there is one, `keyring` only that, `file` never that. */
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
