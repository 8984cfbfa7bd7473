import { SfsyncError } from '../../core/errors.ts'
import { parseInstance } from '../live/hosts.ts'
import type { Session } from '../session.ts'

/** What the environment says; the name of the token's variable is the admin's choice. */
export interface EnvironmentValues {
  readonly tokenVariable: string
  readonly accessToken: string
  readonly instanceUrl: string
}

const addressAction =
  'set SF_ORG_INSTANCE_URL to the My Domain address of the org, for example https://acme.my.salesforce.com'

/**
 * The session of a token in the environment; nobody can renew it but who put it there. Throws `login-needed` where token
 * or address are missing and `configuration` where one cannot be right.
 */
export function environmentSession(values: EnvironmentValues): Session {
  const instanceUrl = instanceOf(values.instanceUrl)
  const token = tokenOf(values)
  const signInAgain = [tokenAction(values)]
  return {
    way: 'environment',
    instanceUrl,
    identity: null,
    signInAgain,
    token: async () => await Promise.resolve(token),
    renew: async () => await Promise.resolve(undefined),
  }
}

function tokenAction({ tokenVariable }: EnvironmentValues): string {
  return `take a new token (sf org auth show-access-token) and set ${tokenVariable} to it`
}

function instanceOf(text: string): string {
  if (text.trim() === '')
    throw new SfsyncError('login-needed', 'SF_ORG_INSTANCE_URL is not set', { actions: [addressAction] })
  const parsed = parseInstance(text)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError('configuration', `SF_ORG_INSTANCE_URL ${parsed.reason}`, { actions: [addressAction] })
}

function tokenOf(values: EnvironmentValues): string {
  const { tokenVariable, accessToken } = values
  const token = accessToken.trim()
  if (token === '')
    throw new SfsyncError('login-needed', `${tokenVariable} is not set`, { actions: [tokenAction(values)] })
  const problem = problemWithToken(token)
  if (problem === undefined) return token
  throw new SfsyncError('configuration', `${tokenVariable} ${problem}`, { actions: [tokenAction(values)] })
}

// No more than this: session IDs and JWTs look quite different, and only Salesforce can tell whether one is good.
function problemWithToken(token: string): string | undefined {
  if (/^\[?redacted/i.test(token))
    return 'holds the word REDACTED, which the Salesforce CLI prints in place of a token'
  if (/\s/.test(token)) return 'holds white space: it must be the token alone'
  // Others cannot be sent in a header, and the error of trying would quote the token.
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds characters that no token has'
}
