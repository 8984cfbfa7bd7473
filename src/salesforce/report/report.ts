import { countText } from '../../core/text.ts'
import type { CsvRecord } from '../../sheet/csv.ts'
import { refuseLossAbove } from '../../sheet/loss.ts'
import { type TextInput, unreadableFile, wrongFileError } from '../../sheet/source.ts'
import { type FileOptions, openFile, openTable } from '../../sheet/open-file.ts'
import { aboveNotice, quotable, type Table } from '../../sheet/table.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { DirectoryReading } from '../salesforce.ts'
import { columnFlags } from '../report-flags.ts'
import { assignReportColumns, type Columns, type NamedColumns } from './columns.ts'
import { exportAdvice, reportFileTexts } from './file-texts.ts'
import { FooterFilter } from './footer.ts'
import { findReportHeader } from './header.ts'
import { Problems, UserReader } from './rows.ts'

/** What the admin says about a report; what is left out is found in the report itself. */
export interface ReportOptions extends FileOptions {
  /** Labels of the columns to take, by field; case, accents, spaces and punctuation do not matter. */
  readonly columns: NamedColumns
}

/**
 * Reads an exported Users report, or another table of Salesforce users: a workbook, the output of `sf data query`, Data
 * Loader, Data Export, or of sfsync itself. Only the beginning is read at once; the rest is read as the pages are taken.
 *
 * Throws `usage` for options that do not fit the file and `report-unreadable` for a file that is not such a report; taking
 * the pages may throw `report-unreadable` too. Rows that could not be read are `problems`. A file that ends after its
 * header is an empty list; a file without a header is an error.
 */
export async function readReport(
  { name, bytes }: Pick<TextInput, 'name' | 'bytes'>,
  { columns: named, ...options }: ReportOptions,
): Promise<DirectoryReading> {
  const notices: string[] = []
  const source = { name, bytes, texts: reportFileTexts }
  return await openFile(source, options, notices, async (text) => {
    if ('head' in text && /^\s*[[{]\s*(["{}\]]|$)/.test(text.head)) throw wrongFileError(source, 'JSON')
    const table = await openTable(text, {
      separator: options.separator,
      findHeader: (records) => findReportHeader(records, Object.values(named)),
      withoutHeader: (records) => withoutHeader(name, records),
    })
    refuseLossAbove({ name, texts: reportFileTexts }, table.above)
    notices.push(...aboveNotice(name, table))
    const columns = assignReportColumns(name, table, named, notices)
    const problems = new Problems()
    const reader = new UserReader(name, columns, problems)
    return {
      read: { source: 'report', origin: name, identity: null, organizationId: null },
      total: undefined,
      pages: readPages(name, table, columns, reader, problems, notices),
      problems: problems.rows,
      notices,
      get unconfirmed() {
        return reader.unconfirmed
      },
    }
  })
}

const pageSize = 1_000

/**
 * The users of a report in pages of about a thousand, read as they are taken. `problems` and `notices` are complete
 * after the last page. Throws `report-unreadable` at the end when all IDs have lost their letter case.
 */
async function* readPages(
  name: string,
  table: Table,
  columns: Columns,
  reader: UserReader,
  problems: Problems,
  notices: string[],
): AsyncGenerator<readonly SalesforceUser[]> {
  const width = columns.labels.length
  const filter = new FooterFilter(columns, { name, texts: reportFileTexts })
  let page: SalesforceUser[] = []
  let users = 0
  for await (const batch of table.rows({ width, mayEndEarly: false, notices, filter })) {
    for (const row of batch) {
      const user = reader.read(row)
      if (user === undefined) continue
      page.push(user)
      if (page.length < pageSize) continue
      users += page.length
      yield page
      page = []
    }
  }
  notices.push(...reader.notices(), ...problems.notices(), ...footerNotice(name, filter))
  users += page.length
  if (users + problems.rows.length === 0) notices.push(`${name} contains a header but no users`)
  if (page.length > 0) yield page
}

// As many as a footer of Salesforce has, and totals.
const quotedLines = 6

function footerNotice(name: string, { footer }: FooterFilter): string[] {
  const [first] = footer
  if (first === undefined) return []
  const lines = countText(footer.length, 'line')
  const quoted = footer.slice(0, quotedLines).map((row) => `"${quotable(row)}"`)
  const rest = footer.length > quotedLines ? ', …' : ''
  return [`skipped the report's footer: ${lines} from ${name}:${first.line} on: ${quoted.join(', ')}${rest}`]
}

function withoutHeader(name: string, [first]: readonly CsvRecord[]): Error {
  const seen = first === undefined ? '' : ` Its first line is ${shown(first)}`
  return unreadableFile(
    reportFileTexts,
    `${name} has no line of column labels that sfsync knows ("User ID", "Email", ... in many languages).${seen}`,
    [
      exportAdvice,
      `or name the columns: ${columnFlags.salesforceUserId} "<label>" ${columnFlags.email} "<label>"`,
    ],
  )
}

function shown(record: CsvRecord): string {
  const text = record.cells.join(' | ')
  return `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`
}
