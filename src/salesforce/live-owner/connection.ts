import { SfsyncError } from '../../core/errors.ts'

/** A live org, ready to be asked. */
export interface LiveConnection {
  /** Origin of the org's own address, without a path. */
  readonly instanceUrl: string
  readonly accessToken: string
  /** For example `68.0`. */
  readonly apiVersion: string
  /** How long one request, body included, may take. */
  readonly timeoutSeconds: number
}

// The token goes to this host, so a stranger's must not be reachable by a mistyped or planted address.
const salesforceHosts = /(^|\.)(salesforce\.com|force\.com|salesforce\.mil|sfcrmapps\.cn|sfcrmproducts\.cn)$/
const loopbackHosts = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/** Checks what an admin gave; throws `login-needed` for the token and `configuration` for the address. */
export function parseConnection(values: LiveConnection): LiveConnection {
  const accessToken = values.accessToken.trim()
  if (accessToken === '' || /\s/.test(accessToken))
    throw new SfsyncError('login-needed', 'the access token is empty or holds white space', {
      actions: ['set the variable to the token alone (SF_ACCESS_TOKEN, or what token-variable names)'],
    })
  return { ...values, accessToken, instanceUrl: instanceOrigin(values.instanceUrl) }
}

function instanceOrigin(text: string): string {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null) throw wrongAddress(`"${text}" is no address of an org`)
  // Source: jsforce refuses Lightning addresses; the API answers at the My Domain host.
  const host = url.hostname.replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
  if (loopbackHosts.test(host)) return url.origin
  if (url.protocol !== 'https:')
    throw wrongAddress(`${text} is not https, so the token would be readable on its way`)
  if (!salesforceHosts.test(host))
    throw wrongAddress(`${host} is no host of Salesforce, so the token is not sent there`)
  return `https://${host}`
}

function wrongAddress(message: string): SfsyncError {
  return new SfsyncError('configuration', message, {
    actions: [
      'set SF_ORG_INSTANCE_URL (or instance-url in .sfsyncrc) to https://<your domain>.my.salesforce.com',
    ],
  })
}
