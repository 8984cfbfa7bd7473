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

// Characters that most names are written in: letters of Latin, Greek, Cyrillic, Hebrew and Arabic, and quotation marks, are
// one column; kana, Chinese characters, Hangul syllables and simple emoji are two; accents are none.
const oneColumn = String.raw` -~\u00a1-\u00ac\u00ae-\u02ff\u0386-\u03ce\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u1e00-\u1eff\u2013\u2014\u2018\u2019\u201c\u201d`
const twoColumns = String.raw`\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3[\p{Emoji_Presentation}--[\p{RI}\p{Emoji_Modifier}]]`
const noColumn = String.raw`\u0300-\u036f`
const ascii = /^[\x20-\x7e]*$/
let patterns: Readonly<Record<'simple' | 'wide' | 'accent', RegExp>> | undefined
let widthOfAny: ((text: string) => number) | undefined

function isSimple(text: string): boolean {
  if (ascii.test(text)) return true
  patterns ??= {
    simple: new RegExp(`^[${oneColumn}${twoColumns}${noColumn}]*$`, 'v'),
    wide: new RegExp(`[${twoColumns}]`, 'v'),
    accent: new RegExp(`[${noColumn}]`, 'v'),
  }
  return patterns.simple.test(text)
}

/** Must be awaited before texts are measured: what knows every character takes longer to load than Node itself. */
export async function prepareWidths(texts: Iterable<string>): Promise<void> {
  if (widthOfAny !== undefined) return
  for (const text of texts)
    if (!isSimple(text)) {
      widthOfAny = (await import('string-width')).default
      return
    }
}

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  if (!isSimple(text)) return widthOfAny?.(text) ?? text.length
  if (patterns === undefined || ascii.test(text)) return text.length
  let width = 0
  for (const character of text)
    width += patterns.accent.test(character) ? 0 : patterns.wide.test(character) ? 2 : 1
  return width
}

/** The characters of a text as people count them: an emoji of several parts is one. */
export function graphemesOf(text: string): string[] {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

let graphemes: Intl.Segmenter | undefined
