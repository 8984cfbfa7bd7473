import { cellText } from './cell-text.ts'
import type { Column } from './columns.ts'
import { displayWidth } from './display-width.ts'
import type { Surface } from './surface.ts'

/** Each row as lines of label and value, a blank line between two rows: for one row, and for narrow terminals. */
export function blockText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  surface: Surface,
): string {
  const width = Math.max(...columns.map(({ label }) => displayWidth(label)))
  const heading = (label: string) => surface.paint.bold(label + ' '.repeat(width - displayWidth(label)))
  const block = (row: Row) =>
    columns
      .map(({ label, kind, value }) => `${heading(label)}  ${cellText(value(row), kind, surface)}\n`)
      .join('')
  return rows.map((row) => block(row)).join('\n')
}
