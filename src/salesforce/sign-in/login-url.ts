import { SfsyncError } from '../../core/errors.ts'
import { parseInstance } from '../live/hosts.ts'

const productionLogin = 'https://login.salesforce.com'
const sandboxLogin = 'https://test.salesforce.com'

/** The origin where Salesforce lets people and programs in; throws `usage` where an address is no such place. */
export function parseLoginUrl(text: string): string {
  const host = text
    .trim()
    .replace(/^https:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
  for (const origin of [productionLogin, sandboxLogin]) if (`https://${host}` === origin) return origin
  const parsed = parseInstance(text)
  if ('origin' in parsed) return parsed.origin
  throw new SfsyncError('usage', `the address to sign in at ${parsed.reason}`, {
    actions: [`use ${productionLogin}, ${sandboxLogin} (--sandbox), or the My Domain address of the org`],
  })
}

/**
 * For whom a JWT is meant. Source: "OAuth 2.0 JWT Bearer Flow": login.salesforce.com, test.salesforce.com, or the address
 * of an Experience Cloud site; a My Domain belongs to one of the first two.
 */
export function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl)
  if (hostname === 'test.salesforce.com' || /\.(?:sandbox|scratch)\.my\./.test(hostname)) return sandboxLogin
  return hostname.endsWith('.my.salesforce.com') ? productionLogin : loginUrl
}
