import { isBlank, looksLikeId } from './header.ts'
import type { CsvRecord } from '../../sheet/csv.ts'

// A footer has five lines; a long run of one-cell records is damage that the admin should see.
const longestFooter = 100
// "Grand Totals (60 records)", in any language.
const totalsShape = /[(\uff08][^()\uff08\uff09]*\d[^()\uff08\uff09]*[)\uff09]\s*$/u
const figure = /^[\s\d.,'%+-]*$/

/**
 * Tells the report's footer from people by its shape, whatever its language: a blank record, or totals, followed to the
 * end only by one-cell records. What only looked like a footer is handed back as soon as a person follows.
 */
export class FooterFilter {
  private held: CsvRecord[] = []
  private sawBlank = false
  private readonly width: number
  private readonly idColumn: number

  constructor(width: number, idColumn: number) {
    this.width = width
    this.idColumn = idColumn
  }

  /** The records of a batch that are no footer so far; blank ones are left out. */
  pass(batch: readonly CsvRecord[]): CsvRecord[] {
    const people: CsvRecord[] = []
    for (const record of batch)
      if (this.holdsBack(record)) this.hold(record, people)
      else {
        if (this.held.length > 0) people.push(...this.held.filter((each) => !isBlank(each)))
        this.held = []
        this.sawBlank = false
        people.push(record)
      }
    return people
  }

  /** To be called after the last batch: the held records that are no footer, and those that are. */
  end(): { readonly people: readonly CsvRecord[]; readonly footer: readonly CsvRecord[] } {
    const start = this.held.findIndex((record) => isBlank(record) || this.isTotals(record))
    const people = start < 0 ? this.held : this.held.slice(0, start)
    const rest = start < 0 ? [] : this.held.slice(start)
    return { people, footer: rest.filter((record) => !isBlank(record)) }
  }

  private hold(record: CsvRecord, people: CsvRecord[]): void {
    if (isBlank(record)) {
      // One blank record marks the place; more would only cost memory.
      if (!this.sawBlank) this.held.push(record)
      this.sawBlank = true
      return
    }
    this.held.push(record)
    if (this.held.length <= longestFooter) return
    people.push(...this.held.filter((each) => !isBlank(each)))
    this.held = []
    this.sawBlank = false
  }

  private holdsBack(record: CsvRecord): boolean {
    if (record.cells.length === this.width && this.width > 1 && twoFilled(record))
      return this.isTotals(record)
    const filled = record.cells.filter((cell) => cell.trim() !== '')
    if (filled.length === 0) return true
    if (filled.length > 1) return this.isTotals(record)
    return !looksLikeId(filled[0] ?? '')
  }

  private isTotals(record: CsvRecord): boolean {
    const first = record.cells.findIndex((cell) => cell.trim() !== '')
    if (first !== this.idColumn && (record.cells[this.idColumn] ?? '').trim() !== '') return false
    if (!totalsShape.test(record.cells[first] ?? '')) return false
    return record.cells.every((cell, column) => column === first || figure.test(cell))
  }
}

/** The usual person, told at once: something in the first two cells. */
function twoFilled(record: CsvRecord): boolean {
  return (record.cells[0] ?? '').trim() !== '' && (record.cells[1] ?? '').trim() !== ''
}
