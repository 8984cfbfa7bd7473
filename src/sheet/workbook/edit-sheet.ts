import type { Damaged } from './archive.ts'
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

interface Area {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/**
 * The XML of a sheet, to change single cells and to add rows. Everything else stays as it is written: styles, validations,
 * formulas. Throws what `damaged` makes for XML that is written in an unusual way, and for rows beyond what a sheet can have.
 */
export class SheetEditor {
  readonly #damaged: Damaged
  readonly #start: string
  readonly #end: string
  readonly #rows: ReadonlyMap<number, Row>
  readonly #merged: readonly Area[]

  constructor(xml: string, damaged: Damaged) {
    const whole = /^(.*?<sheetData\b[^>]*>)(.*)(<\/sheetData>.*)$/su.exec(xml)
    if (whole === null || /<!--|<!\[CDATA\[/.test(xml))
      throw damaged('its rows are written in an unusual way')
    const [, start = '', inside = '', end = ''] = whole
    this.#damaged = damaged
    this.#start = start
    this.#end = end
    this.#rows = new Map(rowsIn(inside, damaged).map((row) => [row.line, row]))
    this.#merged = mergedIn(end)
  }

  /** Why a cell cannot be changed by itself, as a sentence; undefined if it can. */
  obstacle(line: number, column: number): string | undefined {
    const place = `${lettersOf(column)}${line}`
    const isInside = ({ top, bottom, left, right }: Area) =>
      line >= top && line <= bottom && column >= left && column <= right
    if (this.#merged.some(isInside)) return `${place} is merged with other cells; change it by hand`
    const row = this.#rows.get(line)
    const cell = row && cellsIn(row, this.#damaged).find((each) => each.column === column)
    return cell !== undefined && isFormula(cell) ? `${place} holds a formula; change it by hand` : undefined
  }

  /** How many rows below this one hold nothing but formats and formulas; one of them stays empty above other content. */
  freeBelow(line: number): { readonly count: number; readonly next: number | undefined } {
    const typed = [...this.#rows.values()].find((row) => row.line > line && isTyped(row, this.#damaged))?.line
    const merges = this.#merged
      .filter(({ bottom }) => bottom > line)
      .map(({ top }) => Math.max(top, line + 1))
    const next = Math.min(typed ?? mostRows + 1, ...merges)
    return next > mostRows
      ? { count: mostRows - line, next: undefined }
      : { count: Math.max(0, next - line - 2), next }
  }

  /** The XML with these texts in its cells; rows that are not there are added. */
  edited(edits: readonly CellEdit[]): string {
    const editsOf = Map.groupBy(edits, ({ line }) => line)
    const rows = new Map(this.#rows)
    const added: number[] = []
    let usual: ReadonlyMap<number, string> | undefined
    for (const [line, own] of [...editsOf].toSorted(([left], [right]) => left - right)) {
      if (line > mostRows) throw this.#damaged('it has no room for more rows')
      const before = rows.get(line)
      const isNew = before === undefined || !isTyped(before, this.#damaged)
      if (isNew) added.push(line)
      const row = before ?? { line, xml: `<row r="${line}"/>` }
      // A new row looks like the last one that has a value.
      if (isNew) usual ??= stylesOf(this.#lastTypedAbove(line))
      rows.set(line, { line, xml: withCells(row, own, isNew ? usual : undefined, this.#damaged) })
    }
    const inside = textOf([...rows.values()].toSorted((left, right) => left.line - right.line))
    const from = Math.min(...added) - 1
    const to = Math.max(...added)
    return added.length === 0
      ? this.#start + inside + this.#end
      : widened(this.#start, from, to) + inside + widened(this.#end, from, to)
  }

  #lastTypedAbove(line: number): Row | undefined {
    return [...this.#rows.values()].findLast((row) => row.line < line && isTyped(row, this.#damaged))
  }
}

function mergedIn(xml: string): Area[] {
  return [...xml.matchAll(/<mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/gu)].map(
    ([, left = '', top = '', right = '', bottom = '']) => ({
      top: Number(top),
      bottom: Number(bottom),
      left: columnOf(left),
      right: columnOf(right),
    }),
  )
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
      // Without numbers, or out of order, no one knows which row is meant.
      if (!(number > line)) throw damaged('its rows are written in an unusual way')
      line = number
      length += xml.length
      return { line, xml }
    },
  )
  if (length !== inside.length) throw damaged('its rows are written in an unusual way')
  return rows
}

// A formula is not content of a user: a template may have them in rows that are to be filled.
function isTyped(row: Row, damaged: Damaged): boolean {
  return cellsIn(row, damaged).some((cell) => !isFormula(cell) && /<(?:v|is)\b(?![^>]*\/>)/u.test(cell.xml))
}

interface Cell {
  readonly column: number
  readonly xml: string
  readonly style: string | undefined
}

function isFormula({ xml }: Cell): boolean {
  return /<f\b/u.test(xml)
}

const cellPattern = /<c\b([^>]*?)(?:\/>|>.*?<\/c>)/gsu

function cellsIn({ line, xml }: Row, damaged: Damaged): Cell[] {
  return [...xml.matchAll(cellPattern)].map(([cell, attributes = '']) => {
    const letters = /\br="([A-Z]+)\d+"/u.exec(attributes)?.[1]
    if (letters === undefined) throw damaged(`row ${line} is written in an unusual way`)
    return { column: columnOf(letters), xml: cell, style: /\bs="\d+"/u.exec(attributes)?.[0] }
  })
}

function withCells(
  row: Row,
  edits: readonly CellEdit[],
  usual: ReadonlyMap<number, string> | undefined,
  damaged: Damaged,
): string {
  const { line, xml } = row
  const head = `${/^(\s*<row\b[^>]*?)\/?>/u.exec(xml)?.[1] ?? ''}>`
  const byColumn = new Map(cellsIn(row, damaged).map((each) => [each.column, each]))
  for (const { column, text } of edits) {
    const place = `${lettersOf(column)}${line}`
    const before = byColumn.get(column)
    if (before !== undefined && isFormula(before)) throw damaged(`${place} holds a formula`)
    const style = before?.style ?? usual?.get(column)
    byColumn.set(column, { column, xml: cellText(place, text, style, damaged), style })
  }
  const inOrder = [...byColumn.values()].toSorted((left, right) => left.column - right.column)
  return `${head}${inOrder.map((cell) => cell.xml).join('')}</row>`
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function stylesOf(row: Row | undefined): ReadonlyMap<number, string> {
  const styles = new Map<number, string>()
  for (const [, attributes = ''] of row?.xml.matchAll(cellPattern) ?? []) {
    const letters = /\br="([A-Z]+)\d+"/u.exec(attributes)?.[1]
    const style = /\bs="\d+"/u.exec(attributes)?.[0]
    if (letters !== undefined && style !== undefined) styles.set(columnOf(letters), style)
  }
  return styles
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
