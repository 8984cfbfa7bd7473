import type { RowWriter } from './bytes.ts'
import { partsWriter } from './field-writers.ts'
import type { Table } from './table.ts'
import type { Value } from './values.ts'

/** How rows are written in results of Bulk API 2.0: every value quoted, null empty, each line with its LF. */
export function csvWriter(table: Table, fields: readonly string[]): RowWriter {
  const parts = fields.map((field, index) => {
    const isTime = table.type.fields.get(field.toLowerCase())?.type === 'datetime'
    const text = ([value = null]: readonly Value[]) => cell(value, isTime)
    return { fields: [field], begin: index === 0 ? '' : ',', text }
  })
  const cells = partsWriter(table, parts)
  return (row, into) => {
    cells(row, into)
    into.text('\n')
  }
}

/** The first line of every page of results. */
export function csvHeader(fields: readonly string[]): string {
  return `${fields.map((field) => `"${field}"`).join(',')}\n`
}

// Bulk API 2.0 ends times with Z, the REST API with +0000.
function cell(value: Value, isTime: boolean): string {
  if (value === null) return '""'
  const text = isTime ? String(value).replace('+0000', 'Z') : String(value)
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}
