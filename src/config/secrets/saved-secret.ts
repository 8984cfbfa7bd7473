import { SfsyncError } from '../../core/errors.ts'
import { keyringWarning } from './login-files.ts'
import { secretStores, SecretStoreUnavailable } from './secret-stores.ts'

/** A secret that is saved under a name, apart from the secrets of a login. */
export interface SavedSecret {
  readonly name: string
  /** What it is, for messages: `key`. */
  readonly what: string
  /** Separates it from the secrets of other folders, and holds it where there is no keyring. */
  readonly folder: string
  /** `auto`, `keyring` or `file`. */
  readonly secretStore: string
  /** Where it may be: the keyring and a file, unless a test has others. */
  readonly storesOf?: typeof secretStores
}

/** Where a secret was saved, and what the admin should know. */
export interface SecretPlace {
  readonly storage: 'keyring' | 'file'
  readonly warnings: readonly string[]
}

/** Saves a secret in the keyring if there is one; throws `failure` where it can be saved nowhere. */
export async function saveSecret(secret: string, saved: SavedSecret): Promise<SecretPlace> {
  const { name, what, folder, secretStore, storesOf = secretStores } = saved
  const problems: string[] = []
  for (const store of storesOf(folder, secretStore).stores)
    try {
      await store.write(name, secret)
      return { storage: store.kind, warnings: problems.map((problem) => keyringWarning(problem, folder)) }
    } catch (error) {
      if (!(error instanceof SecretStoreUnavailable)) throw error
      problems.push(error.message)
    }
  throw new SfsyncError('failure', `cannot save the ${what}`, {
    rows: problems.map((reason) => ({ reason })),
    actions: ['check the keyring and the folder, or set SFSYNC_SECRET_STORE to file or keyring'],
  })
}

/** The saved secret, if there is one and its place can be used. */
export async function savedSecret(saved: SavedSecret): Promise<string | undefined> {
  const { name, folder, secretStore, storesOf = secretStores } = saved
  for (const store of storesOf(folder, secretStore).stores) {
    const secret = await store.read(name).catch(unlessUnavailable(undefined))
    if (secret !== undefined) return secret
  }
  return undefined
}

/** Removes the secret wherever it is; whether there was one. */
export async function removeSecret(saved: SavedSecret): Promise<boolean> {
  const { name, folder, secretStore, storesOf = secretStores } = saved
  let removed = false
  for (const store of storesOf(folder, secretStore).knownStores)
    removed = (await store.remove(name).catch(unlessUnavailable(false))) || removed
  return removed
}

function unlessUnavailable<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof SecretStoreUnavailable) return value
    throw error
  }
}
