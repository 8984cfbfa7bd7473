/** What a cell holds instead of a text. */
export interface OddValue {
  readonly kind: 'number' | 'date' | 'boolean' | 'error' | 'formula'
  /** Its value: the digits, an ISO date, `true`, the error as it is shown; of a formula without a value itself. */
  readonly text: string
  /** A number with more digits than a spreadsheet keeps, so that its last ones are lost. */
  readonly isRounded?: boolean
}

/** The content of a cell; an empty text where there is nothing. */
export type WorkbookCell = string | OddValue

/** One row of a sheet that holds anything. */
export interface WorkbookRow {
  /** Counted from 1. */
  readonly line: number
  /** By column, counted from 0; merged cells are filled down. */
  readonly cells: readonly WorkbookCell[]
  readonly isHidden: boolean
  /** Cells that are merged across columns, the first and the last of each. */
  readonly merged: readonly (readonly [first: number, last: number])[]
}

/** One sheet of a workbook. */
export interface WorkbookSheet {
  readonly name: string
  readonly isHidden: boolean
  /** The part of the file that holds it; only of an .xlsx file. */
  readonly part?: string
  /** Its rows in batches; may be read several times. `hideColumns` is called for columns that are hidden. */
  rows(hideColumns: (first: number, last: number) => void): AsyncGenerator<readonly WorkbookRow[]>
}

/** Text of a cell, whatever it holds. */
export function textOfCell(cell: WorkbookCell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '')
}

// A million rows, as Excel has, with twenty columns.
const mostCells = 20_000_000
const mostColumns = 16_384
// A column that was filled to its end; no users are alike.
const mostAlike = 10_000
/** As many rows as Excel has. */
export const mostRows = 1_048_576

/** Gathers the cells of a sheet into rows, within what a spreadsheet can hold; merged cells are filled down. */
export class RowBuilder {
  readonly #damaged: (reason: string) => Error
  #batch: WorkbookRow[] = []
  #cells: WorkbookCell[] = []
  #merged: [number, number][] = []
  #line = 0
  #isHidden = false
  #isFilled = false
  #count = 0
  // By column; merged cells do not overlap.
  readonly #open = new Map<number, { readonly lastLine: number; readonly cell: WorkbookCell }>()

  constructor(damaged: (reason: string) => Error) {
    this.#damaged = damaged
  }

  /** The line of the row that is being gathered, or of the last one. */
  get line(): number {
    return this.#line
  }

  startRow(line: number, isHidden: boolean): void {
    if (!(line > this.#line && line <= mostRows)) throw this.#damaged(`its row ${line} is out of place`)
    this.#line = line
    this.#isHidden = isHidden
    this.#isFilled = false
    this.#cells = []
    this.#merged = []
  }

  /** Puts a value into a cell and `repeated - 1` cells to its right. */
  add(column: number, cell: WorkbookCell, repeated = 1): void {
    if (column + repeated > mostColumns) throw this.#damaged(`it has more than ${mostColumns} columns`)
    this.#spend(repeated)
    this.#isFilled = true
    for (let at = column; at < column + repeated; at += 1) {
      while (this.#cells.length < at) this.#cells.push('')
      if ((this.#cells[at] ?? '') !== '')
        throw this.#damaged(`it has the cell ${lettersOf(at)}${this.#line} twice`)
      this.#cells[at] = cell
    }
  }

  /** Says that a cell of this row covers those to its right and below it. */
  merge(column: number, lastColumn: number, lastLine: number): void {
    if (lastColumn > column && this.#merged.length < mostColumns) this.#merged.push([column, lastColumn])
    const cell = this.#cells[column]
    if (lastLine > this.#line && cell !== undefined && cell !== '') this.#open.set(column, { lastLine, cell })
  }

  /** Ends the row; `repeated` rows are alike. A row without anything of its own is none. */
  endRow(repeated = 1): void {
    if (this.#isFilled && repeated > mostAlike)
      throw this.#damaged(
        `its row ${this.#line} is repeated ${repeated} times; delete the rows that are not meant`,
      )
    if (this.#isFilled)
      for (let left = repeated; left > 0; left -= 1) {
        if (left < repeated) this.#spend(this.#cells.length)
        const line = this.#line + repeated - left
        this.#fill(line)
        this.#batch.push({ line, cells: this.#cells, isHidden: this.#isHidden, merged: this.#merged })
      }
    this.#line += repeated - 1
  }

  /** The rows that are complete, once. */
  take(): readonly WorkbookRow[] {
    const batch = this.#batch
    if (batch.length > 0) this.#batch = []
    return batch
  }

  #spend(cells: number): void {
    this.#count += cells
    if (this.#count > mostCells) throw this.#damaged(`it has more than ${mostCells / 1e6} million cells`)
  }

  #fill(line: number): void {
    this.#spend(this.#open.size)
    for (const [column, { lastLine, cell }] of this.#open) {
      if (lastLine < line) {
        this.#open.delete(column)
        continue
      }
      while (this.#cells.length <= column) this.#cells.push('')
      // What is below a merged cell is not shown, and so not meant.
      this.#cells[column] = cell
    }
  }
}

/** The letters of a column that is counted from 0. */
export function lettersOf(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}
