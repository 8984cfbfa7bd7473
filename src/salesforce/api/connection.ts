import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { RequestLimits, SignInWay } from '../salesforce.ts'

/** Checks the limits; throws `configuration` where a value cannot be right. */
export function parseRequestLimits(limits: RequestLimits): RequestLimits {
  if (!/^\d{2,3}\.0$/.test(limits.apiVersion))
    throw invalid(`SF_ORG_API_VERSION "${limits.apiVersion}" is not an API version`, 'a version such as 68.0')
  const seconds = {
    SFSYNC_TIMEOUT_SECONDS: limits.timeoutSeconds,
    SFSYNC_RETRY_SECONDS: limits.retrySeconds,
    SFSYNC_DEADLINE_SECONDS: limits.deadlineSeconds,
  }
  for (const [variable, value] of Object.entries(seconds))
    if (!(value > 0 && value < 1_000_000))
      throw invalid(`${variable} ${value} is not a valid number of seconds`, 'a number above 0')
  const { requestsAtOnce } = limits
  // Source: API Request Limits and Allocations; an org allows 25 long requests at once, shared by all integrations.
  if (!(Number.isInteger(requestsAtOnce) && requestsAtOnce >= 1 && requestsAtOnce <= 20))
    throw invalid(
      `SFSYNC_REQUESTS_AT_ONCE ${requestsAtOnce} is not between 1 and 20`,
      'a number from 1 to 20',
    )
  return limits
}

function invalid(message: string, expected: string): SfsyncError {
  const [variable] = message.split(' ')
  return new SfsyncError('configuration', message, {
    actions: [`set ${variable} to ${expected}, or unset it`],
  })
}

/** What to do where the address of the org is missing or may be wrong. */
export const instanceUrlAction =
  'set SF_ORG_INSTANCE_URL to the My Domain address of the org, for example https://acme.my.salesforce.com'

/** What the address of the org is called, and how to change it: that depends on the way of signing in. */
export interface AddressAdvice {
  readonly name: string
  readonly change: Hint
}

/** How to speak of the address of the org; undefined where no one is signed in yet. */
export function addressAdvice(way: SignInWay | undefined): AddressAdvice {
  if (way === 'environment') return { name: 'SF_ORG_INSTANCE_URL', change: instanceUrlAction }
  if (way === 'sf-cli')
    return {
      name: 'the address of the org (sf org list)',
      change:
        'if the org has another address, sign in with the Salesforce CLI: sf org login web --instance-url',
    }
  return {
    name: 'the address of the org',
    change: {
      text: 'if the org has another address, sign in there',
      command: withOptions(commandLine('login'), { 'instance-url': '<url>' }),
    },
  }
}

// Source: the domains that Salesforce serves orgs from (My Domain formats, government and China clouds included).
const salesforceDomains = [
  'salesforce.com',
  'force.com',
  'salesforce.mil',
  'sfcrmapps.cn',
  'sfcrmproducts.cn',
]

// The browser pages of an org have another domain than its API.
const browserDomains: readonly (readonly [browser: string, api: string])[] = [
  ['.lightning.force.com', '.my.salesforce.com'],
  ['.my.salesforce-setup.com', '.my.salesforce.com'],
  ['.lightning.crmforce.mil', '.my.salesforce.mil'],
  ['.lightning.sfcrmapps.cn', '.my.sfcrmproducts.cn'],
]

const loginHosts = ['login.salesforce.com', 'test.salesforce.com']

/** The origin of an org's API, or the reason why an address cannot be one. */
type ParsedInstance = { readonly origin: string } | { readonly reason: string }

/**
 * Finds the org behind an address as an admin copies it, browser pages included. Refuses hosts that are not
 * Salesforce's, because the access token is sent there; only this machine itself may be addressed without TLS.
 */
export function parseInstance(text: string): ParsedInstance {
  const trimmed = text.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
  if (url === null) return { reason: 'is not a web address' }
  if (url.username !== '' || url.password !== '')
    return { reason: 'must not contain a user name or password' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { reason: 'must begin with https://' }
  if (isLoopback(url.hostname)) return { origin: url.origin }
  if (url.protocol !== 'https:')
    return { reason: 'must begin with https://, because the token is sent there' }
  const browser = browserDomains.find(([domain]) => url.hostname.endsWith(domain))
  if (browser !== undefined) url.hostname = url.hostname.slice(0, -browser[0].length) + browser[1]
  if (loginHosts.includes(url.hostname)) return { reason: 'is the login page of all orgs, not of one org' }
  if (!isSalesforceHost(url.hostname))
    return { reason: `points to ${url.hostname}, which is not a Salesforce host` }
  return { origin: url.origin }
}

/** Why a saved address must not get secrets; undefined where it is an org or the login page of Salesforce. */
export function problemWithSavedAddress(text: string): string | undefined {
  if (loginHosts.some((host) => text === `https://${host}`)) return undefined
  const parsed = parseInstance(text)
  return 'reason' in parsed ? parsed.reason : undefined
}

/** Whether a host name belongs to Salesforce. */
export function isSalesforceHost(host: string): boolean {
  return salesforceDomains.some((domain) => host.endsWith(`.${domain}`))
}

/** Whether a host is this machine itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
