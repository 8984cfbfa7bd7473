import type { Condition, FieldName, Literal, Operator, Ordering, Query, Selected } from './query.ts'
import { TokenReader } from './reader.ts'

/** Understands SOQL; throws a `SoqlRefusal` with the place where it cannot. Source: SOQL and SOSL reference. */
export function parseQuery(soql: string): Query {
  const reader = new TokenReader(soql)
  const query = readQuery(reader)
  if (reader.next.kind !== 'end') throw reader.unexpected()
  return query
}

/** One query, where a query inside another may end with a parenthesis. */
export function readQuery(reader: TokenReader): Query {
  reader.expect('SELECT')
  const countOnly = isCountOnly(reader)
  const selected = countOnly ? [] : listOf(reader, readSelected)
  reader.expect('FROM')
  return {
    countOnly,
    selected,
    object: readName(reader),
    where: reader.takes('WHERE') ? parseCondition(reader) : undefined,
    groupBy: readBy(reader, 'GROUP', readName),
    orderBy: readBy(reader, 'ORDER', readOrdering),
    limit: reader.takes('LIMIT') ? readNumber(reader) : undefined,
  }
}

function isCountOnly(reader: TokenReader): boolean {
  if (!reader.sees('COUNT') || reader.peek(1).text !== '(' || reader.peek(2).text !== ')') return false
  for (let count = 0; count < 3; count += 1) reader.take()
  return true
}

function readSelected(reader: TokenReader): Selected {
  const aggregate = (['COUNT', 'COUNT_DISTINCT', 'MAX', 'MIN'] as const).find((name) => reader.sees(name))
  if (aggregate === undefined || reader.peek(1).text !== '(')
    return { field: readName(reader), aggregate: undefined, alias: readAlias(reader) }
  reader.take()
  reader.expect('(')
  const field = readName(reader)
  reader.expect(')')
  return { field, aggregate, alias: readAlias(reader) }
}

function readAlias(reader: TokenReader): string | undefined {
  return reader.next.kind === 'word' && !reader.sees('FROM') ? reader.take().text : undefined
}

function readName(reader: TokenReader): FieldName {
  const { text, at } = reader.word()
  return { name: text, at }
}

function readBy<Item>(reader: TokenReader, keyword: string, readItem: (reader: TokenReader) => Item): Item[] {
  if (!reader.takes(keyword)) return []
  reader.expect('BY')
  return listOf(reader, readItem)
}

function readOrdering(reader: TokenReader): Ordering {
  const field = readName(reader)
  const descending = reader.takes('DESC')
  if (!descending) reader.takes('ASC')
  if (!reader.takes('NULLS')) return { field, descending, nullsLast: false }
  const nullsLast = reader.takes('LAST')
  if (!nullsLast) reader.expect('FIRST')
  return { field, descending, nullsLast }
}

function readNumber(reader: TokenReader): number {
  if (!/^\d+$/.test(reader.next.text)) throw reader.unexpected()
  return Number(reader.take().text)
}

function listOf<Item>(reader: TokenReader, readItem: (reader: TokenReader) => Item): Item[] {
  const items = [readItem(reader)]
  while (reader.takes(',')) items.push(readItem(reader))
  return items
}

// AND and OR may not stand beside each other without parentheses.
function parseCondition(reader: TokenReader): Condition {
  const first = readPart(reader)
  const kind = reader.sees('AND') ? 'and' : 'or'
  const parts = [first]
  while (reader.takes(kind.toUpperCase())) parts.push(readPart(reader))
  if (reader.sees('AND') || reader.sees('OR')) throw reader.unexpected()
  return parts.length === 1 ? first : { kind, parts }
}

function readPart(reader: TokenReader): Condition {
  if (reader.takes('NOT')) return { kind: 'not', part: readPart(reader) }
  if (reader.takes('(')) {
    const inside = parseCondition(reader)
    reader.expect(')')
    return inside
  }
  const { text: name, at } = reader.word()
  const field = { name, at }
  const negated = reader.takes('NOT')
  if (reader.takes('IN')) return { kind: 'in', field, negated, values: readValues(reader) }
  if (negated) throw reader.unexpected()
  return readComparison(reader, field)
}

function readComparison(reader: TokenReader, field: FieldName): Condition {
  const operator = (['=', '!=', '<>', '<=', '>=', '<', '>', 'LIKE'] as const).find((sign) =>
    reader.takes(sign),
  )
  if (operator === undefined) throw reader.unexpected()
  const known: Operator = operator === '<>' ? '!=' : operator
  return { kind: 'compare', field, operator: known, value: readLiteral(reader) }
}

function readValues(reader: TokenReader): Literal[] | Query {
  reader.expect('(')
  if (reader.sees('SELECT')) {
    const query = readQuery(reader)
    reader.expect(')')
    return query
  }
  const values = [readLiteral(reader)]
  while (reader.takes(',')) values.push(readLiteral(reader))
  reader.expect(')')
  return values
}

function readLiteral(reader: TokenReader): Literal {
  const { kind, text, at } = reader.next
  if (kind !== 'text' && kind !== 'word') throw reader.unexpected()
  reader.take()
  return { kind, text: kind === 'text' ? text.slice(1, -1) : text, at }
}
