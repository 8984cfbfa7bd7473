import { countText } from '../core/text.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import {
  type CsvRecord,
  type Dialect,
  namedSeparator,
  newlineOf,
  parsePiece,
  readRecords,
  resolveSeparator,
  separators,
  unusualSeparatorsIn,
  unclosedQuote,
} from './csv.ts'
import { decode, startingWith } from './decode.ts'
import { isHeader, plainLabel } from './labels.ts'
import { emptyError, refuseOtherText, type TextInput, type TextSource, unreadableFile } from './source.ts'
import { isFormula, readCell, readLabel } from './cell.ts'

/** A text whose beginning has been read. */
export interface OpenText {
  readonly source: TextSource
  /** At least 65,536 characters unless the text is shorter. */
  readonly head: string
  /** Whether the head is all of it. */
  readonly isWhole: boolean
  /** What follows the head; read once. */
  readonly rest: AsyncIterator<string>
}

// Titles, header and fifty users fit many times.
const headSize = 65_536

/**
 * Decodes a file and hands its text to `read`; the file is closed when that fails. Guesses are added to `notices`.
 * Throws `usage` for an unknown encoding, and the code of the file's kind for bytes that are not text.
 */
export async function openText<Result>(
  input: TextInput,
  encoding: string | undefined,
  notices: string[],
  read: (text: OpenText) => Promise<Result> | Result,
): Promise<Result> {
  const rest = (await decode(input, encoding, notices))[Symbol.asyncIterator]()
  try {
    let head = ''
    let isWhole = false
    while (head.length < headSize && !isWhole) {
      const next = await rest.next()
      if (next.done === true) isWhole = true
      else head += next.value
    }
    return await read({ source: input, head, isWhole, rest })
  } catch (error) {
    await rest.return?.()
    throw error
  }
}

/** The record that holds the labels. */
export interface Header {
  readonly record: CsvRecord
  /** Its place among the records. */
  readonly index: number
  /** How much it looks like a header, to compare the separators by. */
  readonly score: number
}

/** How the header and the rows of one kind of table are found. */
interface TableOptions {
  /** The character, or `comma`, `semicolon`, `tab`, `pipe`; found in the text where it is left out. */
  readonly separator: string | undefined
  findHeader(records: readonly CsvRecord[]): Header | undefined
  /** The failure of a text in whose first records no header was found; without it the text counts as empty. */
  withoutHeader?(records: readonly CsvRecord[]): Error
}

/** One row below the header; its cells are trimmed and without the apostrophe that guards formulas. */
export interface TableRow {
  /** The line it begins on, counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** Why its cells may be in the wrong columns. */
  readonly damage?: string
}

/** What decides which rows of a table are returned. */
interface RowOptions {
  /** How many cells a row has. */
  readonly width: number
  /** Whether a row may have fewer. */
  readonly mayEndEarly: boolean
  /** Removes what is not a row, such as the footer of a report; without it blank rows are left out. */
  readonly filter?: { pass(rows: readonly TableRow[]): TableRow[]; end(): readonly TableRow[] }
}

/** A separated text whose header has been found. */
export interface Table {
  readonly separator: string
  /** The line of the header, counted from 1. */
  readonly line: number
  /** What is written above the header, line by line. */
  readonly above: readonly string[]
  /** Trimmed; trailing separators leave empty ones. */
  readonly labels: readonly string[]
  /** The first fifty rows as wide as the header. */
  readonly sample: readonly TableRow[]
  /** The rows below the header in batches, read once; the header is left out wherever it is repeated. */
  rows(options: RowOptions): AsyncGenerator<readonly TableRow[]>
}

const sampledRows = 50

/**
 * Finds separator, line ends and header of a separated text. The separator is the given one, else the one that a first
 * line `sep=` names, else the one under which the header makes most sense. Throws for text that is not a table.
 */
export function openTable(
  { source, head, isWhole, rest }: OpenText,
  { separator, findHeader, withoutHeader }: TableOptions,
): Table {
  const wanted = separator === undefined ? undefined : resolveSeparator(separator)
  const named = namedSeparator(head)
  const skipped = named?.skip ?? 0
  const firstLine = named === undefined ? 1 : 2
  const text = head.slice(skipped)
  const sample = text.slice(0, headSize)
  refuseOtherText(source, sample)
  const newline = newlineOf(sample)
  const given = wanted ?? named?.separator
  const readingWith = (candidate: string): Reading => {
    const dialect = { separator: candidate, newline }
    const { records } = parsePiece(sample, dialect, firstLine, isWhole && sample === text)
    return { dialect, records, header: findHeader(records) }
  }
  const usual = (given === undefined ? separators : [given]).map(readingWith)
  const unusual =
    given === undefined && usual.every((reading) => scoreOf(reading) < 2)
      ? unusualSeparatorsIn(sample.split(newline, 1).join('')).map(readingWith)
      : []
  const { dialect, records, header } = [...usual, ...unusual.filter((each) => scoreOf(each) > 1)].reduce(
    (best, each) => (isBetter(each, best) ? each : best),
  )
  if (header === undefined) {
    const { openQuote } = parsePiece(sample, dialect, firstLine, true)
    if (openQuote !== undefined) throw unclosedQuote(source, sample, dialect, firstLine)
    throw withoutHeader?.(records) ?? emptyError(source)
  }
  const labels = header.record.cells.map((cell) => readLabel(cell))
  return {
    separator: dialect.separator,
    line: header.record.line,
    above: records
      .slice(0, header.index)
      .filter((record) => !isBlank(record))
      .map((record) => quotable(record)),
    labels,
    sample: records
      .slice(header.index + 1)
      .filter(({ cells }) => cells.length === labels.length)
      .map((record) => rowOf(record, labels.length, false))
      .filter((row) => !isBlank(row))
      .slice(0, sampledRows),
    async *rows({ width, mayEndEarly, filter }) {
      // Programs that leave out empty cells at the end do so in other rows, too.
      let [sawRow, sawShort] = [!mayEndEarly, false]
      const end = new EndOfText(newline)
      const pieces = end.watch(startingWith(text, rest))
      for await (const batch of readRecords(source, pieces, dialect, firstLine)) {
        const below =
          (batch[0]?.line ?? 0) > header.record.line
            ? batch
            : batch.filter(({ line }) => line > header.record.line)
        const read = below.map((record, index) => {
          const isShort = record.cells.length < width && !isBlank(record)
          const isLast = end.isBare && index === below.length - 1
          const isCut = isShort && isLast && sawRow && !sawShort
          sawRow = true
          sawShort ||= isShort && mayEndEarly
          return rowOf(record, width, mayEndEarly && !isCut, isCut)
        })
        const rows = filter === undefined ? read.filter((row) => !isBlank(row)) : filter.pass(read)
        yield rows.filter((row) => !isRepeatedHeader(source, row, labels))
      }
      if (filter !== undefined) yield filter.end()
    },
  }
}

/** Whether a row is the header once more; throws for another header, below which cells are in other columns. */
function isRepeatedHeader(source: TextSource, row: TableRow, labels: readonly string[]): boolean {
  if (!isHeader(row.cells, labels))
    return labels.every((label, column) => (row.cells[column] ?? '') === label)
  const [first, second] = [labels, row.cells].map((cells) => cells.map(plainLabel).join('\n').trimEnd())
  if (first === second) return true
  const reason = `line ${row.line} is a second header with other columns, "${quotable(row)}": two files were joined`
  throw unreadableFile(
    source.texts,
    `${source.name}: ${reason}`,
    ['use the files one after the other', 'or bring their columns into the same order before joining them'],
    [{ file: source.name, line: row.line, reason }],
  )
}

/** Watches a text for how it ends. */
class EndOfText {
  /** Whether it has ended, and without a line break. */
  isBare = false
  readonly #newline: string

  constructor(newline: string) {
    this.#newline = newline
  }

  async *watch(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    let last = ''
    for await (const piece of pieces) {
      if (piece !== '') last = piece
      yield piece
    }
    this.isBare = last !== '' && !last.endsWith(this.#newline)
  }
}

type Reading = {
  readonly dialect: Dialect
  readonly records: readonly CsvRecord[]
  readonly header: Header | undefined
}

function isBetter(reading: Reading, best: Reading): boolean {
  for (const [left, right] of [
    [scoreOf(reading), scoreOf(best)],
    [idsIn(reading), idsIn(best)],
    [widthOf(reading), widthOf(best)],
  ] as const)
    if (left !== right) return left > right
  return false
}

function scoreOf({ header }: Reading): number {
  return header?.score ?? 0
}

function idsIn({ records }: Reading): number {
  return records.flatMap(({ cells }) => cells).filter(looksLikeId).length
}

function widthOf({ records }: Reading): number {
  return Math.max(0, ...records.slice(0, 20).map(({ cells }) => cells.length))
}

/** Whether a cell holds a Salesforce User ID. */
export function looksLikeId(cell: string): boolean {
  return cell.length >= 15 && 'salesforceUserId' in parseSalesforceUserId(cell)
}

const longestQuote = 80

/** The cells of a row as they are quoted in a message. */
export function quotable({ cells }: Pick<TableRow, 'cells'>): string {
  const text = cells.filter((cell) => cell.trim() !== '').join(' | ')
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text
}

function quotedCell(cell: string): string {
  return `"${quotable({ cells: [cell] })}"`
}

/** Whether nothing is written in a row. */
export function isBlank({ cells }: Pick<TableRow, 'cells'>): boolean {
  return cells.every((cell) => cell.trim() === '')
}

function cellsOf({ cells }: CsvRecord): string[] {
  return cells.map((cell) => readCell(cell))
}

function rowOf(record: CsvRecord, width: number, mayEndEarly: boolean, isCut = false): TableRow {
  const cells = cellsOf(record)
  const damage = isCut
    ? `the file ends in this row, after ${cells.length} of ${countText(width, 'cell')}: it seems to be cut off`
    : damageOf(record, cells, width, mayEndEarly)
  return damage === undefined ? { line: record.line, cells } : { line: record.line, cells, damage }
}

function damageOf(
  { cells: raw, line, lastLine, brokenQuote }: CsvRecord,
  cells: readonly string[],
  width: number,
  mayEndEarly: boolean,
): string | undefined {
  if (brokenQuote) {
    const where = lastLine === line ? `line ${line}` : `lines ${line} to ${lastLine}`
    return `a quote in ${where} is not doubled or not closed, so the cells are unclear`
  }
  const formula = raw.find(isFormula)
  if (formula !== undefined) return `${quotedCell(formula)} is a formula, not its value; save the values`
  if (cells.length === width || (cells.length < width && mayEndEarly)) return undefined
  if (cells.length > width && cells.slice(width).every((cell) => cell === '')) return undefined
  const found = countText(cells.length, 'cell')
  const hint = cells.length > width ? '; put quotes around a cell that contains the separator' : ''
  return `the row has ${found}, but the header has ${width}${hint}`
}
