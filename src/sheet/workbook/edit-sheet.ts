import type { Damaged } from './archive.ts'
import { lettersOf } from './workbook.ts'

/** A text to put into one cell; the row counts from 1, the column from 0. */
export interface CellEdit {
  readonly line: number
  readonly column: number
  readonly text: string
}

/**
 * The XML of a sheet with these texts in its cells, and with rows below its last one. Everything else stays as it is
 * written: styles, validations, formulas. Throws what `damaged` makes for XML that is written in an unusual way.
 */
export function editSheet(
  xml: string,
  edits: readonly CellEdit[],
  added: readonly ReadonlyMap<number, string>[],
  damaged: Damaged,
): string {
  let text = xml
  for (const edit of edits) text = withCell(text, edit, damaged)
  if (added.length === 0) return text
  const rows = [...text.matchAll(/<row\b[^>]*\br="(\d+)"[^>]*?(?:\/>|>.*?<\/row>)/gsu)]
  const end = text.indexOf('</sheetData>')
  if (end === -1) throw damaged('its rows are written in an unusual way')
  const last = rows.at(-1)
  const line = Math.max(0, ...rows.map(([, number = '0']) => Number(number)))
  const styles = stylesOf(last?.[0] ?? '')
  const body = added.map((cells, index) => rowText(line + index + 1, cells, styles)).join('')
  return widened(text.slice(0, end) + body + text.slice(end), line, line + added.length)
}

function withCell(xml: string, { line, column, text }: CellEdit, damaged: Damaged): string {
  const row = new RegExp(String.raw`<row\b[^>]*\br="${line}"[^>]*>(.*?)</row>`, 'su').exec(xml)
  if (row === null) throw damaged(`row ${line} is written in an unusual way`)
  const [whole, cells = ''] = row
  const place = `${lettersOf(column)}${line}`
  const cell = new RegExp(String.raw`<c\b([^>]*?)\br="${place}"([^>]*?)(?:/>|>.*?</c>)`, 'su').exec(cells)
  const from = row.index + whole.length - '</row>'.length - cells.length
  if (cell !== null) {
    if (cell[0].includes('<f')) throw damaged(`${place} holds a formula`)
    const style = /\bs="\d+"/u.exec(`${cell[1] ?? ''} ${cell[2] ?? ''}`)?.[0]
    return spliced(xml, from + cell.index, cell[0].length, cellText(place, text, style))
  }
  // The cells of a row are written from left to right.
  const next = [...cells.matchAll(/<c\b[^>]*\br="([A-Z]+)\d+"/gu)].find(
    ([, letters = '']) => columnOf(letters) > column,
  )
  return spliced(xml, from + (next?.index ?? cells.length), 0, cellText(place, text, undefined))
}

function spliced(text: string, at: number, length: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at + length)
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function stylesOf(row: string): ReadonlyMap<number, string> {
  const styles = new Map<number, string>()
  for (const [cell, letters = ''] of row.matchAll(/<c\b[^>]*\br="([A-Z]+)\d+"[^>]*>/gu)) {
    const style = /\bs="\d+"/u.exec(cell)?.[0]
    if (style !== undefined) styles.set(columnOf(letters), style)
  }
  return styles
}

function rowText(
  line: number,
  cells: ReadonlyMap<number, string>,
  styles: ReadonlyMap<number, string>,
): string {
  const inOrder = [...cells].toSorted(([left], [right]) => left - right)
  const texts = inOrder.map(([column, text]) =>
    cellText(`${lettersOf(column)}${line}`, text, styles.get(column)),
  )
  return `<row r="${line}">${texts.join('')}</row>`
}

// In the sheet itself, so that the part with the shared texts stays as it is.
function cellText(place: string, text: string, style: string | undefined): string {
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
    (whole, start: string, line: string) => (Number(line) === from ? `${start}${to}"` : whole),
  )
}
