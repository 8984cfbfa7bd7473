import type { Table } from '../data/table.ts'
import { literalValue } from './literals.ts'
import type { Condition, Operator } from './query.ts'

/** Places in the order of IDs, from one up to, but without, another. */
export interface Ranks {
  readonly from: number
  readonly until: number
}

/** Where in the order of IDs the records of a condition can be at most, found without looking at each. */
export function ranksOf(condition: Condition | undefined, table: Table): Ranks {
  if (condition?.kind === 'and')
    return condition.parts.map((part) => ranksOf(part, table)).reduce((one, other) => common(one, other))
  const all = { from: 0, until: table.size }
  if (condition?.kind !== 'compare' || condition.field.name.toLowerCase() !== 'id') return all
  const id = literalValue(condition.value, condition.field, 'id')
  return typeof id === 'string' ? bounded(all, table, condition.operator, id) : all
}

function bounded(all: Ranks, table: Table, operator: Operator, id: string): Ranks {
  switch (operator) {
    case '>':
      return { ...all, from: table.rankOf(id, true) }
    case '>=':
      return { ...all, from: table.rankOf(id, false) }
    case '<':
      return { ...all, until: table.rankOf(id, false) }
    case '<=':
      return { ...all, until: table.rankOf(id, true) }
    case '=':
      return { from: table.rankOf(id, false), until: table.rankOf(id, true) }
    case '!=':
    case 'LIKE':
      return all
  }
}

function common(one: Ranks, other: Ranks): Ranks {
  return { from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) }
}
