import {
  type ReviewColumn,
  reviewCells,
  reviewColumns,
  type ReviewSubject,
  toldColumns,
} from './review-row.ts'
import type { RowKey } from './row-key.ts'

/** What is different now than a row shows, in words. */
export function whatIsNewer(cells: Readonly<Record<ReviewColumn, string>>, subject: ReviewSubject): string {
  const now = reviewCells(subject)
  const told = toldColumns.flatMap((column) =>
    cells[column].trim() === now[column].trim()
      ? []
      : [`${reviewColumns[column]} was "${cells[column]}" and is "${now[column]}"`],
  )
  return told.length > 0 ? told.join(', ') : 'team, e-mail address or mapping is another now'
}

/** What is said of rows that were exported and did not come back. */
export function missingPlaces(keys: readonly RowKey[]): string[] {
  const totals = new Map<number, Set<number>>()
  for (const { total, place } of keys) totals.set(total, (totals.get(total) ?? new Set<number>()).add(place))
  return [...totals].flatMap(([total, places]) => {
    const missing = total - places.size
    if (missing <= 0) return []
    const first = Array.from({ length: total }, (_, index) => index + 1).filter((place) => !places.has(place))
    const which = `${first.slice(0, 10).join(', ')}${first.length > 10 ? ', ...' : ''}`
    return [
      `${missing} of the ${total} rows that were exported ${missing === 1 ? 'is' : 'are'} missing (${which}): nothing is decided about them`,
    ]
  })
}
