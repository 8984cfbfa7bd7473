import { footerLines } from '../../sheet/line-words.ts'
import { lossError, saysLoss } from '../../sheet/loss.ts'
import type { TextSource } from '../../sheet/source.ts'
import { isBlank, looksLikeId, quotable, type TableRow } from '../../sheet/table.ts'
import type { Columns } from './columns.ts'

// Copyright, confidentiality, author, company; the title is above.
const linesFromCopyright = 4
// A footer has five lines; a long run of one-cell rows is damage that the admin should see.
const longestFooter = 100
// "Grand Totals (60 records)", in any language.
const totalsShape = /[(\uff08][^()\uff08\uff09]*\d[^()\uff08\uff09]*[)\uff09]$/u
const figure = /^[\s\d.,'%+-]*$/
// Every footer of Salesforce has a line like it, in every language.
const copyright = /salesforce|copyright|©|\(c\) ?\d{4}/i
// Whole IDs, what spreadsheets make of them, and addresses.
const data = /^005[0-9A-Za-z]*$|^[\d.,]+E\+?\d+$|^\d{9,}$|[^\s@]@[^\s@]/i

/**
 * Recognizes a report's footer: below a blank row, or totals, the five lines of Salesforce around its copyright, and other
 * lines that footers are known to have. Everything else below the gap is returned at the end, as a problem that quotes
 * it; what only looked like a footer is returned as soon as a user follows. Throws where a line says that rows are missing.
 */
export class FooterFilter {
  /** The rows of the footer, known after `end`. */
  footer: readonly TableRow[] = []
  #held: TableRow[] = []
  #sawBlank = false
  readonly #width: number
  readonly #idColumn: number
  readonly #source: TextSource

  constructor({ labels, id }: Columns, source: TextSource) {
    this.#width = labels.length
    this.#idColumn = id
    this.#source = source
  }

  /** The rows of a batch that are certainly not the footer; blank ones are left out. */
  pass(batch: readonly TableRow[]): TableRow[] {
    const users: TableRow[] = []
    for (const row of batch)
      if (this.#mayBeFooter(row)) this.#hold(row, users)
      else {
        this.#release(users)
        users.push(row)
      }
    return users
  }

  /** The rows that were held back but are not the footer; call it after the last batch. */
  end(): readonly TableRow[] {
    const start = this.#held.findIndex((row) => isBlank(row) || this.#isTotals(row))
    const above = this.#checked(start < 0 ? this.#held : this.#held.slice(0, start))
    if (start < 0) return above
    const below = this.#held.slice(start).filter((row) => !isBlank(row))
    const line = below.findIndex((row) => copyright.test(quotable(row)) && !saysLoss(row))
    const isOfSalesforce = (row: TableRow, index: number) =>
      line >= 0 &&
      index >= line - 1 &&
      index < line + linesFromCopyright &&
      // Titles and companies may be called so, but without a number of rows.
      (index === line - 1 || !saysLoss(row) || !/\d/.test(quotable(row)))
    const isFooter = (row: TableRow, index: number) =>
      isOfSalesforce(row, index) ||
      (!saysLoss(row) && (footerLines.test(quotable(row)) || this.#isTotals(row)))
    this.footer = below.filter(isFooter)
    const others = this.#checked(below.filter((row, index) => !isFooter(row, index)))
    return [...above, ...others.map(unknownText)]
  }

  #hold(row: TableRow, users: TableRow[]): void {
    if (isBlank(row)) {
      // One blank row marks the place; more would only cost memory.
      if (!this.#sawBlank) this.#held.push(row)
      this.#sawBlank = true
      return
    }
    this.#held.push(row)
    if (this.#held.length > longestFooter) this.#release(users)
  }

  #release(users: TableRow[]): void {
    if (this.#held.length > 0) users.push(...this.#checked(this.#held.filter((each) => !isBlank(each))))
    this.#held = []
    this.#sawBlank = false
  }

  #checked(rows: readonly TableRow[]): readonly TableRow[] {
    const loss = rows.find(saysLoss)
    if (loss !== undefined) throw lossError(this.#source, loss)
    return rows
  }

  #mayBeFooter(row: TableRow): boolean {
    const { cells } = row
    // The usual user, decided at once: something in the first two cells.
    if (cells.length === this.#width && this.#width > 1 && cells[0] !== '' && cells[1] !== '')
      return this.#isTotals(row)
    const filled = cells.filter((cell) => cell !== '')
    if (filled.length === 0) return true
    if (filled.length > 1) return this.#isTotals(row)
    // The text of a footer stands in the first column.
    return cells[0] !== '' && !looksLikeId(cells[0] ?? '') && !data.test(cells[0] ?? '')
  }

  #isTotals({ cells }: TableRow): boolean {
    const first = cells.findIndex((cell) => cell !== '')
    if (first !== this.#idColumn && (cells[this.#idColumn] ?? '') !== '') return false
    if (!totalsShape.test(cells[first] ?? '')) return false
    return cells.every((cell, column) => column === first || figure.test(cell))
  }
}

function unknownText(row: TableRow): TableRow {
  return {
    ...row,
    damage: `"${quotable(row)}" is below the last user, and not a line that footers of reports have: delete it, or complete it if it is a user`,
  }
}
