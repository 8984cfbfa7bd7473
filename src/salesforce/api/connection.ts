import { SfsyncError } from '../../core/errors.ts'
import type { Session } from '../salesforce.ts'

/** How patiently and how fast an org is asked. */
export interface RequestLimits {
  /** For example `68.0`. */
  readonly apiVersion: string
  /** How long one try of one request may take, its whole answer included. */
  readonly timeoutSeconds: number
  /** How long one request may take with its further tries and the pauses between them. */
  readonly retrySeconds: number
  /** How long all requests of a command may take together. */
  readonly deadlineSeconds: number
  /** How many requests may be under way at the same time. */
  readonly requestsAtOnce: number
}

/** How to reach a live org, and on whose behalf. */
export interface LiveConnection extends RequestLimits {
  readonly session: Session
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Hears why a request is tried again, and when. */
  readonly onWaiting?: (told: string) => void
}

/** Checks the manners; throws `configuration` where a value cannot be right. */
export function parseRequestLimits(manners: RequestLimits): RequestLimits {
  if (!/^\d{2,3}\.0$/.test(manners.apiVersion))
    throw new SfsyncError(
      'configuration',
      `SF_ORG_API_VERSION "${manners.apiVersion}" is no version of the API`,
      {
        actions: ['set SF_ORG_API_VERSION to one like 68.0, or leave it out'],
      },
    )
  requireSeconds('SFSYNC_TIMEOUT_SECONDS', manners.timeoutSeconds)
  requireSeconds('SFSYNC_RETRY_SECONDS', manners.retrySeconds)
  requireSeconds('SFSYNC_DEADLINE_SECONDS', manners.deadlineSeconds)
  // Source: API Request Limits and Allocations; 25 long requests at once are an org's limit, shared with all others.
  if (
    !(Number.isInteger(manners.requestsAtOnce) && manners.requestsAtOnce >= 1 && manners.requestsAtOnce <= 20)
  )
    throw new SfsyncError(
      'configuration',
      `SFSYNC_REQUESTS_AT_ONCE ${manners.requestsAtOnce} is not 1 to 20`,
      {
        actions: ['set SFSYNC_REQUESTS_AT_ONCE to a number from 1 to 20, or leave it out'],
      },
    )
  return manners
}

function requireSeconds(variable: string, seconds: number): void {
  if (seconds > 0 && seconds < 1_000_000) return
  throw new SfsyncError('configuration', `${variable} ${seconds} is no time to wait`, {
    actions: [`set ${variable} to a number of seconds above 0, or leave it out`],
  })
}

// Source: the domains that Salesforce serves orgs from (My Domain formats, government and China clouds included).
const salesforceDomains = [
  'salesforce.com',
  'force.com',
  'salesforce.mil',
  'sfcrmapps.cn',
  'sfcrmproducts.cn',
]

// Pages of the browser live elsewhere than the API of the same org, so their addresses lead to the API's.
const browserDomains: readonly (readonly [browser: string, api: string])[] = [
  ['.lightning.force.com', '.my.salesforce.com'],
  ['.my.salesforce-setup.com', '.my.salesforce.com'],
  ['.lightning.crmforce.mil', '.my.salesforce.mil'],
  ['.lightning.sfcrmapps.cn', '.my.sfcrmproducts.cn'],
]

const signInHosts = ['login.salesforce.com', 'test.salesforce.com']

/** The origin of an org's API, or the reason why an address cannot be one. */
export type ParsedInstance = { readonly origin: string } | { readonly reason: string }

/**
 * Finds the org behind an address as an admin copies it, browser pages included. Other hosts than Salesforce's own are
 * refused, because the access token would be sent there; only this machine itself may be asked without encryption.
 */
export function parseInstance(text: string): ParsedInstance {
  const trimmed = text.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
  if (url === null) return { reason: 'is no web address' }
  if (url.username !== '' || url.password !== '') return { reason: 'must not hold a user name or password' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { reason: 'must begin with https://' }
  if (isLoopback(url.hostname)) return { origin: url.origin }
  if (url.protocol !== 'https:')
    return { reason: 'must begin with https://, because the token is sent there' }
  url.hostname = apiHost(url.hostname)
  if (signInHosts.includes(url.hostname)) return { reason: 'is the sign-in page of every org, not one org' }
  if (!isSalesforceHost(url.hostname)) return { reason: `leads to ${url.hostname}, which is not Salesforce` }
  return { origin: url.origin }
}

/** Whether a host name belongs to Salesforce. */
export function isSalesforceHost(host: string): boolean {
  return salesforceDomains.some((domain) => host.endsWith(`.${domain}`))
}

function apiHost(host: string): string {
  for (const [browser, api] of browserDomains)
    if (host.endsWith(browser)) return host.slice(0, -browser.length) + api
  return host
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
