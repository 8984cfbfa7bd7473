import type { FieldType } from '../data/schema.ts'
import { type Value, wholeId } from '../data/values.ts'
import type { FieldName, Literal } from './query.ts'
import { malformed, SoqlRefusal } from './refusal.ts'

const day = 86_400_000
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[-+]\d\d:\d\d)$/
const relative = /^(?:LAST_N_DAYS:(\d+)|TODAY|YESTERDAY)$/i
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Times from one up to, but without, another, in milliseconds: a moment, or the days that a word stands for. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** The text of a literal between quotes. Source: SOQL and SOSL reference, "Quoted String Escape Sequences". */
export function unescaped({ text, at }: Literal): string {
  return text.replaceAll(/\\(.)/gs, (sequence: string, character: string) => {
    if (/[\\'"]/.test(character)) return character
    const escape = escapes[character]
    if (escape === undefined) throw malformed(`Illegal escape sequence '${sequence}'`, at)
    return escape
  })
}

/** A literal for a field of texts, truth values or IDs; throws in Salesforce's words where it does not fit the field. */
export function literalValue(literal: Literal, field: FieldName, type: FieldType): Value {
  if (isNull(literal)) return null
  if (type === 'boolean') {
    const word = literal.text.toLowerCase()
    if (literal.kind === 'word' && (word === 'true' || word === 'false')) return word === 'true'
    throw wrongType(field, 'boolean', 'should not')
  }
  if (literal.kind !== 'text')
    throw wrongType(field, type === 'picklist' || type === 'email' ? 'string' : type, 'should')
  const text = unescaped(literal)
  return type === 'id' || type === 'reference' ? idIn(text, field) : text
}

/** A literal for a field of times. */
export function literalSpan(literal: Literal, field: FieldName, now: number): Span {
  if (literal.kind === 'word' && time.test(literal.text)) {
    const moment = Date.parse(literal.text)
    return { from: moment, until: moment + 1 }
  }
  const days = literal.kind === 'word' ? relative.exec(literal.text) : null
  if (days === null) throw wrongType(field, 'dateTime', 'should not')
  const today = Math.floor(now / day) * day
  if (days[1] !== undefined) return { from: today - Number(days[1]) * day, until: today + day }
  const from = days[0].toUpperCase() === 'TODAY' ? today : today - day
  return { from, until: from + day }
}

/** Whether a literal is the word `null`. */
export function isNull({ kind, text }: Literal): boolean {
  return kind === 'word' && text.toLowerCase() === 'null'
}

function idIn(text: string, { name }: FieldName): string {
  if (/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(text)) return wholeId(text)
  throw new SoqlRefusal('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text === '' ? name : text}`)
}

function wrongType({ name, at }: FieldName, type: string, quotes: 'should' | 'should not'): SoqlRefusal {
  const words = quotes === 'should' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes'
  return new SoqlRefusal(
    'INVALID_FIELD',
    `value of filter criterion for field '${name}' must be of type ${type} and ${words}`,
    at,
  )
}
