import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { parseJson } from '../../core/text.ts'
import { problemWithSavedAddress } from '../../salesforce/api/connection.ts'
import { signInWays } from '../../salesforce/salesforce.ts'
import {
  type LoginRecord,
  type LoginSecret,
  type LoginStore,
  type NewLogin,
  type SavedLogin,
  type SecretStorage,
  signInAgainAction,
} from '../../salesforce/sign-in/login-store.ts'
import { readFileIfExists, replaceFile } from '../../system/files.ts'
import { makeOwnFolder } from '../../system/own-folder.ts'
import { type SecretStore, secretStores, SecretStoreUnavailable } from './secret-stores.ts'

/** Where the login of a profile is saved. */
interface LoginFilesOptions {
  /** The folder of the profile. */
  readonly folder: string
  /** Where secrets are saved: the first that accepts them. */
  readonly stores: readonly SecretStore[]
  /** Every store that may hold secrets of an earlier login. */
  readonly knownStores: readonly SecretStore[]
  /** Called with every secret that is read. */
  readonly learn: (secret: string) => void
}

const nullableText = z.nullable(z.string())
const recordShape = z.object({
  loginId: z.string(),
  way: z.enum(signInWays),
  instanceUrl: z.string(),
  identity: z.string(),
  organizationId: z.string(),
  loginUrl: nullableText,
  clientId: nullableText,
  keyFile: nullableText,
  targetOrg: nullableText,
  signedInAt: z.string(),
  secretStorage: z.enum(['keyring', 'file', 'none']),
})
const secretShape = z.object({
  accessToken: z.string(),
  refreshToken: nullableText,
  clientSecret: nullableText,
  privateKey: nullableText,
})

/** Reads a login without its secrets, which is fast; undefined where the profile is not signed in. */
export async function readLoginRecord(folder: string): Promise<LoginRecord | undefined> {
  const file = join(folder, 'login.json')
  const text = await readFileIfExists(file).catch((error: unknown) => {
    throw unreadableFile(file, error)
  })
  if (text === undefined) return undefined
  const parsed = recordShape.safeParse(parseJson(text))
  if (!parsed.success)
    throw new SfsyncError('login-needed', `${file} is damaged, or was written by a newer sfsync`, {
      actions: [signInAgainAction],
      rows: [{ file, reason: 'it is not a login of this version of sfsync' }],
    })
  const { instanceUrl, loginUrl } = parsed.data
  // Tokens and secrets are sent there.
  for (const address of [instanceUrl, ...(loginUrl === null ? [] : [loginUrl])]) {
    const problem = problemWithSavedAddress(address)
    if (problem !== undefined)
      throw new SfsyncError('login-needed', `${file} is not safe to use: its address ${problem}`, {
        actions: [signInAgainAction],
        rows: [{ file, value: address, reason: `the address ${problem}` }],
      })
  }
  return parsed.data
}

function unreadableFile(file: string, error: unknown): SfsyncError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
  return new SfsyncError('login-needed', `cannot read the login of this profile: ${file} (${code})`, {
    actions: ['check the permissions and the owner of the file and its folder', signInAgainAction],
    rows: [{ file, reason: code }],
    cause: error,
  })
}

/** The login of a profile in a file, and its secrets in the keyring or another file. */
export class LoginFiles implements LoginStore {
  readonly #options: LoginFilesOptions

  constructor(options: LoginFilesOptions) {
    this.#options = options
  }

  async record(): Promise<LoginRecord | undefined> {
    return await readLoginRecord(this.#options.folder)
  }

  async secret({ loginId, secretStorage }: LoginRecord): Promise<LoginSecret> {
    const text = await this.#storeOf(secretStorage)
      ?.read(loginId)
      .catch((error: unknown) => {
        throw unreadable(error, secretStorage)
      })
    const parsed = text === undefined ? undefined : secretShape.safeParse(parseJson(text))
    if (parsed?.success !== true)
      throw new SfsyncError(
        'login-needed',
        `the ${storageName(secretStorage)} no longer contains the secrets of this login`,
        {
          actions: [signInAgainAction],
          rows: [{ reason: parsed === undefined ? 'they are missing' : 'they are damaged' }],
        },
      )
    this.#learn(parsed.data)
    return parsed.data
  }

  async save(login: NewLogin, secret: LoginSecret | null): Promise<SavedLogin> {
    const old = await this.record().catch(() => undefined)
    const loginId = randomUUID()
    const { secretStorage, warnings } =
      secret === null
        ? { secretStorage: 'none' as const, warnings: [] }
        : await this.#writeSecret(loginId, secret)
    const record = { loginId, ...login, secretStorage }
    // The record decides which secrets count, so a login that is cut off before this leaves the old one whole.
    await this.#writeRecord(record)
    if (old !== undefined) await this.#removeSecret(old)
    await this.#removeLeftovers(loginId)
    return { record, warnings }
  }

  async updateSecret(record: LoginRecord, secret: LoginSecret): Promise<void> {
    this.#learn(secret)
    try {
      await this.#storeOf(record.secretStorage)?.write(record.loginId, JSON.stringify(secret))
    } catch {
      const { secretStorage } = await this.#writeSecret(record.loginId, secret)
      await this.#writeRecord({ ...record, secretStorage })
    }
  }

  async remove(): Promise<void> {
    const record = await this.record().catch(() => undefined)
    if (record !== undefined) await this.#removeSecret(record)
    await this.#removeLeftovers(null)
    await rm(join(this.#options.folder, 'login.json'), { force: true })
  }

  async withLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const { withLock } = await import('./lock.ts')
    return await withLock(join(this.#options.folder, 'login.lock'), work)
  }

  async #writeSecret(
    loginId: string,
    secret: LoginSecret,
  ): Promise<{ secretStorage: 'keyring' | 'file'; warnings: string[] }> {
    this.#learn(secret)
    const problems: string[] = []
    for (const store of this.#options.stores) {
      try {
        await store.write(loginId, JSON.stringify(secret))
        const warnings = problems.map((problem) => keyringWarning(problem, this.#options.folder))
        return { secretStorage: store.kind, warnings }
      } catch (error) {
        if (!(error instanceof SecretStoreUnavailable)) throw error
        problems.push(error.message)
      }
    }
    throw new SfsyncError('failure', 'cannot store the secrets of this login', {
      rows: problems.map((reason) => ({ reason })),
      actions: [
        'check the keyring and the folder, or store them elsewhere: set SFSYNC_SECRET_STORE to file or keyring',
      ],
    })
  }

  async #writeRecord(record: LoginRecord): Promise<void> {
    makeOwnFolder(this.#options.folder)
    await replaceFile(join(this.#options.folder, 'login.json'), `${JSON.stringify(record, undefined, 2)}\n`)
  }

  // A secret that cannot be removed is useless without its record, so that is no reason to fail.
  async #removeSecret({ loginId, secretStorage }: LoginRecord): Promise<void> {
    await this.#storeOf(secretStorage)
      ?.remove(loginId)
      .catch(() => undefined)
  }

  // Secrets and drafts of logins that were cut off.
  async #removeLeftovers(loginId: string | null): Promise<void> {
    const { folder } = this.#options
    for (const name of await readdir(folder).catch(() => []))
      if (
        /^(?:secret-|login\.json\.).*(?:json|draft)$/.test(name) &&
        (loginId === null || !name.includes(loginId))
      )
        await rm(join(folder, name), { force: true })
  }

  #storeOf(kind: SecretStorage): SecretStore | undefined {
    return this.#options.knownStores.find((store) => store.kind === kind)
  }

  #learn(secret: LoginSecret): void {
    for (const value of Object.values(secret)) if (value !== null) this.#options.learn(value)
  }
}

function unreadable(error: unknown, kind: SecretStorage): unknown {
  if (!(error instanceof SecretStoreUnavailable)) return error
  return new SfsyncError(
    'login-needed',
    `cannot read the secrets of this login from the ${storageName(kind)}`,
    {
      rows: [{ reason: error.message }],
      actions:
        kind === 'keyring'
          ? [
              'unlock the keyring of your desktop and try again',
              'or store them in a file: set SFSYNC_SECRET_STORE to file and sign in again',
            ]
          : ['check the permissions of the file', signInAgainAction],
    },
  )
}

/** What to say when a secret is in a file because there is no keyring. */
export function keyringWarning(problem: string, folder: string): string {
  const reason = /DBus|org\.freedesktop\.secrets/.test(problem)
    ? 'this system has no Secret Service'
    : problem
  return `no keyring available (${reason}): secrets are stored in a file in ${folder}, readable only by you`
}

function storageName(kind: SecretStorage): string {
  return kind === 'keyring' ? 'keyring' : 'file'
}

/** What decides where the login of a profile is saved. */
interface LoginStoreRequest extends Pick<LoginFilesOptions, 'folder' | 'learn'> {
  /** `auto` is the keyring where there is one, else a file; `keyring` only the keyring, `file` only a file. */
  readonly secretStore: string
}

/** The saved login of a profile; opens nothing yet. */
export function openLoginStore({ folder, secretStore, learn }: LoginStoreRequest): LoginFiles {
  return new LoginFiles({ folder, ...secretStores(folder, secretStore), learn })
}
