import type { SignInWay } from '../../salesforce/session.ts'

/** What the admin says about signing in; what is left out comes from settings, the environment or a question. */
export interface LoginOptions {
  readonly way?: SignInWay
  readonly targetOrg?: string
  readonly clientId?: string
  readonly username?: string
  /** `-` is standard input. */
  readonly jwtKeyFile?: string
  /** `-` is standard input. */
  readonly clientSecretFile?: string
  readonly instanceUrl?: string
  readonly loginUrl?: string
  /** False where the address is pasted. */
  readonly browser: boolean
  readonly port?: number
  /** Flags that sfsync does not take; their values are left behind. */
  readonly refused: readonly string[]
}
