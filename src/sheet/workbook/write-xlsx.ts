import { SfsyncError } from '../../core/errors.ts'
import { lettersOf, mostRows } from './workbook.ts'
import { type ArchiveEntry, zip } from './write-archive.ts'

/** What is written into a cell; null leaves it empty. A text stays a text, whatever it looks like. */
export type WrittenCell = string | number | boolean | null

/** One column of a sheet that is written. */
export interface WrittenColumn {
  readonly label: string
  /** In characters; what is longer is wider than the column. */
  readonly width: number
  /** What may be chosen in its cells. */
  readonly choices?: readonly string[]
  /** Whether its cells cannot be changed without lifting the protection, which has no password. */
  readonly isLocked?: boolean
}

/** The only sheet of a workbook that is written. */
export interface WrittenSheet {
  /** At most 31 characters, without `: \ / ? * [ ]`. */
  readonly name: string
  readonly columns: readonly WrittenColumn[]
  readonly rows: Iterable<readonly WrittenCell[]> | AsyncIterable<readonly WrittenCell[]>
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * An .xlsx file with one sheet: a frozen header with a filter, and rows below it. The same content gives the same bytes.
 * Throws `failure` for more than Excel can hold.
 */
export function writeXlsx(sheet: WrittenSheet): AsyncGenerator<Buffer> {
  const extent = { lines: 1 }
  return zip([
    part(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentType}.worksheet+xml"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships ${packageRelations}><Relationship Id="rId1" Type="${officeRelations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships ${packageRelations}><Relationship Id="rId1" Type="${officeRelations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${officeRelations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    part('xl/styles.xml', styles),
    ['xl/worksheets/sheet1.xml', sheetXml(sheet, extent)],
    ['xl/workbook.xml', workbookXml(sheet, extent)],
  ])
}

// Written after the sheet: LibreOffice shows the filter only if this hidden name has its range as well.
async function* workbookXml({ name, columns }: WrittenSheet, extent: Extent): AsyncGenerator<string> {
  const range = `'${name.replaceAll("'", "''")}'!$A$1:$${lettersOf(Math.max(columns.length - 1, 0))}$${extent.lines}`
  yield `${declaration}<workbook ${main} xmlns:r="${officeRelations}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${escaped(range)}</definedName></definedNames></workbook>`
}

/** How many lines a sheet has, header included; known when it is written. */
interface Extent {
  lines: number
}

function part(name: string, content: string): ArchiveEntry {
  return [name, declaration + content]
}

// The places of the cell formats below.
const [usual, header, text, lockedText] = [0, 1, 2, 3]
// 49 is the format of texts, so that what is typed into such a cell stays as it is.
const styles = `<styleSheet ${main}><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyProtection="1"><protection locked="0"/></xf><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyProtection="1"><protection locked="0"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

async function* sheetXml({ columns, rows }: WrittenSheet, extent: Extent): AsyncGenerator<string> {
  const letters = columns.map((_, column) => lettersOf(column))
  const isProtected = columns.some(({ isLocked = false }) => isLocked)
  const widths = columns.map(
    ({ width, isLocked = false }, column) =>
      `<col min="${column + 1}" max="${column + 1}" width="${width}" style="${isLocked ? lockedText : text}" customWidth="1"/>`,
  )
  yield `${declaration}<worksheet ${main}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData>`
  yield rowXml(
    1,
    columns.map(({ label }) => label),
    letters,
    () => header,
  )
  let line = 1
  const styleOf = (column: number) => (columns[column]?.isLocked === true ? lockedText : text)
  for await (const cells of rows) {
    line += 1
    if (line > mostRows)
      throw new SfsyncError('failure', `a workbook holds at most ${mostRows - 1} rows`, {
        actions: ['write CSV: --format csv'],
      })
    yield rowXml(line, cells, letters, styleOf)
  }
  extent.lines = line
  yield '</sheetData>'
  // In this order, or Excel calls the file damaged. What is not locked can be changed, sorted out and made wider.
  if (isProtected)
    yield '<sheetProtection sheet="1" formatCells="0" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
  yield `<autoFilter ref="A1:${letters.at(-1) ?? 'A'}${line}"/>`
  const choices =
    line === 1 ? [] : columns.flatMap((column, at) => choicesXml(column, letters[at] ?? '', line))
  if (choices.length > 0)
    yield `<dataValidations count="${choices.length}">${choices.join('')}</dataValidations>`
  yield '</worksheet>'
}

function choicesXml({ choices, label }: WrittenColumn, letter: string, lastLine: number): string[] {
  if (choices === undefined) return []
  return [
    `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="${escaped(label)}" error="${escaped(`Choose ${choices.join(', ')}, or leave the cell empty.`)}" sqref="${letter}2:${letter}${lastLine}"><formula1>"${escaped(choices.join(','))}"</formula1></dataValidation>`,
  ]
}

function rowXml(
  line: number,
  cells: readonly WrittenCell[],
  letters: readonly string[],
  styleOf: (column: number) => number,
): string {
  let xml = `<row r="${line}">`
  for (const [column, cell] of cells.entries())
    xml += cellXml(cell, `${letters[column]}${line}`, styleOf(column))
  return `${xml}</row>`
}

// As many as Excel holds in a cell.
const longestText = 32_767

function cellXml(cell: WrittenCell, place: string, style: number): string {
  // An empty cell has its format, too: what is typed into it stays a text.
  if (cell === null || cell === '') return `<c r="${place}" s="${style}"/>`
  if (typeof cell === 'boolean') return `<c r="${place}" s="${usual}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'number') return `<c r="${place}" s="${usual}"><v>${cell}</v></c>`
  if (cell.length > longestText)
    throw new SfsyncError(
      'failure',
      `cell ${place} would hold ${cell.length} characters; Excel holds ${longestText}`,
      { actions: ['write CSV: --format csv'] },
    )
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

const special =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

// What XML cannot hold has a form of its own, and so has a text that looks like it: source ECMA-376, ST_Xstring.
function escaped(value: string): string {
  return value.replace(special, (sign) => {
    if (sign === '&') return '&amp;'
    if (sign === '<') return '&lt;'
    if (sign === '>') return '&gt;'
    if (sign === '"') return '&quot;'
    return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
  })
}
