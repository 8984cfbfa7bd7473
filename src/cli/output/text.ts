import type { Surface } from './paint.ts'

/** Lines of at most so many display columns, each after the indent; a word that is longer stays whole, as IDs must. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && displayWidth(indent + longer) > width) {
      lines.push(indent + line)
      line = word
    } else line = longer
  }
  return [...lines, indent + line]
}

// Longer lines are hard to read.
const widest = 80

/** How wide lines of text may be that are to be read: as the terminal at most; of any width where there is none. */
export function readingWidth({ isTerminal, width }: Pick<Surface, 'isTerminal' | 'width'>): number {
  return isTerminal ? Math.min(width, widest) : Infinity
}

const ascii = /^[\x20-\x7e]*$/
let wide: ((text: string) => number) | undefined

/** Must be awaited before texts are measured: what knows wide characters takes as long to load as Node itself. */
export async function prepareWidths(texts: Iterable<string>): Promise<void> {
  if (wide !== undefined) return
  for (const text of texts)
    if (!ascii.test(text)) {
      wide = (await import('string-width')).default
      return
    }
}

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  return ascii.test(text) || wide === undefined ? text.length : wide(text)
}

// Scripts in which names are written with joiners and non-joiners.
/** The characters of a text as people count them: an emoji of several parts is one. */
export function graphemesOf(text: string): string[] {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

let graphemes: Intl.Segmenter | undefined
