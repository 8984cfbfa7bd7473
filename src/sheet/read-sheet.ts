import * as z from 'zod/mini'
import { unguardFormula } from './write-sheet.ts'
import { decode } from './decode.ts'
import {
  type CsvRecord,
  type Dialect,
  namedSeparator,
  newlineOf,
  parsePiece,
  readRecords,
  resolveSeparator,
  separators,
} from './csv.ts'
import { refuseOtherText, type TextInput, type TextSource, unreadableFile } from './source.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import type { ErrorRow } from '../core/errors.ts'

/** What the admin says about a file; what is left out is found in it. */
export interface SheetOptions {
  /** Any encoding that iconv-lite knows. */
  readonly encoding?: string
  /** The character, or `comma`, `semicolon`, `tab`, `pipe`. */
  readonly separator?: string
  /** Whether a label means something: the separator under which most of them do is the right one. */
  isKnown(label: string): boolean
}

// Enough to see what kind of file it is and how its header is separated.
const headSize = 65_536

/**
 * Reads a whole table: CSV, TSV and their kin, one JSON object a line, or (by the name of the file) a roster in YAML. The first line that holds anything is the header.
 * Throws `file-unreadable` for what is no table, `usage` for options that do not fit; bad rows are `problems`.
 */
export async function readSheet(
  input: Omit<TextInput, 'voice'>,
  { encoding, separator, isKnown }: SheetOptions,
): Promise<Sheet> {
  const source: TextSource = { name: input.name, voice: sheetFileTexts }
  const notices: string[] = []
  const wanted = separator === undefined ? undefined : resolveSeparator(separator)
  const text = await wholeText(await decode({ ...input, ...source }, encoding, notices))
  if (/\.ya?ml$/i.test(source.name)) {
    const { readRoster } = await import('./roster.ts')
    return { ...readRoster(source, text), notices }
  }
  const head = text.slice(0, headSize)
  if (head.trim() === '')
    throw unreadableFile(source, `${source.name} is empty: it has no header line`, sheetFileTexts.advice)
  refuseOtherText(source, head)
  if (/^\s*\[\s*[{\]]/.test(head))
    throw unreadableFile(source, `${source.name} is one JSON array; sfsync reads one JSON object a line`, [
      'write it with --format ndjson, or: jq -c ".[]"',
    ])
  if (/^\s*\{/.test(head)) return { ...readJsonLines(source, text), notices }
  const { dialect, skip } = dialectOf(head, wanted, isKnown)
  return { ...(await separated(source, text.slice(skip), dialect, skip > 0 ? 2 : 1)), notices }
}

/** How sfsync speaks of a batch file that it cannot read. */
export const sheetFileTexts = {
  code: 'file-unreadable',
  expected: 'sfsync reads tables as CSV, TSV or NDJSON',
  advice: ['in Excel: File > Save as > CSV UTF-8; the first line names the columns'],
  again: 'save the file again',
} as const

async function wholeText(parts: AsyncIterable<string>): Promise<string> {
  const all: string[] = []
  for await (const part of parts) all.push(part)
  return all.join('')
}

function dialectOf(
  head: string,
  wanted: string | undefined,
  isKnown: (label: string) => boolean,
): { readonly dialect: Dialect; readonly skip: number } {
  const named = namedSeparator(head)
  const skip = named?.skip ?? 0
  const text = head.slice(skip)
  const newline = newlineOf(text)
  const given = wanted ?? named?.separator
  const scored = (given === undefined ? separators : [given]).map((separator) => {
    const cells = firstCells(parsePiece(text, { separator, newline }, 1, false).records) ?? []
    return { separator, known: cells.filter((cell) => isKnown(cell)).length, width: cells.length }
  })
  const best = scored.reduce((left, right) =>
    right.known > left.known || (right.known === left.known && right.width > left.width) ? right : left,
  )
  return { dialect: { separator: best.separator, newline }, skip }
}

function firstCells(records: readonly CsvRecord[]): readonly string[] | undefined {
  return records.find(({ cells }) => cells.some((cell) => cell.trim() !== ''))?.cells
}

async function separated(
  source: TextSource,
  text: string,
  dialect: Dialect,
  firstLine: number,
): Promise<Omit<Sheet, 'notices'>> {
  const reader = new RowReader(source.name)
  for await (const batch of readRecords(source, pieces(text), dialect, firstLine))
    for (const record of batch) reader.read(record)
  return { name: source.name, form: 'csv', separator: dialect.separator, ...reader.table() }
}

// The parser copies what it cuts off; pieces keep that from being quadratic.
async function* pieces(text: string): AsyncGenerator<string> {
  const size = 32_768
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size))
}

/** Collects header, rows and bad rows. */
class RowReader {
  readonly #name: string
  #labels: readonly string[] | undefined
  readonly #rows: SheetRow[] = []
  readonly #problems: Sheet['problems'][number][] = []

  constructor(name: string) {
    this.#name = name
  }

  read(record: CsvRecord): void {
    const cells = record.cells.map((cell) => flat(unguardFormula(cell).trim()))
    if (cells.every((cell) => cell === '')) return
    if (this.#labels === undefined) {
      this.#labels = cells
      return
    }
    const reason = this.#damageOf(record, cells)
    if (reason !== undefined)
      this.#problems.push({
        file: this.#name,
        line: record.line,
        reason,
        action: 'mend the line',
        group: 'lines that cannot be read',
      })
    else this.#rows.push({ line: record.line, cells })
  }

  table(): Pick<Sheet, 'labels' | 'rows' | 'problems'> {
    const labels = this.#labels ?? []
    // Spreadsheets save empty columns at the end of a table, too.
    const kept = labels.flatMap((label, column) =>
      label !== '' || this.#rows.some(({ cells }) => (cells[column] ?? '') !== '') ? [column] : [],
    )
    const width = labels.length
    const rows =
      kept.length === width
        ? this.#rows.map((row) => (row.cells.length === width ? row : filled(row, kept)))
        : this.#rows.map((row) => filled(row, kept))
    return { labels: kept.map((column) => labels[column] ?? ''), rows, problems: this.#problems }
  }

  #damageOf({ line, lastLine, brokenQuote }: CsvRecord, cells: readonly string[]): string | undefined {
    const width = this.#labels?.length ?? 0
    if (brokenQuote) {
      const where = lastLine === line ? `line ${line}` : `lines ${line} to ${lastLine}`
      return `a quote in ${where} is not doubled or not closed, so the cells cannot be told apart`
    }
    // A row that ends early is empty there; one with more cells than the header would be read in the wrong columns.
    if (cells.length <= width || cells.slice(width).every((cell) => cell === '')) return undefined
    return `the line has ${cells.length} cells and the header has ${width}: is a comma in a cell without quotes?`
  }
}

function filled({ line, cells }: SheetRow, kept: readonly number[]): SheetRow {
  return { line, cells: kept.map((column) => cells[column] ?? '') }
}

// A slice keeps the whole text it was cut from in memory.
function flat(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8')
}

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const line = z.record(z.string(), cell)

/** Reads one JSON object a line; the keys, in the order in which they first appear, are the labels. */
export function readJsonLines({ name }: TextSource, text: string): Omit<Sheet, 'notices'> {
  const columns = new Map<string, number>()
  const rows: SheetRow[] = []
  const problems: ErrorRow[] = []
  for (const [index, each] of text.split('\n').entries()) {
    if (each.trim() === '') continue
    const read = line.safeParse(parsed(each))
    if (!read.success) {
      problems.push(problem(name, index + 1, each))
      continue
    }
    const cells: string[] = []
    for (const [key, value] of Object.entries(read.data)) cells[columnOf(columns, key)] = textOf(value)
    rows.push({ line: index + 1, cells })
  }
  const labels = [...columns.keys()]
  return {
    name,
    form: 'ndjson',
    separator: ',',
    labels,
    rows: rows.map((row) => ({ line: row.line, cells: labels.map((_, column) => row.cells[column] ?? '') })),
    problems,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function columnOf(columns: Map<string, number>, key: string): number {
  const known = columns.get(key)
  if (known !== undefined) return known
  columns.set(key, columns.size)
  return columns.size - 1
}

function textOf(value: z.output<typeof cell>): string {
  return value === null ? '' : String(value).trim()
}

function problem(file: string, lineNumber: number, text: string): ErrorRow {
  const nested = parsed(text) !== undefined
  return {
    file,
    line: lineNumber,
    value: text.slice(0, 80),
    reason: nested
      ? 'the line is no flat JSON object: a value is a list or an object'
      : 'the line is no JSON object',
    action: 'write one object of texts, numbers and nulls a line',
    group: 'lines that cannot be read',
  }
}
