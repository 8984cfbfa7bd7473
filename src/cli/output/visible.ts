import { codePointName, hiddenCharacter } from '../../core/text.ts'

const hiddenCharacters = new RegExp(hiddenCharacter.source, 'gu')
const joiner = '\u200d'

/**
 * A text in which nothing hidden is left: control characters become their pictures (ESC is shown as ␛), other
 * invisible or directional characters their code points. The joiner inside emoji stays.
 */
export function visible(text: string): string {
  if (!hiddenCharacter.test(text)) return text
  return text.replace(hiddenCharacters, (character, at: number) =>
    character === joiner && isInsideEmoji(text, at) ? character : pictureOf(character),
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
    const isLayout = character === '\n' || (character === joiner && isInsideEmoji(json, at))
    return isLayout ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function isInsideEmoji(text: string, at: number): boolean {
  return /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})*$/u.test(text.slice(Math.max(0, at - 6), at))
}

function pictureOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<${codePointName(character)}>`
}
