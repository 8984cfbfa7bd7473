import { columnFlags } from '../report-fields.ts'
import { parsePiece, unclosedQuote, type CsvRecord } from '../../sheet/records.ts'
import type { Sniffed } from './sniff.ts'
import { exportAdvice, reportSource, unreadable } from './source.ts'

/** The failure of a file in whose beginning no header was found. */
export function withoutHeader(name: string, sample: string, { dialect, firstLine, records }: Sniffed): Error {
  const { openQuote } = parsePiece(sample, dialect, firstLine, true)
  if (openQuote !== undefined) return unclosedQuote(reportSource(name), sample, dialect, firstLine)
  const [first] = records
  const seen = first === undefined ? '' : ` Its first line reads ${shown(first)}`
  return unreadable(
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
