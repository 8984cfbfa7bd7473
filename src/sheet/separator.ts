import { SfsyncError } from '../core/errors.ts'

/** What may stand between cells, the usual one first. */
export const separators = [',', ';', '\t', '|']
const separatorNames = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  ['pipe', '|'],
])

/** Reads the separator an admin gives, as a character or by name; throws `usage` for anything else. */
export function resolveSeparator(text: string): string {
  const separator = separatorNames.get(text.trim().toLowerCase()) ?? (text === '\t' ? text : text.trim())
  if (separators.includes(separator)) return separator
  throw new SfsyncError('usage', `"${text}" is no separator that sfsync knows`, {
    actions: ['say comma, semicolon, tab or pipe, or leave it out: sfsync then finds it in the header'],
  })
}

/** The separator that a first line `sep=;` names (Excel writes it), and how many characters that line takes. */
export function namedSeparator(
  text: string,
): { readonly separator: string; readonly skip: number } | undefined {
  const named = /^sep=([,;\t|])[\t ]*(?:\r\n|\n|\r|$)/i.exec(text)
  const separator = named?.[1]
  return named === null || separator === undefined ? undefined : { separator, skip: named[0].length }
}

/** A lone CR ends lines only where the first line break outside quotes is one. */
export function newlineOf(text: string): '\n' | '\r' {
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '"') quoted = !quoted
    else if (!quoted && character === '\n') return '\n'
    else if (!quoted && character === '\r') return text[index + 1] === '\n' ? '\n' : '\r'
  }
  return '\n'
}
