/** A JSON Schema (draft 2020-12), as far as these outputs need it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A text. */
export const text: JsonSchema = { type: 'string' }
/** A text, or null. */
export const textOrNone: JsonSchema = { type: ['string', 'null'] }
/** A list of texts. */
export const texts: JsonSchema = { type: 'array', items: text }
/** A number. */
export const number: JsonSchema = { type: 'number' }
/** A whole number. */
export const whole: JsonSchema = { type: 'integer' }
/** A whole number, or null. */
export const wholeOrNone: JsonSchema = { type: ['integer', 'null'] }
/** True or false. */
export const flag: JsonSchema = { type: 'boolean' }
/** True, false, or null where that is not known. */
export const flagOrNone: JsonSchema = { type: ['boolean', 'null'] }
/** A time. */
export const time: JsonSchema = { type: 'string', description: 'UTC, ISO 8601' }
/** A time, or null. */
export const timeOrNone: JsonSchema = { type: ['string', 'null'], description: 'UTC, ISO 8601' }

/** One of these texts. */
export function oneOf(values: readonly string[]): JsonSchema {
  return { enum: values }
}

/** The same, or null. */
export function orNone(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] }
}

/** Any of these. */
export function anyOf(...schemas: readonly JsonSchema[]): JsonSchema {
  return { anyOf: schemas }
}

/** A list of these. */
export function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

/** An object with exactly these keys; a key that ends with `?` may be missing. */
export function object(fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const keys = Object.keys(fields)
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key.replace('?', ''), fields[key]])),
    required: keys.filter((key) => !key.endsWith('?')),
    additionalProperties: false,
  }
}

/** Several keys of one kind. */
export function each(keys: string, schema: JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(keys.split(' ').map((key) => [key, schema]))
}

/** The definition with this name. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` })
