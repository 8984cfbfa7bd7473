import { codePointName } from './text.ts'
import { brokenFormulas, nothing } from './cell-words.ts'

// Nearly every text is like this and needs no second look.
const usual = /^[A-Za-z0-9](?:[ -~]*[!-~])?$/
// Carries no meaning in a name, an address or an ID: zero-width spaces, soft hyphens, directional formatting.
const meaningless = /[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f]/gu
const decoration = /^[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]$/u
const textFormula = /^="((?:[^"]|"")*)"$/

const longestNothing = 9

/** Whether a text needs no second look: nearly every one. */
export function isUsual(text: string): boolean {
  return usual.test(text)
}

/** A text that was typed, or a value of NDJSON or YAML, as it is meant: empty where a word says "nothing". */
export function readValue(raw: string): string {
  if (raw === '' || usual.test(raw)) return meaningOf(raw)
  return meaningOf(textOfFormula(raw) ?? withoutDecoration(raw))
}

// `="text"` keeps a spreadsheet from changing a text.
function textOfFormula(raw: string): string | undefined {
  // What does not begin with it is no formula: a cell whose second line looks like one is a text.
  return textFormula.exec(raw)?.[1]?.replaceAll('""', '"').trim()
}

/** A text without white space and invisible characters around it, and without those that carry no meaning. */
export function withoutDecoration(raw: string): string {
  let start = 0
  let end = raw.length
  while (start < end && decoration.test(raw[start] ?? '')) start += 1
  while (end > start && decoration.test(raw[end - 1] ?? '')) end -= 1
  return raw.slice(start, end).replace(meaningless, '')
}

/** A text, or nothing where it is a word for nothing. */
export function meaningOf(text: string): string {
  return text.length <= longestNothing && nothing.has(text) ? '' : text
}

const unusable =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const longestShown = 60

/** A text in quotation marks, or its beginning. */
export function shownText(text: string): string {
  return `"${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}"`
}

/** Why a text cannot be what was meant; undefined for nearly every cell. */
export function damageOf(text: string): string | undefined {
  if (text === '' || (usual.test(text) && !text.includes('[object '))) return undefined
  const shown = shownText(text)
  if (text.startsWith('#') && (brokenFormulas.has(text) || /^#{3,}$/.test(text)))
    return `${shown} is what a spreadsheet shows where it has no value`
  if (text.includes('[object ')) return `${shown} is what a program writes where it lost the value`
  const [found] = unusable.exec(text) ?? []
  if (found === undefined) return undefined
  if (found === '\ufffd')
    return `${shown} contains U+FFFD: a letter was lost when the file was written or read`
  if (found === '\ufeff') return `${shown} contains a byte order mark: files were joined without a line break`
  return found >= '\ud800'
    ? `${shown} contains half a character`
    : `${shown} contains the control character ${codePointName(found)}`
}

/** What to do about a cell that is damaged. */
export const damageAction = 'correct the cell, or empty it'
