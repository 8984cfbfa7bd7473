import { countText, numberText } from '../../core/text.ts'
import { visible } from '../../core/visible-text.ts'
import type { Bar, Look, Part } from '../../report/charts.ts'
import type { Bars } from '../../report/pictures.ts'
import { fit } from './columns.ts'
import type { Paint, Surface } from './paint.ts'
import { gap } from './table-layout.ts'
import { displayWidth, prepareWidths, wrapped } from './text.ts'

/** A look on a terminal: a pattern of its own, so that it is known without color. On one without Unicode it is `#`, `=` and `.`. */
const patterns: Readonly<Record<Look, string>> = { good: '█', waiting: '▒', bad: '░' }

function painted(look: Look, text: string, paint: Paint): string {
  return look === 'good' ? paint.green(text) : look === 'waiting' ? paint.yellow(text) : paint.red(text)
}

// Longer lines are hard to compare.
const widest = 100
// Shorter bars say little, so their labels go above them.
const shortest = 12

/** What the looks of bars mean, as lines. */
export function legendLines(
  meanings: readonly (readonly [Look, string])[],
  { paint, width }: Pick<Surface, 'paint' | 'width'>,
): string[] {
  const items = meanings.map(([look, meaning]) => `${patterns[look]} ${meaning}`)
  const text = items.join(gap)
  const lines = displayWidth(text) <= width ? [text] : items
  return lines.map((line) =>
    meanings.reduce(
      (colored, [look]) => colored.replace(patterns[look], (pattern) => painted(look, pattern, paint)),
      line,
    ),
  )
}

/** A heading and bars that fit the width: each in one line, or on narrow terminals below its label. */
export async function barLines(
  { title, bars, whole, others }: Bars,
  surface: Pick<Surface, 'paint' | 'width'>,
  kinds = 'others',
): Promise<string[]> {
  const labels = bars.map(({ label }) => visible(label))
  await prepareWidths([...labels, '…'])
  const { paint } = surface
  const width = Math.min(surface.width, widest)
  const values = bars.map(({ value }) => value)
  const valueWidth = widestOf(values)
  const labelWidth = Math.min(widestOf(labels), Math.floor(width * 0.4))
  const beside = width - labelWidth - valueWidth - 2 * gap.length
  const lines = bars.flatMap((bar, at) => {
    const [label = '', value = ''] = [labels[at], values[at]]
    if (beside >= shortest) {
      const drawn = barText(bar, whole, beside, paint)
      const line = `${padded(fit(label, labelWidth), labelWidth)}${gap}${drawn}${gap}${padStart(value, valueWidth)}`
      return [line.trimEnd()]
    }
    const room = width - displayWidth(value) - gap.length
    return [`${padded(fit(label, room), room)}${gap}${value}`, barText(bar, whole, width, paint).trimEnd()]
  })
  const rest = others === 0 ? [] : [paint.dim(`... and ${countText(others, 'other', kinds)}`)]
  return [...wrapped(title, width, '').map((line) => paint.bold(line)), ...lines, ...rest]
}

function barText({ parts }: Bar, whole: number, width: number, paint: Paint): string {
  const cells = cellsOf(parts, whole, width)
  const used = cells.reduce((sum, count) => sum + count, 0)
  const text = parts.map(({ look }, at) => {
    const cell = patterns[look].repeat(cells[at] ?? 0)
    return cell === '' ? '' : painted(look, cell, paint)
  })
  return text.join('') + ' '.repeat(Math.max(0, width - used))
}

/** How many cells each part of a bar gets: what is there has at least one, and only the whole fills the bar. */
export function cellsOf(parts: readonly Pick<Part, 'value'>[], whole: number, width: number): number[] {
  if (whole <= 0) return parts.map(() => 0)
  const cells = parts.map(({ value }) => (value <= 0 ? 0 : Math.max(1, Math.round((value / whole) * width))))
  const total = parts.reduce((sum, { value }) => sum + value, 0)
  const most = total >= whole ? width : width - 1
  for (;;) {
    const used = cells.reduce((sum, count) => sum + count, 0)
    const largest = cells.indexOf(Math.max(...cells))
    if (used > most && (cells[largest] ?? 0) > 1) cells[largest] = (cells[largest] ?? 0) - 1
    else if (total >= whole && used < width) cells[largest] = (cells[largest] ?? 0) + 1
    else return cells
  }
}

/** `+1,200 ~3 -12`: what was added, changed and removed; nothing where nothing was. */
export function changesText(added: number, changed: number, removed: number): string {
  return [
    added === 0 ? '' : `+${numberText(added)}`,
    changed === 0 ? '' : `~${numberText(changed)}`,
    removed === 0 ? '' : `-${numberText(removed)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function widestOf(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0)
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}
