import type { ErrorRow, SfsyncError } from '../../core/errors.ts'
import {
  wrongFileError,
  refuseOtherText,
  type TextSource,
  unreadableFile as unreadableText,
} from '../../sheet/source.ts'

/** A report as it comes in. */
export interface ReportInput {
  /** As the admin gave it; `-` is shown as "standard input". */
  readonly name: string
  /** Read once, from the beginning to the end. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Says in every refusal how Salesforce makes a file that sfsync reads. */
export const exportAdvice =
  'in Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv'

/** A report by its name, as the rooms that read any text know it. */
export function reportSource(name: string): TextSource {
  return {
    name,
    voice: {
      code: 'report-unreadable',
      expected: 'sfsync reads reports exported as CSV',
      advice: [
        exportAdvice,
        'A query does as well: sf data query --result-format csv --query "SELECT Id, Name, Username, Email, IsActive FROM User"',
      ],
      again: 'export the report again',
    },
  }
}

/** The failure of a whole report: what is wrong with which file, and what to do. */
export function unreadableReport(
  message: string,
  actions: readonly string[],
  rows: readonly ErrorRow[] = [],
): SfsyncError {
  return unreadableText(reportSource(''), message, actions, rows)
}

/** Refuses text that is no CSV: nothing at all, a web page, JSON, or control characters. */
export function refuseOtherFiles(name: string, head: string): void {
  const start = head.trimStart()
  if (start === '') throw empty(name)
  if (/^[[{]\s*(["{}\]]|$)/.test(start)) throw wrongFileError(reportSource(name), 'JSON')
  refuseOtherText(reportSource(name), head)
}

function empty(name: string): Error {
  return unreadableReport(`${name} is empty: it holds neither a header line nor people`, [
    'if it was exported from a report, open the report, check its filters, and export it again',
    'if "sf data query" wrote it, the query found nobody: it then writes one empty line and no header',
  ])
}
