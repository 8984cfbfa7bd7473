import { batchMeaningsOf, reportFieldsOf } from '../sheet/labels.ts'
import { looksLikeId } from '../sheet/table.ts'

/** Whether a file is what a command reads, as far as its first bytes show: 0 is likely, 1 possible, 2 unlikely. */
export type Likeness = 0 | 1 | 2

/** A kind of file that a command reads. */
export interface FileKind {
  /** As in "no reports in this folder". */
  readonly plural: string
  readonly endings: readonly string[]
  likeness(this: void, head: Uint8Array): Likeness
}

/** How many bytes are looked at: the title of a report, its header and a few rows. */
export const headBytes = 4_096
const mostLines = 12

const tableFiles = ['.csv', '.tsv', '.xlsx', '.ods', '.ndjson']

const isReportHead = (cells: readonly string[]) => {
  const fields = reportFieldsOf(cells).filter((field) => field !== undefined)
  return cells.some(looksLikeId) || (fields.includes('salesforceUserId') && fields.length > 1)
}

const isListHead = (cells: readonly string[]) => {
  const meanings = batchMeaningsOf(cells)
  const naming = ['user', 'salesforceUser', 'by-content', 'name', 'lastName']
  return (
    meanings.some((meaning) => meaning !== undefined && naming.includes(meaning)) &&
    meanings.filter((meaning) => meaning !== undefined && meaning !== 'ignored').length > 1
  )
}

/** Exported Salesforce reports, which usually are text. */
export const reportFiles: FileKind = {
  plural: 'reports',
  endings: tableFiles,
  likeness: (head) => (isWorkbook(head) ? 1 : someLine(head, isReportHead) ? 0 : 2),
}

/** Lists of SalesScreen users; its own is a workbook. */
export const userListFiles: FileKind = {
  plural: 'workbooks or lists',
  endings: tableFiles,
  likeness: (head) =>
    isWorkbook(head) ? 0 : !someLine(head, isListHead) ? 2 : someLine(head, isReportHead) ? 1 : 0,
}

/** Tables of users that somebody wrote. What a workbook contains is not in its first bytes. */
export const batchFiles: FileKind = {
  plural: 'tables',
  endings: tableFiles,
  likeness: (head) => (isWorkbook(head) || someLine(head, isListHead) ? 0 : 2),
}

/** The same, and rosters. */
export const plannedFiles: FileKind = {
  ...batchFiles,
  plural: 'tables or rosters',
  endings: [...tableFiles, '.yaml', '.yml'],
  likeness: (head) => (/^(?:teams|users):/m.test(textOf(head)) ? 0 : batchFiles.likeness(head)),
}

/** What `dump` wrote. */
export const dumpFiles = startingWith('dumps', ['.ndjson', '.jsonl'], '{"sfsync":"dump"')

/** What `plan` wrote. */
export const planFiles = startingWith('plans', ['.plan', '.ndjson', '.jsonl'], '{"sfsync":"plan"')

/** What `backup` wrote. Source: https://www.sqlite.org/fileformat.html */
export const backupFiles = startingWith('backups', ['.sqlite', '.db', '.backup'], 'SQLite format 3')

function startingWith(plural: string, endings: readonly string[], start: string): FileKind {
  return { plural, endings, likeness: (head) => (textOf(head).startsWith(start) ? 0 : 2) }
}

// Every workbook that sfsync reads is a zip archive.
function isWorkbook(head: Uint8Array): boolean {
  return textOf(head).startsWith('PK\u0003\u0004')
}

function someLine(head: Uint8Array, isWanted: (cells: readonly string[]) => boolean): boolean {
  return textOf(head)
    .split(/\r\n?|\n/, mostLines)
    .some((line) => isWanted(cellsOf(line)))
}

// Excel's "Unicode text" is UTF-16. Letters in another encoding are lost, but not the IDs.
function textOf(head: Uint8Array): string {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  return new TextDecoder(encoding).decode(head)
}

// Keys and values of NDJSON are cells as well.
function cellsOf(line: string): string[] {
  return line
    .replace(/^\{(?=")|\}$/g, '')
    .split(line.startsWith('{"') ? /[,:]/ : /[,;\t|]/)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    .filter((cell) => cell !== '')
}
