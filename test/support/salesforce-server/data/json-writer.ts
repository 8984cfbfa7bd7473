import type { Column } from './column.ts'
import type { Table } from './table.ts'
import { idFromName, type Value } from './values.ts'

/** Writes a row as JSON. */
export type RowWriter = (row: number) => string

const needsEscapes = /["\\\u0000-\u001F\uD800-\uDFFF]/

/** A value as JSON, quicker than `JSON.stringify` for the texts that most records hold. */
export function jsonText(value: Value): string {
  if (typeof value !== 'string') return String(value)
  return needsEscapes.test(value) ? JSON.stringify(value) : `"${value}"`
}

/** How rows of a table are written as records of the REST API: fields in the order asked for, related ones inside their own record. */
export function jsonWriter(table: Table, fields: readonly string[], version: string): RowWriter {
  const { name } = table.type
  const begin = `{"attributes":{"type":"${name}","url":"/services/data/v${version}/sobjects/${name}/`
  const parts = grouped(fields).map((group) => partWriter(table, group, version))
  return (row) => {
    let text = `${begin}${table.id(row)}"}`
    for (const part of parts) text += part(row)
    return `${text}}`
  }
}

interface Group {
  readonly relation: string | undefined
  readonly fields: string[]
}

function grouped(fields: readonly string[]): Group[] {
  const groups: Group[] = []
  for (const field of fields) {
    const relation = field.includes('.') ? field.slice(0, field.indexOf('.')) : undefined
    const known = groups.find((group) => relation !== undefined && group.relation === relation)
    if (known === undefined) groups.push({ relation, fields: [field] })
    else known.fields.push(field)
  }
  return groups
}

function partWriter(table: Table, { relation, fields }: Group, version: string): RowWriter {
  const [field = ''] = fields
  if (relation !== undefined) {
    const written = relatedWriter(table, relation, fields, version)
    return fields.length === 1 ? (ofColumn(table.column(field), written) ?? written.row) : written.row
  }
  const begin = `,"${field}":`
  const one = (value: Value) => begin + jsonText(value)
  return ofColumn(table.column(field), { one }) ?? ((row) => one(table.value(row, field)))
}

interface Written {
  /** From the only value. */
  readonly one: (value: Value) => string
}

// Each different value is written once.
function ofColumn(column: Column | undefined, { one }: Written): RowWriter | undefined {
  if (column === undefined) return undefined
  const pieces: string[] = []
  return (row) => {
    const code = column.code(row)
    return (pieces[code] ??= one(column.values[code] ?? null))
  }
}

function relatedWriter(
  table: Table,
  relation: string,
  fields: readonly string[],
  version: string,
): Written & { readonly row: RowWriter } {
  const target = table.type.relations[relation] ?? relation
  const prefix = { Profile: '00e', UserRole: '00E', PermissionSet: '0PS' }[target] ?? '005'
  const all = (values: readonly Value[]) => {
    if (values.every((value) => value === null)) return `,"${relation}":null`
    const url = `/services/data/v${version}/sobjects/${target}/${idFromName(prefix, String(values[0]))}`
    const inside = fields.map(
      (field, index) => `"${field.slice(relation.length + 1)}":${jsonText(values[index] ?? null)}`,
    )
    return `,"${relation}":{"attributes":{"type":"${target}","url":"${url}"},${inside.join(',')}}`
  }
  return { one: (value) => all([value]), row: (row) => all(fields.map((field) => table.value(row, field))) }
}
