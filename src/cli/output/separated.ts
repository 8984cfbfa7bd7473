import { guardFormula } from '../../core/formula-guard.ts'
import { single } from './cell-text.ts'
import type { Cell, Column } from './columns.ts'
import type { Pages } from './render.ts'
import type { Surface } from './surface.ts'
import { visible, visibleLines } from './visible.ts'

/** CSV (RFC 4180, formulas guarded) or TSV, always with a header line; nothing is an empty cell. */
export async function renderSeparated<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  format: 'csv' | 'tsv',
  surface: Surface,
): Promise<number> {
  const separator = format === 'csv' ? ',' : '\t'
  const cellText = format === 'csv' ? csvCell : tsvCell
  // Many readers skip a line without anything in it, and with it the row.
  const nothing = format === 'csv' ? '""' : ''
  const line = (cells: readonly Cell[]) =>
    `${cells.map((cell) => cellText(single(cell))).join(separator) || nothing}\n`
  let rows = 0
  await surface.write(line(columns.map(({ key }) => key)))
  for await (const page of pages) {
    rows += page.length
    if (page.length > 0)
      await surface.write(page.map((row) => line(columns.map(({ value }) => value(row)))).join(''))
  }
  return rows
}

function csvCell(cell: ReturnType<typeof single>): string {
  const text = typeof cell === 'string' ? guardFormula(visibleLines(cell)) : String(cell ?? '')
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function tsvCell(cell: ReturnType<typeof single>): string {
  return visible(String(cell ?? ''))
}
