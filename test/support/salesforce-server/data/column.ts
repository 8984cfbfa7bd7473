import type { Value } from './values.ts'

// With more different values than this a field is asked row by row.
const mostValues = 4_096
const room = 1_024

/** The values of one field of every row, each different value once; what is true of a value is worked out once for all rows. */
export class Column {
  readonly values: Value[] = []
  private readonly codeOf = new Map<Value, number>()
  private codes: Uint16Array

  /** Undefined where the values differ too much. */
  static of(size: number, value: (row: number) => Value): Column | undefined {
    const column = new Column(size)
    for (let row = 0; row < size; row += 1) {
      column.set(row, value(row))
      if (column.values.length > mostValues) return undefined
    }
    return column
  }

  private constructor(size: number) {
    this.codes = new Uint16Array(size + room)
  }

  /** Changes a row, or adds the next one. */
  set(row: number, value: Value): void {
    if (row >= this.codes.length) {
      const larger = new Uint16Array(row + room)
      larger.set(this.codes)
      this.codes = larger
    }
    const known = this.codeOf.get(value)
    if (known === undefined) this.codeOf.set(value, this.values.push(value) - 1)
    this.codes[row] = known ?? this.values.length - 1
  }

  /** Whether there is no room for another different value. */
  get isFull(): boolean {
    return this.values.length > 65_000
  }

  /** Where in `values` the value of a row is. */
  code(row: number): number {
    return this.codes[row] ?? 0
  }
}
