import { SfsyncError, type ErrorRow } from '../../core/errors.ts'

/** A report as it comes in. */
export interface ReportInput {
  /** As the admin gave it; `-` is shown as "standard input". */
  readonly name: string
  /** Read once, from the beginning to the end. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Says in every refusal how Salesforce makes a file that sfsync reads. */
export const exportAdvice =
  'In Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv.'

/** The failure of a whole report: what is wrong with which file, and what to do. */
export function unreadable(
  message: string,
  actions: readonly string[],
  rows: readonly ErrorRow[] = [],
): SfsyncError {
  return new SfsyncError('report-unreadable', message, { actions, rows })
}
