import type { FileKindTexts } from '../../sheet/source.ts'

/** How Salesforce makes a file that sfsync reads. */
export const exportAdvice =
  'in Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv'

/** What sfsync says about a report that it cannot read. */
export const reportFileTexts = {
  code: 'report-unreadable',
  expected: 'sfsync reads reports exported as CSV or Excel',
  advice: [
    exportAdvice,
    'or run a query: sf data query --result-format csv --query "SELECT Id, Name, Username, Email, IsActive FROM User"',
  ],
  empty: {
    reason: 'it has neither a header nor users',
    advice: [
      'if it was exported from a report, open the report, check its filters, and export it again',
      'if "sf data query" wrote it, the query found no users: it then writes one empty line and no header',
    ],
  },
  again: 'export the report again',
} as const satisfies FileKindTexts
