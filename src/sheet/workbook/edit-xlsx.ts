import { findSheetHeader } from '../read-sheet.ts'
import { type TextInput, unreadableFile } from '../source.ts'
import { archiveOf } from './open.ts'
import { type CellEdit, SheetEditor } from './edit-sheet.ts'
import { replacePart } from './replace-part.ts'
import { findTable, labelsOf } from './table.ts'
import { textOfCell } from './workbook.ts'
import { openXlsx } from './xlsx.ts'

/** A sheet of an .xlsx file that can be changed in single cells. */
export interface EditableSheet {
  readonly name: string
  /** Which sheets are not looked at. */
  readonly notices: readonly string[]
  /** The line of the header, counted from 1. */
  readonly line: number
  /** By column, counted from 0; empty where a column has no label. */
  readonly labels: readonly string[]
  /** The rows below the header. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** Why a cell cannot be changed by itself, as a sentence; undefined if it can. */
  obstacle(line: number, column: number): string | undefined
  /** How many rows below this one are free for new values, and the row with other content that ends them. */
  freeBelow(line: number): { readonly count: number; readonly next: number | undefined }
  /** The whole file with these cells changed; a row that is not there is added. */
  edited(edits: readonly CellEdit[]): Buffer
}

/** What an admin says of the sheet to change, and how its header is known. */
export interface EditRequest {
  /** The name of the sheet. */
  readonly sheet?: string
  prefers(labels: readonly string[]): boolean
}

/**
 * The sheet with the preferred labels, found as every table is found; undefined if there is none. Throws `usage` for a
 * sheet that does not exist, and `file-unreadable` for anything but an .xlsx file.
 */
export async function openForEditing(
  input: TextInput,
  { sheet: wanted, prefers }: EditRequest,
): Promise<EditableSheet | undefined> {
  const archive = await archiveOf(input)
  const sheets = await openXlsx(archive)
  if (sheets === undefined)
    throw unreadableFile(input.texts, `${input.name} is not an Excel workbook (.xlsx)`, [
      'use the workbook as SalesScreen gave it',
    ])
  const notices: string[] = []
  const workbook = { source: input, sheets, notices, ...(wanted === undefined ? {} : { wanted }) }
  const { sheet, header } = await findTable(workbook, { findHeader: findSheetHeader, prefers })
  const { name, part } = sheet
  const labels = labelsOf(header)
  if (part === undefined || !prefers(labels)) return undefined
  const { line } = header.record
  const rows: { line: number; cells: string[] }[] = []
  for await (const batch of sheet.rows(() => undefined))
    for (const row of batch)
      if (row.line > line)
        rows.push({ line: row.line, cells: row.cells.map((cell) => textOfCell(cell).trim()) })
  const pieces: Buffer[] = []
  for await (const piece of archive.read(part)) pieces.push(piece)
  let made: SheetEditor | undefined
  const editor = () => (made ??= new SheetEditor(Buffer.concat(pieces).toString('utf8'), archive.damaged))
  return {
    name,
    notices,
    line,
    labels,
    rows,
    obstacle: (at, column) => editor().obstacle(at, column),
    freeBelow: (at) => editor().freeBelow(at),
    edited: (edits) => replacePart(archive, part, Buffer.from(editor().edited(edits))),
  }
}
