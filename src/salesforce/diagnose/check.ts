import { SfsyncError } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { secondsText } from '../api/http.ts'
import type { ConnectionFinding, TestLimits } from '../salesforce.ts'

/** The result of a test that ran. */
export interface CheckResult extends Omit<ConnectionFinding, 'step'> {
  readonly result: 'ok' | 'warning' | 'problem'
}

/** The step works. */
export function ok(detail: string): CheckResult {
  return { result: 'ok', detail, actions: [] }
}

/** The step works, but the admin should know something. */
export function warning(detail: string, ...actions: readonly Hint[]): CheckResult {
  return { result: 'warning', detail, actions }
}

/** The step does not work. */
export function problem(detail: string, ...actions: readonly Hint[]): CheckResult {
  return { result: 'problem', detail, actions }
}

/** A failure as the result of a test. */
export function failed({ message, actions }: SfsyncError): CheckResult {
  return problem(message, ...actions)
}

/**
 * Runs some work within a time limit: throws `remote` after so many seconds, and the reason of an interruption at once.
 * The signal tells the work to stop, but the call does not wait until it has.
 */
export async function withTimeout<Result>(
  { seconds, interrupted }: TestLimits,
  work: (stop: AbortSignal) => Promise<Result>,
): Promise<Result> {
  interrupted.throwIfAborted()
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(timeoutError(seconds)), seconds * 1_000)
  const stop = AbortSignal.any([timeout.signal, interrupted])
  try {
    return await Promise.race([
      work(stop),
      new Promise<never>((_, reject) => {
        stop.addEventListener('abort', () => reject(stop.reason), { once: true })
      }),
    ])
  } catch (error) {
    // What stopped the work matters more than how the work ended.
    stop.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function timeoutError(seconds: number): SfsyncError {
  return new SfsyncError('remote', `no response within ${secondsText(seconds)}`, {
    actions: ['try again; if it keeps happening, a firewall or a VPN may be in the way'],
  })
}
