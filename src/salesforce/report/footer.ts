import { isBlank, looksLikeId, type TableRow } from '../../sheet/table.ts'

// A footer has five lines; a long run of one-cell rows is damage that the admin should see.
const longestFooter = 100
// "Grand Totals (60 records)", in any language.
const totalsShape = /[(\uff08][^()\uff08\uff09]*\d[^()\uff08\uff09]*[)\uff09]$/u
const figure = /^[\s\d.,'%+-]*$/

/**
 * Recognises a report's footer by its shape, whatever its language: a blank row, or totals, followed to the end only by
 * one-cell rows. What only looked like a footer is returned as soon as a user follows.
 */
export class FooterFilter {
  /** The rows of the footer, known after `end`. */
  footer: readonly TableRow[] = []
  #held: TableRow[] = []
  #sawBlank = false
  readonly #width: number
  readonly #idColumn: number

  constructor(width: number, idColumn: number) {
    this.#width = width
    this.#idColumn = idColumn
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
    this.footer = start < 0 ? [] : this.#held.slice(start).filter((row) => !isBlank(row))
    return start < 0 ? this.#held : this.#held.slice(0, start)
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
    return !looksLikeId(filled[0] ?? '')
  }

  #isTotals({ cells }: TableRow): boolean {
    const first = cells.findIndex((cell) => cell !== '')
    if (first !== this.#idColumn && (cells[this.#idColumn] ?? '') !== '') return false
    if (!totalsShape.test(cells[first] ?? '')) return false
    return cells.every((cell, column) => column === first || figure.test(cell))
  }
}
