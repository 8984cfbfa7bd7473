import type { Archive } from './archive.ts'
import { isoDate, numberValue } from './numbers.ts'
import { RowBuilder, type WorkbookCell, type WorkbookRow, type WorkbookSheet } from './workbook.ts'
import { type Attributes, readSmallXml, readXml, type XmlHandler } from './xml.ts'

const content = 'content.xml'

/** The sheets of an OpenDocument spreadsheet; undefined where the archive is none. */
export async function openOds(archive: Archive): Promise<readonly WorkbookSheet[] | undefined> {
  if (!archive.has(content)) return undefined
  const sheets: { name: string; isHidden: boolean }[] = []
  const hiddenStyles = new Set<string>()
  let isSpreadsheet = false
  let style = ''
  let depth = 0
  await readSmallXml(
    archive.read(content),
    {
      open(name, attributes) {
        if (name === 'spreadsheet') isSpreadsheet = true
        if (name === 'style') style = attributes['style:name'] ?? ''
        if (name === 'table-properties' && attributes['table:display'] === 'false') hiddenStyles.add(style)
        if (name !== 'table') return
        depth += 1
        // A table inside a cell is no sheet.
        if (depth === 1)
          sheets.push({
            name: attributes['table:name'] ?? '',
            isHidden: hiddenStyles.has(attributes['table:style-name'] ?? ''),
          })
      },
      close(name) {
        if (name === 'table') depth -= 1
      },
    },
    archive.damaged,
  )
  if (!isSpreadsheet) return undefined
  return sheets.map(({ name, isHidden }, index) => ({
    name,
    isHidden,
    rows: (hideColumns) => readRows(archive, index, hideColumns),
  }))
}

/** Whether an OpenDocument file has a password. */
export async function isEncryptedOds(archive: Archive): Promise<boolean> {
  let isEncrypted = false
  await readSmallXml(
    archive.read('META-INF/manifest.xml'),
    {
      open(name) {
        isEncrypted ||= name === 'encryption-data'
      },
    },
    archive.damaged,
  )
  return isEncrypted
}

async function* readRows(
  archive: Archive,
  sheet: number,
  hideColumns: (first: number, last: number) => void,
): AsyncGenerator<readonly WorkbookRow[]> {
  const rows = new RowReader(archive, sheet, hideColumns)
  for await (const _ of readXml(archive.read(content), rows, archive.damaged)) {
    const batch = rows.builder.take()
    if (batch.length > 0) yield batch
    if (rows.isDone) return
  }
}

/** Gathers the rows of one sheet. */
class RowReader implements XmlHandler {
  readonly builder: RowBuilder
  /** Whether the sheet has ended. */
  isDone = false
  readonly #wanted: number
  readonly #hideColumns: (first: number, last: number) => void
  #sheet = -1
  #depth = 0
  #hiddenColumns = 0
  #column = 0
  #rowRepeats = 1
  #cell: Attributes = {}
  #paragraphs: string[] = []
  #paragraph: string | undefined
  // Notes and drawings hold paragraphs of their own.
  #aside = 0

  constructor(archive: Archive, wanted: number, hideColumns: (first: number, last: number) => void) {
    this.builder = new RowBuilder(archive.damaged)
    this.#wanted = wanted
    this.#hideColumns = hideColumns
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'table') {
      this.#depth += 1
      if (this.#depth === 1) this.#sheet += 1
    }
    if (this.#sheet !== this.#wanted || this.isDone) return
    if (this.#aside > 0 || asides.has(name) || this.#depth > 1) this.#aside += 1
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.#cell = attributes
      this.#paragraphs = []
    } else if (name === 'p' || name === 'h') this.#paragraph = ''
    else if (name === 's') this.#add(' '.repeat(Math.min(repeatOf(attributes, 'text:c'), longestSpace)))
    else if (name === 'tab') this.#add('\t')
    else if (name === 'line-break') this.#add('\n')
    else if (name === 'table-row') {
      this.#column = 0
      this.#rowRepeats = repeatOf(attributes, 'table:number-rows-repeated')
      const { 'table:visibility': visibility = 'visible' } = attributes
      this.builder.startRow(this.builder.line + 1, visibility !== 'visible')
    } else if (name === 'table-column') {
      const first = this.#hiddenColumns
      this.#hiddenColumns += repeatOf(attributes, 'table:number-columns-repeated')
      const { 'table:visibility': visibility = 'visible' } = attributes
      if (visibility !== 'visible') this.#hideColumns(first, this.#hiddenColumns - 1)
    }
  }

  close(name: string): void {
    if (this.#sheet === this.#wanted && !this.isDone) {
      if (this.#aside > 0) this.#aside -= 1
      else if (name === 'p' || name === 'h') {
        this.#paragraphs.push(this.#paragraph ?? '')
        this.#paragraph = undefined
      } else if (name === 'table-cell') this.#endCell(false)
      // What is below a merged cell is not shown, and so not meant.
      else if (name === 'covered-table-cell') this.#endCell(true)
      else if (name === 'table-row') this.builder.endRow(this.#rowRepeats)
    }
    if (name !== 'table') return
    this.#depth -= 1
    this.isDone ||= this.#depth === 0 && this.#sheet === this.#wanted
  }

  text(text: string): void {
    // LibreOffice writes and reads several spaces as they are, although the standard makes them one.
    if (this.#aside === 0) this.#add(text.replace(/[\t\n\r]/g, ' '))
  }

  #add(text: string): void {
    if (this.#paragraph !== undefined) this.#paragraph += text
  }

  #endCell(isCovered: boolean): void {
    const repeated = repeatOf(this.#cell, 'table:number-columns-repeated')
    const cell = valueOf(this.#cell, this.#paragraphs.join('\n'))
    if (cell !== '' && !isCovered) {
      this.builder.add(this.#column, cell, repeated)
      const columns = repeatOf(this.#cell, 'table:number-columns-spanned')
      const rows = repeatOf(this.#cell, 'table:number-rows-spanned')
      if (columns * rows > 1)
        this.builder.merge(this.#column, this.#column + columns - 1, this.builder.line + rows - 1)
    }
    this.#column += repeated
  }
}

const asides = new Set(['annotation', 'shapes', 'frame', 'custom-shape', 'ruby-text'])
const longestSpace = 100_000

function repeatOf(attributes: Attributes, name: string): number {
  const repeats = Number(attributes[name] ?? 1)
  return Number.isSafeInteger(repeats) && repeats > 0 ? repeats : 1
}

function valueOf(attributes: Attributes, shown: string): WorkbookCell {
  const type = attributes['calcext:value-type'] === 'error' ? 'error' : attributes['office:value-type']
  switch (type) {
    case 'error':
      return { kind: 'error', text: shown }
    case 'float':
    case 'percentage':
    case 'currency':
      return numberOf(attributes['office:value'] ?? '', shown)
    case 'date':
      return isoDate(attributes['office:date-value'] ?? shown)
    case 'time':
      return isoDate(shown)
    case 'boolean':
      return { kind: 'boolean', text: attributes['office:boolean-value'] === 'true' ? 'true' : 'false' }
    case undefined:
    default:
      if (type === undefined && shown === '' && attributes['table:formula'] !== undefined)
        return { kind: 'formula', text: attributes['table:formula'].replace(/^\w+:/, '') }
      return shown === '' ? (attributes['office:string-value'] ?? '') : shown
  }
}

// A format of only zeros shows zeros in front.
function numberOf(value: string, shown: string): WorkbookCell {
  return numberValue(value, /^0\d*$/.test(shown) && Number(shown) === Number(value) ? shown.length : 0)
}
