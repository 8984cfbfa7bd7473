import { SfsyncError } from '../core/errors.ts'
import { startingWith, takeHead } from './decode.ts'
import {
  bytesOf,
  compoundSignature,
  type TextInput,
  unreadableFile,
  wrongFileError,
  zipSignature,
} from './source.ts'
import {
  openSeparated,
  openText,
  type OpenText,
  type Table,
  type TableOptions,
  wholeTextOf,
} from './table.ts'
import type { OpenWorkbook } from './workbook/table.ts'
import { given } from '../core/values.ts'

/** What the admin says about a file of any kind; what is left out is found in it. */
export interface FileOptions {
  /** Any encoding that iconv-lite knows. */
  readonly encoding?: string
  /** The character, or `comma`, `semicolon`, `tab`, `pipe`. */
  readonly separator?: string
  /** The name of a sheet of a workbook. */
  readonly sheet?: string
}

/** What decides between the sheets of a workbook: whether labels are those of the wanted table. */
export interface WantedTable {
  readonly prefers?: (labels: readonly string[]) => boolean
}

/**
 * Opens a text or a workbook and hands it to `read`; a file is closed when that fails. Guesses are added to `notices`.
 * Throws `usage` for options that do not fit the kind of file, and the code of the file's kind for what is neither.
 */
export async function openFile<Result>(
  input: TextInput,
  options: FileOptions,
  notices: string[],
  read: (file: OpenText | OpenWorkbook) => Promise<Result>,
): Promise<Result> {
  const iterator = bytesOf(input)
  const head = await takeHead(iterator)
  const whole = { ...input, bytes: startingWith(head, iterator) }
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  if (hex.startsWith(zipSignature) || hex === compoundSignature) {
    try {
      refuse(input.name, 'a workbook', { encoding: options.encoding, separator: options.separator })
    } catch (error) {
      await iterator.return(undefined)
      throw error
    }
    const { openWorkbook } = await import('./workbook/open.ts')
    const sheets = await openWorkbook(whole)
    return await read({ source: input, sheets, notices, ...given({ wanted: options.sheet }) })
  }
  const { encoding = charsetOf(head), sheet, separator } = options
  return await openText(whole, encoding, notices, async (text) => {
    if (!isWebPage(text.head)) {
      refuse(input.name, 'not a workbook', { sheet })
      return await read(text)
    }
    refuse(input.name, 'a web page with a table', { separator })
    const page = await wholeTextOf(text)
    const { readHtmlTables } = await import('./workbook/html-tables.ts')
    const sheets = readHtmlTables(page, (reason) =>
      unreadableFile(input.texts, `${input.name} cannot be read: ${reason}`, [input.texts.again]),
    )
    if (sheets.length === 0) throw wrongFileError(input, 'a web page without a table')
    return await read({ source: input, sheets, notices, ...given({ wanted: sheet }) })
  })
}

/** Finds the table in a file of either kind. Throws for what is not a table. */
export async function openTable(file: OpenText | OpenWorkbook, options: TableOptions): Promise<Table> {
  if ('head' in file) return openSeparated(file, options)
  const { openWorkbookTable } = await import('./workbook/table.ts')
  return await openWorkbookTable(file, options)
}

function refuse(name: string, what: string, flags: Readonly<Record<string, string | undefined>>): void {
  for (const [flag, value] of Object.entries(flags))
    if (value !== undefined)
      throw new SfsyncError('usage', `--${flag} does not apply: ${name} is ${what}`, {
        actions: [`leave out --${flag}`],
      })
}

/** Whether a text is a web page, as Salesforce writes for "Excel Format .xls". */
function isWebPage(head: string): boolean {
  return /^\s*(?:<!--[^>]*-->\s*)?<(?:!doctype html|html|head|meta|body|table)\b/i.test(head)
}

function charsetOf(head: Uint8Array): string | undefined {
  const text = Buffer.from(head).toString('latin1')
  if (!isWebPage(text)) return undefined
  const [, charset] = /charset\s*=\s*["']?([\w-]+)/i.exec(text) ?? []
  return charset === undefined || /^utf-?8$/i.test(charset) ? undefined : charset
}
