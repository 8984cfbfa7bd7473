import { findHeader, looksLikeId, type Header } from './header.ts'
import { parsePiece, type CsvRecord, type Dialect } from '../../sheet/records.ts'
import { namedSeparator, newlineOf, separators } from '../../sheet/separator.ts'

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
