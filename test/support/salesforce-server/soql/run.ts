import type { Table } from '../data/table.ts'
import type { Value } from '../data/values.ts'
import { type AggregateRecord, aggregated } from './aggregate.ts'
import { findRows } from './find-rows.ts'
import { parseQuery } from './parse.ts'
import { isAggregate, type Query } from './query.ts'
import { malformed, SoqlRefusal } from './refusal.ts'
import { fieldNamed, tableNamed, type World } from './world.ts'

/** What a query finds. */
export type Found =
  /** `SELECT COUNT()`. */
  | { readonly kind: 'count'; readonly total: number }
  | {
      readonly kind: 'rows'
      readonly table: Table
      readonly fields: readonly string[]
      readonly rows: readonly number[]
    }
  | { readonly kind: 'groups'; readonly records: readonly AggregateRecord[] }

// Source: SOQL and SOSL reference; results worked out over many records have no further pages.
const mostGroups = 2_000

/** Answers SOQL; throws a `SoqlRefusal`. */
export function runQuery(soql: string, world: World): Found {
  return answered(parseQuery(soql), world)
}

function answered(query: Query, world: World): Found {
  const table = tableNamed(world, query.object)
  if (query.countOnly) return { kind: 'count', total: rowsOf(query, table, world).length }
  if (isAggregate(query)) {
    const rows = rowsOf({ ...query, orderBy: [], limit: undefined }, table, world)
    const records = aggregated(query, rows, table, world).slice(0, query.limit)
    if (records.length <= mostGroups) return { kind: 'groups', records }
    throw new SoqlRefusal(
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    )
  }
  const fields = fieldsOf(query, table, world)
  return { kind: 'rows', table, fields, rows: rowsOf(query, table, world) }
}

function fieldsOf({ selected }: Query, table: Table, world: World): string[] {
  const fields: string[] = []
  for (const { field: named, alias } of selected) {
    if (named === undefined) continue
    const { name } = fieldNamed(world, table, named)
    if (alias !== undefined) throw malformed('only aggregate expressions use field aliasing', named.at)
    if (fields.includes(name)) throw malformed(`duplicate field selected: ${name}`, named.at)
    fields.push(name)
  }
  return fields
}

function rowsOf(query: Query, table: Table, world: World): readonly number[] {
  return findRows(query, table, world, (inner) => valuesOf(inner, world))
}

function valuesOf(query: Query, world: World): ReadonlySet<Value> {
  const table = tableNamed(world, query.object)
  const [field, ...others] = fieldsOf(query, table, world)
  if (field === undefined || others.length > 0)
    throw malformed('semi join sub-selects can only query one field', query.object.at)
  return new Set(rowsOf(query, table, world).map((row) => table.value(row, field)))
}
