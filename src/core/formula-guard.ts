// Source: OWASP "CSV Injection": spreadsheets run a cell that begins with one of these.
const runs = /^'*[=+\-@\t\r]/
const guarded = /^'+[=+\-@\t\r]/

/** Puts one apostrophe before a CSV cell that a spreadsheet would run as a formula; other cells stay as they are. */
export function guardFormula(cell: string): string {
  return runs.test(cell) ? `'${cell}` : cell
}

/** Reverses `guardFormula`: `unguardFormula(guardFormula(cell))` is `cell` for every text. */
export function unguardFormula(cell: string): string {
  // Looking at one character first is much faster, for nearly no cell is guarded.
  return cell.startsWith("'") && guarded.test(cell) ? cell.slice(1) : cell
}
