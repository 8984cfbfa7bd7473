import type { Table } from '../data/table.ts'
import type { Value } from '../data/values.ts'
import type { Condition, FieldName, Query } from './query.ts'
import { comparison, type Comparing, membership, type ValueTest } from './value-test.ts'
import { fieldNamed, type World } from './world.ts'
/** Whether a condition holds for a row. */
export type RowTest = (row: number) => boolean

/** Answers a query inside another: the values of its only field. */
export type InnerQuery = (query: Query) => ReadonlySet<Value>

/** Turns a condition into a test of rows. */
export function rowTest(condition: Condition, table: Table, world: World, inner: InnerQuery): RowTest {
  switch (condition.kind) {
    case 'and': {
      const tests = condition.parts.map((part) => rowTest(part, table, world, inner))
      return (row) => tests.every((test) => test(row))
    }
    case 'or': {
      const tests = condition.parts.map((part) => rowTest(part, table, world, inner))
      return (row) => tests.some((test) => test(row))
    }
    case 'not': {
      const test = rowTest(condition.part, table, world, inner)
      return (row) => !test(row)
    }
    case 'compare':
    case 'in':
      return onColumn(
        table,
        fieldNamed(world, table, condition.field).name,
        valueTest(condition, table, world, inner),
      )
  }
}

type Leaf = Extract<Condition, { readonly field: FieldName }>

function valueTest(condition: Leaf, table: Table, world: World, inner: InnerQuery): ValueTest {
  const field = fieldNamed(world, table, condition.field)
  const comparing: Comparing = { idOrder: table.idOrder, now: world.now }
  if (condition.kind === 'compare')
    return comparison(field, condition.field, condition.operator, condition.value, comparing)
  const { values, negated } = condition
  const among = isList(values)
    ? membership(field, condition.field, values, comparing)
    : memberOf(inner(values))
  return negated ? (value) => !among(value) : among
}

function isList<Item>(values: readonly Item[] | Query): values is readonly Item[] {
  return Array.isArray(values)
}

function memberOf(values: ReadonlySet<Value>): ValueTest {
  return (value) => values.has(value)
}

// Where a field has few different values each of them is tested once, not each row.
function onColumn(table: Table, field: string, test: ValueTest): RowTest {
  const column = table.column(field)
  if (column === undefined) return (row) => test(table.value(row, field))
  const holds = column.values.map((value) => test(value))
  return (row) => holds[column.code(row)] === true
}
