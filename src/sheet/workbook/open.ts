import { Archive } from './archive.ts'
import {
  bytesOf,
  compoundSignature,
  type TextInput,
  type TextSource,
  unreadableFile,
  wrongFileError,
  zipSignature,
} from '../source.ts'
import { isEncryptedOds, openOds } from './ods.ts'
import type { WorkbookSheet } from './workbook.ts'
import { openXlsx } from './xlsx.ts'

// A million rows of a Users report have about 70 MB.
const largestFile = 150_000_000

/** The sheets of a workbook; throws the code of the file's kind for anything else. */
export async function openWorkbook(input: TextInput): Promise<readonly WorkbookSheet[]> {
  const archive = await archiveOf(input)
  if (archive.has('META-INF/manifest.xml') && (await isEncryptedOds(archive))) throw passwordError(input)
  const sheets = (await openXlsx(archive)) ?? (await openOds(archive))
  if (sheets === undefined) throw wrongFileError(input, kindOf(archive))
  return sheets
}

/** The archive that a workbook is. Throws the code of the file's kind for anything else. */
export async function archiveOf(input: TextInput): Promise<Archive> {
  const bytes = await wholeFile(input)
  const head = bytes.toString('hex', 0, 8)
  if (head === compoundSignature) throw compoundError(input, bytes)
  if (!head.startsWith(zipSignature))
    throw unreadableFile(input.texts, `${input.name} is not a workbook (.xlsx)`, [
      'use the workbook as it was downloaded',
    ])
  return new Archive(bytes, (reason) =>
    unreadableFile(input.texts, `${input.name} is damaged, or not a workbook: ${reason}`, [
      'open it in a spreadsheet program and save it again as .xlsx',
    ]),
  )
}

async function wholeFile(input: TextInput): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of bytesOf(input)) {
    pieces.push(piece)
    size += piece.length
    if (size > largestFile)
      throw unreadableFile(input.texts, `${input.name} is too large for a workbook of users`, [
        'save its sheet of users as CSV, which is read piece by piece',
      ])
  }
  return Buffer.concat(pieces)
}

// The names inside a compound file are UTF-16.
function compoundError(source: TextSource, bytes: Buffer): Error {
  const holds = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage')) return passwordError(source)
  if (holds('Workbook') || holds('Book'))
    return unreadableFile(source.texts, `${source.name} is a workbook in Excel's old format (.xls)`, [
      'open it in a spreadsheet program and save it as .xlsx or CSV UTF-8',
    ])
  return wrongFileError(source, 'a document in an old Microsoft format')
}

function passwordError({ name, texts }: TextSource): Error {
  return unreadableFile(texts, `${name} is protected by a password, so it cannot be read`, [
    'open it in a spreadsheet program and save it without a password (Excel: File > Info > Protect Workbook)',
  ])
}

function kindOf(archive: Archive): string {
  const { names } = archive
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/\.iwa$|^Index\.zip$/))
    return 'a document of Apple Numbers or Pages; in Numbers choose File > Export To > Excel'
  if (has(/^xl\/workbook\.bin$/))
    return 'a binary Excel workbook (.xlsb); in Excel choose File > Save as > Excel Workbook (.xlsx)'
  if (has(/^word\//)) return 'a Word document'
  if (has(/^ppt\//)) return 'a PowerPoint presentation'
  if (archive.has('content.xml')) return 'an OpenDocument file, but not a spreadsheet'
  return 'a zip archive without a workbook in it; unpack it first'
}
