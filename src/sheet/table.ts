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
import { LastRow } from './last-row.ts'
import { isHeader, plainLabel } from './labels.ts'
import { emptyError, refuseOtherText, type TextInput, type TextSource, unreadableFile } from './source.ts'
import { isFormula, readCell, readLabel } from './cell.ts'
import type { OddCell } from './odd-cells.ts'

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

// A list of a million users has about a third of it; JavaScript ends at twice as much.
const longestText = 250_000_000

/** All of a text that has no pieces, such as JSON. Throws the code of the file's kind where it is too long. */
export async function wholeTextOf({ source, head, rest }: OpenText): Promise<string> {
  const parts = [head]
  let length = head.length
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    parts.push(next.value)
    length += next.value.length
    if (length > longestText)
      throw unreadableFile(source.texts, `${source.name} is too large to be read as JSON, YAML or HTML`, [
        'split it, or write it as CSV, which is read piece by piece',
      ])
  }
  return parts.join('')
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
export interface TableOptions {
  /** The character, or `comma`, `semicolon`, `tab`, `pipe`; found in the text where it is left out. */
  readonly separator: string | undefined
  findHeader(records: readonly CsvRecord[]): Header | undefined
  /** The failure of a text in whose first records no header was found; without it the text counts as empty. */
  withoutHeader?(records: readonly CsvRecord[]): Error
  /** Whether labels are those of the wanted table; says which of several headers of a workbook counts. */
  prefers?(labels: readonly string[]): boolean
}

/** One row below the header; its cells are trimmed and without the apostrophe that guards formulas. */
export interface TableRow {
  /** The line it begins on, counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** The cells as they are written, with words that mean nothing. */
  readonly written?: readonly string[]
  /** Why its cells may be in the wrong columns. */
  readonly damage?: string
  /** The cells of a workbook that hold something else than a text. */
  readonly odd?: readonly OddCell[]
}

/** What decides which rows of a table are returned. */
export interface RowOptions {
  /** How many cells a row has. */
  readonly width: number
  /** Whether a row may have fewer. */
  readonly mayEndEarly: boolean
  /** Gets what should be known of the rows. */
  readonly notices: string[]
  /** Removes what is not a row, such as the footer of a report; without it blank rows are left out. */
  readonly filter?: { pass(rows: readonly TableRow[]): TableRow[]; end(): readonly TableRow[] }
}

/** A table whose header has been found. */
export interface Table {
  readonly form: 'csv' | 'workbook'
  /** Between cells; a comma in a workbook. */
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
export function openSeparated(
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
    form: 'csv',
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
    async *rows({ width, mayEndEarly, notices, filter }) {
      const end = new LastRow(newline, { width, mayEndEarly })
      const pieces = end.watch(startingWith(text, rest))
      for await (const batch of readRecords(source, pieces, dialect, firstLine)) {
        const below =
          (batch[0]?.line ?? 0) > header.record.line
            ? batch
            : batch.filter(({ line }) => line > header.record.line)
        const read = below.map((record, index) => {
          const cut = end.check(record, index === below.length - 1)
          if (cut !== undefined && 'notice' in cut)
            notices.push(`${source.name}:${record.line}: ${cut.notice}`)
          const damage = cut !== undefined && 'problem' in cut ? cut.problem : undefined
          return rowOf(record, width, mayEndEarly, damage)
        })
        const rows = filter === undefined ? read.filter((row) => !isBlank(row)) : filter.pass(read)
        yield rows.filter((row) => !isRepeatedHeader(source, row, labels))
      }
      if (filter !== undefined) yield filter.end()
    },
  }
}

/** Whether a row is the header once more; throws for another header, below which cells are in other columns. */
export function isRepeatedHeader(source: TextSource, row: TableRow, labels: readonly string[]): boolean {
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

/** Says where the header is if something is left out above it. */
export function aboveNotice(name: string, { above, line }: Pick<Table, 'above' | 'line'>): string[] {
  if (above.length === 0) return []
  return [
    `the header is in line ${line} of ${name}; left out above it: ${above.map((each) => `"${each}"`).join(', ')}`,
  ]
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

function rowOf(record: CsvRecord, width: number, mayEndEarly: boolean, cut?: string): TableRow {
  const cells = cellsOf(record)
  const damage = cut ?? damageOf(record, cells, width, mayEndEarly)
  const row = { line: record.line, cells, written: record.cells }
  return damage === undefined ? row : { ...row, damage }
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
