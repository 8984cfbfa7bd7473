import { commandLine, type Hint } from '../../core/hint.ts'
import type { SignInWay } from '../salesforce.ts'

/** Where the secrets of a login are stored; `none` where this way of signing in has no secrets of its own. */
export type SecretStorage = 'keyring' | 'file' | 'none'

/** A saved login without its secrets. */
export interface LoginRecord {
  /** The name under which the secrets of this login are stored; a new one for each login. */
  readonly loginId: string
  readonly way: SignInWay
  readonly instanceUrl: string
  /** The username. */
  readonly identity: string
  /** 18 characters. */
  readonly organizationId: string
  /** Where tokens are requested; null where this way requests none. */
  readonly loginUrl: string | null
  readonly clientId: string | null
  /** The file with the private key, where the key itself is not saved. */
  readonly keyFile: string | null
  /** The name of the org in the Salesforce CLI. */
  readonly targetOrg: string | null
  /** UTC, ISO 8601. */
  readonly signedInAt: string
  readonly secretStorage: SecretStorage
}

/** The secrets of a login. */
export interface LoginSecret {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly clientSecret: string | null
  /** PEM; only where it was not given as a file. */
  readonly privateKey: string | null
}

/** A login that is not saved yet. */
export type NewLogin = Omit<LoginRecord, 'loginId' | 'secretStorage'>

/** A saved login, and what its owner should know about it. */
export interface SavedLogin {
  readonly record: LoginRecord
  readonly warnings: readonly string[]
}

/** The login of one profile, shared by all processes. */
export interface LoginStore {
  /** Undefined where the profile is not signed in. Opens no keyring. */
  record(): Promise<LoginRecord | undefined>
  /** Throws `login-needed` where the secrets are missing or cannot be read. */
  secret(record: LoginRecord): Promise<LoginSecret>
  /** Saves a new login in place of the old one. */
  save(login: NewLogin, secret: LoginSecret | null): Promise<SavedLogin>
  /** Saves renewed secrets of the same login. */
  updateSecret(record: LoginRecord, secret: LoginSecret): Promise<void>
  /** Removes the login and its secrets. */
  remove(): Promise<void>
  /** Runs work while no other process renews, saves or removes this login. */
  withLock<Result>(work: () => Promise<Result>): Promise<Result>
}

/** What to do where a saved login no longer works. */
export const signInAgainAction: Hint = { text: 'sign in again', command: commandLine('login') }
