import { SfsyncError } from '../../core/errors.ts'
import { tokenAction } from './actions.ts'
import { parseInstance } from './hosts.ts'

/** How to reach a live org, and on whose behalf. */
export interface LiveConnection {
  /** Scheme and host alone, for example `https://acme.my.salesforce.com`. */
  readonly instanceUrl: string
  /** A session: never printed, logged or stored. */
  readonly accessToken: string
  /** For example `68.0`. */
  readonly apiVersion: string
  /** How long one request may take, its answer and further tries included. */
  readonly timeoutSeconds: number
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
}

const addressAction =
  'set SF_ORG_INSTANCE_URL to the My Domain address of the org, for example https://acme.my.salesforce.com'

/**
 * Checks the values of the environment and turns a browser's address into the API's. Throws `login-needed` where the
 * token or the address is missing and `configuration` where a value cannot be right. Checking twice changes nothing.
 */
export function parseConnection(values: LiveConnection): LiveConnection {
  const { apiVersion, timeoutSeconds, interrupted } = values
  const instanceUrl = instanceOf(values.instanceUrl)
  const accessToken = tokenOf(values.accessToken)
  if (!/^\d{2,3}\.0$/.test(apiVersion))
    throw new SfsyncError('configuration', `SF_ORG_API_VERSION "${apiVersion}" is no version of the API`, {
      actions: ['set SF_ORG_API_VERSION to one like 68.0, or leave it out'],
    })
  if (!(timeoutSeconds > 0 && timeoutSeconds < 1_000_000))
    throw new SfsyncError('configuration', `SFSYNC_TIMEOUT_SECONDS ${timeoutSeconds} is no time to wait`, {
      actions: ['set SFSYNC_TIMEOUT_SECONDS to a number of seconds above 0, or leave it out'],
    })
  const connection = { instanceUrl, accessToken, apiVersion, timeoutSeconds }
  return interrupted === undefined ? connection : { ...connection, interrupted }
}

function instanceOf(text: string): string {
  if (text.trim() === '')
    throw new SfsyncError('login-needed', 'SF_ORG_INSTANCE_URL is not set', { actions: [addressAction] })
  const parsed = parseInstance(text)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError('configuration', `SF_ORG_INSTANCE_URL ${parsed.reason}`, { actions: [addressAction] })
}

function tokenOf(text: string): string {
  const token = text.trim()
  if (token === '')
    throw new SfsyncError('login-needed', 'SF_ACCESS_TOKEN is not set', { actions: [tokenAction] })
  const problem = problemWithToken(token)
  if (problem === undefined) return token
  throw new SfsyncError('configuration', `SF_ACCESS_TOKEN ${problem}`, { actions: [tokenAction] })
}

// No more than this: session IDs and JWTs look quite different, and only Salesforce can tell whether one is good.
function problemWithToken(token: string): string | undefined {
  if (/^\[?redacted/i.test(token))
    return 'holds the word REDACTED, which the Salesforce CLI prints in place of a token'
  if (/\s/.test(token)) return 'holds white space: it must be the token alone'
  // Others cannot be sent in a header, and the error of trying would quote the token.
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds characters that no token has'
}
