import type { Cell, Column } from './columns.ts'
import type { Pages } from './render.ts'
import type { Surface } from './surface.ts'
import { visibleJson } from './visible.ts'

/** An array of objects, one a line; `[]` when empty. */
export async function renderJson<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  return await renderObjects((row) => objectOf(columns, row), pages, surface)
}

/** An array of whatever object each row becomes, one a line; `[]` when empty. */
export async function renderObjects<Row>(
  toObject: (row: Row) => object,
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  let rows = 0
  for await (const page of pages) {
    let text = ''
    for (const row of page) {
      text += `${rows === 0 ? '[\n' : ',\n'}  ${visibleJson(JSON.stringify(toObject(row)))}`
      rows += 1
    }
    if (text !== '') await surface.write(text)
  }
  await surface.write(rows === 0 ? '[]\n' : '\n]\n')
  return rows
}

/** One object a line. */
export async function renderLines<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  let rows = 0
  for await (const page of pages) {
    rows += page.length
    if (page.length > 0) await surface.write(page.map((row) => `${objectText(columns, row)}\n`).join(''))
  }
  return rows
}

/** One document: laid out for reading as `json`, on one line as `ndjson`. */
export function jsonDocument(value: object, format: 'json' | 'ndjson'): string {
  return `${visibleJson(JSON.stringify(value, null, format === 'json' ? 2 : 0))}\n`
}

/** One object, laid out for reading. */
export function recordJson<Row>(columns: readonly Column<Row>[], row: Row): string {
  return jsonDocument(objectOf(columns, row), 'json')
}

function objectText<Row>(columns: readonly Column<Row>[], row: Row): string {
  return visibleJson(JSON.stringify(objectOf(columns, row)))
}

function objectOf<Row>(columns: readonly Column<Row>[], row: Row): Record<string, Cell> {
  const object: Record<string, Cell> = {}
  for (const { key, value } of columns) object[key] = value(row)
  return object
}
