import type { Refusal } from '../core/decided.ts'
import { SfsyncError } from '../core/errors.ts'

/** The failure that a refusal ends with. */
export function refused({ code, message, actions, rows }: Refusal): SfsyncError {
  return new SfsyncError(code, message, { actions, rows })
}

/** The failure of a question that was answered with no. */
export function declined(): SfsyncError {
  return new SfsyncError('decision-needed', 'nothing was written, as you decided')
}
