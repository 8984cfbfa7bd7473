import type { Column } from './columns.ts'
import { displayWidth } from './display-width.ts'

const narrowestText = 8
const gapWidth = 2
let graphemes: Intl.Segmenter | undefined

/** Cuts a text to a number of display columns, with … where something is missing; never through a character. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const segment of graphemesOf(text)) {
    const next = displayWidth(segment)
    if (used + next > width - 1) break
    kept += segment
    used += next
  }
  return `${kept}…`
}

/** The characters of a text as people count them: an emoji of several parts is one. */
export function graphemesOf(text: string): string[] {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

/** Widths that fit a terminal: the widest texts give way first, IDs never; undefined where nothing helps. */
export function fittingWidths<Row>(
  columns: readonly Column<Row>[],
  natural: readonly number[],
  room: number,
): number[] | undefined {
  const widths = [...natural]
  const gaps = gapWidth * (widths.length - 1)
  let excess = widths.reduce((sum, width) => sum + width, gaps) - room
  while (excess > 0) {
    const at = widestText(columns, widths)
    const width = widths[at]
    if (at === -1 || width === undefined || width <= narrowestText) return undefined
    widths[at] = width - 1
    excess -= 1
  }
  return widths
}

function widestText<Row>(columns: readonly Column<Row>[], widths: readonly number[]): number {
  let widest = -1
  for (const [at, { kind }] of columns.entries())
    if (kind === 'text' && (widest === -1 || (widths[at] ?? 0) > (widths[widest] ?? 0))) widest = at
  return widest
}
