import { SfsyncError } from '../../core/errors.ts'
import { minuteText } from '../../app/directory-age.ts'
import { didYouMean } from '../../app/hints.ts'
import type { Surface } from './paint.ts'
import { displayWidth, graphemesOf } from './text.ts'
import { visible } from '../../core/visible-text.ts'

/** What one cell holds; null where there is nothing. A list stays one in JSON; elsewhere semicolons part it. */
export type Cell = string | number | boolean | null | readonly string[]

/** One column of a list, declared once for every format. */
export interface Column<Row> {
  /** Key in JSON, header in CSV, name for `--columns`. */
  readonly key: string
  /** Heading in tables. */
  readonly label: string
  /** An `id` is never cut; the first one is what `ids` prints. */
  readonly kind: 'text' | 'id' | 'flag' | 'number' | 'time' | 'command'
  readonly value: (row: Row) => Cell
  /** Not in tables unless asked for; always in the formats for machines. */
  readonly hidden?: boolean
}

type Kind = Column<unknown>['kind']
type Hidden = Pick<Column<unknown>, 'hidden'>

const ofKind =
  (kind: Kind) =>
  <Row>(key: string, label: string, value: Column<Row>['value'], more: Hidden = {}): Column<Row> => ({
    key,
    label,
    kind,
    value,
    ...more,
  })

/** A column of texts, which are cut where a terminal is narrow. */
export const textColumn = ofKind('text')
/** A column of IDs, which are never cut. */
export const idColumn = ofKind('id')
/** A column of yes and no. */
export const flagColumn = ofKind('flag')
/** A column of numbers. */
export const numberColumn = ofKind('number')
/** A column of times (UTC, ISO 8601): on a terminal as how long ago, in other tables to the minute. */
export const timeColumn = ofKind('time')
/** A column of commands to type, which are never cut: where a terminal is narrow they go to lines of their own. */
export const commandColumn = ofKind('command')
/** Marks a column that tables leave out unless it is asked for. */
export const hidden: Hidden = { hidden: true }

/** The columns to show: those an admin names, or those that suit the format. */
export function chooseColumns<Row>(
  columns: readonly Column<Row>[],
  names: readonly string[] | undefined,
  format: Format,
): readonly Column<Row>[] {
  if (names === undefined || names.length === 0)
    return format === 'table' ? columns.filter((column) => column.hidden !== true) : columns
  return names.map((name) => columnNamed(columns, name))
}

function columnNamed<Row>(columns: readonly Column<Row>[], name: string): Column<Row> {
  const wanted = plain(name)
  const found = columns.find(({ key, label }) => plain(key) === wanted || plain(label) === wanted)
  if (found !== undefined) return found
  const keys = columns.map(({ key }) => key)
  throw new SfsyncError('usage', `there is no column "${name}"`, {
    actions: [...didYouMean(name, keys), `the columns are: ${keys.join(', ')}`],
  })
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The output formats, as `--format` names them. */
export const formats = ['table', 'json', 'ndjson', 'csv', 'tsv', 'xlsx', 'ids'] as const

/** One output format. */
export type Format = (typeof formats)[number]

/** A cell as one value: a list as its parts, with semicolons between them. */
export function single(cell: Cell): string | number | boolean | null {
  return typeof cell === 'object' && cell !== null ? cell.join('; ') : cell
}

/** A cell as a person reads it. */
export function cellText(value: Cell, kind: Column<unknown>['kind'], surface: Surface): string {
  const cell = single(value)
  if (cell === null || cell === '') return '-'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (kind === 'time') return timeText(String(cell), surface)
  return visible(String(cell))
}

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

// A report's own words are no time here: Date would read 03/04 as American.
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

// A table in a pipe is read by people as well; a script asks for a format that keeps ISO 8601.
function timeText(text: string, surface: Surface): string {
  if (!isoTime.test(text) || Number.isNaN(Date.parse(text))) return visible(text)
  return surface.isTerminal ? ago(text, surface.now()) : minuteText(text)
}

function ago(text: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(text)) / 1000
  for (const [unit, length] of units) {
    const count = Math.floor(seconds / length)
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`
  }
  return 'just now'
}

const narrowestText = 8
const gapWidth = 2

/** Cuts a text to a number of display columns, with … where something is missing; never through a character. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const segment of graphemesOf(text)) {
    const next = displayWidth(segment)
    if (used + next > width - 1) break
    kept += segment
    used += next
  }
  return `${kept}…`
}

/** Widths that fit a terminal: the widest texts give way first, IDs never; undefined where nothing helps. */
export function fittingWidths<Row>(
  columns: readonly Column<Row>[],
  natural: readonly number[],
  room: number,
): number[] | undefined {
  const widths = [...natural]
  const gaps = gapWidth * (widths.length - 1)
  let excess = widths.reduce((sum, width) => sum + width, gaps) - room
  while (excess > 0) {
    const at = widestText(columns, widths)
    const width = widths[at]
    if (at === -1 || width === undefined || width <= narrowestText) return undefined
    widths[at] = width - 1
    excess -= 1
  }
  return widths
}

function widestText<Row>(columns: readonly Column<Row>[], widths: readonly number[]): number {
  let widest = -1
  for (const [at, { kind }] of columns.entries())
    if (kind === 'text' && (widest === -1 || (widths[at] ?? 0) > (widths[widest] ?? 0))) widest = at
  return widest
}
