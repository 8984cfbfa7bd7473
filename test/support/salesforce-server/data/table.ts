import type { RowWriter } from './bytes.ts'
import { Column } from './column.ts'
import { type IdOrder, idKey, sortedRows } from './id-order.ts'
import type { ObjectType } from './schema.ts'
import type { FlatRecord, Value } from './values.ts'

/** Where the records of a table come from, in the order in which they were made. */
export interface Source {
  readonly size: number
  /** Whether that is also the order of their IDs, by ASCII. */
  readonly sorted: boolean
  value(row: number, field: string): Value
}

/** Records that are all in memory. */
export function sourceOf(records: readonly FlatRecord[]): Source {
  return { size: records.length, sorted: false, value: (row, field) => records[row]?.[field] ?? null }
}

/** The records of one kind: rows in the order in which they were made, found by ID in any order that the org has. */
export class Table {
  readonly type: ObjectType
  readonly idOrder: IdOrder
  private readonly source: Source
  private readonly added: FlatRecord[] = []
  private readonly changed = new Map<number, FlatRecord>()
  private readonly columns = new Map<string, Column | undefined>()
  private readonly kept = new Map<string, RowWriter>()
  /** The rows in the order of their IDs; undefined where that is the order of the rows. */
  private ranks: Uint32Array | undefined

  constructor(type: ObjectType, source: Source, idOrder: IdOrder) {
    this.type = type
    this.idOrder = idOrder
    this.source = source
    if (!source.sorted || idOrder !== 'ascii')
      this.ranks = sortedRows(source.size, (row) => this.id(row), idOrder)
  }

  get size(): number {
    return this.source.size + this.added.length
  }

  /** Whether the order of the rows is that of their IDs. */
  get idsAscend(): boolean {
    return this.ranks === undefined
  }

  value(row: number, field: string): Value {
    if (row >= this.source.size) return this.added[row - this.source.size]?.[field] ?? null
    const own = this.changed.size > 0 ? this.changed.get(row)?.[field] : undefined
    return own === undefined ? this.source.value(row, field) : own
  }

  id(row: number): string {
    return String(this.value(row, 'Id'))
  }

  /** The values of a field; undefined where too many are different. */
  column(field: string): Column | undefined {
    if (!this.columns.has(field))
      this.columns.set(
        field,
        Column.of(this.size, (row) => this.value(row, field)),
      )
    return this.columns.get(field)
  }

  /** A way to write rows, made once. */
  writer(key: string, make: () => RowWriter): RowWriter {
    const known = this.kept.get(key) ?? make()
    this.kept.set(key, known)
    return known
  }

  /** The row that comes so many places into the order of IDs. */
  rowAt(rank: number): number {
    return this.ranks === undefined ? rank : (this.ranks[rank] ?? -1)
  }

  /** How many IDs come before one, or up to and with it. */
  rankOf(id: string, including: boolean): number {
    const key = idKey(id, this.idOrder)
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = idKey(this.id(this.rowAt(middle)), this.idOrder)
      if (other < key || (including && other === key)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The row with an ID of 18 characters. */
  rowOf(id: string): number | undefined {
    const row = this.rowAt(this.rankOf(id, false))
    return row >= 0 && row < this.size && this.id(row) === id ? row : undefined
  }

  /** Gives fields of a row other values; an ID never changes. */
  change(row: number, values: FlatRecord): void {
    if (row >= this.source.size) {
      const index = row - this.source.size
      this.added[index] = { ...this.added[index], ...values }
    } else this.changed.set(row, { ...this.changed.get(row), ...values })
    this.refresh(row)
  }

  add(record: FlatRecord): void {
    const row = this.size
    const rank = this.rankOf(String(record['Id']), false)
    const before = this.ranks ?? Uint32Array.from({ length: row }, (_, index) => index)
    this.added.push(record)
    this.ranks = new Uint32Array(row + 1)
    this.ranks.set(before.subarray(0, rank))
    this.ranks[rank] = row
    this.ranks.set(before.subarray(rank), rank + 1)
    this.refresh(row)
  }

  private refresh(row: number): void {
    // Writers know how many different values there are.
    this.kept.clear()
    for (const [field, column] of this.columns) {
      column?.set(row, this.value(row, field))
      if (column?.isFull === true) this.columns.set(field, undefined)
    }
  }
}
