import type { RowWriter } from './bytes.ts'
import { partsWriter, type WrittenPart } from './field-writers.ts'
import type { Table } from './table.ts'
import { idFromName, type Value } from './values.ts'

/** How rows of a table are written as records of the REST API: fields in the order asked for, related ones inside their own record. */
export function jsonWriter(table: Table, fields: readonly string[], version: string): RowWriter {
  const { name } = table.type
  const begin = Buffer.from(
    `{"attributes":{"type":"${name}","url":"/services/data/v${version}/sobjects/${name}/`,
  )
  const parts = partsWriter(
    table,
    grouped(fields).map((group) => partOf(table, group, version)),
  )
  return (row, into) => {
    into.piece(begin)
    into.text(table.id(row))
    into.text('"}')
    parts(row, into)
    into.text('}')
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

function partOf(table: Table, { relation, fields }: Group, version: string): WrittenPart {
  if (relation === undefined) {
    return { fields, begin: `,"${fields[0]}":`, text: ([value = null]) => JSON.stringify(value) }
  }
  const target = table.type.relations[relation] ?? relation
  const prefix = { Profile: '00e', UserRole: '00E', PermissionSet: '0PS' }[target] ?? '005'
  const text = (values: readonly Value[]) => {
    if (values.every((value) => value === null)) return 'null'
    const url = `/services/data/v${version}/sobjects/${target}/${idFromName(prefix, String(values[0]))}`
    const inside = fields.map(
      (field, index) => `"${field.slice(relation.length + 1)}":${JSON.stringify(values[index] ?? null)}`,
    )
    return `{"attributes":{"type":"${target}","url":"${url}"},${inside.join(',')}}`
  }
  return { fields, begin: `,"${relation}":`, text }
}
