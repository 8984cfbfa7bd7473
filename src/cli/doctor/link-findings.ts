import type { Configuration } from '../../config/keys.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { LinkFinding, LinkName } from '../../salesforce/links.ts'
import type { Context } from '../context.ts'
import { liveRequest } from '../live-request.ts'
import type { LiveRequest } from '../parts.ts'
import { wayInWords } from '../sign-in/in-words.ts'
import type { Finding } from './finding.ts'

// Whoever asks what is wrong waits for the answer.
const mostSeconds = 10

const names: Readonly<Record<LinkName, string>> = {
  dns: 'dns',
  proxy: 'proxy',
  tls: 'tls',
  login: 'login',
  api: 'api',
  permissions: 'permissions',
  clock: 'clock',
  calls: 'calls left',
}

/** What each link of the chain to Salesforce is like. */
export async function linkFindings(context: Context): Promise<Finding[]> {
  if (context.profile === 'demo')
    return [
      {
        check: 'connection',
        result: 'ok',
        detail: 'not needed: the profile demo has a sample org built in',
      },
    ]
  const configuration = inAHurry(context.configuration)
  const access = await accessOf(context, configuration)
  const { environment, interrupted } = context.parts
  const found = await context.parts.testLinks({
    access,
    address: await knownAddress(context, configuration),
    environment,
    seconds: secondsOf(configuration),
    interrupted,
  })
  return found.map((finding) => inWords(finding, access))
}

function inAHurry(configuration: Configuration): Configuration {
  const { 'timeout-seconds': timeout } = configuration.settings
  if (Number(timeout.value) <= mostSeconds) return configuration
  return {
    ...configuration,
    settings: { ...configuration.settings, 'timeout-seconds': { ...timeout, value: String(mostSeconds) } },
  }
}

function secondsOf({ settings }: Configuration): number {
  return Number(settings['timeout-seconds'].value)
}

async function accessOf(context: Context, configuration: Configuration): Promise<LiveRequest | SfsyncError> {
  try {
    return { ...(await liveRequest(context, configuration)), retrySeconds: 1 }
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return error
  }
}

async function knownAddress({ parts }: Context, configuration: Configuration): Promise<string> {
  const stored = await parts.storedLogin(configuration)
  return stored?.instanceUrl ?? configuration.settings['instance-url'].value
}

function inWords({ link, result, detail, actions }: LinkFinding, access: LiveRequest | SfsyncError): Finding {
  const nobody = access instanceof SfsyncError
  const by = link === 'login' && result === 'ok' && !nobody ? `, by ${wayInWords(access.session.way)}` : ''
  // Without a login everything but the live org works, so that alone is no problem.
  const harmless = link === 'login' && nobody && access.code === 'login-needed' && access.rows.length === 0
  return {
    check: names[link],
    result: harmless ? 'warning' : result,
    detail: [detail + by, ...actions].join('; '),
  }
}
