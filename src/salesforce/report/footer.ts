import { isBlank, looksLikeId, quotable, type TableRow } from '../../sheet/table.ts'
import type { Columns } from './columns.ts'

// A footer has five lines; a long run of one-cell rows is damage that the admin should see.
const longestFooter = 100
// "Grand Totals (60 records)", in any language.
const totalsShape = /[(\uff08][^()\uff08\uff09]*\d[^()\uff08\uff09]*[)\uff09]$/u
const figure = /^[\s\d.,'%+-]*$/
// Every footer of Salesforce has a line like it, in every language.
const copyright = /salesforce|copyright|©|\(c\) ?\d{4}/i
// Whole IDs, what spreadsheets make of them, and addresses.
const data = /^005[0-9A-Za-z]*$|^[\d.,]+E\+?\d+$|^\d{9,}$|[^\s@]@[^\s@]/i
const loss =
  /\b(?:missing|truncated|incomplete|partial\w*|exceed\w*|limit\w*|skipped|omitted|not all|only the first)\b|^(?:warning|error)\b/i

/**
 * Recognizes a report's footer by its shape, whatever its language: a blank row, or totals, followed to the end only by
 * one-cell rows without IDs and addresses. What only looked like a footer is returned as soon as a user follows, and at
 * the end so are lines that warn of lost records, and names that a spreadsheet program left in rows of their own.
 */
export class FooterFilter {
  /** The rows of the footer, known after `end`. */
  footer: readonly TableRow[] = []
  #held: TableRow[] = []
  #sawBlank = false
  readonly #width: number
  readonly #idColumn: number
  readonly #nameColumns: readonly number[]

  constructor({ labels, id, of }: Columns) {
    this.#width = labels.length
    this.#idColumn = id
    this.#nameColumns = [...of.name, ...of.firstName, ...of.lastName]
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
    if (start < 0) return this.#held.map(withWarning)
    const below = this.#held.slice(start).filter((row) => !isBlank(row))
    const isOfSalesforce = below.some((row) => copyright.test(quotable(row)))
    const kept = isOfSalesforce
      ? []
      : below.filter((row) => loss.test(quotable(row)) || this.#isLoneName(row)).map(withWarning)
    const lines = new Set(kept.map(({ line }) => line))
    this.footer = below.filter(({ line }) => !lines.has(line))
    return [...this.#held.slice(0, start), ...kept]
  }

  // A person without an ID, rather than a line of text that a spreadsheet program filled up with separators.
  #isLoneName({ cells }: TableRow): boolean {
    const filled = cells.findIndex((cell) => cell !== '')
    return (
      cells.length === this.#width &&
      this.#nameColumns.includes(filled) &&
      !totalsShape.test(cells[filled] ?? '')
    )
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
    if (this.#held.length > 0) users.push(...this.#held.filter((each) => !isBlank(each)))
    this.#held = []
    this.#sawBlank = false
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

function withWarning(row: TableRow): TableRow {
  const text = quotable(row)
  return loss.test(text) && row.cells.filter((cell) => cell !== '').length === 1
    ? { ...row, damage: `"${text}" warns that records are missing; export or query the users again` }
    : row
}
