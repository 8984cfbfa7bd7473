import { blockText } from './blocks.ts'
import { cellText } from './cell-text.ts'
import type { Column } from './columns.ts'
import { displayWidth, prepareWidths } from './display-width.ts'
import { fit, fittingWidths } from './fit.ts'
import type { Pages } from './render.ts'
import type { Surface } from './surface.ts'

const gap = '  '
const measuredRows = 1000
// cli-table3 brings older widths: it takes the marks of Thai, Hebrew or Devanagari for columns of their own.
const measuredAlike = /^[\x20-\x7e\u00a1-\u02ff…]*$/

/** A table without borders: cut to the terminal (never an ID), whole in a pipe, blocks where it cannot fit. */
export async function renderTable<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  const labels = columns.map(({ label }) => label)
  let widths: readonly number[] = labels.map((label) => displayWidth(label))
  let blocks = false
  let rows = 0
  for await (const page of largePages(pages)) {
    const cells = page.map((row) => columns.map(({ kind, value }) => cellText(value(row), kind, surface)))
    await prepareWidths(cells.flat())
    const natural = widths.map((width, at) =>
      cells.reduce((most, line) => Math.max(most, displayWidth(line[at] ?? '')), width),
    )
    const fitting = surface.isTerminal ? fittingWidths(columns, natural, surface.width) : natural
    // A later page may be the first that does not fit.
    blocks ||= fitting === undefined
    // Widths only grow, so that a later page stays in line with the pages above it.
    widths = fitting ?? natural
    if (blocks) await surface.write((rows > 0 ? '\n' : '') + blockText(columns, page, surface))
    else
      await surface.write(
        (rows === 0 ? await headingText(labels, widths, surface) : '') +
          (await linesText(cells, widths, surface)),
      )
    rows += page.length
  }
  if (rows === 0 && !surface.isTerminal) await surface.write(await headingText(labels, widths, surface))
  return rows
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

async function headingText(
  labels: readonly string[],
  widths: readonly number[],
  surface: Surface,
): Promise<string> {
  return `${surface.paint.bold((await linesText([labels], widths, surface)).trimEnd())}\n`
}

async function linesText(
  lines: readonly (readonly string[])[],
  widths: readonly number[],
  surface: Surface,
): Promise<string> {
  if (!surface.isTerminal) return wholeLines(lines, widths)
  const cut = lines.map((cells) => cells.map((cell, at) => fit(cell, widths[at] ?? cell.length)))
  if (!cut.every((cells) => cells.every((cell) => measuredAlike.test(cell)))) return wholeLines(cut, widths)
  const { cutLines } = await import('./cut-lines.ts')
  return cutLines(cut, widths, gap)
}

// A pipe takes every row of a large list, and cli-table3, which costs start-up time as well, needs 18 seconds for 100,000.
function wholeLines(lines: readonly (readonly string[])[], widths: readonly number[]): string {
  const padded = (cell: string, at: number) =>
    cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(cell)))
  return lines
    .map(
      (cells) =>
        `${cells
          .map((cell, at) => padded(cell, at))
          .join(gap)
          .trimEnd()}\n`,
    )
    .join('')
}
