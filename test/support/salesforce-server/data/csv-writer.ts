import type { RowWriter } from './json-writer.ts'
import type { Table } from './table.ts'
import type { Value } from './values.ts'

/** How rows are written in results of Bulk API 2.0: every value quoted, null empty, each line with its LF. */
export function csvWriter(table: Table, fields: readonly string[]): RowWriter {
  const cells = fields.map((field): RowWriter => {
    const column = table.column(field)
    if (column === undefined) return (row) => cell(table.value(row, field), table, field)
    const pieces: string[] = []
    return (row) => {
      const code = column.code(row)
      return (pieces[code] ??= cell(column.values[code] ?? null, table, field))
    }
  })
  return (row) => {
    let text = ''
    for (const write of cells) text += text === '' ? write(row) : `,${write(row)}`
    return `${text}\n`
  }
}

/** The first line of every page of results. */
export function csvHeader(fields: readonly string[]): string {
  return `${fields.map((field) => `"${field}"`).join(',')}\n`
}

// Bulk API 2.0 ends times with Z, the REST API with +0000.
function cell(value: Value, table: Table, field: string): string {
  if (value === null) return '""'
  const text = String(value)
  if (table.type.fields.get(field.toLowerCase())?.type === 'datetime')
    return `"${text.replace('+0000', 'Z')}"`
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}
