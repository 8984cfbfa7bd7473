import { hiddenCharacter, codePointName } from './text.ts'

const joiner = '\u200d'
const nonJoiner = '\u200c'

// Scripts in which names are written with joiners and non-joiners.
const joiningScript =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}]\p{M}*$/u

const emoji = /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})*$/u

const hiddenCharacters = new RegExp(hiddenCharacter.source, 'gu')

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
