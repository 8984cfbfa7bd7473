import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { parseInstance } from '../live/hosts.ts'
import { ask, type Asking, misunderstood, parsedJson } from './asking.ts'
import { explainRefusal, type Petitioner, readOauthRefusal } from './oauth-refusal.ts'

/** What the token endpoint gave. */
export interface Granted {
  readonly accessToken: string
  /** Null where the old one stays good, or where this way has none. */
  readonly refreshToken: string | null
  readonly instanceUrl: string
}

// Source: "OAuth Tokens and Scopes"; the answer holds more, which is not needed.
const tokenAnswer = z.object({
  access_token: z.string().check(z.minLength(1)),
  refresh_token: z.optional(z.string()),
  instance_url: z.string(),
})

/** Asks for an access token; throws `login-needed` where Salesforce refuses, and `remote` where it cannot be asked. */
export async function askForToken(
  petitioner: Petitioner,
  form: Readonly<Record<string, string>>,
  asking: Asking,
): Promise<Granted> {
  const url = `${petitioner.loginUrl}/services/oauth2/token`
  const answer = await ask(
    { url, method: 'POST', headers: formHeaders, body: new URLSearchParams(form).toString() },
    asking,
  )
  const json = parsedJson(answer.body)
  if (answer.status >= 400) {
    const refusal = readOauthRefusal(json)
    throw refusal === undefined ? misunderstood(url) : explainRefusal(refusal, petitioner)
  }
  const parsed = tokenAnswer.safeParse(json)
  if (!parsed.success) throw misunderstood(url)
  const {
    access_token: accessToken,
    refresh_token: refreshToken = null,
    instance_url: instance,
  } = parsed.data
  asking.learn(accessToken)
  if (refreshToken !== null) asking.learn(refreshToken)
  return { accessToken, refreshToken, instanceUrl: trusted(instance, url) }
}

/** Takes a refresh or access token back at Salesforce; true where Salesforce says that it did. */
export async function revokeToken(origin: string, token: string, asking: Asking): Promise<boolean> {
  const url = `${origin}/services/oauth2/revoke`
  const body = new URLSearchParams({ token }).toString()
  try {
    return (await ask({ url, method: 'POST', headers: formHeaders, body }, asking)).status === 200
  } catch (error) {
    if (error instanceof SfsyncError && error.code === 'remote') return false
    throw error
  }
}

const formHeaders = {
  'content-type': 'application/x-www-form-urlencoded',
  accept: 'application/json',
  'user-agent': 'sfsync',
} as const

// The token will be sent there.
function trusted(instance: string, url: string): string {
  const parsed = parseInstance(instance)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError(
    'remote',
    `${new URL(url).host} names an org whose address ${parsed.reason}; nothing was sent there`,
    {
      actions: ['check the address to sign in at, and whether a proxy changes answers'],
    },
  )
}
