import * as z from 'zod/mini'
import type { ErrorRow } from '../core/errors.ts'
import { isRelation, relationColumns } from './cell.ts'
import { readValue } from '../core/written-text.ts'
import { countText, parseJson } from '../core/text.ts'
import type { CsvRecord } from './csv.ts'
import { batchMeaningsOf, isReviewLabel } from './labels.ts'
import { lossError, refuseLossAbove, saysLoss } from './loss.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import { type FileOptions, openFile, openTable, type WantedTable } from './open-file.ts'
import { type FileKindTexts, type TextInput, unreadableFile } from './source.ts'
import { PlainFooter } from './plain-footer.ts'
import { aboveNotice, type Header, isBlank, type OpenText, quotable, wholeTextOf } from './table.ts'
import type { OpenWorkbook } from './workbook/table.ts'
import { given } from '../core/values.ts'

/** What sfsync says about a batch file that it cannot read. */
export const sheetFileTexts = {
  code: 'file-unreadable',
  expected: 'sfsync reads tables as XLSX, ODS, CSV, TSV or NDJSON',
  advice: ['in Excel: File > Save as > CSV UTF-8; the first line names the columns'],
  empty: {
    reason: 'it has no header line',
    advice: ['in Excel: File > Save as > CSV UTF-8; the first line names the columns'],
  },
  again: 'save the file again',
} as const satisfies FileKindTexts

/**
 * Reads a whole table: a workbook, CSV, TSV and the like, one JSON object per line, or (by the name of the file) a roster
 * in YAML.
 * The first line that is not empty is the header. Throws `file-unreadable` for what is not a table, `usage` for options
 * that do not fit; bad rows are `problems`.
 */
export async function readSheet(
  input: Pick<TextInput, 'name' | 'bytes'>,
  options: FileOptions & WantedTable,
): Promise<Sheet> {
  const notices: string[] = []
  const source = { ...input, texts: sheetFileTexts }
  const sheet = await openFile(source, options, notices, async (text) => {
    if (!('head' in text)) return await readTable(text, given({ prefers: options.prefers }), notices)
    if (/\.ya?ml$/i.test(input.name)) {
      const { readRoster } = await import('./roster.ts')
      return readRoster(source, await wholeTextOf(text))
    }
    if (/^\s*\[\s*[{\]]/.test(text.head))
      throw unreadableFile(
        sheetFileTexts,
        `${input.name} is a JSON array; sfsync reads one JSON object per line`,
        ['write it with --format ndjson, or convert it: jq -c ".[]"'],
      )
    if (/^\s*\{/.test(text.head)) return readJsonLines(input.name, await wholeTextOf(text))
    return await readTable(text, options, notices)
  })
  return { ...sheet, notices }
}

async function readTable(
  text: OpenText | OpenWorkbook,
  { separator, prefers }: Pick<FileOptions, 'separator'> & WantedTable,
  notices: string[],
): Promise<Omit<Sheet, 'notices'>> {
  const { name } = text.source
  const table = await openTable(text, { separator, findHeader: findSheetHeader, ...given({ prefers }) })
  refuseLossAbove(text.source, table.above)
  notices.push(...aboveNotice(name, table))
  const width = table.labels.length
  const relations = relationColumns(table.labels)
  const rows: SheetRow[] = []
  const problems: ErrorRow[] = []
  const isUsed = table.labels.map((label) => label !== '')
  // A workbook leaves footers out itself, and says so with the other lines that it leaves out.
  const footer = table.form === 'csv' ? new PlainFooter() : undefined
  for await (const batch of table.rows({ width, mayEndEarly: true, notices, ...given({ filter: footer }) }))
    for (const tableRow of batch) {
      const { line, cells, damage, odd } = tableRow
      if (saysLoss(tableRow)) throw lossError(text.source, tableRow)
      if (damage !== undefined) {
        problems.push(unreadableLine(name, line, damage))
        continue
      }
      const row = table.labels.map((label, column) => {
        const cell = copyOf(cells[column] ?? '')
        return cell.startsWith('[') && isRelation(cell, label, relations.has(column)) ? '' : cell
      })
      for (const [column, cell] of row.entries()) isUsed[column] ||= cell !== ''
      rows.push({ line, cells: row, ...given({ odd }) })
    }
  const [first] = footer?.lines ?? []
  if (footer !== undefined && first !== undefined)
    notices.push(
      `left out ${countText(footer.lines.length, 'line of a footer', 'lines of a footer')} from ${name}:${first.line} on: "${quotable(first)}"`,
    )
  // Spreadsheets save empty columns at the end of a table, too, and Salesforce Inspector one that names the object.
  for (const [column, label] of table.labels.entries())
    if (label === '_' && rows.every(({ cells }) => cells[column] === '')) isUsed[column] = false
  const kept = <Value>(values: readonly Value[]) => values.filter((_, column) => isUsed[column])
  const places = new Map(kept([...isUsed.keys()]).map((column, place) => [column, place]))
  return {
    name,
    form: table.form,
    separator: table.separator,
    labels: kept(table.labels),
    rows: isUsed.includes(false)
      ? rows.map(({ line, cells, odd }) => ({
          line,
          cells: kept(cells),
          ...given({ odd: odd?.map((cell) => ({ ...cell, column: places.get(cell.column) ?? -1 })) }),
        }))
      : rows,
    problems,
  }
}

// As far as titles may reach above a header.
const searched = 20

/** The header of a table: the first record, unless it is a title: alone in its row, unknown, and above a record of labels. */
export function findSheetHeader(records: readonly CsvRecord[]): Header | undefined {
  const headers = records.slice(0, searched).flatMap((record, index) => {
    if (isBlank(record)) return []
    const meanings = batchMeaningsOf(record.cells)
    // The more labels mean something, the better a separator fits.
    const known = record.cells.filter((cell, column) => meanings[column] !== undefined || isReviewLabel(cell))
    const filled = record.cells.filter((cell) => cell.trim() !== '').length
    return [{ record, index, score: known.length, filled }]
  })
  const below = headers.findIndex(({ score, filled }) => filled > 1 || score > 0)
  const header = headers[below]
  return header !== undefined && (header.score > 1 || header.score === header.filled) ? header : headers[0]
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

const jsonValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
const jsonObject = z.record(z.string(), z.unknown())

/** Reads one JSON object per line; the keys, in the order in which they first appear, are the labels. */
function readJsonLines(name: string, text: string): Omit<Sheet, 'notices'> {
  const columns = new Map<string, number>()
  const rows: SheetRow[] = []
  const problems: ErrorRow[] = []
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const json = parseJson(line)
    const values = flatValues(json)
    if (values === undefined) {
      const isCut = json === undefined && index > 0 && index === lines.length - 1
      const reason = isCut
        ? 'the file ends in this line: it seems to be cut off'
        : json === undefined
          ? 'the line is not a JSON object'
          : 'the line is not a flat JSON object: a value is a list or an object'
      const action = 'write one object of strings, numbers and nulls per line'
      problems.push(unreadableLine(name, index + 1, reason, { value: line.slice(0, 80), action }))
      continue
    }
    const cells: string[] = []
    for (const [key, value] of values) {
      const column = columns.get(key) ?? columns.size
      columns.set(key, column)
      cells[column] = value === null ? '' : readValue(String(value))
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

/**
 * The values of a record by key; those of a record inside it as `Profile.Name`, as queries name them, and without the
 * `attributes` that the Salesforce API adds. Undefined for what is no object, and where a value is a list.
 */
function flatValues(json: unknown): [string, z.infer<typeof jsonValue>][] | undefined {
  const read = jsonObject.safeParse(json)
  if (!read.success) return undefined
  const values: [string, z.infer<typeof jsonValue>][] = []
  for (const [key, value] of Object.entries(read.data)) {
    const single = jsonValue.safeParse(value)
    if (single.success) {
      values.push([key, single.data])
      continue
    }
    if (key === 'attributes') continue
    const inner = isRecord(value) ? flatValues(value) : undefined
    if (inner === undefined) return undefined
    values.push(...inner.map(([name, each]): (typeof values)[number] => [`${key}.${name}`, each]))
  }
  return values
}

function isRecord(value: unknown): boolean {
  const read = jsonObject.safeParse(value)
  return read.success && 'attributes' in read.data
}
