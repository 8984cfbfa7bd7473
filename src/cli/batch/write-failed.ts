import type { ErrorRow } from '../../core/errors.ts'
import type { SheetRow } from '../../sheet/sheet.ts'
import { sheetText } from '../../sheet/write-sheet.ts'
import type { Context } from '../context.ts'
import type { Batch } from './read-batch.ts'

/** Writes the rows that failed, each with its problem, to be mended and fed back. */
export async function writeFailed(
  context: Context,
  { sheet }: Batch,
  problems: readonly ErrorRow[],
  file: string | undefined,
): Promise<void> {
  if (file === undefined) return
  const byLine = problemsByLine(problems)
  const rows = sheet.rows.flatMap((row): { row: SheetRow; problem: string }[] => {
    const told = byLine.get(row.line)
    return told === undefined ? [] : [{ row, problem: told.join('; ') }]
  })
  await context.parts.writeFile(file, sheetText(sheet, rows))
}

/** Says how many rows failed, and where they are. */
export async function tellFailed(
  context: Context,
  { sheet }: Batch,
  problems: readonly ErrorRow[],
  file: string | undefined,
): Promise<void> {
  const lines = problemsByLine(problems)
  const count = `${lines.size} ${lines.size === 1 ? 'row was' : 'rows were'} left out`
  if (file === undefined) {
    await context.warn(`${count}; to get them as a file to mend: --failed <file>`)
    return
  }
  const written = sheet.rows.filter(({ line }) => lines.has(line)).length
  const unreadable = lines.size - written
  const rest = unreadable === 0 ? '' : `; ${unreadable} cannot be read and can only be told here`
  await context.warn(`${count}; ${written} written to ${file}${rest}: mend them and feed that file back`)
}

function problemsByLine(problems: readonly ErrorRow[]): Map<number, string[]> {
  const byLine = new Map<number, string[]>()
  for (const { line = 0, reason, action } of problems)
    byLine.set(line, [...(byLine.get(line) ?? []), action === undefined ? reason : `${reason} (${action})`])
  return byLine
}
