import type { Session } from '../session.ts'
import { askSfForToken, findSfLogin, identityOf, renewThroughSf, signInActions } from './sf-cli.ts'
import type { SfSurroundings } from './sf-program.ts'

/** Whose login of the Salesforce CLI is used, and who hears of its token. */
export interface SfRequest extends SfSurroundings {
  readonly targetOrg: string
  readonly learn: (secret: string) => void
}

/** The session of the Salesforce CLI's own login; its token is asked for when it is first needed. Throws `login-needed`. */
export async function sfSession(request: SfRequest): Promise<Session> {
  const { targetOrg, learn } = request
  const login = await findSfLogin(targetOrg, request)
  const heard = async <Token extends string | undefined>(asking: Promise<Token>): Promise<Token> => {
    const token = await asking
    if (token !== undefined) learn(token)
    return token
  }
  let current: Promise<string> | undefined
  let renewing: { readonly refused: string; readonly token: Promise<string | undefined> } | undefined
  const token = async () => await (current ??= heard(askSfForToken(targetOrg, request)))
  return {
    way: 'sf-cli',
    instanceUrl: login.instanceUrl,
    identity: identityOf(login),
    signInAgain: signInActions(targetOrg),
    token,
    renew: async (refused) => {
      const latest = await token()
      if (latest !== refused) return latest
      // Several requests are refused at once, and the CLI takes seconds.
      if (renewing?.refused !== refused)
        renewing = { refused, token: heard(renewThroughSf(targetOrg, refused, request)) }
      const renewed = await renewing.token
      if (renewed !== undefined) current = Promise.resolve(renewed)
      return renewed
    },
  }
}
