import { SfsyncError } from '../../core/errors.ts'
import type { Column } from './columns.ts'
import type { Pages } from './render.ts'
import type { Surface } from './surface.ts'
import { visible } from './visible.ts'

/** The first column of IDs, one a line; rows without one are left out. */
export async function renderIds<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  const column = columns.find(({ kind }) => kind === 'id')
  if (column === undefined)
    throw new SfsyncError('usage', '--format ids needs a column of IDs', {
      actions: ['add one with --columns, or leave --columns out'],
    })
  let rows = 0
  for await (const page of pages) {
    rows += page.length
    const ids = page.flatMap((row) => {
      const id = column.value(row)
      return id === null ? [] : [`${visible(String(id))}\n`]
    })
    if (ids.length > 0) await surface.write(ids.join(''))
  }
  return rows
}
