const marks = /\p{M}/gu
const ascii = /^[\x20-\x7e]*$/

/** Removes surrounding white space, folds inner white space to single spaces and composes characters (NFC). */
export function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/**
 * The form in which names are compared, searched and sorted: tidy, lower case in full Unicode, without diacritics.
 * "Åse  ØRLAND" and "ase ørland" are equal; letters that are not composed (ø, ł, ß) stay themselves.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim()
  return tidy(text.normalize('NFKD').replace(marks, '').toLowerCase().normalize('NFKC'))
}

/** Invisible or directional characters, which can make two different texts look alike. */
export const hiddenCharacter =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/u

/** Names a character by its code point, "U+200B", for messages about characters that cannot be seen. */
export function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
