import { SfsyncError } from '../core/errors.ts'
import type { Context } from './context.ts'
import type { LiveRequest } from './parts.ts'

/** How to reach the live org of the profile; throws `login-needed` when token or address are missing. */
export function liveRequest(context: Context): LiveRequest {
  const { settings } = context.configuration
  const variable = settings['token-variable'].value
  const accessToken = context.parts.environment[variable] ?? ''
  const instanceUrl = settings['instance-url'].value
  const missing = [
    ...(accessToken === '' ? [variable] : []),
    ...(instanceUrl === '' ? ['SF_ORG_INSTANCE_URL'] : []),
  ]
  if (missing.length > 0)
    throw new SfsyncError('login-needed', `not signed in to Salesforce: ${missing.join(' and ')} not set`, {
      actions: [
        `set ${missing.join(' and ')} (the Salesforce CLI gives a token: sf org auth show-access-token)`,
        'or read an exported report instead: sfsync sf-users import <report.csv>',
      ],
    })
  return {
    accessToken,
    instanceUrl,
    apiVersion: settings['api-version'].value,
    interrupted: context.parts.interrupted,
    timeoutSeconds: Number(settings['timeout-seconds'].value),
  }
}
