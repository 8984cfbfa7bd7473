import { plainLabel, reportFieldsOf } from '../../sheet/labels.ts'
import type { CsvRecord } from '../../sheet/csv.ts'
import { type Header, isBlank, looksLikeId } from '../../sheet/table.ts'

// Reports with titles have a handful of lines above the header.
const searched = 20

/**
 * Finds the header of a report among its first records: the one that holds the wanted labels, else the one above the
 * users with the most known labels, else the one just above the first record with an ID.
 */
export function findReportHeader(
  records: readonly CsvRecord[],
  wanted: readonly string[],
): Header | undefined {
  const first = records.slice(0, searched)
  const named = first.findIndex((record) => wanted.length > 0 && holdsAll(record, wanted))
  if (named >= 0) return headerAt(first, named, wanted.length)
  const firstUser = first.findIndex(holdsUser)
  const above = firstUser < 0 ? first : first.slice(0, firstUser)
  const headers = above.flatMap((_, index) => headerAt(above, index, 0) ?? [])
  const best = headers.reduce<Header | undefined>(
    (champion, header) => (champion && champion.score >= header.score ? champion : header),
    undefined,
  )
  if (best && best.score >= 2) return best
  const width = first[firstUser]?.cells.length
  if (width === undefined) return best && best.score > 0 ? best : undefined
  return headers.findLast((header) => header.record.cells.length === width && !isBlank(header.record))
}

// The score counts the known fields, and the Salesforce User ID twice.
function headerAt(records: readonly CsvRecord[], index: number, bonus: number): Header | undefined {
  const record = records[index]
  if (record === undefined) return undefined
  const fields = new Set(reportFieldsOf(record.cells))
  fields.delete(undefined)
  return { record, index, score: fields.size + (fields.has('salesforceUserId') ? 1 : 0) + bonus }
}

function holdsAll(record: CsvRecord, wanted: readonly string[]): boolean {
  const labels = new Set(record.cells.map(plainLabel))
  return wanted.every((label) => labels.has(plainLabel(label)))
}

function holdsUser(record: CsvRecord): boolean {
  // A title above the header may quote a filter on addresses, but then it is the only cell.
  const isAlone = record.cells.filter((cell) => cell.trim() !== '').length === 1
  return record.cells.some((cell) => (cell.includes('@') && !isAlone) || looksLikeId(cell))
}
