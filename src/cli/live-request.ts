import type { Configuration } from '../config/keys.ts'
import { SfsyncError } from '../core/errors.ts'
import type { Context } from './context.ts'
import type { LiveRequest, ReaderRequest } from './parts.ts'

/** How to reach the live org of the profile; throws `login-needed` where nobody is signed in. */
export async function liveRequest(
  context: Context,
  configuration: Configuration = context.configuration,
): Promise<LiveRequest> {
  const { settings } = configuration
  return {
    session: await openSession(context, configuration),
    apiVersion: settings['api-version'].value,
    timeoutSeconds: Number(settings['timeout-seconds'].value),
    retrySeconds: Number(settings['retry-seconds'].value),
    deadlineSeconds: Number(settings['deadline-seconds'].value),
    requestsAtOnce: Number(settings['requests-at-once'].value),
    interrupted: context.parts.interrupted,
    onWaiting: (told) => {
      // Nobody may listen any more.
      context.note(told).catch(() => undefined)
    },
  }
}

/** From how many people on Salesforce is asked to prepare them. */
export function readerRequest(context: Context): ReaderRequest {
  return { bulkFrom: Number(context.configuration.settings['bulk-from'].value) }
}

async function openSession(context: Context, configuration: Configuration) {
  try {
    return await context.parts.openSession(configuration)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'login-needed') throw error
    throw new SfsyncError('login-needed', `not signed in to Salesforce: ${error.message}`, {
      rows: error.rows,
      actions: [...error.actions, 'or read an exported report instead: sfsync sf-users import <report.csv>'],
    })
  }
}
