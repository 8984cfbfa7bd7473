import { Readable } from 'node:stream'
import { SfsyncError } from '../../core/errors.ts'
import { visibleLines } from '../../core/visible-text.ts'
import { type WrittenCell, writeXlsx } from '../../sheet/workbook/write-xlsx.ts'
import { type Cell, type Column, single } from './columns.ts'
import type { Surface } from './paint.ts'
import type { Pages } from './table.ts'
import { displayWidth, prepareWidths } from './text.ts'

/** Throws `usage` where a workbook would be printed on a terminal. */
export function requireNoTerminal({ isTerminal }: Pick<Surface, 'isTerminal'>): void {
  if (isTerminal)
    throw new SfsyncError('usage', 'a workbook cannot be shown in a terminal', {
      actions: ['write it to a file: --output <file>.xlsx'],
    })
}

const [narrowest, widest] = [8, 50]

/** Writes a list as an Excel workbook with a header line like that of CSV; gives the number of rows. */
export async function renderWorkbook<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Pick<Surface, 'isTerminal' | 'write'>,
): Promise<number> {
  requireNoTerminal(surface)
  let count = 0
  const iterator = cellsOf(columns, pages)[Symbol.asyncIterator]()
  const first = await iterator.next()
  const head = first.done === true ? [] : first.value
  await prepareWidths(head.flat().map(String))
  const rows = async function* () {
    for (let page = head; ;) {
      count += page.length
      yield* page
      const next = await iterator.next()
      if (next.done === true) return
      page = next.value
    }
  }
  const described = columns.map(({ key }, at) => ({
    label: key,
    width: Math.min(
      widest,
      head.reduce(
        (most, cells) => Math.max(most, displayWidth(String(cells[at] ?? ''))),
        Math.max(narrowest, key.length),
      ) + 2,
    ),
  }))
  for await (const piece of writeXlsx({ name: 'sfsync', columns: described, rows: rows() }))
    await surface.write(piece)
  return count
}

/** A list as the pieces of a workbook file. */
export async function listWorkbook<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<AsyncIterable<Uint8Array | string>> {
  const pieces: (Uint8Array | string)[] = []
  await renderWorkbook(columns, [rows], {
    isTerminal: false,
    write: async (piece) => {
      pieces.push(piece)
      await Promise.resolve()
    },
  })
  return Readable.from(pieces)
}

async function* cellsOf<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
): AsyncGenerator<readonly (readonly WrittenCell[])[]> {
  for await (const page of pages) yield page.map((row) => columns.map(({ value }) => written(value(row))))
}

function written(cell: Cell): WrittenCell {
  const value = single(cell)
  return typeof value === 'string' ? visibleLines(value) : value
}
