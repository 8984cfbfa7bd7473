import * as z from 'zod/mini'
import type { ErrorRow } from '../core/errors.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import type { TextSource } from './source.ts'

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const line = z.record(z.string(), cell)

/** Reads one JSON object a line; the keys, in the order in which they first appear, are the labels. */
export function readJsonLines({ name }: TextSource, text: string): Omit<Sheet, 'notices'> {
  const columns = new Map<string, number>()
  const rows: SheetRow[] = []
  const problems: ErrorRow[] = []
  for (const [index, each] of text.split('\n').entries()) {
    if (each.trim() === '') continue
    const read = line.safeParse(parsed(each))
    if (!read.success) {
      problems.push(problem(name, index + 1, each))
      continue
    }
    const cells: string[] = []
    for (const [key, value] of Object.entries(read.data)) cells[columnOf(columns, key)] = textOf(value)
    rows.push({ line: index + 1, cells })
  }
  const labels = [...columns.keys()]
  return {
    name,
    form: 'ndjson',
    separator: ',',
    labels,
    rows: rows.map((row) => ({ line: row.line, cells: labels.map((_, column) => row.cells[column] ?? '') })),
    problems,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function columnOf(columns: Map<string, number>, key: string): number {
  const known = columns.get(key)
  if (known !== undefined) return known
  columns.set(key, columns.size)
  return columns.size - 1
}

function textOf(value: z.output<typeof cell>): string {
  return value === null ? '' : String(value).trim()
}

function problem(file: string, lineNumber: number, text: string): ErrorRow {
  const nested = parsed(text) !== undefined
  return {
    file,
    line: lineNumber,
    value: text.slice(0, 80),
    reason: nested
      ? 'the line is no flat JSON object: a value is a list or an object'
      : 'the line is no JSON object',
    action: 'write one object of texts, numbers and nulls a line',
    group: 'lines that cannot be read',
  }
}
