import type { SfsyncError } from '../../../core/errors.ts'
import type { LinkFinding } from '../../links.ts'

/** What came of a test that was made. */
export interface Tested extends Omit<LinkFinding, 'link'> {
  readonly result: 'ok' | 'warning' | 'problem'
}

/** The link holds. */
export function ok(detail: string): Tested {
  return { result: 'ok', detail, actions: [] }
}

/** The link holds, but the admin should know something. */
export function warning(detail: string, ...actions: readonly string[]): Tested {
  return { result: 'warning', detail, actions }
}

/** The link does not hold. */
export function problem(detail: string, ...actions: readonly string[]): Tested {
  return { result: 'problem', detail, actions }
}

/** A failure as a test tells it. */
export function failed({ message, actions }: SfsyncError): Tested {
  return problem(message, ...actions)
}
