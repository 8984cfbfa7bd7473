import type { Surface } from './columns.ts'
import { codePointName, hiddenCharacter } from '../../core/text.ts'

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

const hiddenCharacters = new RegExp(hiddenCharacter.source, 'gu')
const joiner = '\u200d'
const nonJoiner = '\u200c'
// Scripts in which names are written with joiners and non-joiners.
const joiningScript =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}]\p{M}*$/u
const emoji = /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})*$/u

/**
 * A text in which nothing hidden is left: control characters become their pictures (ESC is shown as ␛), other
 * invisible or directional characters their code points. Joiners stay where they belong: inside emoji, and after letters
 * of scripts that need them.
 */
export function visible(text: string): string {
  if (!hiddenCharacter.test(text)) return text
  return text.replace(hiddenCharacters, (character, at: number) =>
    belongs(character, text, at) ? character : pictureOf(character),
  )
}

/** Like `visible`, but line feeds stay: for formats that quote them. */
export function visibleLines(text: string): string {
  if (!hiddenCharacter.test(text)) return text
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => visible(line))
    .join('\n')
}

/** JSON in which no hidden character stands as itself. */
export function visibleJson(json: string): string {
  if (!hiddenCharacter.test(json)) return json
  return json.replace(hiddenCharacters, (character, at: number) => {
    const stays = character === '\n' || belongs(character, json, at)
    return stays ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function belongs(character: string, text: string, at: number): boolean {
  if (character !== joiner && character !== nonJoiner) return false
  const before = text.slice(Math.max(0, at - 6), at)
  return joiningScript.test(before) || (character === joiner && emoji.test(before))
}

function pictureOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<${codePointName(character)}>`
}
