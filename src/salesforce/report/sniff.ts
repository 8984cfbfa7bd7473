import { SfsyncError } from '../../core/errors.ts'
import { findHeader, looksLikeId, type Header } from './header.ts'
import { parsePiece, type CsvRecord, type Dialect } from './records.ts'

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

const separators = [',', ';', '\t', '|']
const separatorNames = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  ['pipe', '|'],
])

/** Reads the separator an admin gives, as a character or by name; throws `usage` for anything else. */
export function resolveSeparator(text: string): string {
  const separator = separatorNames.get(text.trim().toLowerCase()) ?? (text === '\t' ? text : text.trim())
  if (separators.includes(separator)) return separator
  throw new SfsyncError('usage', `"${text}" is no separator that sfsync knows`, {
    actions: ['say comma, semicolon, tab or pipe, or leave it out: sfsync then finds it in the header'],
  })
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
  const named = /^sep=([,;\t|])[\t ]*(?:\r\n|\n|\r|$)/i.exec(sample)
  const skip = named?.[0].length ?? 0
  const firstLine = named ? 2 : 1
  const text = sample.slice(skip)
  const newline = newlineOf(text)
  const given = separator ?? named?.[1]
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

/** A lone CR ends lines only where the first line break outside quotes is one. */
function newlineOf(text: string): '\n' | '\r' {
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '"') quoted = !quoted
    else if (!quoted && character === '\n') return '\n'
    else if (!quoted && character === '\r') return text[index + 1] === '\n' ? '\n' : '\r'
  }
  return '\n'
}
