import { type IdOrder, idKey } from '../data/id-order.ts'
import type { Field } from '../data/schema.ts'
import { type Value, wholeId } from '../data/values.ts'
import { isNull, literalSpan, literalValue, type Span } from './literals.ts'
import type { FieldName, Literal, Operator } from './query.ts'
import { SoqlRefusal } from './refusal.ts'

/** What comparisons depend on besides the query. */
export interface Comparing {
  readonly idOrder: IdOrder
  /** The clock of the org, in milliseconds. */
  readonly now: number
}

/** Whether a condition holds for a value of its field. */
export type ValueTest = (value: Value) => boolean

/** The test for a field, an operator and a literal; texts compare without regard to case, IDs exactly. */
export function comparison(
  { type }: Field,
  field: FieldName,
  operator: Operator,
  literal: Literal,
  comparing: Comparing,
): ValueTest {
  if (operator === 'LIKE') return likeTest(field, type, literal)
  if (type === 'datetime') {
    if (!isNull(literal)) return spanTest(operator, literalSpan(literal, field, comparing.now))
    return nullTest(operator)
  }
  const wanted = literalValue(literal, field, type)
  if (wanted === null) return type === 'boolean' ? () => operator === '!=' : nullTest(operator)
  if (typeof wanted !== 'string') return (value) => (value === wanted) === (operator === '=')
  const isId = type === 'id' || type === 'reference'
  if (isId && (operator === '=' || operator === '!='))
    return (value) => (value === wanted) === (operator === '=')
  const key = isId ? (text: string) => idKey(wholeId(text), comparing.idOrder) : folded
  const other = key(wanted)
  return (value) => (value === null ? operator === '!=' : holds(operator, key(String(value)), other))
}

/** The test whether a value is one of several. */
export function membership(
  { type }: Field,
  field: FieldName,
  literals: readonly Literal[],
  comparing: Comparing,
): ValueTest {
  if (type === 'datetime') {
    const tests = literals.map((literal) =>
      comparison({ name: field.name, type }, field, '=', literal, comparing),
    )
    return (value) => tests.some((test) => test(value))
  }
  const isText = type === 'string' || type === 'picklist' || type === 'email'
  const key = (value: Value) => (isText && typeof value === 'string' ? folded(value) : value)
  const wanted = new Set(literals.map((literal) => key(literalValue(literal, field, type))))
  return (value) => wanted.has(key(value))
}

function holds(operator: Operator, one: string, other: string): boolean {
  switch (operator) {
    case '=':
      return one === other
    case '!=':
      return one !== other
    case '<':
      return one < other
    case '>':
      return one > other
    case '<=':
      return one <= other
    case '>=':
      return one >= other
    case 'LIKE':
      return false
  }
}

function spanTest(operator: Operator, { from, until }: Span): ValueTest {
  return (value) => {
    if (value === null) return operator === '!='
    const moment = Date.parse(String(value))
    switch (operator) {
      case '=':
        return moment >= from && moment < until
      case '!=':
        return moment < from || moment >= until
      case '<':
        return moment < from
      case '>':
        return moment >= until
      case '<=':
        return moment < until
      case '>=':
        return moment >= from
      case 'LIKE':
        return false
    }
  }
}

function nullTest(operator: Operator): ValueTest {
  return (value) => (operator === '=' ? value === null : operator === '!=' && value !== null)
}

// Source: SOQL and SOSL reference, "Comparison Operators": % is any run of characters, _ exactly one, \ takes their meaning.
function likeTest(field: FieldName, type: Field['type'], literal: Literal): ValueTest {
  if (type === 'id' || type === 'reference' || type === 'boolean' || type === 'datetime')
    throw new SoqlRefusal('INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${type} field`, field.at)
  if (isNull(literal)) return (value) => value === null
  const pattern = literal.text.replaceAll(
    /\\(.)|%|_|[.*+?^${}()|[\]/]/gs,
    (sign: string, escaped?: string) => {
      if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\/]/, String.raw`\$&`)
      if (sign === '%') return '.*'
      return sign === '_' ? '.' : `\\${sign}`
    },
  )
  const shape = new RegExp(`^${pattern}$`, 'isu')
  return (value) => value !== null && shape.test(String(value))
}

function folded(text: string): string {
  return text.toLowerCase()
}
