import type { Identity } from './identity.ts'

/** The ways to sign in to an org, in order of preference. */
export const signInWays = ['sf-cli', 'environment', 'jwt', 'client-credentials', 'browser'] as const

/** One of the ways to sign in. */
export type SignInWay = (typeof signInWays)[number]

/** A right to ask one org on somebody's behalf. Neither its text form nor its fields ever show a token. */
export interface Session {
  readonly way: SignInWay
  /** Scheme and host of the org's API alone, for example `https://acme.my.salesforce.com`. */
  readonly instanceUrl: string
  /** Who signed in to which org, where that is known without asking. */
  readonly identity: Identity | null
  /** What to do when Salesforce refuses the token and there is no other, for an admin to read. */
  readonly signInAgain: readonly string[]
  /** The access token to send. Throws `login-needed` or `remote`. */
  token(): Promise<string>
  /**
   * A token other than the one Salesforce refused: another process may have renewed it already, else this does.
   * Undefined where this way of signing in has no other; throws `login-needed` where there could be one and is not.
   */
  renew(refused: string): Promise<string | undefined>
}
