import { idKey } from '../data/id-order.ts'
import type { Field } from '../data/schema.ts'
import type { Table } from '../data/table.ts'
import type { Value } from '../data/values.ts'
import { ranksOf } from './id-range.ts'
import type { Query } from './query.ts'
import { type InnerQuery, type RowTest, rowTest } from './row-test.ts'
import { fieldNamed, type World } from './world.ts'

/** The rows that a query finds, in its order and within its limit; without an order as they were made. */
export function findRows(query: Query, table: Table, world: World, inner: InnerQuery): readonly number[] {
  const test = wholeTest(query, table, world, inner)
  const ranks = ranksOf(query.where, table)
  const limit = query.limit ?? Number.POSITIVE_INFINITY
  const [first, ...others] = query.orderBy
  if (first !== undefined && others.length === 0 && first.field.name.toLowerCase() === 'id')
    return byId(table, ranks, test, first.descending, limit)
  const rows = byId(table, ranks, test, false, Number.POSITIVE_INFINITY)
  if (!table.idsAscend) rows.sort((one, other) => one - other)
  return ordered(rows, query, table, world).slice(0, limit)
}

function wholeTest(query: Query, table: Table, world: World, inner: InnerQuery): RowTest | undefined {
  const wanted = query.where === undefined ? undefined : rowTest(query.where, table, world, inner)
  const tests = [wanted, world.sees(table), notDeleted(table, world)].filter((test) => test !== undefined)
  const [only] = tests
  return tests.length > 1 ? (row) => tests.every((test) => test(row)) : only
}

function notDeleted(table: Table, world: World): RowTest | undefined {
  if (world.includeDeleted || !table.type.fields.has('isdeleted')) return undefined
  return (row) => table.value(row, 'IsDeleted') !== true
}

function byId(
  table: Table,
  { from, until }: { readonly from: number; readonly until: number },
  test: RowTest | undefined,
  descending: boolean,
  limit: number,
): number[] {
  const rows: number[] = []
  for (let step = 0; step < until - from && rows.length < limit; step += 1) {
    const row = table.rowAt(descending ? until - 1 - step : from + step)
    if (test === undefined || test(row)) rows.push(row)
  }
  return rows
}

function ordered(rows: readonly number[], query: Query, table: Table, world: World): readonly number[] {
  const orderings = query.orderBy.map(({ field, ...rest }) => ({
    ...rest,
    field: fieldNamed(world, table, field),
  }))
  if (orderings.length === 0) return rows
  return rows.toSorted((one, other) => {
    for (const { field, descending, nullsLast } of orderings) {
      const left = sortKey(table.value(one, field.name), field, table)
      const right = sortKey(table.value(other, field.name), field, table)
      if (left === right) continue
      if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1
      return left < right === descending ? 1 : -1
    }
    return 0
  })
}

function sortKey(value: Value, { type }: Field, table: Table): string | null {
  if (value === null) return null
  if (type === 'id' || type === 'reference') return idKey(String(value), table.idOrder)
  return type === 'datetime' ? String(value) : String(value).toLowerCase()
}
