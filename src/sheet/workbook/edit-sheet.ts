import type { Damaged } from './archive.ts'
import { countText } from '../../core/text.ts'
import { lettersOf, mostRows } from './workbook.ts'

/** A text to put into one cell; the row counts from 1, the column from 0. */
export interface CellEdit {
  readonly line: number
  readonly column: number
  readonly text: string
}

interface Row {
  readonly line: number
  readonly xml: string
}

/**
 * The XML of a sheet with these texts in its cells, and with rows below the last one that has a value. Everything else
 * stays as it is written: styles, validations, formulas. Throws what `damaged` makes for XML that is written in an
 * unusual way, and for more rows than a sheet can have.
 */
export function editSheet(
  xml: string,
  edits: readonly CellEdit[],
  added: readonly ReadonlyMap<number, string>[],
  damaged: Damaged,
): string {
  const whole = /^(.*?<sheetData\b[^>]*>)(.*)(<\/sheetData>.*)$/su.exec(xml)
  if (whole === null || /<!--|<!\[CDATA\[/.test(xml)) throw damaged('its rows are written in an unusual way')
  const [, start = '', inside = '', end = ''] = whole
  const rows = rowsIn(inside, damaged)
  const editsOf = Map.groupBy(edits, ({ line }) => line)
  const edited = rows.map((row) => {
    const own = editsOf.get(row.line)
    editsOf.delete(row.line)
    return own === undefined ? row : { ...row, xml: withCells(row, own, damaged) }
  })
  for (const line of editsOf.keys()) throw damaged(`row ${line} is written in an unusual way`)
  if (added.length === 0) return start + textOf(edited) + end
  const last = edited.findLast(hasValue)
  const from = last?.line ?? 0
  const to = from + added.length
  if (to > mostRows) throw damaged(`it has no room for ${countText(added.length, 'more row')}`)
  // Rows that are only formatted give way to the new ones, which keep their format.
  const formats = new Map(edited.map((row) => [row.line, stylesOf(row.xml)]))
  const usual = stylesOf(last?.xml ?? '')
  const fresh = added.map((cells, index) => {
    const line = from + index + 1
    return { line, xml: newRow(line, cells, formats.get(line) ?? usual, damaged) }
  })
  const isKept = ({ line }: Row) => line <= from || line > to
  const all = [...edited.filter(isKept), ...fresh].toSorted((left, right) => left.line - right.line)
  return widened(start, from, to) + textOf(all) + widened(end, from, to)
}

function textOf(rows: readonly Row[]): string {
  return rows.map((row) => row.xml).join('')
}

function rowsIn(inside: string, damaged: Damaged): Row[] {
  let length = 0
  let line = 0
  const rows = [...inside.matchAll(/\s*<row\b([^>]*?)(?:\/>|>.*?<\/row>)\s*/gsu)].map(
    ([xml, attributes = '']) => {
      const number = Number(/\br="(\d+)"/u.exec(attributes)?.[1])
      // Without numbers, or out of order, nobody knows which row is meant.
      if (!(number > line)) throw damaged('its rows are written in an unusual way')
      line = number
      length += xml.length
      return { line, xml }
    },
  )
  if (length !== inside.length) throw damaged('its rows are written in an unusual way')
  return rows
}

function hasValue({ xml }: Row): boolean {
  return /<(?:v|is|f)\b/u.test(xml)
}

const cellPattern = /<c\b([^>]*?)(?:\/>|>.*?<\/c>)/gsu

function withCells({ line, xml }: Row, edits: readonly CellEdit[], damaged: Damaged): string {
  const open = /^(\s*<row\b[^>]*?)(\/)?>/u.exec(xml)
  const head = `${open?.[1] ?? ''}>`
  const inside = open?.[2] === undefined ? xml.slice(head.length, xml.lastIndexOf('</row>')) : ''
  const cells = [...inside.matchAll(cellPattern)].map(([cell, attributes = '']) => {
    const letters = /\br="([A-Z]+)\d+"/u.exec(attributes)?.[1]
    if (letters === undefined) throw damaged(`row ${line} is written in an unusual way`)
    return { column: columnOf(letters), cell, style: /\bs="\d+"/u.exec(attributes)?.[0] }
  })
  const byColumn = new Map(cells.map((each) => [each.column, each]))
  for (const { column, text } of edits) {
    const place = `${lettersOf(column)}${line}`
    const before = byColumn.get(column)
    if (before?.cell.includes('<f') === true) throw damaged(`${place} holds a formula`)
    const style = before?.style
    byColumn.set(column, { column, cell: cellText(place, text, style, damaged), style })
  }
  const inOrder = [...byColumn.values()].toSorted((left, right) => left.column - right.column)
  return `${head}${inOrder.map(({ cell }) => cell).join('')}</row>`
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function stylesOf(row: string): ReadonlyMap<number, string> {
  const styles = new Map<number, string>()
  for (const [, attributes = ''] of row.matchAll(cellPattern)) {
    const letters = /\br="([A-Z]+)\d+"/u.exec(attributes)?.[1]
    const style = /\bs="\d+"/u.exec(attributes)?.[0]
    if (letters !== undefined && style !== undefined) styles.set(columnOf(letters), style)
  }
  return styles
}

function newRow(
  line: number,
  cells: ReadonlyMap<number, string>,
  styles: ReadonlyMap<number, string>,
  damaged: Damaged,
): string {
  const inOrder = [...cells].toSorted(([left], [right]) => left - right)
  const texts = inOrder.map(([column, text]) =>
    cellText(`${lettersOf(column)}${line}`, text, styles.get(column), damaged),
  )
  return `<row r="${line}">${texts.join('')}</row>`
}

// XML has no way to write the others.
const controlCharacter =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

// In the sheet itself, so that the part with the shared texts stays as it is.
function cellText(place: string, text: string, style: string | undefined, damaged: Damaged): string {
  if (controlCharacter.test(text)) throw damaged(`${place} would hold a control character`)
  const attributes = [`r="${place}"`, ...(style === undefined ? [] : [style])].join(' ')
  if (text === '') return `<c ${attributes}/>`
  return `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

// What the sheet says of its extent, and its filter, include the rows that are new.
function widened(xml: string, from: number, to: number): string {
  return xml.replaceAll(
    /(<(?:dimension|autoFilter)\b[^>]*\bref="[A-Z]+\d+:[A-Z]+)(\d+)"/gu,
    (whole, start: string, line: string) =>
      Number(line) >= from && Number(line) < to ? `${start}${to}"` : whole,
  )
}
