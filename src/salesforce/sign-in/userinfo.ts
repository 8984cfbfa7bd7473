import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { suffixOf } from '../../core/salesforce-id.ts'
import { ask, type Asking, misunderstood, parsedJson } from './asking.ts'
import type { Identity } from '../identity.ts'

const answerShape = z.object({
  preferred_username: z.string(),
  organization_id: z.string().check(z.regex(/^00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/)),
})

/** Asks the org whose token this is; throws `login-needed` where it is nobody's, and `remote`. */
export async function askWho(instanceUrl: string, token: string, asking: Asking): Promise<Identity> {
  const url = `${instanceUrl}/services/oauth2/userinfo`
  const headers = { accept: 'application/json', 'user-agent': 'sfsync', authorization: `Bearer ${token}` }
  const answer = await ask({ url, method: 'GET', headers, body: undefined }, asking)
  if (answer.status === 401 || answer.status === 403) throw refused(new URL(url).host)
  const parsed = answer.status === 200 ? answerShape.safeParse(parsedJson(answer.body)) : undefined
  if (parsed?.success !== true) throw misunderstood(url)
  const fifteen = parsed.data.organization_id.slice(0, 15)
  return { identity: parsed.data.preferred_username, organizationId: fifteen + suffixOf(fifteen) }
}

function refused(host: string): SfsyncError {
  return new SfsyncError(
    'login-needed',
    `${host} does not accept the token: it has expired, or belongs to another org`,
    {
      actions: ['take a new token of this org', 'check the address of the org'],
    },
  )
}
