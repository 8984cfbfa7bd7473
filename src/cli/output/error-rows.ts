import { numberText } from '../../core/text.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { hintText } from '../../app/hints.ts'
import { confirmationFlag } from '../shared-flags.ts'

/** A row of a failure as it is printed, with its hints in words. */
interface PrintedRow extends Omit<ErrorRow, 'action' | 'confirmation'> {
  /** The flag that lets the row through, `--allow-inactive`. */
  readonly flag?: string
  readonly action?: string
}

/** A row of a failure with its hints in words. */
export function printedRow(
  { action, confirmation, group, ...row }: ErrorRow,
  typed: (hint: Hint) => string,
): PrintedRow {
  return {
    ...row,
    ...(confirmation === undefined ? {} : { flag: confirmationFlag(confirmation) }),
    ...(action === undefined ? {} : { action: typed(action) }),
    ...(group === undefined ? {} : { group }),
  }
}

/** Rows with the same problem, which people read once. */
export interface SameProblem {
  /** The first of the rows. */
  readonly row: ErrorRow
  /** How many rows there are. */
  readonly count: number
  /** `people.csv:2`, `people.csv:2-13`; empty for rows that are not of a file. */
  readonly place: string
}

/** Rows of a file by problem: those that differ only in their line and value are one, at its first place. */
export function sameProblems(rows: readonly ErrorRow[]): SameProblem[] {
  const byProblem = new Map<string, [ErrorRow, ...ErrorRow[]]>()
  for (const [at, row] of rows.entries()) {
    const { file, line, column, reason, confirmation, action, group } = row
    const key =
      file === undefined || line === undefined
        ? String(at)
        : JSON.stringify([file, column, reason, confirmation, action && hintText(action), group])
    const same = byProblem.get(key)
    if (same === undefined) byProblem.set(key, [row])
    else same.push(row)
  }
  return [...byProblem.values()].map((same) => ({ row: same[0], count: same.length, place: placeOf(same) }))
}

/** The file of rows and their lines, `people.csv:2-13`. */
export function placeOf(rows: readonly [ErrorRow, ...ErrorRow[]]): string {
  const [{ file }] = rows
  if (file === undefined) return ''
  const lines = [...new Set(rows.flatMap((row) => row.line ?? []))]
  return lines.length === 0 ? file : `${file}:${rangesText(lines)}`
}

const mostRanges = 5

/** Numbers in ascending order, `2-4, 7`; those after many gaps are only counted. */
export function rangesText(lines: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const line of lines) {
    const range = ranges.at(-1)
    if (range !== undefined && line === range[1] + 1) range[1] = line
    else ranges.push([line, line])
  }
  const shown = ranges
    .slice(0, mostRanges)
    .map(([first, last]) => (first === last ? first : `${first}-${last}`))
  const more = ranges.slice(mostRanges).reduce((sum, [first, last]) => sum + last - first + 1, 0)
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${numberText(more)} more`}`
}
