import { SfsyncError } from '../../core/errors.ts'
import { htmlEntities } from './html-entities.ts'
import { RowBuilder, type WorkbookRow, type WorkbookSheet } from './workbook.ts'

/** The tables of a web page, as Salesforce writes for "Excel Format .xls": every cell is a text. */
export function readHtmlTables(
  text: string,
  damaged: (reason: string) => SfsyncError,
): readonly WorkbookSheet[] {
  const reader = new TableReader(damaged)
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    if (open < 0) {
      reader.text(text.slice(at))
      break
    }
    if (open > at) reader.text(text.slice(at, open))
    const [start, end] = text.startsWith('<!--', open) ? [open + 4, '-->'] : [open + 1, '>']
    const close = text.indexOf(end, start)
    if (close < 0) throw damaged('it ends within a tag: the file is cut off')
    if (end === '>') reader.tag(text.slice(start, close))
    at = close + end.length
  }
  return reader.sheets()
}

const blocks = new Set(['p', 'div', 'br', 'li'])

class TableReader {
  readonly #damaged: (reason: string) => SfsyncError
  readonly #tables: WorkbookRow[][] = []
  // Tables may be inside others, which lay out the page.
  readonly #open: TableInProgress[] = []
  #skipped: string | undefined

  constructor(damaged: (reason: string) => SfsyncError) {
    this.#damaged = damaged
  }

  tag(content: string): void {
    const [, slash = '', written = ''] = /^(\/?)\s*([A-Za-z][\w:-]*)/.exec(content) ?? []
    const name = written.toLowerCase()
    const isEnd = slash !== ''
    if (this.#skipped !== undefined) {
      if (isEnd && name === this.#skipped) this.#skipped = undefined
      return
    }
    if (!isEnd && (name === 'style' || name === 'script')) this.#skipped = name
    const table = this.#open.at(-1)
    if (name === 'table' && !isEnd) this.#open.push(new TableInProgress(this.#damaged))
    else if (table === undefined) return
    else if (name === 'table') this.#endTable()
    else if (name === 'tr') table.row(isEnd)
    else if ((name === 'td' || name === 'th') && !isEnd) table.cell(content)
    else if (name === 'td' || name === 'th') table.endCell()
    else if (blocks.has(name)) table.text('\n')
  }

  text(text: string): void {
    if (this.#skipped === undefined) this.#open.at(-1)?.text(unescaped(text))
  }

  sheets(): WorkbookSheet[] {
    if (this.#open.length > 0) throw this.#damaged('its table does not end: the file is cut off')
    return this.#tables.map((rows, index) => ({
      name: `table ${index + 1}`,
      isHidden: false,
      // oxlint-disable-next-line eslint/require-await -- the rows of a sheet are asynchronous, these are there already
      rows: async function* () {
        yield rows
      },
    }))
  }

  #endTable(): void {
    const rows = this.#open.pop()?.end() ?? []
    if (rows.length > 0) this.#tables.push(rows)
  }
}

class TableInProgress {
  readonly #builder: RowBuilder
  readonly #rows: WorkbookRow[] = []
  // By column: the last line that a cell above covers.
  readonly #covered = new Map<number, number>()
  #isRow = false
  #column = 0
  #cell: { readonly columns: number; readonly rows: number } | undefined
  #text = ''

  constructor(damaged: (reason: string) => SfsyncError) {
    this.#builder = new RowBuilder(damaged)
  }

  row(isEnd: boolean): void {
    this.endCell()
    if (this.#isRow) {
      this.#builder.endRow()
      for (const row of this.#builder.take()) this.#rows.push(row)
    }
    this.#isRow = !isEnd
    this.#column = 0
    if (!isEnd) this.#builder.startRow(this.#builder.line + 1, false)
  }

  cell(tag: string): void {
    this.endCell()
    if (!this.#isRow) this.row(false)
    while ((this.#covered.get(this.#column) ?? 0) >= this.#builder.line) this.#column += 1
    this.#cell = { columns: span(tag, 'colspan'), rows: span(tag, 'rowspan') }
    this.#text = ''
  }

  text(text: string): void {
    if (this.#cell !== undefined) this.#text += text
  }

  endCell(): void {
    if (this.#cell === undefined) return
    const { columns, rows } = this.#cell
    this.#cell = undefined
    const text = this.#text.replace(/[ \t\r\f\u00a0]+/g, ' ').trim()
    const lastLine = this.#builder.line + rows - 1
    if (text !== '') {
      this.#builder.add(this.#column, text)
      if (columns * rows > 1) this.#builder.merge(this.#column, this.#column + columns - 1, lastLine)
    }
    if (rows > 1)
      for (let covered = this.#column; covered < this.#column + columns; covered += 1)
        this.#covered.set(covered, lastLine)
    this.#column += columns
  }

  end(): WorkbookRow[] {
    if (this.#isRow) this.row(true)
    return this.#rows
  }
}

const mostSpanned = 1_000

function span(tag: string, name: string): number {
  const [, digits = '1'] = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,7})`, 'i').exec(tag) ?? []
  return Math.min(Math.max(Number(digits), 1), mostSpanned)
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (written, decimal, hex, name) => {
    if (typeof name === 'string') return htmlEntities.get(name) ?? written
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : written
  })
}
