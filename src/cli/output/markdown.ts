import { numberText } from '../../core/text.ts'
import { visible } from '../../core/visible-text.ts'
import { cellText, type Column } from './columns.ts'
import type { Surface } from './paint.ts'
import type { Pages } from './table.ts'

/** Less than the 65,536 characters of a comment on GitHub, so that a line can be added when it is posted. */
export const mostCharacters = 65_000

/** More lines than this are folded. */
const fewLines = 20

/** A character of no width, which keeps GitHub from notifying someone or linking something. */
const apart = '&#8203;'

/**
 * A text as the same text in Markdown: on one line, and nothing of it is markup, HTML, a link (but to a mail address), a
 * mention of an account, a reference to an issue or the name of an emoji.
 */
export function markdownText(text: string): string {
  return (
    visible(text)
      .trim()
      .replace(/&(?=#?\w+;)/g, '&amp;')
      .replaceAll('<', '&lt;')
      .replace(/[\\`*[\]|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
      .replace(/^([-+=#>]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
      // At the end of a heading, these would be taken for its frame.
      .replace(/(?<=\s)#+$/, String.raw`\$&`)
      .replace(/#(?=\d)/g, `#${apart}`)
      .replace(/:(?=(?:[a-z][\w+-]*|[+-]1|\d00|1234):)/g, `:${apart}`)
      .replace(/(?<![\p{L}\p{N}_])@(?=[\p{L}\p{N}])/gu, `@${apart}`)
      .replaceAll('://', `:${apart}//`)
      .replace(/www(?=\.)/gi, `$&${apart}`)
  )
}

/** A command or another text as code on one line. */
export function markdownCode(text: string): string {
  const shown = visible(text)
  const longest = [...shown.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0)
  const fence = '`'.repeat(longest + 1)
  const room = /^`|`$|^ .* $/.test(shown) ? ' ' : ''
  return `${fence}${room}${shown}${room}${fence}`
}

/** Lines as a block of code in a language. */
export function markdownBlock(language: string, lines: readonly string[]): string[] {
  const shown = lines.map((line) => visible(line))
  const longest = shown.reduce((most, line) => Math.max(most, /^\s*(`*)/.exec(line)?.[1]?.length ?? 0), 2)
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...shown, fence]
}

/** Lines that only those who want them see, below a title that is no data. */
export function folded(title: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>']
}

/** Paragraphs, tables and lists as one document, a blank line between two of them. */
export function markdownDocument(parts: readonly (readonly string[])[]): string {
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${shown.join('\n\n')}\n`
}

/** The first rows of a table as lines, and how many there are in all. */
export interface MarkdownTable {
  readonly head: readonly string[]
  readonly lines: readonly string[]
  readonly rows: number
}

/** Reads every row, and keeps those that fit into so many characters. */
export async function markdownTable<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Pick<Surface, 'now'>,
  room: number,
): Promise<MarkdownTable> {
  const head = [
    rowLine(columns.map(({ label }) => markdownText(label))),
    rowLine(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'))),
  ]
  // It may be read days later.
  const paper = { ...surface, isTerminal: false }
  const lines: string[] = []
  let left = room - lengthOf(head)
  let rows = 0
  for await (const page of pages)
    for (const row of page) {
      rows += 1
      if (left < 0) continue
      const line = rowLine(columns.map((column) => cell(column, row, paper)))
      left -= line.length + 1
      if (left >= 0) lines.push(line)
    }
  return { head, lines, rows }
}

/** A table with what is said of the rows that had no room, and where all of them are; folded below a title where it is long. */
export function tableLines({ head, lines, rows }: MarkdownTable, title?: string, seen = seeAll): string[] {
  const left = rows - lines.length
  const table = [...head, ...lines]
  const whole = left === 0 ? table : [...table, '', `… and ${numberText(left)} more: ${seen}`]
  return title === undefined || rows <= fewLines ? whole : folded(title, whole)
}

const seeAll = `to see all of them, use ${markdownCode('--format csv')} or ${markdownCode('--json')}`

/** A list of texts in Markdown, as many as fit into so many characters; folded below its title where it is long. What begins with blanks belongs to the item above it. */
export function listLines(title: string, items: readonly string[], room: number): string[] {
  if (items.length === 0) return []
  const shown: string[] = []
  let left = room
  for (const item of items) {
    left -= item.length + 3
    if (left < 0) break
    shown.push(item.replace(/^ */, '$&- '))
  }
  const more = items.length - shown.length
  const whole = more === 0 ? shown : [...shown, `- … and ${numberText(more)} more: ${seeAll}`]
  return items.length > fewLines
    ? folded(`${title} (${numberText(items.length)})`, whole)
    : [`${title}:`, '', ...whole]
}

/** Writes a list as a table and gives the number of rows. */
export async function renderMarkdown<Row>(
  columns: readonly Column<Row>[],
  pages: Pages<Row>,
  surface: Surface,
): Promise<number> {
  const table = await markdownTable(columns, pages, surface, mostCharacters - roomForMore)
  await surface.write(markdownDocument([tableLines(table)]))
  return table.rows
}

const roomForMore = 100

/** One row as a table of labels and values. */
export function recordLines<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  surface: Pick<Surface, 'now'>,
): string[] {
  const paper = { ...surface, isTerminal: false }
  return [
    rowLine(['Field', 'Value']),
    rowLine(['---', '---']),
    ...columns.map((column) => rowLine([markdownText(column.label), cell(column, row, paper)])),
  ]
}

function cell<Row>(
  { kind, value }: Column<Row>,
  row: Row,
  surface: Pick<Surface, 'isTerminal' | 'now'>,
): string {
  const text = cellText(value(row), kind, surface)
  if (text === '-') return text
  if (kind !== 'command') return markdownText(text)
  // A pipe ends a cell even between backticks, and programs differ in how it is escaped there.
  const escaped = markdownText(text).replaceAll(String.raw`\|`, '&#124;')
  return text.includes('|') ? `<code>${escaped}</code>` : markdownCode(text)
}

function rowLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0)
}
