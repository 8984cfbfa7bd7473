import { unguardFormula } from '../core/formula-guard.ts'
import { isUsual, meaningOf, readValue, withoutDecoration } from '../core/written-text.ts'

// A function, a cell, or a cell of another sheet.
const formula = /^=(?:[+-]?[\p{L}.]+\(|[+-]?\$?[A-Z]{1,3}\$?\d|'[^']*'!|[\p{L}\d]+!|\()/u

/** A cell of a separated text as it is meant: without what only decorates it, and empty where a word says "nothing". */
export function readCell(raw: string): string {
  if (isUsual(raw)) return meaningOf(raw)
  // A guarded cell is a text that only looks like a formula.
  return raw.trimStart().startsWith("'") ? meaningOf(readLabel(raw)) : readValue(raw)
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
