import { guardFormula } from '../core/formula-guard.ts'
import type { Sheet, SheetRow } from './sheet.ts'

/** The label of the column that says what is wrong with a row. */
export const problemLabel = 'problem'

/** Whether a file is to be a workbook by its name. */
export function isWorkbookName(file: string): boolean {
  return /\.xlsx$/i.test(file)
}

/** Rows of a sheet as a workbook, each with its problem, to be fixed and imported again. */
export async function* sheetWorkbook(
  { labels }: Pick<Sheet, 'labels'>,
  rows: readonly { readonly row: SheetRow; readonly problem: string }[],
): AsyncGenerator<Uint8Array> {
  const { writeXlsx } = await import('./workbook/write-xlsx.ts')
  const kept = keptColumns(labels)
  const columns = [
    ...kept.map((column) => ({ label: labels[column] ?? '', width: 24 })),
    { label: problemLabel, width: 80 },
  ]
  const cells = rows.map(({ row, problem }) => [...kept.map((column) => row.cells[column] ?? ''), problem])
  yield* writeXlsx({ name: 'Failed rows', columns, rows: cells })
}

// An earlier problem is replaced by the present one.
function keptColumns(labels: readonly string[]): number[] {
  return labels.flatMap((label, column) => (label.trim().toLowerCase() === problemLabel ? [] : [column]))
}

/** Rows of a sheet in its own form, each with its problem, to be fixed and imported again. */
export function sheetText(
  { form, separator, labels }: Pick<Sheet, 'form' | 'separator' | 'labels'>,
  rows: Iterable<{ readonly row: SheetRow; readonly problem: string }>,
): string {
  const kept = keptColumns(labels)
  const names = [...kept.map((column) => labels[column] ?? ''), problemLabel]
  const isCsv = form === 'csv' || form === 'workbook'
  const lines: string[] = isCsv ? [csvLine(names, separator)] : []
  for (const { row, problem } of rows) {
    const cells = [...kept.map((column) => row.cells[column] ?? ''), problem]
    lines.push(
      isCsv
        ? csvLine(cells, separator)
        : JSON.stringify(Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']))),
    )
  }
  const text = lines.map((line) => `${line}\n`).join('')
  // Without the byte order mark, spreadsheets misread anything but ASCII.
  return isCsv && !ascii.test(text) ? `\uFEFF${text}` : text
}

const ascii = /^[\s\x20-\x7e]*$/

/** Cells as one line of a separated text, without its end; formulas are guarded. */
export function csvLine(cells: readonly string[], separator: string): string {
  return cells.map((cell) => cellText(cell, separator)).join(separator)
}

function cellText(cell: string, separator: string): string {
  const text = guardFormula(cell)
  return /["\r\n]|^\s|\s$/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text
}
