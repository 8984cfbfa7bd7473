import { batchFieldOf } from '../../core/batch/columns.ts'
import type { Sheet } from '../../sheet/sheet.ts'

/** In forms where each row names its own keys, keys with one meaning become one column unless a row has both. */
export function withMergedColumns(sheet: Sheet): Sheet {
  if (sheet.form === 'csv') return sheet
  const home = new Map<string, number>()
  const moved = new Map<number, number>()
  for (const [column, label] of sheet.labels.entries()) {
    const field = batchFieldOf(label)
    const first = field === undefined ? undefined : home.get(field)
    if (field !== undefined && first === undefined) home.set(field, column)
    if (first !== undefined && sheet.rows.every(({ cells }) => cells[first] === '' || cells[column] === ''))
      moved.set(column, first)
  }
  if (moved.size === 0) return sheet
  const kept = [...sheet.labels.keys()].filter((column) => !moved.has(column))
  const sources = kept.map((column) => [
    column,
    ...[...moved].flatMap(([from, to]) => (to === column ? [from] : [])),
  ])
  return {
    ...sheet,
    labels: kept.map((column) => sheet.labels[column] ?? ''),
    rows: sheet.rows.map(({ line, cells }) => ({
      line,
      cells: sources.map((columns) => columns.map((column) => cells[column] ?? '').join('')),
    })),
  }
}
