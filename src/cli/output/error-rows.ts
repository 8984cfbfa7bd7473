import type { ErrorRow } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { confirmationFlag } from '../shared-flags.ts'

/** A row of a failure as it is printed, with its hints in words. */
interface PrintedRow extends Omit<ErrorRow, 'action' | 'confirmation'> {
  /** The flag that lets the row through, `--allow-inactive`. */
  readonly flag?: string
  readonly action?: string
}

/** A row of a failure with its hints in words. */
export function printedRow(
  { action, confirmation, group, ...row }: ErrorRow,
  typed: (hint: Hint) => string,
): PrintedRow {
  return {
    ...row,
    ...(confirmation === undefined ? {} : { flag: confirmationFlag(confirmation) }),
    ...(action === undefined ? {} : { action: typed(action) }),
    ...(group === undefined ? {} : { group }),
  }
}
