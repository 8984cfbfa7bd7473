import { type TextInput, unreadableFile } from '../source.ts'
import { archiveOf } from './open.ts'
import { type CellEdit, editSheet } from './edit-sheet.ts'
import { replacePart } from './replace-part.ts'
import { textOfCell } from './workbook.ts'
import { openXlsx } from './xlsx.ts'

/** A sheet of an .xlsx file that can be changed in single cells. */
export interface EditableSheet {
  readonly name: string
  /** By column, counted from 0; empty where a column has no label. */
  readonly labels: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** The whole file with these cells changed and these rows, by column, added at the end. */
  edited(edits: readonly CellEdit[], added: readonly ReadonlyMap<number, string>[]): Promise<Buffer>
}

/** The first visible sheet whose header fits; undefined if there is none. Throws for anything but an .xlsx file. */
export async function openForEditing(
  input: TextInput,
  fits: (labels: readonly string[]) => boolean,
): Promise<EditableSheet | undefined> {
  const { archive, bytes } = await archiveOf(input)
  const sheets = await openXlsx(archive)
  if (sheets === undefined)
    throw unreadableFile(input.texts, `${input.name} is not an Excel workbook (.xlsx)`, [
      'use the workbook as SalesScreen gave it',
    ])
  for (const { name, isHidden, part, rows } of sheets) {
    if (isHidden || part === undefined) continue
    let labels: readonly string[] | undefined
    const found: { line: number; cells: readonly string[] }[] = []
    for await (const batch of rows(() => undefined))
      for (const row of batch) {
        const cells = row.cells.map((cell) => textOfCell(cell).trim())
        if (labels !== undefined) found.push({ line: row.line, cells })
        else if (fits(cells)) labels = cells
      }
    if (labels === undefined) continue
    return {
      name,
      labels,
      rows: found,
      edited: async (edits, added) => {
        const pieces: Buffer[] = []
        for await (const piece of archive.read(part)) pieces.push(piece)
        const xml = editSheet(Buffer.concat(pieces).toString('utf8'), edits, added, archive.damaged)
        return replacePart(bytes, part, Buffer.from(xml), archive.damaged)
      },
    }
  }
  return undefined
}
