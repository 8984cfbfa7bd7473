import { countText } from '../core/text.ts'
import type { CsvRecord } from './csv.ts'

/** What speaks for a cut in the last row of a text; a problem where cells are lost, otherwise a notice. */
export type Cut = { readonly problem: string } | { readonly notice: string }

// Enough for the teams, roles and domains of a company.
const mostEnds = 1_000

/** Watches a separated text for whether it was cut off in its last row, which then has no line break. */
export class LastRow {
  readonly #newline: string
  readonly #width: number
  readonly #mayEndEarly: boolean
  /** Whether the text has ended, and without a line break. */
  #isBare = false
  #sawRow: boolean
  #sawShort = false
  readonly #isFilled: boolean[]
  /** What the last column holds; of addresses, the domain. */
  readonly #ends = new Set<string>()

  constructor(
    newline: string,
    { width, mayEndEarly }: { readonly width: number; readonly mayEndEarly: boolean },
  ) {
    this.#newline = newline
    this.#width = width
    this.#mayEndEarly = mayEndEarly
    this.#sawRow = !mayEndEarly
    this.#isFilled = Array.from({ length: width }, () => !mayEndEarly)
  }

  /** The text, whose end is watched. */
  async *watch(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    let last = ''
    for await (const piece of pieces) {
      if (piece !== '') last = piece
      yield piece
    }
    this.#isBare = last !== '' && !last.endsWith(this.#newline)
  }

  /** What is wrong with a row, the last of its batch or not; every row below the header passes here, in order. */
  check({ cells }: CsvRecord, isLastOfBatch: boolean): Cut | undefined {
    const isShort = cells.length < this.#width && cells.some((cell) => cell.trim() !== '')
    const isLast = this.#isBare && isLastOfBatch
    const cut = !isLast ? undefined : isShort ? this.#cutRow(cells) : this.#cutCell(cells)
    this.#sawRow = true
    // Programs that leave out empty cells at the end do so in other rows, too.
    this.#sawShort ||= isShort && this.#mayEndEarly
    this.#remember(cells)
    return cut
  }

  #cutRow(cells: readonly string[]): Cut | undefined {
    if (!this.#sawRow || this.#sawShort) return undefined
    const where = `the file ends in this row, after ${cells.length} of ${countText(this.#width, 'cell')}`
    return this.#isFilled.slice(cells.length).includes(true)
      ? { problem: `${where}: it seems to be cut off` }
      : { notice: `${where}; the columns that it lacks are empty in every row: check that it is complete` }
  }

  #cutCell(cells: readonly string[]): Cut | undefined {
    const value = cells[this.#width - 1] ?? ''
    const end = endOf(value)
    if (cells.length !== this.#width || end === '') return undefined
    const whole = this.#ends.has(end) ? undefined : [...this.#ends].find((other) => other.startsWith(end))
    if (whole === undefined) return undefined
    const where = `the file ends in this row, without a line break, in "${value}"; other rows have "${whole}"`
    return value.includes('@')
      ? { problem: `${where}: it seems to be cut off; if it is complete, add a line break` }
      : { notice: `${where}: check that it is complete` }
  }

  #remember(cells: readonly string[]): void {
    for (let column = 0; column < this.#width; column += 1)
      if (this.#isFilled[column] === false && (cells[column] ?? '').trim() !== '')
        this.#isFilled[column] = true
    const end = endOf(cells[this.#width - 1] ?? '')
    if (end !== '' && this.#ends.size < mostEnds) this.#ends.add(end)
  }
}

function endOf(value: string): string {
  return value.slice(value.lastIndexOf('@') + 1).trim()
}
