import { zip } from '../../src/sheet/workbook/write-archive.ts'

/** A zip archive of these parts. */
export async function archiveOf(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of zip(Object.entries(parts))) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** What an odd workbook is made of; whatever is left out is as simple as a workbook can be. */
export interface XlsxParts {
  /** The inside of `worksheet`, by the name of the sheet. */
  readonly sheets: Readonly<Record<string, string>>
  /** The inside of `sst`. */
  readonly texts?: string
  /** The inside of `styleSheet`. */
  readonly styles?: string
  /** Attributes of `sheet`, by the name of the sheet. */
  readonly states?: Readonly<Record<string, string>>
  /** The inside of `workbook` before its sheets. */
  readonly workbook?: string
  /** Other parts, or other content of usual ones. */
  readonly others?: Readonly<Record<string, string>>
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
const relationList = (...list: readonly string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`

/** An .xlsx file written by hand, for what no library writes. */
export async function xlsxOf(parts: XlsxParts): Promise<Buffer> {
  const { sheets, texts = '', styles = '', states = {}, workbook = '', others = {} } = parts
  const names = Object.keys(sheets)
  const sheetList = names.map(
    (name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}" ${states[name] ?? ''}/>`,
  )
  return await archiveOf({
    '_rels/.rels': relationList(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${relations}">${workbook}<sheets>${sheetList.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationList(
      ...names.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)),
      relation('rId98', 'sharedStrings', 'sharedStrings.xml'),
      relation('rId99', 'styles', '/xl/styles.xml'),
    ),
    'xl/sharedStrings.xml': `<sst ${main}>${texts}</sst>`,
    'xl/styles.xml': `<styleSheet ${main}>${styles}</styleSheet>`,
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet ${main}>${sheets[name]}</worksheet>`,
      ]),
    ),
    ...others,
  })
}

/** A row of texts, as programs write it that share none. */
export function row(line: number, ...cells: readonly string[]): string {
  const written = cells.map((text, at) =>
    text === ''
      ? ''
      : text.startsWith('<c')
        ? text
        : `<c r="${String.fromCharCode(65 + at)}${line}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`,
  )
  return `<row r="${line}">${written.join('')}</row>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** An .ods file with this inside of `office:spreadsheet`. */
export async function odsOf(spreadsheet: string, styles = ''): Promise<Buffer> {
  const names = ['office', 'table', 'text', 'style']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ')
  return await archiveOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content ${names} xmlns:calcext="urn:calcext"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${spreadsheet}</office:spreadsheet></office:body></office:document-content>`,
  })
}
