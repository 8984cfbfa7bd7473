import Table from 'cli-table3'
import { blockText } from './blocks.ts'
import { cellText } from './cell-text.ts'
import type { Column } from './columns.ts'
import { displayWidth, fit, fittingWidths } from './fit.ts'
import type { Pages } from './render.ts'
import type { Surface } from './surface.ts'

const gap = '  '
const measuredRows = 1000
const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: gap,
}

/** A table without borders: cut to the terminal (never an ID), whole in a pipe, blocks where it cannot fit. */
export async function renderTable<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  const labels = columns.map(({ label }) => label)
  let widths: readonly number[] = labels.map((label) => displayWidth(label))
  let layout: 'undecided' | 'table' | 'blocks' = 'undecided'
  let rows = 0
  for await (const page of largePages(pages)) {
    const cells = page.map((row) => columns.map(({ kind, value }) => cellText(value(row), kind, surface)))
    const natural = widths.map((width, at) =>
      cells.reduce((most, line) => Math.max(most, displayWidth(line[at] ?? '')), width),
    )
    const fitting = surface.isTerminal ? fittingWidths(columns, natural, surface.width - gap.length) : natural
    if (layout === 'undecided') layout = fitting === undefined ? 'blocks' : 'table'
    // Widths only grow, so that a later page stays in line with the pages above it.
    widths = fitting ?? natural
    if (layout === 'blocks') await surface.write((rows > 0 ? '\n' : '') + blockText(columns, page, surface))
    else
      await surface.write(
        (rows === 0 ? headingText(labels, widths, surface) : '') + linesText(cells, widths, surface),
      )
    rows += page.length
  }
  if (rows === 0 && !surface.isTerminal) await surface.write(headingText(labels, widths, surface))
  return rows
}

// Small pages are put together, so that a list in several parts has one set of widths.
async function* largePages<Row>(pages: Pages<Row>): AsyncGenerator<readonly Row[]> {
  let gathered: Row[] = []
  for await (const page of pages) {
    gathered.push(...page)
    if (gathered.length >= measuredRows) {
      yield gathered
      gathered = []
    }
  }
  if (gathered.length > 0) yield gathered
}

function headingText(labels: readonly string[], widths: readonly number[], surface: Surface): string {
  return `${surface.paint.bold(linesText([labels], widths, surface).trimEnd())}\n`
}

function linesText(
  lines: readonly (readonly string[])[],
  widths: readonly number[],
  surface: Surface,
): string {
  return surface.isTerminal ? cutLines(lines, widths) : wholeLines(lines, widths)
}

function cutLines(lines: readonly (readonly string[])[], widths: readonly number[]): string {
  const table = new Table({
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: [...widths],
  })
  table.push(...lines.map((cells) => cells.map((cell, at) => fit(cell, widths[at] ?? cell.length))))
  const text = table.toString()
  return `${text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

// A pipe takes every row of a large list, and cli-table3 needs 18 seconds for 100,000 of them.
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
