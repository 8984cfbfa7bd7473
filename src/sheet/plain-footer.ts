import { saysLoss } from './loss.ts'
import { isBlank, quotable, type RowOptions, type TableRow } from './table.ts'

// Every footer of Salesforce has a line like it, in every language.
const copyright = /copyright|©|\(c\) ?\d{4}/i

/**
 * Holds back what may be the footer of an exported report below a table that is no report: behind an empty row, lines of
 * one cell to the end, one of them with a copyright.
 */
export class PlainFooter implements NonNullable<RowOptions['filter']> {
  /** The rows of the footer, known after `end`. */
  lines: readonly TableRow[] = []
  #held: TableRow[] = []
  #isBelow = false

  pass(rows: readonly TableRow[]): TableRow[] {
    return rows.flatMap((row) => {
      if (isBlank(row)) {
        this.#isBelow = true
        return []
      }
      if (this.#isBelow && row.cells.filter((cell) => cell !== '').length === 1) {
        this.#held.push(row)
        return []
      }
      this.#isBelow = false
      return [...this.#release(), row]
    })
  }

  end(): readonly TableRow[] {
    const isFooter = this.#held.some((row) => copyright.test(quotable(row)))
    if (!isFooter || this.#held.some(saysLoss)) return this.#release()
    this.lines = this.#held
    return []
  }

  #release(): TableRow[] {
    const rows = this.#held
    this.#held = []
    return rows
  }
}
