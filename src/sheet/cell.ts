import { unguardFormula } from '../core/formula-guard.ts'
import { codePointName } from '../core/text.ts'
import { brokenFormulas, nothing } from './cell-words.ts'

// Nearly every cell is like this and needs no second look.
const usual = /^[A-Za-z0-9](?:[ -~]*[!-~])?$/
// Carries no meaning in a name, an address or an ID: zero-width spaces, soft hyphens, directional formatting.
const meaningless = /[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f]/gu
const decoration = /^[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]$/u
const textFormula = /^="((?:[^"]|"")*)"$/
// A function, a cell, or a cell of another sheet.
const formula = /^=(?:[+-]?[\p{L}.]+\(|[+-]?\$?[A-Z]{1,3}\$?\d|'[^']*'!|[\p{L}\d]+!|\()/u

const longestNothing = 9

/** A cell of a separated text as it is meant: without what only decorates it, and empty where a word says "nothing". */
export function readCell(raw: string): string {
  if (raw === '') return raw
  if (usual.test(raw)) return meaningOf(raw)
  // A guarded cell is a text that only looks like such a formula.
  if (raw.trimStart().startsWith("'")) return meaningOf(readLabel(raw))
  return meaningOf(textOfFormula(raw) ?? withoutDecoration(raw))
}

/** A value of NDJSON or YAML as it is meant. */
export function readValue(raw: string): string {
  if (raw === '' || usual.test(raw)) return meaningOf(raw)
  return meaningOf(textOfFormula(raw) ?? withoutDecoration(raw))
}

/** A label as it is meant: without white space, invisible characters and an apostrophe that guards a formula. */
export function readLabel(raw: string): string {
  const text = withoutDecoration(raw)
  // The guard is reversed on the cell as it was written.
  return text.startsWith("'") ? withoutDecoration(unguardFormula(raw)) : text
}

/** Whether a cell of a separated text is a formula; text that only begins like one is guarded by an apostrophe. */
export function isFormula(raw: string): boolean {
  return raw.charCodeAt(0) === 0x3d && formula.test(raw)
}

// What does not begin with it is no formula: a cell whose second line looks like one is a text.
function textOfFormula(raw: string): string | undefined {
  return textFormula.exec(raw)?.[1]?.replaceAll('""', '"').trim()
}

function withoutDecoration(raw: string): string {
  let start = 0
  let end = raw.length
  while (start < end && decoration.test(raw[start] ?? '')) start += 1
  while (end > start && decoration.test(raw[end - 1] ?? '')) end -= 1
  return raw.slice(start, end).replace(meaningless, '')
}

function meaningOf(text: string): string {
  return text.length <= longestNothing && nothing.has(text) ? '' : text
}

const unusable =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const longestShown = 60

/** Why a cell cannot be what was meant; undefined for nearly every cell. */
export function damageOf(text: string): string | undefined {
  if (text === '' || (usual.test(text) && !text.includes('[object '))) return undefined
  const shown = `"${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}"`
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

/** The columns that hold records, as in `Profile` beside `Profile.Name`: Salesforce Inspector and jsforce write them. */
export function relationColumns(labels: readonly string[]): ReadonlySet<number> {
  const names = labels.map((label) => label.toLowerCase())
  return new Set(
    names.flatMap((name, column) =>
      name === '_' || names.some((other) => name !== '' && other.startsWith(`${name}.`)) ? [column] : [],
    ),
  )
}

/** Whether a cell names only the kind of a record: any, `[User]`, in a relation column, elsewhere that of its label. */
export function isRelation(cell: string, label: string, isRelationColumn: boolean): boolean {
  return cell === `[${label}]` || (isRelationColumn && /^\[[A-Za-z]\w*\]$/.test(cell))
}
