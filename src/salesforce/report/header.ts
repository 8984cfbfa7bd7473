import { parseSalesforceUserId } from '../../core/salesforce-id.ts'
import { fieldsOfLabels, plainLabel } from './labels.ts'
import {
  type CsvRecord,
  type Dialect,
  namedSeparator,
  newlineOf,
  parsePiece,
  separators,
} from '../../sheet/csv.ts'

/** The record that holds the labels. */
export interface Header {
  readonly record: CsvRecord
  /** Its place among the records. */
  readonly index: number
  /** How much it looks like a header: known labels, and one more for the Salesforce User ID. */
  readonly score: number
}

// Reports with titles have a handful of lines above the header.
const searched = 20

/** Whether a cell holds a Salesforce User ID. */
export function looksLikeId(cell: string): boolean {
  return cell.length >= 15 && 'salesforceUserId' in parseSalesforceUserId(cell)
}

/** Whether nothing is written in a record. */
export function isBlank(record: CsvRecord): boolean {
  return record.cells.every((cell) => cell.trim() === '')
}

/**
 * Finds the header among the first records: the one that holds the wanted labels, else the one above the people with the
 * most known labels, else the one just above the first record with an ID.
 */
export function findHeader(records: readonly CsvRecord[], wanted: readonly string[]): Header | undefined {
  const first = records.slice(0, searched)
  const named = first.findIndex((record) => wanted.length > 0 && holdsAll(record, wanted))
  if (named >= 0) return headerAt(first, named, wanted.length)
  const firstPerson = first.findIndex(holdsPerson)
  const above = firstPerson < 0 ? first : first.slice(0, firstPerson)
  const headers = above.flatMap((_, index) => headerAt(above, index, 0) ?? [])
  const best = headers.reduce<Header | undefined>(
    (champion, header) => (champion && champion.score >= header.score ? champion : header),
    undefined,
  )
  if (best && best.score >= 2) return best
  const width = first[firstPerson]?.cells.length
  if (width === undefined) return best && best.score > 0 ? best : undefined
  return headers.findLast((header) => header.record.cells.length === width && !isBlank(header.record))
}

function headerAt(records: readonly CsvRecord[], index: number, bonus: number): Header | undefined {
  const record = records[index]
  if (record === undefined) return undefined
  const fields = new Set(fieldsOfLabels(record.cells))
  fields.delete(undefined)
  return { record, index, score: fields.size + (fields.has('salesforceUserId') ? 1 : 0) + bonus }
}

function holdsAll(record: CsvRecord, wanted: readonly string[]): boolean {
  const labels = new Set(record.cells.map(plainLabel))
  return wanted.every((label) => labels.has(plainLabel(label)))
}

function holdsPerson(record: CsvRecord): boolean {
  // A title above the header may quote a filter on addresses, but then it stands alone.
  const alone = record.cells.filter((cell) => cell.trim() !== '').length === 1
  return record.cells.some((cell) => (cell.includes('@') && !alone) || looksLikeId(cell))
}

/** What the beginning of a file tells about the whole. */
export interface Sniffed {
  readonly dialect: Dialect
  /** How many characters a first line `sep=;` takes. */
  readonly skip: number
  /** The line where the records begin. */
  readonly firstLine: number
  readonly records: readonly CsvRecord[]
  readonly header: Header | undefined
}

/**
 * Finds separator, line ends and header in the first records. The separator is the given one, else the one that a first
 * line `sep=` names, else the one under which the header makes most sense.
 */
export function sniff(
  sample: string,
  whole: boolean,
  separator: string | undefined,
  wanted: readonly string[],
): Sniffed {
  const named = namedSeparator(sample)
  const skip = named?.skip ?? 0
  const firstLine = named ? 2 : 1
  const text = sample.slice(skip)
  const newline = newlineOf(text)
  const given = separator ?? named?.separator
  const readings = (given === undefined ? separators : [given]).map((candidate) => {
    const dialect = { separator: candidate, newline }
    const { records } = parsePiece(text, dialect, firstLine, whole)
    return { dialect, skip, firstLine, records, header: findHeader(records, wanted) }
  })
  return readings.reduce((best, reading) => (betterThan(reading, best) ? reading : best))
}

function betterThan(reading: Sniffed, best: Sniffed): boolean {
  for (const [left, right] of [
    [reading.header?.score ?? 0, best.header?.score ?? 0],
    [idCells(reading), idCells(best)],
    [widest(reading), widest(best)],
  ] as const)
    if (left !== right) return left > right
  return false
}

function idCells(reading: Sniffed): number {
  return reading.records.flatMap((record) => record.cells).filter(looksLikeId).length
}

function widest(reading: Sniffed): number {
  return Math.max(0, ...reading.records.slice(0, 20).map((record) => record.cells.length))
}
