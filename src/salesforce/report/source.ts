import { SfsyncError, type ErrorRow } from '../../core/errors.ts'

/** A report as it comes in. */
export interface ReportInput {
  /** As the admin gave it; `-` is shown as "standard input". */
  readonly name: string
  /** Read once, from the beginning to the end. */
  readonly bytes: AsyncIterable<Uint8Array>
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/** The bytes of a report; a failure of the file system becomes a failure of the report. */
export async function* bytesOf(input: ReportInput): AsyncGenerator<Uint8Array> {
  try {
    yield* input.bytes
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = systemReasons[code] ?? (error instanceof Error ? error.message : String(error))
    throw new SfsyncError('report-unreadable', `${input.name} cannot be read: ${reason}`, {
      actions: ['check the name of the file and who may read it'],
      cause: error,
    })
  }
}

/** Says in every refusal how Salesforce makes a file that sfsync reads. */
export const exportAdvice =
  'in Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv'

/** The failure of a whole report: what is wrong with which file, and what to do. */
export function unreadable(
  message: string,
  actions: readonly string[],
  rows: readonly ErrorRow[] = [],
): SfsyncError {
  return new SfsyncError('report-unreadable', message, { actions, rows })
}
