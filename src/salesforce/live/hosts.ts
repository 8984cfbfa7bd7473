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
