import { SfsyncError } from '../../core/errors.ts'
import type { Session } from '../session.ts'

/** How patiently and how fast an org is asked. */
export interface Manners {
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
export interface LiveConnection extends Manners {
  readonly session: Session
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Hears why a request is tried again, and when. */
  readonly onWaiting?: (told: string) => void
}

/** Checks the manners; throws `configuration` where a value cannot be right. */
export function parseManners(manners: Manners): Manners {
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
