import stringWidth from 'string-width'
import { numberText } from '../core/text.ts'
import { visible } from '../core/visible-text.ts'
import { type Html, markup, lines } from './html.ts'

/** What a chart is called and says, for those who do not see it. */
interface ChartText {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  readonly description: string
}

/** One part of a bar or a column; its look is a class of the style sheet. */
export interface Part {
  readonly look: Look
  readonly value: number
}

/** A color with a pattern of its own, so that it is known without the color. */
export type Look = 'good' | 'waiting' | 'bad'

/** One bar with its label above it. */
export interface Bar {
  readonly label: string
  /** What stands at the right end, such as `12 (40%)`. */
  readonly value: string
  readonly parts: readonly Part[]
}

/** The patterns of the looks, once on a page. */
export const patterns = markup`<svg class="patterns" aria-hidden="true" width="0" height="0"><defs>
  <pattern id="waiting-pattern" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="waiting-ground" width="6" height="6"/><rect class="gap" width="2" height="6"/></pattern>
  <pattern id="bad-pattern" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="bad-ground" width="5" height="5"/><rect class="gap" x="1" y="1" width="1.5" height="1.5"/></pattern>
</defs></svg>`

const barHeight = 44

/**
 * Horizontal bars on one scale. Lengths are percentages, so that the chart is as wide as its place while its letters keep
 * their size.
 */
export function barChart(text: ChartText, bars: readonly Bar[], whole: number): Html {
  const drawn = bars.map((bar, at) => {
    const top = at * barHeight
    let left = 0
    const parts = bar.parts
      .filter(({ value }) => value > 0)
      .map(({ look, value }) => {
        const width = share(value, whole)
        const part = markup`<rect
          class="${look}"
          x="${percent(left)}"
          y="${top + 20}"
          width="${percent(width)}"
          height="14"
        />`
        left += width
        return part
      })
    return markup`<svg x="0" y="${top}" width="${percent(labelShare(bar.value))}" height="20"><text x="0" y="14">${cut(visible(bar.label))}</text></svg
      ><text class="end" x="100%" y="${top + 14}">${bar.value}</text
      ><rect class="track" x="0" y="${top + 20}" width="100%" height="14" />${lines(parts)}`
  })
  return drawing(text, bars.length * barHeight, lines(drawn))
}

/** One column of a chart over time: what is added grows up, what is removed down. */
export interface Column {
  readonly label: string
  readonly up: readonly Part[]
  readonly down: readonly Part[]
}

const columnsHeight = 132
const labelHeight = 20

/** Columns over time, on one scale up and down. */
export function columnChart(text: ChartText, columns: readonly Column[]): Html {
  const most = (pick: (column: Column) => readonly Part[]) =>
    Math.max(0, ...columns.map((column) => sum(pick(column))))
  const [up, down] = [most(({ up: parts }) => parts), most(({ down: parts }) => parts)]
  const scale = up + down === 0 ? 0 : columnsHeight / (up + down)
  const base = labelHeight + up * scale
  const width = 100 / Math.max(columns.length, 12)
  const drawn = columns.map((column, at) => {
    const [left, thickness] = [percent(at * width + width / 10), percent((width * 8) / 10)]
    const rect = (part: Part, y: number, height: number) =>
      markup`<rect
        class="${part.look}"
        x="${left}"
        y="${rounded(y)}"
        width="${thickness}"
        height="${rounded(height)}"
      />`
    return lines([
      ...stacked(column.up, scale, base, -1, rect),
      ...stacked(column.down, scale, base, 1, rect),
    ])
  })
  const [first, last] = [columns[0]?.label ?? '', columns.length > 1 ? (columns.at(-1)?.label ?? '') : '']
  const end = labelHeight + columnsHeight + labelHeight
  return drawing(
    text,
    end + 4,
    markup`<text x="0" y="14">${up > 0 ? `at most +${numberText(up)}` : ''}</text>${lines(drawn)}<line
        class="axis"
        x1="0"
        x2="100%"
        y1="${rounded(base)}"
        y2="${rounded(base)}"
      /><text x="0" y="${end}">${first}</text
      ><text class="end" x="${percent(Math.min(100, width * columns.length))}" y="${end}">${last}</text
      >${down > 0 ? markup`<text class="end" x="100%" y="14">at most −${numberText(down)}</text>` : null}`,
  )
}

function stacked(
  parts: readonly Part[],
  scale: number,
  base: number,
  direction: 1 | -1,
  rect: (part: Part, y: number, height: number) => Html,
): Html[] {
  let at = base
  return parts
    .filter(({ value }) => value > 0)
    .map((part) => {
      const height = part.value * scale
      const y = direction === 1 ? at : at - height
      at += direction * height
      return rect(part, y, height)
    })
}

function drawing({ id, title, description }: ChartText, height: number, content: Html): Html {
  return markup`<svg role="img" aria-labelledby="${id}-title ${id}-text" width="100%" height="${height}">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description}</desc>
    ${content}
  </svg>`
}

/** What the looks in a chart mean. */
export function legend(meanings: readonly (readonly [Look, string])[]): Html {
  const items = meanings.map(
    ([look, meaning]) =>
      markup`<li>
        <svg aria-hidden="true" width="14" height="14"><rect class="${look}" width="14" height="14" /></svg>
        ${meaning}
      </li>`,
  )
  return markup`<ul class="legend">
    ${lines(items)}
  </ul>`
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { value }) => total + value, 0)
}

function share(value: number, whole: number): number {
  return whole === 0 ? 0 : (100 * value) / whole
}

function percent(value: number): string {
  return `${rounded(value)}%`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

// In pixels: a chart on a page 320 wide, and a digit.
const narrowest = 288
const digitWidth = 8

/** The share of the width, in percent, that a value leaves to the label beside it where the page is narrow. */
function labelShare(value: string): number {
  return Math.max(25, share(narrowest - (value.length + 1) * digitWidth, narrowest))
}

const mostColumns = 36

// A chart cannot wrap lines; the table beside it has the whole text. Where the page is narrow, it ends where its place does.
function cut(text: string): string {
  const letters = Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment)
  let columns = 0
  const count = letters.findIndex((letter) => (columns += stringWidth(letter)) > mostColumns)
  return count === -1 ? text : `${letters.slice(0, count - 1).join('')}…`
}

/** A share in whole percent; of a whole that is not complete never 100, and of one that has begun never 0. */
export function percentText(value: number, whole: number): string {
  if (whole === 0) return '0%'
  const near = Math.round((100 * value) / whole)
  if (near === 100 && value < whole) return '99%'
  return near === 0 && value > 0 ? 'under 1%' : `${near}%`
}
