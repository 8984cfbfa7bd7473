import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SfsyncError } from '../../core/errors.ts'
import { postgresAddress } from '../../core/store-address.ts'
import { given } from '../../core/values.ts'
import { readFileIfExists, replaceFile } from '../../system/files.ts'
import { makeOwnFolder } from '../../system/own-folder.ts'
import { serverOf } from './pass-file.ts'
import { removeSecret, type SavedSecret, savedSecret, saveSecret, type SecretPlace } from './saved-secret.ts'

/** The password of a database role for its server, saved for the ledger at an address; every ledger there gets it. */
interface PasswordPlace {
  readonly store: string
  readonly environment: NodeJS.ProcessEnv
  /** Where ledgers are stored; undefined where the home folder is unknown. */
  readonly dataFolder: string | undefined
  readonly storesOf?: SavedSecret['storesOf']
}

/** Saves the password in the keyring if there is one; a mark beside it spares others the question to the keyring. */
export async function savePassword(
  password: string,
  secretStore: string,
  place: PasswordPlace,
): Promise<SecretPlace> {
  const saved = savedAt(place, secretStore)
  makeOwnFolder(saved.folder)
  const where = await saveSecret(password, saved)
  await replaceFile(markOf(saved), where.storage)
  return where
}

/** The saved password, if there is one. */
export async function savedPassword(place: PasswordPlace): Promise<string | undefined> {
  if (place.dataFolder === undefined) return undefined
  const saved = savedAt(place, 'auto')
  if (!existsSync(markOf(saved))) return undefined
  const secretStore = (await readFileIfExists(markOf(saved))) ?? 'auto'
  return await savedSecret({ ...saved, secretStore })
}

/** Removes the saved password; whether there was one. */
export async function removePassword(place: PasswordPlace): Promise<boolean> {
  const saved = savedAt(place, 'auto')
  const removed = await removeSecret(saved)
  await rm(markOf(saved), { force: true })
  return removed
}

function savedAt(
  { store, environment, dataFolder, storesOf }: PasswordPlace,
  secretStore: string,
): SavedSecret {
  if (dataFolder === undefined)
    throw new SfsyncError('configuration', 'there is no folder for secrets: your home folder is unknown', {
      actions: ['set HOME or XDG_DATA_HOME to an absolute path'],
    })
  const { host, port, role } = serverOf(postgresAddress(store).shown, environment)
  const name = `password-${createHash('sha256').update(`${role}@${host}:${port}`).digest('hex').slice(0, 16)}`
  return { name, what: 'password', folder: join(dataFolder, 'servers'), secretStore, ...given({ storesOf }) }
}

function markOf({ folder, name }: SavedSecret): string {
  return join(folder, `${name}.saved`)
}
