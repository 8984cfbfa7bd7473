import type { Column } from './columns.ts'
import type { Format } from './format.ts'
import { renderIds } from './ids.ts'
import { recordJson, renderJson, renderLines } from './json.ts'
import { renderSeparated } from './separated.ts'
import type { Surface } from './surface.ts'

/** Rows as they come: a page at a time, so that memory stays flat. */
export type Pages<Row> = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

/** A list that is in memory, in pages of a length that is written at once. */
export function* inPages<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += pageLength) yield rows.slice(from, from + pageLength)
}

const pageLength = 500

/** Writes a list in one format and gives the number of rows; an empty list is a valid document. */
export async function renderList<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  format: Format,
  surface: Surface,
): Promise<number> {
  switch (format) {
    case 'json':
      return await renderJson(columns, pages, surface)
    case 'ndjson':
      return await renderLines(columns, pages, surface)
    case 'csv':
    case 'tsv':
      return await renderSeparated(columns, pages, format, surface)
    case 'ids':
      return await renderIds(columns, pages, surface)
    case 'table': {
      const { renderTable } = await import('./table.ts')
      return await renderTable(columns, pages, surface)
    }
  }
}

/** Writes one row: an object in JSON, a block of labels and values as a table, a list of one in the other formats. */
export async function renderRecord<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  format: Format,
  surface: Surface,
): Promise<void> {
  if (format === 'json') {
    await surface.write(recordJson(columns, row))
  } else if (format === 'table') {
    const { blockText } = await import('./blocks.ts')
    await surface.write(blockText(columns, [row], surface))
  } else {
    await renderList(columns, [[row]], format, surface)
  }
}
