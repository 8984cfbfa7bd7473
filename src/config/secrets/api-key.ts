import { join } from 'node:path'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import { readKeyFile } from '../../salesforce/sign-in/secret-input.ts'
import { removeSecret, type SavedSecret, savedSecret, saveSecret, type SecretPlace } from './saved-secret.ts'

/** Where SalesScreen's API key of a profile may be. */
interface ApiKeyPlaces {
  readonly environment: NodeJS.ProcessEnv
  /** The folder of the profile; undefined where the home folder is unknown. */
  readonly folder: string | undefined
  /** `auto`, `keyring` or `file`. */
  readonly secretStore: string
  /** Called with the key before anything else is done with it. */
  readonly learn: (secret: string) => void
}

/** The variables with the key, or with the name of its file. */
export const apiKeyVariable = 'SFSYNC_SALESSCREEN_KEY'
export const apiKeyFileVariable = 'SFSYNC_SALESSCREEN_KEY_FILE'

const secretName = 'salesscreen-key'

/** Reads SalesScreen's API key. Throws `login-needed` where there is none, and `configuration` where it cannot be used. */
export async function readApiKey(places: ApiKeyPlaces): Promise<string> {
  const { environment, learn } = places
  const given = environment[apiKeyVariable] ?? ''
  if (given !== '') return usableKey(given, apiKeyVariable, learn)
  const file = environment[apiKeyFileVariable] ?? ''
  if (file !== '') {
    const { text, readableByOthers } = await readKeyFile(file)
    if (readableByOthers)
      throw new SfsyncError(
        'configuration',
        `others on this machine can read ${file}; the key was not used`,
        {
          actions: [
            `chmod 600 ${file}, and if others may have read it, have the key replaced in SalesScreen`,
          ],
        },
      )
    return usableKey(text, file, learn)
  }
  const saved = await savedKey(places)
  if (saved !== undefined) return usableKey(saved, 'the saved key', learn)
  throw new SfsyncError('login-needed', "there is no key for SalesScreen's API", {
    actions: [
      { text: 'save it for this profile', command: commandLine('todo key') },
      `or set ${apiKeyVariable}, or ${apiKeyFileVariable} to a file that only you can read`,
    ],
  })
}

/** Saves the key for the profile, in the keyring if there is one; returns where it is, with warnings. */
export async function saveApiKey(key: string, places: ApiKeyPlaces): Promise<SecretPlace> {
  return await saveSecret(usableKey(key, 'this', places.learn), savedIn(requireFolder(places), places))
}

/** Removes the saved key; whether there was one. */
export async function removeApiKey(places: ApiKeyPlaces): Promise<boolean> {
  return await removeSecret(savedIn(requireFolder(places), places))
}

async function savedKey(places: ApiKeyPlaces): Promise<string | undefined> {
  const { folder } = places
  return folder === undefined ? undefined : await savedSecret(savedIn(ownFolder(folder), places))
}

function savedIn(folder: string, { secretStore }: ApiKeyPlaces): SavedSecret {
  return { name: secretName, what: 'key', folder, secretStore }
}

// A login removes the secrets of earlier logins from the folder of the profile.
function ownFolder(folder: string): string {
  return join(folder, 'salesscreen')
}

function requireFolder({ folder }: ApiKeyPlaces): string {
  if (folder !== undefined) return ownFolder(folder)
  throw new SfsyncError('configuration', 'there is no folder for the key: your home folder is unknown', {
    actions: ['set HOME or XDG_DATA_HOME to an absolute path'],
  })
}

// A header cannot contain anything else, and its error would show the key.
function usableKey(text: string, where: string, learn: (secret: string) => void): string {
  const key = text.trim()
  learn(key)
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new SfsyncError(
    'configuration',
    `${where} is not an API key: it ${key === '' ? 'is empty' : 'contains spaces or other characters that a key cannot have'}`,
    { actions: ['copy the key from SalesScreen again'] },
  )
}
