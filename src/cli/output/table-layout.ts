import type { Column } from './columns.ts'

/** Where the columns of a table go on a terminal. */
export interface TableLayout<Row> {
  /** The columns of each line. */
  readonly columns: readonly Column<Row>[]
  /** How wide each of them is. */
  readonly widths: readonly number[]
  /** What follows below each line. */
  readonly below: readonly Column<Row>[]
  /** What has no room at all, in the order of the table. */
  readonly leftOut: readonly Column<Row>[]
}

/** Display columns between two columns. */
export const gap = '  '

/** The narrowest that texts become: while columns can still be left out, and when nothing else helps. */
const readable = 15
const narrowest = 8

/**
 * Fits a table into a terminal: sentences wrap or go below their line, then columns are left out in their order, and texts are
 * cut. IDs, e-mail addresses and commands are always whole. Undefined where nothing helps.
 */
export function tableLayout<Row>(
  all: readonly Column<Row>[],
  natural: readonly number[],
  room: number,
): TableLayout<Row> | undefined {
  const widthOf = new Map(all.map((column, at) => [column, natural[at] ?? 0]))
  const widthsOf = (columns: readonly Column<Row>[]) => columns.map((column) => widthOf.get(column) ?? 0)
  const inLine = all.filter(({ kind }) => kind !== 'command')
  const whole = fittingWidths(inLine, widthsOf(inLine), room, Infinity)
  const placed = (columns: readonly Column<Row>[], widths: readonly number[]) => ({
    columns,
    widths,
    below: all.filter(
      (column) => column.kind === 'command' || (column.kind === 'sentence' && !columns.includes(column)),
    ),
    leftOut: inLine.filter((column) => !columns.includes(column) && column.kind !== 'sentence'),
  })
  if (whole !== undefined) return placed(inLine, whole)
  const hanging = withLastWrapped(inLine, widthsOf(inLine), room)
  if (hanging !== undefined) return placed(inLine, hanging)
  const short = inLine.filter(({ kind }) => kind !== 'sentence')
  const droppable = short
    .filter(({ drop }) => drop !== undefined)
    .toSorted((left, right) => (left.drop ?? 0) - (right.drop ?? 0))
  for (let dropped = 0; dropped <= droppable.length; dropped += 1) {
    const columns = short.filter((column) => !droppable.slice(0, dropped).includes(column))
    const widths = fittingWidths(columns, widthsOf(columns), room, readable)
    if (widths !== undefined) return placed(columns, widths)
  }
  const needed = short.filter(({ drop }) => drop === undefined)
  const widths = fittingWidths(needed, widthsOf(needed), room, narrowest)
  return widths === undefined ? undefined : placed(needed, widths)
}

// Narrower than this, a sentence is easier to read below its line.
const roomForSentence = 36

// The sentence of a last column wraps within it.
function withLastWrapped<Row>(
  columns: readonly Column<Row>[],
  widths: readonly number[],
  room: number,
): number[] | undefined {
  if (columns.findIndex(({ kind }) => kind === 'sentence') !== columns.length - 1) return undefined
  const others = widths.slice(0, -1)
  const left = room - others.reduce((sum, width) => sum + width + gap.length, 0)
  return left < roomForSentence ? undefined : [...others, left]
}

/** Widths of these columns that fit, the widest texts cut first; undefined where nothing helps. */
export function fittingWidths<Row>(
  columns: readonly Column<Row>[],
  natural: readonly number[],
  room: number,
  least = narrowest,
): number[] | undefined {
  const widths = [...natural]
  let excess = widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)) - room
  while (excess > 0) {
    const at = widestOf(columns, widths, least)
    if (at === -1) return undefined
    widths[at] = (widths[at] ?? 0) - 1
    excess -= 1
  }
  return widths
}

// The widest that may be cut further.
function widestOf<Row>(columns: readonly Column<Row>[], widths: readonly number[], least: number): number {
  let widest = -1
  for (const [at, { kind }] of columns.entries()) {
    const width = widths[at] ?? 0
    if (kind === 'text' && width > least && (widest === -1 || width > (widths[widest] ?? 0))) widest = at
  }
  return widest
}
