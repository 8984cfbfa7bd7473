import type { Configuration } from '../../config/keys.ts'
import type { SecretText } from '../../salesforce/sign-in/key-file.ts'
import type { KeptLogin, LoginRecord } from '../../salesforce/sign-in/login-store.ts'
import type { SignInRequest, SignInTalk } from '../../salesforce/sign-in/sign-in.ts'
import type { SignedOut } from '../../salesforce/sign-in/sign-out.ts'
import type { Session } from '../../salesforce/session.ts'

/** The real parts that sign in and out. */
export interface SignInParts {
  /** The session of the profile in use; throws `login-needed` where nobody is signed in. */
  openSession(configuration: Configuration): Promise<Session>
  /** The login that is kept for the profile, without its secrets; costs next to nothing. */
  storedLogin(configuration: Configuration): Promise<LoginRecord | undefined>
  /** Signs in and keeps the login; throws `login-needed`, `usage` and `remote`. */
  signIn(request: SignInRequest, configuration: Configuration, talk: SignInTalk): Promise<KeptLogin>
  /** Forgets the login of the profile and asks Salesforce to do so, too. */
  signOut(configuration: Configuration): Promise<SignedOut>
  /** A secret from a file, or from standard input (`-`); throws `usage` where it cannot be read or is empty. */
  readSecret(file: string): Promise<SecretText>
  /** The first line of standard input. */
  readLine(): Promise<string>
  /** Takes note of a secret, so that nothing that is printed can hold it. */
  learnSecret(secret: string): void
}
