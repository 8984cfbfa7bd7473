import type { Field } from '../data/schema.ts'
import type { Table } from '../data/table.ts'
import type { Value } from '../data/values.ts'
import type { FieldName, Query, Selected } from './query.ts'
import { malformed } from './refusal.ts'
import { fieldNamed, type World } from './world.ts'

/** A record that stands for many. */
export type AggregateRecord = Readonly<Record<string, unknown>>

/** Groups rows and works out what was asked about each group; unnamed results are called expr0, expr1 and so on. */
export function aggregated(
  query: Query,
  rows: readonly number[],
  table: Table,
  world: World,
): AggregateRecord[] {
  const keys = query.groupBy.map((name) => fieldNamed(world, table, name))
  const columns = columnsOf(query, keys, table, world)
  const groups = new Map<string, number[]>()
  if (keys.length === 0) groups.set('[]', [])
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ name }) => table.value(row, name)))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  const results = [...groups.values()].map((group) =>
    columns.map(({ name, of }) => [name, of(group)] as const),
  )
  return ordered(results, query).map((cells) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(cells),
  }))
}

type Cells = readonly (readonly [name: string, value: Value])[]

function ordered(results: readonly Cells[], { orderBy }: Query): readonly Cells[] {
  return results.toSorted((one, other) => {
    for (const { field, descending } of orderBy) {
      const left = cellOf(one, field) ?? ''
      const right = cellOf(other, field) ?? ''
      if (left !== right) return left < right === descending ? 1 : -1
    }
    return 0
  })
}

function cellOf(cells: Cells, { name, at }: FieldName): Value {
  const cell = cells.find(([known]) => known.toLowerCase() === name.toLowerCase())
  if (cell === undefined) throw malformed(`Ordered field must be grouped or aggregated: ${name}`, at)
  return cell[1]
}

interface ResultColumn {
  readonly name: string
  readonly of: (rows: readonly number[]) => Value
}

function columnsOf(query: Query, keys: readonly Field[], table: Table, world: World): ResultColumn[] {
  let unnamed = 0
  return query.selected.map((selected) => {
    const field = selected.field === undefined ? undefined : fieldNamed(world, table, selected.field)
    if (field === undefined) throw malformed('a field is missing', 0)
    if (selected.aggregate !== undefined) {
      const name = selected.alias ?? `expr${unnamed}`
      if (selected.alias === undefined) unnamed += 1
      return { name, of: (rows) => summary(selected, field, rows, table) }
    }
    if (!keys.includes(field))
      throw malformed(`Field must be grouped or aggregated: ${field.name}`, selected.field?.at ?? 0)
    return {
      name: selected.alias ?? field.name,
      of: ([row]) => (row === undefined ? null : table.value(row, field.name)),
    }
  })
}

function summary({ aggregate }: Selected, { name }: Field, rows: readonly number[], table: Table): Value {
  const values = rows.map((row) => table.value(row, name)).filter((value) => value !== null)
  if (aggregate === 'COUNT') return values.length
  if (aggregate === 'COUNT_DISTINCT') return new Set(values).size
  const sorted = values.toSorted((one, other) => (one < other ? -1 : 1))
  return (aggregate === 'MAX' ? sorted.at(-1) : sorted[0]) ?? null
}
