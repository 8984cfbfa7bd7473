import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { signInWays } from '../../salesforce/salesforce.ts'
import type {
  KeptLogin,
  LoginRecord,
  LoginSecret,
  LoginStore,
  NewLogin,
} from '../../salesforce/sign-in/login-store.ts'
import { readFileIfExists, writePrivateFile } from './lock.ts'
import { filePlace, keyringPlace, PlaceUnusable, type SecretPlace } from './secret-places.ts'

/** Where the login of a profile is kept. */
export interface LoginPlaces {
  /** The folder of the profile. */
  readonly folder: string
  /** Where secrets go: the first that takes them. */
  readonly places: readonly SecretPlace[]
  /** Every place where secrets may rest from before. */
  readonly known: readonly SecretPlace[]
  /** Told of every secret that is read. */
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
  secretRests: z.enum(['keyring', 'file', 'nowhere']),
})
const secretShape = z.object({
  accessToken: z.string(),
  refreshToken: nullableText,
  clientSecret: nullableText,
  privateKey: nullableText,
})
const again = 'sign in again: sfsync login'

/** Reads the record of a login alone, which costs next to nothing; undefined where nobody is signed in. */
export async function readLoginRecord(folder: string): Promise<LoginRecord | undefined> {
  const file = join(folder, 'login.json')
  const text = await readFileIfExists(file)
  if (text === undefined) return undefined
  const parsed = recordShape.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  throw new SfsyncError('login-needed', `${file} is damaged, or a newer sfsync wrote it`, {
    actions: [again],
    rows: [{ file, reason: 'it is no login of this sfsync' }],
  })
}

/** The login of a profile in a file, and its secrets in the keyring or another file. */
export class LoginFiles implements LoginStore {
  readonly #at: LoginPlaces

  constructor(at: LoginPlaces) {
    this.#at = at
  }

  async record(): Promise<LoginRecord | undefined> {
    return await readLoginRecord(this.#at.folder)
  }

  async secret({ loginId, secretRests }: LoginRecord): Promise<LoginSecret> {
    const text = await this.#placeOf(secretRests)
      ?.read(loginId)
      .catch((error: unknown) => {
        throw unreadable(error, secretRests)
      })
    const parsed = text === undefined ? undefined : secretShape.safeParse(parsedJson(text))
    if (parsed?.success !== true)
      throw new SfsyncError(
        'login-needed',
        `the ${wordFor(secretRests)} no longer holds the secrets of this login`,
        {
          actions: [again],
          rows: [{ reason: parsed === undefined ? 'they are gone' : 'they are damaged' }],
        },
      )
    this.#learn(parsed.data)
    return parsed.data
  }

  async keep(login: NewLogin, secret: LoginSecret | null): Promise<KeptLogin> {
    const old = await this.record().catch(() => undefined)
    const loginId = randomUUID()
    const { rests, warnings } =
      secret === null ? { rests: 'nowhere' as const, warnings: [] } : await this.#put(loginId, secret)
    const record = { loginId, ...login, secretRests: rests }
    // The record decides which secrets count, so a login that breaks off here leaves the old one whole.
    await this.#writeRecord(record)
    if (old !== undefined) await this.#drop(old)
    await this.#sweep(loginId)
    return { record, warnings }
  }

  async renew(record: LoginRecord, secret: LoginSecret): Promise<void> {
    this.#learn(secret)
    const before = this.#placeOf(record.secretRests)
    try {
      await before?.write(record.loginId, JSON.stringify(secret))
    } catch {
      const { rests } = await this.#put(record.loginId, secret)
      await this.#writeRecord({ ...record, secretRests: rests })
    }
  }

  async forget(): Promise<void> {
    const record = await this.record().catch(() => undefined)
    if (record !== undefined) await this.#drop(record)
    await this.#sweep(null)
    await rm(join(this.#at.folder, 'login.json'), { force: true })
  }

  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const { withLock } = await import('./lock.ts')
    return await withLock(join(this.#at.folder, 'login.lock'), work)
  }

  async #put(
    loginId: string,
    secret: LoginSecret,
  ): Promise<{ rests: 'keyring' | 'file'; warnings: string[] }> {
    this.#learn(secret)
    const refusals: string[] = []
    for (const place of this.#at.places) {
      try {
        await place.write(loginId, JSON.stringify(secret))
        return {
          rests: place.kind,
          warnings: refusals.map((reason) => withoutKeyring(reason, this.#at.folder)),
        }
      } catch (error) {
        if (!(error instanceof PlaceUnusable)) throw error
        refusals.push(error.message)
      }
    }
    throw new SfsyncError('failure', 'the secrets of this login can be kept nowhere', {
      rows: refusals.map((reason) => ({ reason })),
      actions: [
        'check the keyring and the folder, or choose another place: set SFSYNC_SECRET_STORE to file or keyring',
      ],
    })
  }

  async #writeRecord(record: LoginRecord): Promise<void> {
    await writePrivateFile(join(this.#at.folder, 'login.json'), `${JSON.stringify(record, undefined, 2)}\n`)
  }

  // What cannot be removed now is of no use to anybody without its record, so that is no reason to fail.
  async #drop({ loginId, secretRests }: LoginRecord): Promise<void> {
    await this.#placeOf(secretRests)
      ?.remove(loginId)
      .catch(() => undefined)
  }

  // Secrets and drafts of logins that broke off.
  async #sweep(kept: string | null): Promise<void> {
    for (const name of await readdir(this.#at.folder).catch(() => []))
      if (/^(?:secret-|login\.json\.).*(?:json|draft)$/.test(name) && (kept === null || !name.includes(kept)))
        await rm(join(this.#at.folder, name), { force: true })
  }

  #placeOf(kind: LoginRecord['secretRests']): SecretPlace | undefined {
    return this.#at.known.find((place) => place.kind === kind)
  }

  #learn(secret: LoginSecret): void {
    for (const value of Object.values(secret)) if (value !== null) this.#at.learn(value)
  }
}

function unreadable(error: unknown, kind: LoginRecord['secretRests']): unknown {
  if (!(error instanceof PlaceUnusable)) return error
  return new SfsyncError('login-needed', `the ${wordFor(kind)} does not give the secrets of this login`, {
    rows: [{ reason: error.message }],
    actions: [
      kind === 'keyring'
        ? 'unlock the keyring of your desktop and try again'
        : 'check the rights of the file',
      kind === 'keyring' ? 'or keep them in a file: SFSYNC_SECRET_STORE=file sfsync login' : again,
    ],
  })
}

function withoutKeyring(reason: string, folder: string): string {
  const why = /DBus|org\.freedesktop\.secrets/.test(reason) ? 'no Secret Service answers here' : reason
  return `no keyring can be used (${why}): the secrets of this login rest in a file in ${folder}, which only you can read`
}

function wordFor(kind: LoginRecord['secretRests']): string {
  return kind === 'keyring' ? 'keyring' : 'file'
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

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
