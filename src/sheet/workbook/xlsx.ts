import type { Archive } from './archive.ts'
import { dateValue, formatOf, isBuiltInDate, isoDate, numberValue } from './numbers.ts'
import { TextTable } from './text-table.ts'
import { mostRows, RowBuilder, type WorkbookCell, type WorkbookRow, type WorkbookSheet } from './workbook.ts'
import { type Attributes, readSmallXml, readXml, type XmlHandler } from './xml.ts'

/** What the cells of every sheet refer to. */
interface Shared {
  readonly texts: TextTable
  readonly styles: readonly { readonly isDate: boolean; readonly zeros: number }[]
  readonly epoch: 1900 | 1904
}

interface SheetPart {
  readonly name: string
  readonly isHidden: boolean
  readonly part: string
}

/** The sheets of an Office Open XML workbook; undefined where the archive is none. Macros are never looked at. */
export async function openXlsx(archive: Archive): Promise<readonly WorkbookSheet[] | undefined> {
  const [main] = await relations(archive, '', 'officeDocument')
  if (main === undefined || !archive.has(main.part)) return undefined
  const { sheets, epoch } = await readMain(archive, main.part)
  if (sheets === undefined) return undefined
  const [sharedPart] = await relations(archive, main.part, 'sharedStrings')
  const [stylesPart] = await relations(archive, main.part, 'styles')
  let loading: Promise<Shared> | undefined
  const shared = async () => {
    loading ??= readShared(archive, epoch, sharedPart?.part, stylesPart?.part)
    return await loading
  }
  return sheets.map(({ name, isHidden, part }) => ({
    name,
    isHidden,
    part,
    rows: (hideColumns) => readRows(archive, part, shared, hideColumns),
  }))
}

interface Relation {
  readonly id: string
  readonly part: string
}

async function relations(archive: Archive, from: string, kind: string): Promise<Relation[]> {
  const slash = from.lastIndexOf('/') + 1
  const found: Relation[] = []
  const list = `${from.slice(0, slash)}_rels/${from.slice(slash)}.rels`
  if (!archive.has(list)) return found
  await readSmallXml(
    archive.read(list),
    {
      open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode = '' }) {
        // Both the usual and the strict names end alike; what is outside of the file is never followed.
        if (name === 'Relationship' && type.endsWith(`/${kind}`) && mode !== 'External')
          found.push({ id, part: partName(from.slice(0, slash), target) })
      },
    },
    archive.damaged,
  )
  return found
}

function partName(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : folder + target
  const parts: string[] = []
  for (const part of path.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  return parts.join('/')
}

async function readMain(
  archive: Archive,
  part: string,
): Promise<{ readonly sheets: readonly SheetPart[] | undefined; readonly epoch: 1900 | 1904 }> {
  const parts = new Map((await relations(archive, part, 'worksheet')).map((each) => [each.id, each.part]))
  const sheets: SheetPart[] = []
  let isWorkbook = false
  let epoch: 1900 | 1904 = 1900
  await readSmallXml(
    archive.read(part),
    {
      open(name, attributes) {
        if (name === 'workbook') isWorkbook = true
        if (name === 'workbookPr' && isTrue(attributes['date1904'])) epoch = 1904
        if (name !== 'sheet') return
        const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))
        // A sheet that is a chart has no cells.
        const sheetPart = parts.get(relation?.[1] ?? '')
        const { name: sheetName = '', state = 'visible' } = attributes
        if (sheetPart !== undefined)
          sheets.push({ name: sheetName, isHidden: state !== 'visible', part: sheetPart })
      },
    },
    archive.damaged,
  )
  return { sheets: isWorkbook ? sheets : undefined, epoch }
}

async function readShared(
  archive: Archive,
  epoch: 1900 | 1904,
  texts: string | undefined,
  styles: string | undefined,
): Promise<Shared> {
  const table = new TextTable(archive.damaged)
  const reader = new TextReader()
  const handler: XmlHandler = {
    open(name) {
      if (name === 'si') reader.start()
      else reader.open(name)
    },
    close(name) {
      if (name === 'si') table.add(reader.end())
      else reader.close(name)
    },
    text: (text) => reader.text(text),
  }
  if (texts !== undefined) await readSmallXml(archive.read(texts), handler, archive.damaged)
  return { texts: table, styles: styles === undefined ? [] : await readStyles(archive, styles), epoch }
}

async function readStyles(archive: Archive, part: string): Promise<Shared['styles']> {
  const formats = new Map<number, ReturnType<typeof formatOf>>()
  const styles: ReturnType<typeof formatOf>[] = []
  let isCells = false
  await readSmallXml(
    archive.read(part),
    {
      open(name, { numFmtId = '0', formatCode = '' }) {
        const format = Number(numFmtId)
        if (name === 'numFmt') formats.set(format, formatOf(formatCode))
        if (name === 'cellXfs') isCells = true
        if (name === 'xf' && isCells)
          styles.push(formats.get(format) ?? { isDate: isBuiltInDate(format), zeros: 0 })
      },
      close(name) {
        if (name === 'cellXfs') isCells = false
      },
    },
    archive.damaged,
  )
  return styles
}

/** Collects the text of a cell: its runs, without the reading aids that Japanese cells have. */
class TextReader {
  #text = ''
  #isOpen = false
  #isAid = false

  start(): void {
    this.#text = ''
  }

  open(name: string): void {
    if (name === 't') this.#isOpen = !this.#isAid
    else if (name === 'rPh') this.#isAid = true
  }

  close(name: string): void {
    if (name === 't') this.#isOpen = false
    else if (name === 'rPh') this.#isAid = false
  }

  text(text: string): void {
    if (this.#isOpen) this.#text += text
  }

  end(): string {
    return unescaped(this.#text)
  }
}

// Characters that XML cannot hold: source ECMA-376, ST_Xstring.
function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}

async function* readRows(
  archive: Archive,
  part: string,
  shared: () => Promise<Shared>,
  hideColumns: (first: number, last: number) => void,
): AsyncGenerator<readonly WorkbookRow[]> {
  const merges = await readMerges(archive, part)
  const rows = new RowReader(archive, merges, await shared(), hideColumns)
  for await (const _ of readXml(archive.read(part), rows, archive.damaged)) {
    const batch = rows.builder.take()
    if (batch.length > 0) yield batch
  }
}

/** Gathers the rows of one sheet. */
class RowReader implements XmlHandler {
  readonly builder: RowBuilder
  readonly #archive: Archive
  readonly #merges: Merges
  readonly #shared: Shared
  readonly #hideColumns: (first: number, last: number) => void
  readonly #inline = new TextReader()
  #column = -1
  #type = ''
  #style = 0
  #value = ''
  #formula = ''
  #hasFormula = false
  #isFormula = false
  #isValue = false
  #isInline = false
  #isData = false

  constructor(
    archive: Archive,
    merges: Merges,
    shared: Shared,
    hideColumns: (first: number, last: number) => void,
  ) {
    this.#archive = archive
    this.builder = new RowBuilder(archive.damaged)
    this.#merges = merges
    this.#shared = shared
    this.#hideColumns = hideColumns
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c' && this.#isData) {
      const { r, t = 'n', s = '0' } = attributes
      this.#column = r === undefined ? this.#column + 1 : columnOf(r)
      this.#type = t
      this.#style = Number(s)
      this.#value = ''
      this.#formula = ''
      this.#hasFormula = false
      if (t === 'inlineStr') this.#inline.start()
    } else if (name === 'v') this.#isValue = true
    else if (name === 'f') this.#isFormula = this.#hasFormula = true
    else if (name === 'is') this.#isInline = true
    else if (this.#isInline) this.#inline.open(name)
    else if (name === 'row' && this.#isData) {
      this.#column = -1
      const { r } = attributes
      const line = r === undefined ? this.builder.line + 1 : Number(r)
      this.builder.startRow(line, isTrue(attributes['hidden']))
    } else if (name === 'sheetData') this.#isData = true
    else if (name === 'col' && isTrue(attributes['hidden']))
      this.#hideColumns(Number(attributes['min']) - 1, Number(attributes['max']) - 1)
  }

  close(name: string): void {
    if (name === 'v') this.#isValue = false
    else if (name === 'f') this.#isFormula = false
    else if (name === 'c' && this.#isData) this.#endCell()
    else if (name === 'is') this.#isInline = false
    else if (this.#isInline) this.#inline.close(name)
    else if (name === 'row' && this.#isData) {
      const { line } = this.builder
      for (const [column, lastColumn, lastLine] of this.#merges.get(line) ?? [])
        this.builder.merge(column, lastColumn, lastLine)
      this.builder.endRow()
    } else if (name === 'sheetData') this.#isData = false
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text
    else if (this.#isFormula) this.#formula += text
    else if (this.#isInline) this.#inline.text(text)
  }

  #endCell(): void {
    const cell = this.#cell()
    if (cell !== '') this.builder.add(this.#column, cell)
  }

  #cell(): WorkbookCell {
    const value = this.#value
    const { texts, styles, epoch } = this.#shared
    if (this.#type === 'inlineStr') return this.#inline.end()
    // A formula that gives an empty text says that it is a text.
    if (value === '' && this.#hasFormula && this.#type !== 'str')
      return { kind: 'formula', text: `=${this.#formula}` }
    if (value === '') return ''
    switch (this.#type) {
      case 's': {
        const text = texts.get(Number(value))
        if (text === undefined) throw this.#archive.damaged('a cell refers to a text that is not there')
        return text
      }
      case 'str':
        return unescaped(value)
      case 'b':
        return { kind: 'boolean', text: isTrue(value) ? 'true' : 'false' }
      case 'e':
        return { kind: 'error', text: value }
      case 'd':
        return isoDate(value)
      default: {
        const style = styles[this.#style]
        return style?.isDate === true ? dateValue(value, epoch) : numberValue(value, style?.zeros)
      }
    }
  }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

/** The column of a cell such as `AB12`, counted from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

/** The merged cells of a sheet by their first line: first column, last column, last line. */
type Merges = ReadonlyMap<number, (readonly [column: number, lastColumn: number, lastLine: number])[]>

const mergedCell = /<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g
const mostMerges = 1_000_000

// They are behind the rows, which need them: so the part is searched first, which takes a tenth of reading it.
async function readMerges(archive: Archive, part: string): Promise<Merges> {
  const merges = new Map<number, (readonly [number, number, number])[]>()
  let count = 0
  let rest = ''
  for await (const piece of archive.read(part)) {
    const text = rest + piece.toString('latin1')
    // A reference may be cut in two between pieces.
    const open = text.lastIndexOf('<')
    rest = open < 0 ? '' : text.slice(open, open + 200)
    if (!text.includes('mergeCell')) continue
    for (const [, first = '', top = '', last = '', bottom = ''] of text
      .slice(0, open < 0 ? 0 : open)
      .matchAll(mergedCell)) {
      count += 1
      if (count > mostMerges || Number(bottom) > mostRows)
        throw archive.damaged('it has far too many merged cells')
      const line = Number(top)
      const merge = [columnOf(first), columnOf(last), Number(bottom)] as const
      const same = merges.get(line)
      if (same === undefined) merges.set(line, [merge])
      else same.push(merge)
    }
  }
  return merges
}
