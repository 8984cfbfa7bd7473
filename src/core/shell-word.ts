import { hiddenCharacter } from './text.ts'
import { visible } from './visible-text.ts'

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/
const placeholder = /^<[A-Za-z.]+>$/
const hiddenCharacters = new RegExp(hiddenCharacter.source, 'gu')

/** A word as it must be typed in a POSIX shell: quoted only if necessary, and without any hidden character. */
export function shellWord(word: string): string {
  if (plain.test(word)) return word
  return visible(word) === word ? quoted(word) : printed(word)
}

/** Like `shellWord`, but a `<placeholder>` stays as it is. */
export function shellWordOrPlaceholder(word: string): string {
  return isPlaceholder(word) ? word : shellWord(word)
}

/** Whether a word stands for what the admin types: `<team>`. */
export function isPlaceholder(word: string): boolean {
  return placeholder.test(word)
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

// What no one can see is written as its bytes. The shell drops line feeds at the end, so they follow.
function printed(word: string): string {
  const text = word.replace(/\n+$/, '')
  const format = text
    .replace(/[%\\]/g, (sign) => (sign === '%' ? '%%' : '\\\\'))
    .replace(hiddenCharacters, (character) => octal(character))
    .replace(/^-/, octal('-'))
  return `"$(printf ${quoted(format)})"${text === word ? '' : quoted(word.slice(text.length))}`
}

function octal(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('')
}
