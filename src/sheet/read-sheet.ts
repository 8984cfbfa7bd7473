import * as z from 'zod/mini'
import type { ErrorRow } from '../core/errors.ts'
import { parsedJson } from '../core/values.ts'
import type { CsvRecord } from './csv.ts'
import { batchMeaningsOf, isReviewLabel } from './labels.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import { type FileKindTexts, type TextInput, unreadableFile } from './source.ts'
import { type Header, isBlank, openTable, openText, type OpenText } from './table.ts'

/** What the admin says about a file; what is left out is found in it. */
export interface SheetOptions {
  /** Any encoding that iconv-lite knows. */
  readonly encoding?: string
  /** The character, or `comma`, `semicolon`, `tab`, `pipe`. */
  readonly separator?: string
}

/** What sfsync says about a batch file that it cannot read. */
export const sheetFileTexts = {
  code: 'file-unreadable',
  expected: 'sfsync reads tables as CSV, TSV or NDJSON',
  advice: ['in Excel: File > Save as > CSV UTF-8; the first line names the columns'],
  empty: {
    reason: 'it has no header line',
    advice: ['in Excel: File > Save as > CSV UTF-8; the first line names the columns'],
  },
  again: 'save the file again',
} as const satisfies FileKindTexts

/**
 * Reads a whole table: CSV, TSV and the like, one JSON object per line, or (by the name of the file) a roster in YAML.
 * The first line that is not empty is the header. Throws `file-unreadable` for what is not a table, `usage` for options
 * that do not fit; bad rows are `problems`.
 */
export async function readSheet(
  input: Pick<TextInput, 'name' | 'bytes'>,
  { encoding, separator }: SheetOptions,
): Promise<Sheet> {
  const notices: string[] = []
  const source = { ...input, texts: sheetFileTexts }
  const sheet = await openText(source, encoding, notices, async (text) => {
    if (/\.ya?ml$/i.test(input.name)) {
      const { readRoster } = await import('./roster.ts')
      return readRoster(source, await wholeText(text))
    }
    if (/^\s*\[\s*[{\]]/.test(text.head))
      throw unreadableFile(
        sheetFileTexts,
        `${input.name} is a JSON array; sfsync reads one JSON object per line`,
        ['write it with --format ndjson, or convert it: jq -c ".[]"'],
      )
    if (/^\s*\{/.test(text.head)) return readJsonLines(input.name, await wholeText(text))
    return await readSeparated(text, separator)
  })
  return { ...sheet, notices }
}

async function wholeText({ head, rest }: OpenText): Promise<string> {
  const parts = [head]
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) parts.push(next.value)
  return parts.join('')
}

async function readSeparated(text: OpenText, separator: string | undefined): Promise<Omit<Sheet, 'notices'>> {
  const { name } = text.source
  const table = openTable(text, { separator, findHeader: findSheetHeader })
  const width = table.labels.length
  const rows: SheetRow[] = []
  const problems: ErrorRow[] = []
  const isUsed = table.labels.map((label) => label !== '')
  for await (const batch of table.rows({ width, mayEndEarly: true }))
    for (const { line, cells, damage } of batch) {
      if (damage !== undefined) {
        problems.push(unreadableLine(name, line, damage))
        continue
      }
      const row = table.labels.map((_, column) => copyOf(cells[column] ?? ''))
      for (const [column, cell] of row.entries()) isUsed[column] ||= cell !== ''
      rows.push({ line, cells: row })
    }
  // Spreadsheets save empty columns at the end of a table, too.
  const kept = <Value>(values: readonly Value[]) => values.filter((_, column) => isUsed[column])
  return {
    name,
    form: 'csv',
    separator: table.separator,
    labels: kept(table.labels),
    rows: isUsed.includes(false) ? rows.map(({ line, cells }) => ({ line, cells: kept(cells) })) : rows,
    problems,
  }
}

// The more labels mean something, the better a separator fits.
function findSheetHeader(records: readonly CsvRecord[]): Header | undefined {
  const index = records.findIndex((record) => !isBlank(record))
  const record = records[index]
  if (record === undefined) return undefined
  const meanings = batchMeaningsOf(record.cells)
  const score = record.cells.filter((label, column) => meanings[column] !== undefined || isReviewLabel(label))
  return { record, index, score: score.length }
}

// A slice keeps the whole text that it was cut from in memory.
function copyOf(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8')
}

function unreadableLine(
  file: string,
  line: number,
  reason: string,
  { action = 'fix the line', ...rest }: Pick<ErrorRow, 'value'> & { readonly action?: string } = {},
): ErrorRow {
  return { file, line, ...rest, reason, action, group: 'lines that cannot be read' }
}

const jsonObject = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** Reads one JSON object per line; the keys, in the order in which they first appear, are the labels. */
function readJsonLines(name: string, text: string): Omit<Sheet, 'notices'> {
  const columns = new Map<string, number>()
  const rows: SheetRow[] = []
  const problems: ErrorRow[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const json = parsedJson(line)
    const read = jsonObject.safeParse(json)
    if (!read.success) {
      const reason =
        json === undefined
          ? 'the line is not a JSON object'
          : 'the line is not a flat JSON object: a value is a list or an object'
      const action = 'write one object of strings, numbers and nulls per line'
      problems.push(unreadableLine(name, index + 1, reason, { value: line.slice(0, 80), action }))
      continue
    }
    const cells: string[] = []
    for (const [key, value] of Object.entries(read.data)) {
      const column = columns.get(key) ?? columns.size
      columns.set(key, column)
      cells[column] = value === null ? '' : String(value).trim()
    }
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
