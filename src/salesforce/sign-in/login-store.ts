import type { SignInWay } from '../salesforce.ts'

/** What is kept of a login besides its secrets. */
export interface LoginRecord {
  /** Under which name the secrets of this login rest; a new one for each login. */
  readonly loginId: string
  readonly way: SignInWay
  readonly instanceUrl: string
  /** The username. */
  readonly identity: string
  /** 18 characters. */
  readonly organizationId: string
  /** Where tokens are asked for; null where this way asks for none. */
  readonly loginUrl: string | null
  readonly clientId: string | null
  /** The file with the private key, where the key itself is not kept. */
  readonly keyFile: string | null
  /** The org as the Salesforce CLI knows it. */
  readonly targetOrg: string | null
  /** UTC, ISO 8601. */
  readonly signedInAt: string
  /** Where the secrets rest; nowhere where this way has none of its own. */
  readonly secretRests: 'keyring' | 'file' | 'nowhere'
}

/** The secrets of a login. */
export interface LoginSecret {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly clientSecret: string | null
  /** PEM; only where it was not given as a file. */
  readonly privateKey: string | null
}

/** A login before it is known where its secrets rest. */
export type NewLogin = Omit<LoginRecord, 'loginId' | 'secretRests'>

/** A login that is kept now, and what its owner should know about it. */
export interface KeptLogin {
  readonly record: LoginRecord
  readonly warnings: readonly string[]
}

/** The login of one profile, kept from command to command and shared by all processes. */
export interface LoginStore {
  /** Undefined where nobody is signed in. Opens no keyring. */
  record(): Promise<LoginRecord | undefined>
  /** Throws `login-needed` where the secrets are gone or their place cannot be used. */
  secret(record: LoginRecord): Promise<LoginSecret>
  /** Keeps a new login in place of the old one. */
  keep(login: NewLogin, secret: LoginSecret | null): Promise<KeptLogin>
  /** Keeps new secrets of the same login, before anybody uses them. */
  renew(record: LoginRecord, secret: LoginSecret): Promise<void>
  /** Forgets the login and its secrets. */
  forget(): Promise<void>
  /** Does work while no other process renews, keeps or forgets this login. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}
