import { type GrowingBytes, type RowWriter } from './bytes.ts'
import type { Column } from './column.ts'
import type { Table } from './table.ts'
import type { Value } from './values.ts'

/** How one field, or several of one relationship, are written. */
export interface WrittenPart {
  readonly fields: readonly string[]
  /** What stands before the values. */
  readonly begin: string
  /** The text for the values of the fields. */
  readonly text: (values: readonly Value[]) => string
}

// So many different pieces are kept at most for parts that are written together.
const mostPieces = 20_000

/** Writes parts one after another; neighbors with few different values are written as one piece that is made once. */
export function partsWriter(table: Table, parts: readonly WrittenPart[]): RowWriter {
  const writers: RowWriter[] = []
  let together: Together | undefined
  for (const part of parts) {
    const column = part.fields.length === 1 ? table.column(part.fields[0] ?? '') : undefined
    if (column === undefined) {
      if (together !== undefined) writers.push(piecesWriter(together))
      together = undefined
      writers.push(part.fields.length === 1 ? singleWriter(table, part) : severalWriter(table, part))
      continue
    }
    if (together !== undefined && together.pieces * column.values.length > mostPieces) {
      writers.push(piecesWriter(together))
      together = undefined
    }
    together ??= { pieces: 1, members: [] }
    together.members.push({
      column,
      text: (values) => part.begin + part.text(values),
      factor: together.pieces,
    })
    together.pieces *= Math.max(1, column.values.length)
  }
  if (together !== undefined) writers.push(piecesWriter(together))
  return (row, into) => {
    for (const write of writers) write(row, into)
  }
}

function singleWriter(table: Table, { fields: [field = ''], begin, text }: WrittenPart): RowWriter {
  const before = Buffer.from(begin)
  return (row, into) => {
    const value = table.value(row, field)
    into.piece(before)
    if (typeof value !== 'string' || !into.plainQuoted(value)) into.text(text([value]))
  }
}

function severalWriter(table: Table, { fields, begin, text }: WrittenPart): RowWriter {
  return (row, into) => {
    into.text(begin + text(fields.map((field) => table.value(row, field))))
  }
}

interface Together {
  /** How many different pieces there can be. */
  pieces: number
  readonly members: { readonly column: Column; readonly text: WrittenPart['text']; readonly factor: number }[]
}

function piecesWriter({ members }: Together): RowWriter {
  const made: Uint8Array[] = []
  return (row: number, into: GrowingBytes) => {
    let which = 0
    for (const { column, factor } of members) which += column.code(row) * factor
    made[which] ??= Buffer.from(
      members.map(({ column, text }) => text([column.values[column.code(row)] ?? null])).join(''),
    )
    into.piece(made[which] ?? new Uint8Array())
  }
}
