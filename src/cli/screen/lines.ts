import { type HintParts, partsText } from '../../app/hints.ts'
import type { TerminalSize } from '../../app/ports.ts'
import { visible } from '../../core/visible-text.ts'
import { fit } from '../output/columns.ts'
import { displayWidth, graphemesOf, wrapped } from '../output/text.ts'

/** A text in one line of this width at most. */
export function fitted(text: string, width: number): string {
  return fit(visible(text), Math.max(1, width))
}

/** A text in at most this many columns, whose end stays in view. */
export function fittedEnd(text: string, width: number): string {
  const whole = visible(text)
  const letters = graphemesOf(whole)
  while (letters.length > 0 && displayWidth(`…${letters.join('')}`) > width) letters.shift()
  return displayWidth(whole) <= width ? whole : `…${letters.join('')}`
}

/** A text in one line of exactly this width, with a space at its end. */
export function padded(text: string, width: number): string {
  const cut = fitted(text, width - 1)
  return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)))
}

/** A title on the left and, where there is room, a text on the right. */
export function headLine(left: string, right: string, columns: number): string {
  const space = columns - displayWidth(left) - displayWidth(right)
  return space > 0 ? `${left}${' '.repeat(space)}${right}` : fit(left, columns)
}

/** A text in lines of this width, wrapped between words; a word that is longer goes on in the next line: nothing is cut. */
export function screenLines(text: string, columns: number): string[] {
  return wrapped(visible(text), columns, '').flatMap((line) => pieces(line, columns))
}

function pieces(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line]
  const lines: string[] = []
  let piece = ''
  for (const grapheme of graphemesOf(line)) {
    if (piece !== '' && displayWidth(piece + grapheme) > columns) {
      lines.push(piece)
      piece = ''
    }
    piece += grapheme
  }
  return [...lines, piece]
}

/** A hint as lines of a screen: its command stays whole where it fits on a line of its own. */
export function hintLines(hint: HintParts, columns: number): string[] {
  const { text, command } = hint
  const whole = partsText(hint)
  if (text === undefined || command === undefined || displayWidth(visible(whole)) <= columns)
    return screenLines(whole, columns)
  return [...screenLines(`${text}:`, columns), ...screenLines(command, columns)]
}

/** A list of keys as a screen; how to leave it stands there even where some of the keys have no room. */
export function keyHelpScreen(keys: readonly string[], { columns, rows }: TerminalSize): string[] {
  const leave = 'any other key closes this list'
  const shown = keys.slice(0, Math.max(0, rows - 1))
  const gap = shown.length + 2 <= rows ? [''] : []
  return [...shown, ...gap, leave].map((line) => fitted(line, columns)).slice(0, rows)
}

/** What a key is for, in a word or two. */
export interface KeyLabel {
  readonly long: string
  /** null where the key is not shown on a small screen. */
  readonly short: string | null
}

/** What a key is for; the short form is for small screens. */
export function label(long: string, short: string | null = long): KeyLabel {
  return { long, short }
}

// A screen has a line of keys for so many of its lines.
const lineShare = 8

/** These keys in lines: all of them, or on a small screen the most important ones in short. */
export function keyLabelLines(labels: readonly KeyLabel[], { columns, rows }: TerminalSize): string[] {
  const lines = (length: keyof KeyLabel) =>
    flow(
      labels.flatMap((each) => each[length] ?? []),
      columns,
    )
  const all = lines('long')
  return all.length * lineShare <= rows ? all : lines('short')
}

/** Words in as few lines as they fit into. */
export function flow(words: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    const longer = `${line}  ${word}`
    if (line === undefined || displayWidth(longer) > columns) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
