import Papa from 'papaparse'
import { SfsyncError } from '../core/errors.ts'
import { withoutSpacesBeforeQuotes } from './late-quotes.ts'
import { type TextSource, unreadableFile } from './source.ts'

/** How a file separates cells and records; `\n` also stands for CRLF. */
export interface Dialect {
  readonly separator: string
  readonly newline: '\n' | '\r'
}

/** One record of a CSV file. */
export interface CsvRecord {
  readonly cells: readonly string[]
  /** The line it begins on, counted from 1. */
  readonly line: number
  /** The line it ends on: a later one when cells hold line breaks. */
  readonly lastLine: number
  /** A quote inside a quoted cell is not doubled, so the cells may be cut wrongly. */
  readonly brokenQuote: boolean
}

/** Records, what is left of the text, and the line where that rest begins. */
interface ParsedPiece {
  readonly records: CsvRecord[]
  readonly rest: string
  readonly line: number
  /** Where in the text a quote was opened that is never closed; known for the last piece only. */
  readonly openQuote: number | undefined
}

// Small enough that the first page comes soon, large enough that the parser is not called for every few rows.
const pieceSize = 32_768
// No record of a Users report is nearly as long; without a bound, one lost quote would collect the whole file.
const longestRecord = 1_000_000

/** Parses a piece of text; unless it is the last, its final record may be incomplete and is left for the next call. */
export function parsePiece(written: string, dialect: Dialect, startLine: number, last: boolean): ParsedPiece {
  const text = withoutSpacesBeforeQuotes(written, dialect)
  const parser = new Papa.Parser({ delimiter: dialect.separator, newline: dialect.newline })
  const result: Papa.ParseResult<string[]> = parser.parse(text, 0, !last)
  const broken = new Set<number>()
  let openQuote: number | undefined
  for (const error of result.errors)
    if (error.code === 'MissingQuotes') openQuote = (error.index ?? 1) - 1
    else broken.add(error.row ?? -1)
  const end = last ? text.length : result.meta.cursor
  const breaks = countOf(dialect.newline, text, end)
  // The parser takes what follows the last line break for a record of one empty cell.
  if (last && text.endsWith(dialect.newline)) result.data.pop()
  const plain = !last && breaks === result.data.length
  let line = startLine
  const records = result.data.map((cells, index) => {
    const lastLine = line + (plain ? 0 : breaksInside(cells, dialect.newline))
    const record = { cells, line, lastLine, brokenQuote: broken.has(index) }
    line = lastLine + 1
    return record
  })
  return { records, rest: text.slice(end), line: startLine + breaks, openQuote }
}

function breaksInside(cells: readonly string[], newline: string): number {
  let count = 0
  for (const cell of cells) if (cell.includes(newline)) count += countOf(newline, cell, cell.length)
  return count
}

function countOf(newline: string, text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf(newline); at !== -1 && at < end; at = text.indexOf(newline, at + 1)) count += 1
  return count
}

/**
 * The records of a text in batches, with their lines; at most about a megabyte is held.
 * Throws with the line of a quote that is opened and never closed.
 */
export async function* readRecords(
  source: TextSource,
  text: AsyncIterable<string>,
  dialect: Dialect,
  firstLine: number,
): AsyncGenerator<readonly CsvRecord[]> {
  let pending = ''
  let fresh = 0
  let line = firstLine
  for await (const piece of text) {
    pending += piece
    fresh += piece.length
    if (fresh < pieceSize) continue
    fresh = 0
    const parsed = parsePiece(pending, dialect, line, false)
    pending = parsed.rest
    line = parsed.line
    if (pending.length > longestRecord) throw unclosedQuote(source, pending, dialect, line)
    yield parsed.records
  }
  if (pending === '') return
  const parsed = parsePiece(pending, dialect, line, true)
  if (parsed.openQuote !== undefined) throw unclosedQuote(source, pending, dialect, line)
  yield parsed.records
}

/** The failure of a text in which a quote is opened and never closed, or of a record that never ends. */
export function unclosedQuote(
  source: TextSource,
  pending: string,
  dialect: Dialect,
  startLine: number,
): Error {
  const { openQuote } = parsePiece(pending, dialect, startLine, true)
  const line = startLine + countOf(dialect.newline, pending, openQuote ?? 0)
  const reason =
    openQuote === undefined
      ? 'a record is longer than a million characters'
      : 'a quote is opened and never closed'
  return unreadableFile(
    source.texts,
    `${source.name}:${line}: ${reason}`,
    [`the file was cut off or edited: ${source.texts.again}`],
    [{ file: source.name, line, reason }],
  )
}

/** What may separate cells, the most common first. */
export const separators = [',', ';', '\t', '|']
const separatorNames = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  ['pipe', '|'],
])

// Signs that some databases put between cells, because no name, address, ID or URL contains them.
const unusualSeparators = new Set('\u0001\u001e\u001f!$*^~¤¦§¬·¶')

/** The separator that an admin gives as a character or by name; throws `usage` for anything else. */
export function resolveSeparator(text: string): string {
  const separator = separatorNames.get(text.trim().toLowerCase()) ?? (text === '\t' ? text : text.trim())
  if (separators.includes(separator) || unusualSeparators.has(separator)) return separator
  throw new SfsyncError('usage', `unknown separator "${text}"`, {
    actions: ['use comma, semicolon, tab or pipe, or leave it out: sfsync then finds it in the header'],
  })
}

/** The signs in a text that may separate cells although hardly anyone uses them. */
export function unusualSeparatorsIn(text: string): string[] {
  return [...new Set(text)].filter((sign) => unusualSeparators.has(sign))
}

/** The separator that a first line `sep=;` names (Excel writes it), and how many characters that line takes. */
export function namedSeparator(
  text: string,
): { readonly separator: string; readonly skip: number } | undefined {
  const named = /^sep=(.)[\t ]*(?:\r\n|\n|\r|$)/i.exec(text)
  const separator = named?.[1] ?? ''
  const isKnown = separators.includes(separator) || unusualSeparators.has(separator)
  return named === null || !isKnown ? undefined : { separator, skip: named[0].length }
}

/** A lone CR ends lines only where the first line break outside quotes is one. */
export function newlineOf(text: string): '\n' | '\r' {
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '"') quoted = !quoted
    else if (!quoted && character === '\n') return '\n'
    else if (!quoted && character === '\r') return text[index + 1] === '\n' ? '\n' : '\r'
  }
  return '\n'
}
