import type { Hint } from '../../core/hint.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { LinkFinding } from '../salesforce.ts'

/** What came of a test that was made. */
export interface CheckResult extends Omit<LinkFinding, 'link'> {
  readonly result: 'ok' | 'warning' | 'problem'
}

/** The link holds. */
export function ok(detail: string): CheckResult {
  return { result: 'ok', detail, actions: [] }
}

/** The link holds, but the admin should know something. */
export function warning(detail: string, ...actions: readonly Hint[]): CheckResult {
  return { result: 'warning', detail, actions }
}

/** The link does not hold. */
export function problem(detail: string, ...actions: readonly Hint[]): CheckResult {
  return { result: 'problem', detail, actions }
}

/** A failure as a test tells it. */
export function failed({ message, actions }: SfsyncError): CheckResult {
  return problem(message, ...actions)
}

/** How long a test may take, and what ends it at once. */
export interface CheckLimits {
  readonly seconds: number
  readonly interrupted: AbortSignal
}

/**
 * Does some work, or gives up: after so many seconds as `remote`, on an interruption with its reason. The signal tells
 * the work to stop, but nobody waits until it has.
 */
export async function withTimeout<Result>(
  { seconds, interrupted }: CheckLimits,
  work: (stop: AbortSignal) => Promise<Result>,
): Promise<Result> {
  interrupted.throwIfAborted()
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(tooLate(seconds)), seconds * 1_000)
  const stop = AbortSignal.any([late.signal, interrupted])
  try {
    return await Promise.race([
      work(stop),
      new Promise<never>((_, reject) => {
        stop.addEventListener('abort', () => reject(stop.reason), { once: true })
      }),
    ])
  } catch (error) {
    // What stopped the work counts more than how the work ended.
    stop.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function tooLate(seconds: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `nothing came back within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
    {
      actions: ['try again; where it stays so, a firewall or a VPN may be in the way'],
    },
  )
}
