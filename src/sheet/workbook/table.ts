import { distance } from 'fastest-levenshtein'
import { SfsyncError } from '../../core/errors.ts'
import { countText, fold } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import { readCell, readLabel } from '../cell.ts'
import type { CsvRecord } from '../csv.ts'
import type { OddCell } from '../odd-cells.ts'
import { emptyError, type TextSource, unreadableFile } from '../source.ts'
import {
  type Header,
  isBlank,
  isRepeatedHeader,
  looksLikeId,
  quotable,
  type RowOptions,
  type Table,
  type TableRow,
} from '../table.ts'
import { PlainFooter } from '../plain-footer.ts'
import { isTotals } from './totals.ts'
import { lettersOf, textOfCell, type WorkbookRow, type WorkbookSheet } from './workbook.ts'

/** A workbook whose sheets are known. */
export interface OpenWorkbook {
  readonly source: TextSource
  readonly sheets: readonly WorkbookSheet[]
  /** The name of the sheet that the admin names. */
  readonly wanted?: string
  readonly notices: string[]
}

/** How the header of one kind of table is found. */
interface HeaderFinder {
  findHeader(records: readonly CsvRecord[]): Header | undefined
  withoutHeader?(records: readonly CsvRecord[]): Error
  /** Whether labels are those of the wanted table: such a header goes before all others. */
  prefers?(labels: readonly string[]): boolean
}

// Titles, header and the sample of rows.
const headRows = 100
const sampledRows = 50

interface Candidate {
  readonly sheet: WorkbookSheet
  readonly head: readonly WorkbookRow[]
  readonly records: readonly CsvRecord[]
  readonly header: Header | undefined
}

/** A sheet and its header. */
interface FoundTable extends Candidate {
  readonly header: Header
}

/**
 * Finds the table in a workbook: on the sheet that the admin names, else on the first one with the preferred labels, else
 * on the first one with a header that makes sense; hidden sheets count only by name. The notices say which sheets are not
 * read. Throws `usage` for a sheet that does not exist, and the code of the file's kind.
 */
export async function findTable(workbook: OpenWorkbook, finder: HeaderFinder): Promise<FoundTable> {
  const { source } = workbook
  const candidates: Candidate[] = []
  for (const sheet of sheetsToSearch(workbook)) {
    const candidate = await candidateOf(sheet, finder)
    if (candidate.records.length > 0) candidates.push(candidate)
  }
  const [first] = candidates
  if (first === undefined) throw emptyError(source)
  const fitting =
    candidates.find(({ header }) => isPreferred(header, finder)) ??
    candidates.find(({ header }) => (header?.score ?? 0) > 1) ??
    candidates.find(({ header }) => (header?.score ?? 0) > 0)
  if (fitting === undefined && candidates.length > 1) throw noneFits(source, candidates)
  const found = fitting ?? first
  const { header, records } = found
  if (header === undefined) throw finder.withoutHeader?.(records) ?? emptyError(source)
  const fitsAsWell = isPreferred(header, finder)
    ? (each: Candidate) => isPreferred(each.header, finder)
    : (each: Candidate) => (each.header?.score ?? 0) > 1
  const others = candidates.filter((each) => each !== found)
  workbook.notices.push(...sheetNotice(workbook, found.sheet, others, fitsAsWell))
  return { ...found, header }
}

function isPreferred(header: Header | undefined, { prefers }: HeaderFinder): boolean {
  return header !== undefined && prefers?.(labelsOf(header)) === true
}

/** The labels of a header, by column of the sheet. */
export function labelsOf({ record }: Pick<Header, 'record'>): string[] {
  return record.cells.map((cell) => labelOf(cell))
}

/** Opens the table that `findTable` finds. Throws as it does. */
export async function openWorkbookTable(workbook: OpenWorkbook, finder: HeaderFinder): Promise<Table> {
  const { source, notices } = workbook
  const { sheet, head, records, header } = await findTable(workbook, finder)
  return new SheetTable(source, sheet, header, head, records, notices)
}

async function candidateOf(sheet: WorkbookSheet, finder: HeaderFinder): Promise<Candidate> {
  const head: WorkbookRow[] = []
  for await (const batch of sheet.rows(() => undefined)) {
    head.push(...batch.slice(0, headRows - head.length))
    if (head.length >= headRows) break
  }
  const width = Math.max(0, ...head.map(({ cells }) => cells.length))
  const records = head.map(({ line, cells }) => ({
    cells: Array.from({ length: width }, (_, column) => textOfCell(cells[column])),
    line,
    lastLine: line,
    brokenQuote: false,
  }))
  return { sheet, head, records, header: headerOf(records, finder) }
}

// As far as titles and instructions may reach above a header.
const searched = 20

// Instructions may have several cells in a row, which looks like a header; they name no user.
function headerOf(records: readonly CsvRecord[], finder: HeaderFinder): Header | undefined {
  const headers: Header[] = []
  for (const [index, { cells }] of records.slice(0, searched).entries()) {
    const header = finder.findHeader(records.slice(index))
    if (header !== undefined) headers.push({ ...header, index: header.index + index })
    if (cells.some((cell) => cell.includes('@') || looksLikeId(cell))) break
  }
  return (
    headers.find((header) => isPreferred(header, finder)) ??
    headers.find(({ score }) => score > 1) ??
    finder.findHeader(records)
  )
}

function plain(name: string): string {
  return fold(name.trim())
}

function sheetsToSearch({ source, sheets, wanted }: OpenWorkbook): readonly WorkbookSheet[] {
  if (wanted === undefined) return sheets.filter(({ isHidden }) => !isHidden)
  const named =
    sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => plain(name) === plain(wanted))
  if (named !== undefined) return [named]
  const nearest = sheets
    .map(({ name }) => name)
    .toSorted((left, right) => distance(plain(wanted), plain(left)) - distance(plain(wanted), plain(right)))
  throw new SfsyncError('usage', `${source.name} has no sheet "${wanted}"`, {
    actions: [`its sheets, nearest first: ${quoted(nearest)}`],
  })
}

function noneFits({ name, texts }: TextSource, candidates: readonly Candidate[]): Error {
  const names = candidates.map(({ sheet }) => sheet.name)
  return unreadableFile(
    texts,
    `no sheet of ${name} has a row of column labels that sfsync knows; its sheets are ${quoted(names)}`,
    ['name the sheet: --sheet "<name>"', ...texts.advice],
  )
}

function sheetNotice(
  { source, sheets, wanted }: OpenWorkbook,
  { name }: WorkbookSheet,
  others: readonly Candidate[],
  fitsAsWell: (other: Candidate) => boolean,
): string[] {
  const hidden = sheets.filter(({ isHidden }) => isHidden).map((sheet) => sheet.name)
  if (wanted !== undefined || others.length + hidden.length === 0) return []
  const unread = [
    quoted(others.map(({ sheet }) => sheet.name)),
    ...(hidden.length > 0 ? [`hidden: ${quoted(hidden)}`] : []),
  ]
  const alike = others.filter(fitsAsWell).map(({ sheet }) => sheet.name)
  const doubt = alike.length > 0 ? `; ${quoted(alike)} would fit as well: choose with --sheet "<name>"` : ''
  return [
    `read the sheet "${name}" of ${source.name}, not ${unread.filter((text) => text !== '').join('; ')}${doubt}`,
  ]
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

/** The table on one sheet. */
class SheetTable implements Table {
  readonly separator = ','
  readonly form = 'workbook'
  readonly line: number
  readonly above: readonly string[]
  readonly labels: readonly string[]
  readonly sample: readonly TableRow[]
  readonly #source: TextSource
  readonly #sheet: WorkbookSheet
  readonly #notices: string[]
  /** The columns of the sheet that have labels. */
  readonly #columns: readonly number[]
  /** By column, how many columns with labels are left of it. */
  readonly #labelsBefore: readonly number[]
  /** Those by which a report is sorted, by their places among the labels. */
  readonly #sorted: readonly number[]

  constructor(
    source: TextSource,
    sheet: WorkbookSheet,
    { record, index }: Header,
    head: readonly WorkbookRow[],
    records: readonly CsvRecord[],
    notices: string[],
  ) {
    this.#source = source
    this.#sheet = sheet
    this.#notices = notices
    const labels = labelsOf({ record })
    this.#columns = [...labels.keys()].filter((column) => labels[column] !== '')
    let count = 0
    this.#labelsBefore = [0, ...labels.map((label) => (count += label === '' ? 0 : 1))]
    this.#sorted = this.#columns.flatMap((place, column) =>
      sortArrow.test(readLabel(record.cells[place] ?? '')) ? [column] : [],
    )
    this.line = record.line
    this.labels = labels.filter((label) => label !== '')
    this.above = records.slice(0, index).flatMap((each) => quotable(each) || [])
    this.sample = head
      .slice(index + 1)
      .filter((row) => !isTotals(row))
      .map((row) => this.#rowOf(row))
      .filter((row) => !isBlank(row))
      .slice(0, sampledRows)
  }

  async *rows({ filter: reports }: RowOptions): AsyncGenerator<readonly TableRow[]> {
    const footer = new PlainFooter()
    const filter = reports ?? footer
    const sorted = new EmptyBelow(this.#sorted)
    const hiddenColumns = new Set<number>()
    const hiddenRows: number[] = []
    const totals: LeftOut = { count: 0, first: undefined }
    let last = this.line
    const hide = (first: number, end: number) => {
      for (const column of this.#columns) if (column >= first && column <= end) hiddenColumns.add(column)
    }
    for await (const batch of this.#sheet.rows(hide)) {
      const rows: TableRow[] = []
      for (const row of batch) {
        const { line, isHidden } = row
        if (line <= this.line) continue
        // An empty row separates the rows from the footer of a report.
        if (line > last + 1) rows.push({ line: last + 1, cells: [] })
        last = line
        if (isTotals(row)) {
          totals.count += 1
          totals.first ??= { line, cells: row.cells.map(textOfCell) }
          rows.push({ line, cells: [] })
          continue
        }
        if (isHidden) hiddenRows.push(line)
        rows.push(this.#rowOf(row))
      }
      const kept = filter.pass(rows)
      sorted.count(kept)
      yield kept.filter((row) => !isRepeatedHeader(this.#source, row, this.labels))
    }
    yield filter.end()
    this.#notices.push(
      ...this.#hiddenNotices(hiddenRows, hiddenColumns),
      ...this.#leftOutNotice(['row with totals', 'rows with totals'], totals),
      ...this.#leftOutNotice(['line of a footer', 'lines of a footer'], {
        count: footer.lines.length,
        first: footer.lines[0],
      }),
      ...sorted.notices(this.#source.name, this.labels),
    )
  }

  #rowOf({ line, cells: all, merged }: WorkbookRow): TableRow {
    const odd: OddCell[] = []
    let saysNothing = false
    const cells = this.#columns.map((place, column) => {
      const cell = all[place] ?? ''
      if (typeof cell === 'string') {
        const text = readCell(cell)
        saysNothing ||= text === '' && cell !== ''
        return text
      }
      odd.push({ column, place: this.#placeOf(place, line), value: cell })
      return cell.text
    })
    const damage = this.#mergedAcross(merged, line) ?? this.#beside(all, line)
    // The line of a footer may be in a column without a label.
    if (damage !== undefined && isBlank({ cells }))
      cells[0] = all.map(textOfCell).find((text) => text !== '') ?? ''
    return {
      line,
      cells,
      ...given({ damage }),
      ...(odd.length > 0 ? { odd } : {}),
      ...(saysNothing ? { written: this.#columns.map((place) => textOfCell(all[place])) } : {}),
    }
  }

  #mergedAcross(merged: WorkbookRow['merged'], line: number): string | undefined {
    const wide = merged.find(([first, last]) => this.#labelsIn(first, last) > 1)
    if (wide === undefined) return undefined
    return `${this.#placeOf(wide[0], line)} is merged with the cells to its right, so it is unclear which columns it fills`
  }

  #labelsIn(first: number, last: number): number {
    const before = (column: number) => this.#labelsBefore[column] ?? this.#columns.length
    return before(last + 1) - before(first)
  }

  #beside(all: WorkbookRow['cells'], line: number): string | undefined {
    const place = all.findIndex((cell, column) => cell !== '' && this.#labelsIn(column, column) === 0)
    if (place < 0) return undefined
    return `${this.#placeOf(place, line)} has a value, but its column has no label in row ${this.line}`
  }

  #placeOf(column: number, line: number): string {
    const { name } = this.#sheet
    const sheet = /^[\p{L}\p{N}_.]+$/u.test(name) ? name : `'${name.replaceAll("'", "''")}'`
    return `${sheet}!${lettersOf(column)}${line}`
  }

  #hiddenNotices(rows: readonly number[], columns: ReadonlySet<number>): string[] {
    const { name } = this.#source
    const labels = this.labels.filter((_, at) => columns.has(this.#columns[at] ?? -1))
    return [
      ...(rows.length > 0
        ? [
            `${countText(rows.length, 'hidden row')} of ${name} ${rows.length === 1 ? 'was' : 'were'} read as well, from ${name}:${rows[0]} on`,
          ]
        : []),
      ...(labels.length > 0 ? [`hidden columns of ${name} were read as well: ${quoted(labels)}`] : []),
    ]
  }

  #leftOutNotice(what: readonly [one: string, many: string], { count, first }: Readonly<LeftOut>): string[] {
    if (first === undefined) return []
    return [
      `left out ${countText(count, ...what)} from ${this.#source.name}:${first.line} on: "${quotable(first)}"`,
    ]
  }
}

/** Rows that are no rows of the table. */
interface LeftOut {
  count: number
  first: Pick<TableRow, 'line' | 'cells'> | undefined
}

/** Counts the empty cells of sorted columns, which in a grouped report may belong to the value above. */
class EmptyBelow {
  readonly #empty: Map<number, number>

  constructor(columns: readonly number[]) {
    this.#empty = new Map(columns.map((column) => [column, 0]))
  }

  count(rows: readonly TableRow[]): void {
    for (const [column, empty] of this.#empty)
      this.#empty.set(column, empty + rows.filter(({ cells }) => cells[column] === '').length)
  }

  notices(name: string, labels: readonly string[]): string[] {
    return [...this.#empty].flatMap(([column, empty]) =>
      empty === 0
        ? []
        : [
            `column "${labels[column]}" of ${name} is sorted, and empty in ${countText(empty, 'row')}; if the report is grouped by it, export it as "Details Only"`,
          ],
    )
  }
}

// Salesforce marks the columns by which a report is sorted.
const sortArrow = /\s*[↑↓▲▼]\s*$/u

function labelOf(cell: string): string {
  return readLabel(readLabel(cell).replace(sortArrow, ''))
}
