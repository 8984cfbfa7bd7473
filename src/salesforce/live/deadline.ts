import { SfsyncError } from '../../core/errors.ts'
import type { LiveConnection } from './connection.ts'

/** Aborted when all requests together have taken too long, with the failure to end with as its reason. */
export function deadline({ deadlineSeconds, session }: LiveConnection): AbortSignal {
  const controller = new AbortController()
  const host = new URL(session.instanceUrl).host
  const timer = setTimeout(() => {
    controller.abort(
      new SfsyncError(
        'remote',
        `${host} was not done within ${deadlineSeconds} ${deadlineSeconds === 1 ? 'second' : 'seconds'} for all requests together`,
        {
          actions: [
            'go on where it stopped: sfsync sf-users refresh',
            'or allow more time: set SFSYNC_DEADLINE_SECONDS',
          ],
        },
      ),
    )
  }, deadlineSeconds * 1_000)
  // Nobody waits for it when everything is done.
  timer.unref()
  return controller.signal
}
