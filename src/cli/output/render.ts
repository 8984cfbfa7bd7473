import { type Cell, cellStyle, type Column, type Format, single } from './columns.ts'
import { SfsyncError } from '../../core/errors.ts'
import { hiddenCharacter } from '../../core/text.ts'
import { visible, visibleJson, visibleLines } from '../../core/visible-text.ts'
import type { Surface } from './paint.ts'
import { guardFormula } from '../../core/formula-guard.ts'
import { blockText, type Pages, renderTable } from './table.ts'

/** A list that is in memory, in pages of a length that is written at once. */
export function* inPages<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += pageLength) yield rows.slice(from, from + pageLength)
}

const pageLength = 500

/** Writes a list in one format and gives the number of rows; an empty list is a valid document. */
export async function renderList<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  format: Format,
  surface: Surface,
): Promise<number> {
  switch (format) {
    case 'json':
      return await renderJson(columns, pages, surface)
    case 'ndjson':
      return await renderLines(columns, pages, surface)
    case 'csv':
    case 'tsv':
      return await renderSeparated(columns, pages, format, surface)
    case 'xlsx':
      return await (await import('./workbook.ts')).renderWorkbook(columns, pages, surface)
    case 'ids':
      return await renderIds(columns, pages, surface)
    case 'markdown':
      return await (await import('./markdown.ts')).renderMarkdown(columns, pages, surface)
    case 'table':
      return (await renderTable(columns, pages, surface)).rows
  }
}

/** Writes one row: an object in JSON, a table of labels and values for people, a list of one in the other formats. */
export async function renderRecord<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  format: Format,
  surface: Surface,
): Promise<void> {
  if (format === 'json') {
    await surface.write(recordJson(columns, row))
  } else if (format === 'table') {
    await surface.write(blockText(columns, [row], surface, await cellStyle(columns, surface)))
  } else if (format === 'markdown') {
    const { markdownDocument, recordLines } = await import('./markdown.ts')
    await surface.write(markdownDocument([recordLines(columns, row, surface)]))
  } else {
    await renderList(columns, [[row]], format, surface)
  }
}

/** The first column of IDs, one a line; rows without one are left out. */
async function renderIds<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  const column = columns.find(({ kind }) => kind === 'id')
  if (column === undefined)
    throw new SfsyncError('usage', '--format ids needs a column of IDs', {
      actions: ['add one with --columns, or leave --columns out'],
    })
  let rows = 0
  for await (const page of pages) {
    rows += page.length
    const ids = page.flatMap((row) => {
      const id = column.value(row)
      return id === null ? [] : [`${visible(String(id))}\n`]
    })
    if (ids.length > 0) await surface.write(ids.join(''))
  }
  return rows
}

/** CSV (RFC 4180) or TSV, formulas guarded, always with a header line; nothing is an empty cell. */
async function renderSeparated<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  format: 'csv' | 'tsv',
  surface: Pick<Surface, 'write'>,
): Promise<number> {
  const separator = format === 'csv' ? ',' : '\t'
  const separatedCell = format === 'csv' ? csvCell : tsvCell
  // Many readers skip a line without anything in it, and with it the row.
  const nothing = format === 'csv' ? '""' : ''
  // Built up, not joined from arrays, which takes twice as long.
  const line = (cellOf: (column: Column<Row>) => Cell) => {
    let text = ''
    let between = ''
    for (const column of columns) {
      text += between + separatedCell(single(cellOf(column)))
      between = separator
    }
    return `${text || nothing}\n`
  }
  let rows = 0
  await surface.write(line(({ key }) => key))
  for await (const page of pages) {
    let text = ''
    for (const row of page) text += line(({ value }) => value(row))
    rows += page.length
    if (text !== '') await surface.write(text)
  }
  return rows
}

/** A list as one text. */
export async function listText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  format: 'csv' | 'tsv' | 'json',
): Promise<string> {
  let text = ''
  const surface = {
    write: async (part: string | Uint8Array) => {
      text += String(part)
      await Promise.resolve()
    },
  }
  if (format === 'json') await renderJson(columns, inPages(rows), surface)
  else await renderSeparated(columns, [rows], format, surface)
  return text
}

// One look at each cell instead of three: nearly all stay as they are.
const needsCare = new RegExp(`^[\\s'=+\\-@]|[",]|${hiddenCharacter.source}|\\s$`, 'u')

function csvCell(cell: ReturnType<typeof single>): string {
  if (typeof cell !== 'string') return String(cell ?? '')
  if (!needsCare.test(cell)) return cell
  const text = guardFormula(visibleLines(cell))
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function tsvCell(cell: ReturnType<typeof single>): string {
  return typeof cell === 'string' ? guardFormula(visible(cell)) : String(cell ?? '')
}

/** An array of objects, one a line; `[]` when empty. */
async function renderJson<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Pick<Surface, 'write'>,
): Promise<number> {
  return await renderObjects((row) => objectOf(columns, row), pages, surface)
}

/** An array of whatever object each row becomes, one a line; `[]` when empty. */
export async function renderObjects<Row>(
  toObject: (row: Row) => object,
  pages: Pages<Row>,
  surface: Pick<Surface, 'write'>,
): Promise<number> {
  let rows = 0
  for await (const page of pages) {
    let text = ''
    for (const row of page) {
      text += `${rows === 0 ? '[\n' : ',\n'}  ${visibleJson(JSON.stringify(toObject(row)))}`
      rows += 1
    }
    if (text !== '') await surface.write(text)
  }
  await surface.write(rows === 0 ? '[]\n' : '\n]\n')
  return rows
}

/** One object a line. */
async function renderLines<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  let rows = 0
  for await (const page of pages) {
    rows += page.length
    if (page.length > 0) await surface.write(page.map((row) => `${objectText(columns, row)}\n`).join(''))
  }
  return rows
}

/** One document: laid out for reading as `json`, on one line as `ndjson`. */
export function jsonDocument(value: object, format: 'json' | 'ndjson'): string {
  return `${visibleJson(JSON.stringify(value, null, format === 'json' ? 2 : 0))}\n`
}

/** One object, laid out for reading. */
function recordJson<Row>(columns: readonly Column<Row>[], row: Row): string {
  return jsonDocument(objectOf(columns, row), 'json')
}

function objectText<Row>(columns: readonly Column<Row>[], row: Row): string {
  return visibleJson(JSON.stringify(objectOf(columns, row)))
}

function objectOf<Row>(columns: readonly Column<Row>[], row: Row): Record<string, Cell> {
  const object: Record<string, Cell> = {}
  for (const { key, value } of columns) object[key] = value(row)
  return object
}
