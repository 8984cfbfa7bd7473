import { parseSync } from 'oxc-parser'

/** One small change of one source file. */
export interface Mutation {
  readonly file: string
  readonly line: number
  readonly from: string
  readonly to: string
  /** The whole file with the change. */
  readonly changed: string
}

/** A node of the syntax tree; `start` and `end` are offsets in the text. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly test?: unknown
  readonly left?: unknown
  readonly right?: unknown
  readonly operator?: unknown
  readonly argument?: unknown
  readonly property?: unknown
  readonly value?: unknown
}

/** What may stand in the place of `text` in the source. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly to: string
}

const otherOperator = new Map([
  ['===', '!=='],
  ['!==', '==='],
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['&&', '||'],
  ['||', '&&'],
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
])

const otherMethod = new Map([
  ['some', 'every'],
  ['every', 'some'],
])

/** Every small change that is tried on this source. Imports and types are left as they are. */
export function mutationsOf(file: string, source: string): Mutation[] {
  const edits: Edit[] = []
  visit(parseSync(file, source).program, (node) => edits.push(...editsOf(node, source)))
  return edits.map(({ start, end, to }) => ({
    file,
    line: source.slice(0, start).split('\n').length,
    from: source.slice(start, end).replaceAll(/\s+/g, ' ').slice(0, 80),
    to: to.replaceAll(/\s+/g, ' ').slice(0, 80),
    changed: source.slice(0, start) + to + source.slice(end),
  }))
}

function visit(value: unknown, each: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, each)
  if (!isNode(value) || /^(?:Import|TS(?!As|Satisfies|NonNull)|ExportAll)/.test(value.type)) return
  each(value)
  for (const field of Object.values(value)) if (typeof field === 'object') visit(field, each)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function editsOf(node: Node, source: string): Edit[] {
  const text = (part: unknown) => (isNode(part) ? source.slice(part.start, part.end) : '')
  const whole = (to: string): Edit => ({ start: node.start, end: node.end, to })
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operatorEdits(node, source)
    case 'IfStatement':
    case 'ConditionalExpression':
      return isNode(node.test)
        ? [{ start: node.test.start, end: node.test.end, to: `!(${text(node.test)})` }]
        : []
    case 'UnaryExpression':
      return node.operator === '!' ? [whole(text(node.argument))] : []
    case 'Literal':
      if (typeof node.value === 'boolean') return [whole(String(!node.value))]
      return typeof node.value === 'number' ? [whole(String(node.value + 1))] : []
    case 'ExpressionStatement':
      return [whole(';')]
    case 'MemberExpression': {
      const other = isNode(node.property) ? otherMethod.get(text(node.property)) : undefined
      return other === undefined || !isNode(node.property) ? [] : [{ ...place(node.property), to: other }]
    }
    default:
      return []
  }
}

function operatorEdits({ left, right, operator }: Node, source: string): Edit[] {
  if (!isNode(left) || !isNode(right) || typeof operator !== 'string') return []
  if (operator === '??')
    return [{ start: left.start, end: right.end, to: source.slice(left.start, left.end) }]
  const other = otherOperator.get(operator)
  const start = source.indexOf(operator, left.end)
  return other === undefined || start < 0 || start > right.start
    ? []
    : [{ start, end: start + operator.length, to: other }]
}

const place = ({ start, end }: Node) => ({ start, end })
