import { cellStyle, type CellStyle, cellText, type Column, fit, paintedCell } from './columns.ts'
import { displayWidth, prepareWidths, readingWidth, wrapped } from './text.ts'
import type { Surface } from './paint.ts'
import { fittingWidths, gap, type TableLayout, tableLayout } from './table-layout.ts'

/** Rows as they come: a page at a time, so that memory stays flat. */
export type Pages<Row> = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

const measuredRows = 1000
// cli-table3 brings older widths: it takes the marks of Thai, Hebrew or Devanagari for columns of their own.
const measuredAlike = /^[\x20-\x7e\u00a1-\u02ff…]*$/

/** A table that was written: how many rows, and the labels of the columns that had no room. */
export interface WrittenTable {
  readonly rows: number
  readonly leftOut: readonly string[]
}

/** A table without borders: fitted to the terminal, whole in a pipe, blocks where it cannot fit. */
export async function renderTable<Row>(
  all: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<WrittenTable> {
  const style = await cellStyle(all, surface)
  let layout: TableLayout<Row> | undefined
  let isBlocks = false
  let rows = 0
  for await (const page of largePages(pages)) {
    const cells = page.map((row) => all.map(({ kind, value }) => cellText(value(row), kind, surface)))
    await prepareWidths(cells.flat())
    // What is not in the lines of the first page is in those of no other one.
    if (rows === 0) layout = layoutOf(all, naturalWidths(all, cells), surface)
    else if (layout !== undefined) layout = widened(all, cells, layout, surface)
    // A later page may be the first that does not fit.
    isBlocks ||= layout === undefined
    if (layout === undefined || isBlocks)
      await surface.write((rows > 0 ? '\n' : '') + blockText(all, page, surface, style))
    else
      await surface.write(
        (rows === 0 ? await headingText(layout, surface) : '') +
          (await linesText(all, cells, layout, { surface, style })),
      )
    rows += page.length
  }
  if (rows === 0 && !surface.isTerminal)
    await surface.write(await headingText(layoutOf(all, naturalWidths(all, []), surface), surface))
  return { rows, leftOut: isBlocks ? [] : (layout?.leftOut ?? []).map(({ label }) => label) }
}

function naturalWidths<Row>(all: readonly Column<Row>[], cells: readonly (readonly string[])[]): number[] {
  return all.map(({ label }, at) =>
    cells.reduce((most, line) => Math.max(most, displayWidth(line[at] ?? '')), displayWidth(label)),
  )
}

function layoutOf<Row>(
  all: readonly Column<Row>[],
  natural: readonly number[],
  surface: Surface,
): TableLayout<Row> | undefined {
  if (surface.isTerminal) return tableLayout(all, natural, surface.width)
  return { columns: all, widths: natural, below: [], leftOut: [] }
}

// Widths only grow, so that a later page stays in line with the pages above it.
function widened<Row>(
  all: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  layout: TableLayout<Row>,
  surface: Surface,
): TableLayout<Row> | undefined {
  const natural = naturalWidths(all, cells)
  const grown = layout.columns.map((column, at) => {
    const width = layout.widths[at] ?? 0
    const isWrapped = surface.isTerminal && column.kind === 'sentence'
    return isWrapped ? width : Math.max(width, natural[all.indexOf(column)] ?? 0)
  })
  const widths = surface.isTerminal ? fittingWidths(layout.columns, grown, surface.width) : grown
  return widths === undefined ? undefined : { ...layout, widths }
}

// Small pages are put together, so that a list in several parts has one set of widths.
async function* largePages<Row>(pages: Pages<Row>): AsyncGenerator<readonly Row[]> {
  let gathered: Row[] = []
  for await (const page of pages) {
    // One by one: a call takes only so many arguments.
    for (const row of page) gathered.push(row)
    if (gathered.length >= measuredRows) {
      yield gathered
      gathered = []
    }
  }
  if (gathered.length > 0) yield gathered
}

async function headingText<Row>(layout: TableLayout<Row> | undefined, surface: Surface): Promise<string> {
  if (layout === undefined) return ''
  const labels = layout.columns.map(({ label }) => label)
  const [line = ''] = await alignedLines([labels], layout, surface, (label) => label)
  return `${surface.paint.bold(line)}\n`
}

async function linesText<Row>(
  all: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  layout: TableLayout<Row>,
  { surface, style }: { readonly surface: Surface; readonly style: CellStyle },
): Promise<string> {
  const places = layout.columns.map((column) => all.indexOf(column))
  const below = layout.below.map((column) => ({ column, place: all.indexOf(column) }))
  const rows = cells.map((line) =>
    wrappedRow(
      places.map((place) => line[place] ?? ''),
      layout,
      surface,
    ),
  )
  const lines = await alignedLines(rows.flat(), layout, surface, (text, at) => {
    const column = layout.columns[at]
    return column === undefined ? text : paintedCell(column, text, style)
  })
  let from = 0
  let text = ''
  for (const [at, row] of rows.entries()) {
    const rest = below.flatMap(({ column, place }) => belowLines(column, cells[at]?.[place] ?? '', surface))
    for (const line of [...lines.slice(from, from + row.length), ...rest]) text += `${line}\n`
    from += row.length
  }
  return text
}

// A sentence in the last column goes on in lines whose other cells are empty.
function wrappedRow<Row>(
  row: readonly string[],
  { columns, widths }: TableLayout<Row>,
  surface: Surface,
): (readonly string[])[] {
  const sentence = row.at(-1) ?? ''
  const width = widths.at(-1) ?? 0
  if (!surface.isTerminal || columns.at(-1)?.kind !== 'sentence' || displayWidth(sentence) <= width)
    return [row]
  const [first = '', ...rest] = wrapped(sentence, width, '')
  return [[...row.slice(0, -1), first], ...rest.map((line) => [...row.slice(0, -1).map(() => ''), line])]
}

// A command is never broken, so that it can be copied; a sentence wraps.
function belowLines<Row>({ kind }: Column<Row>, text: string, surface: Surface): string[] {
  if (text === nothing) return []
  return kind === 'command' ? [`  ${surface.paint.cyan(text)}`] : wrapped(text, readingWidth(surface), '  ')
}

const nothing = '-'

// Cells are cut before they are painted: what is painted takes no room.
async function alignedLines<Row>(
  lines: readonly (readonly string[])[],
  { columns, widths }: TableLayout<Row>,
  surface: Surface,
  painted: (text: string, at: number) => string,
): Promise<string[]> {
  const fitted = (cell: string, at: number) =>
    columns[at]?.kind === 'sentence' ? cell : fit(cell, widths[at] ?? cell.length)
  const cut = surface.isTerminal ? lines.map((cells) => cells.map(fitted)) : lines
  const isSimple = (cell: string, at: number) => measuredAlike.test(cell) && cell.length <= (widths[at] ?? 0)
  if (surface.isTerminal && cut.every((cells) => cells.every(isSimple))) {
    const { cutLines } = await import('./cut-lines.ts')
    return cutLines(cut, widths, gap, painted)
  }
  // A pipe takes every row of a large list, and cli-table3, which costs start-up time as well, needs 18 seconds for 100,000.
  const padding = (cell: string, at: number) =>
    at === widths.length - 1 ? '' : ' '.repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(cell)))
  return cut.map((cells) =>
    cells
      .map((cell, at) => painted(cell, at) + padding(cell, at))
      .join(gap)
      .trimEnd(),
  )
}

// Narrower than this, a sentence reads better on lines of its own.
const roomForSentence = 30

/** Each row as lines of label and value, a blank line between two rows: for one row, and for narrow terminals. */
export function blockText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  surface: Surface,
  style: CellStyle = surface,
): string {
  const width = Math.max(...columns.map(({ label }) => displayWidth(label)))
  const block = (row: Row) =>
    columns.flatMap((column) =>
      valueLines(column, cellText(column.value(row), column.kind, surface), width, { surface, style }),
    )
  return rows
    .map((row) =>
      block(row)
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('\n')
}

function valueLines<Row>(
  column: Column<Row>,
  text: string,
  width: number,
  { surface, style }: { readonly surface: Surface; readonly style: CellStyle },
): string[] {
  const label = surface.paint.bold(column.label + ' '.repeat(width - displayWidth(column.label)))
  const room = surface.width - width - gap.length
  const isWhole = !surface.isTerminal || displayWidth(text) <= room
  const isSentence = column.kind !== 'command' && text.includes(' ')
  // What would be broken begins on a line of its own, if it is whole there.
  const fitsAlone = displayWidth(text) + gap.length <= surface.width
  if (isWhole || (!isSentence && !fitsAlone)) return [`${label}${gap}${paintedCell(column, text, style)}`]
  if (!isSentence) return [surface.paint.bold(column.label), gap + paintedCell(column, text, style)]
  if (room < roomForSentence) return [surface.paint.bold(column.label), ...wrapped(text, surface.width, gap)]
  const [first = '', ...rest] = wrapped(text, room, '')
  return [`${label}${gap}${first}`, ...rest.map((line) => ' '.repeat(width) + gap + line)]
}
