import type { DirectoryReading } from '../salesforce.ts'
import { assignReportColumns, type Columns, type NamedColumns } from './columns.ts'
import { decode, startingWith } from '../../sheet/decode.ts'
import { type Header, isBlank, sniff, type Sniffed } from './header.ts'
import { Problems, RowReader } from './rows.ts'
import { type CsvRecord, parsePiece, readRecords, resolveSeparator, unclosedQuote } from '../../sheet/csv.ts'
import { exportAdvice, refuseOtherFiles, type ReportInput, reportSource, unreadableReport } from './source.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { FooterFilter } from './footer.ts'
import { columnFlags } from '../report-fields.ts'

export type { ReportInput } from './source.ts'

/** What the admin says about a report; what is left out is found in the report itself. */
export interface ReportOptions {
  /** Any encoding that iconv-lite knows, for example `Shift_JIS`. */
  readonly encoding?: string
  /** The character, or `comma`, `semicolon`, `tab`, `pipe`. */
  readonly separator?: string
  /** Labels of the columns to take, by field; case, accents, spaces and punctuation do not matter. */
  readonly columns: NamedColumns
}

// The first records: titles, header and fifty people fit many times.
const sampleSize = 65_536
const sampledPeople = 50
// What kind of text it is shows at once.
const headSize = 4_096

/**
 * Reads an exported Users report, or another CSV of Salesforce users: the output of `sf data query`, Data Loader, Data
 * Export, or of sfsync itself. Only the beginning is read at once; the rest flows as the pages are taken.
 *
 * Throws `usage` for options that do not fit the file and `report-unreadable` for a file that is no such report; taking
 * the pages may throw `report-unreadable` too. Rows that could not be taken are `problems`. A file that ends after its
 * header is an empty list; a file without a header is an error.
 */
export async function readReport(input: ReportInput, options: ReportOptions): Promise<DirectoryReading> {
  const { name } = input
  const notices: string[] = []
  const separator = options.separator === undefined ? undefined : resolveSeparator(options.separator)
  const text = (await decode({ ...input, ...reportSource(name) }, options.encoding, notices))[
    Symbol.asyncIterator
  ]()
  try {
    const taken = await takeSample(text)
    const sample = taken.text.slice(0, sampleSize)
    const whole = taken.whole && sample === taken.text
    refuseOtherFiles(name, sample.slice(0, headSize))
    const sniffed = sniff(sample, whole, separator, Object.values(options.columns))
    const { header, dialect, firstLine, skip } = sniffed
    if (header === undefined) throw withoutHeader(name, sample.slice(skip), sniffed)
    const people = sampleOf(sniffed.records, header)
    const columns = assignReportColumns(name, header.record, people, options.columns, notices)
    const rest = startingWith(taken.text.slice(skip), text)
    const records = afterHeader(readRecords(reportSource(name), rest, dialect, firstLine), header.record.line)
    const problems = new Problems()
    return {
      read: { source: 'report', origin: name, identity: null, organizationId: null },
      total: undefined,
      pages: readPages(name, records, columns, problems, notices),
      problems: problems.rows,
      notices,
    }
  } catch (error) {
    await text.return?.()
    throw error
  }
}

async function takeSample(text: AsyncIterator<string>): Promise<{ text: string; whole: boolean }> {
  let sample = ''
  while (sample.length < sampleSize) {
    const next = await text.next()
    if (next.done) return { text: sample, whole: true }
    sample += next.value
  }
  return { text: sample, whole: false }
}

function sampleOf(records: readonly CsvRecord[], header: Header): CsvRecord[] {
  const below = records.slice(header.index + 1)
  const width = header.record.cells.length
  return below.filter((record) => record.cells.length === width && !isBlank(record)).slice(0, sampledPeople)
}

async function* afterHeader(
  batches: AsyncIterable<readonly CsvRecord[]>,
  headerLine: number,
): AsyncGenerator<readonly CsvRecord[]> {
  let above = true
  for await (const batch of batches) {
    yield above ? batch.filter((record) => record.line > headerLine) : batch
    above = above && (batch.at(-1)?.line ?? 0) <= headerLine
  }
}

const pageSize = 1_000

/**
 * The people of a report in pages of about a thousand, as fast as they are taken. `problems` and `notices` are complete
 * after the last page. Throws `report-unreadable` at the end when all IDs have lost their letter case.
 */
export async function* readPages(
  name: string,
  batches: AsyncIterable<readonly CsvRecord[]>,
  columns: Columns,
  problems: Problems,
  notices: string[],
): AsyncGenerator<readonly SalesforceUser[]> {
  const sieve = new FooterFilter(columns.labels.length, columns.id)
  const rows = new RowReader(name, columns, problems)
  let page: SalesforceUser[] = []
  let people = 0
  const take = (record: CsvRecord) => {
    const person = rows.read(record)
    if (person) page.push(person)
  }
  for await (const batch of batches) {
    for (const record of sieve.pass(batch)) {
      take(record)
      if (page.length < pageSize) continue
      people += page.length
      yield page
      page = []
    }
  }
  const end = sieve.end()
  for (const record of end.people) take(record)
  notices.push(...rows.notices(), ...problems.notices(), ...footerNotice(name, end.footer))
  people += page.length
  if (people + problems.rows.length === 0) notices.push(`${name} holds no people, only its header`)
  if (page.length > 0) yield page
}

function footerNotice(name: string, footer: readonly CsvRecord[]): string[] {
  const [first] = footer
  if (first === undefined) return []
  const lines = footer.length === 1 ? 'line' : `${footer.length} lines`
  return [`left out the ${lines} below the people, from ${name}:${first.line} on: the report's footer`]
}

/** The failure of a file in whose beginning no header was found. */
export function withoutHeader(name: string, sample: string, { dialect, firstLine, records }: Sniffed): Error {
  const { openQuote } = parsePiece(sample, dialect, firstLine, true)
  if (openQuote !== undefined) return unclosedQuote(reportSource(name), sample, dialect, firstLine)
  const [first] = records
  const seen = first === undefined ? '' : ` Its first line reads ${shown(first)}`
  return unreadableReport(
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
