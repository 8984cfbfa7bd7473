import type { Cell, Column } from './columns.ts'
import type { Surface } from './surface.ts'
import { visible } from './visible.ts'

/** A cell as one value: a list as its parts, with semicolons between them. */
export function single(cell: Cell): string | number | boolean | null {
  return typeof cell === 'object' && cell !== null ? cell.join('; ') : cell
}

/** A cell as a person reads it. */
export function cellText(value: Cell, kind: Column<unknown>['kind'], surface: Surface): string {
  const cell = single(value)
  if (cell === null || cell === '') return '-'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (kind === 'time' && surface.isTerminal) return ago(String(cell), surface.now())
  return visible(String(cell))
}

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

// A report's own words are no time here: Date would read 03/04 as American.
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

function ago(text: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(text)) / 1000
  if (!isoTime.test(text) || Number.isNaN(seconds)) return visible(text)
  for (const [unit, length] of units) {
    const count = Math.floor(seconds / length)
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`
  }
  return 'just now'
}
