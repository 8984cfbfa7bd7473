import { SfsyncError } from '../../core/errors.ts'
import { minuteText } from '../../app/directory-age.ts'
import { didYouMean } from '../../app/hints.ts'
import { linked } from './links.ts'
import type { Paint, RecordAddress, Surface } from './paint.ts'
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
  /** An `id` or an `email` is never cut; the first `id` is what `ids` prints. */
  readonly kind: 'text' | 'email' | 'sentence' | 'id' | 'flag' | 'number' | 'time' | 'command'
  readonly value: (row: Row) => Cell
  /** Not in tables unless asked for; always in the formats for machines. */
  readonly hidden?: boolean
  /** When a narrow terminal leaves the column out: 1 is the first to go. Without it the column stays. */
  readonly drop?: number
}

type Kind = Column<unknown>['kind']
type Rank = Pick<Column<unknown>, 'hidden' | 'drop'>

const ofKind =
  (kind: Kind) =>
  <Row>(key: string, label: string, value: Column<Row>['value'], more: Rank = {}): Column<Row> => ({
    key,
    label,
    kind,
    value,
    ...more,
  })

/** A column of texts, which are cut where a terminal is narrow. */
export const textColumn = ofKind('text')
/** A column of e-mail addresses and usernames, which are never cut. */
export const emailColumn = ofKind('email')
/** A column of sentences: where they have no room in a line of a terminal, they go below it. */
export const sentenceColumn = ofKind('sentence')
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
export const hidden: Rank = { hidden: true }
/** Marks a column that narrow terminals leave out; 1 is the first to go. */
export const drop = (order: number): Rank => ({ drop: order })

/** The columns to show: those an admin names, or those that suit the format. */
export function chooseColumns<Row>(
  columns: readonly Column<Row>[],
  names: readonly string[] | undefined,
  format: Format,
): readonly Column<Row>[] {
  if (names === undefined || names.length === 0)
    return isForPeople(format) ? columns.filter((column) => column.hidden !== true) : columns
  // What an admin names is never left out.
  return names.map((name) => keptAlways(columnNamed(columns, name)))
}

function keptAlways<Row>({ drop: _drop, ...column }: Column<Row>): Column<Row> {
  return column
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
export const formats = ['table', 'markdown', 'json', 'ndjson', 'csv', 'tsv', 'xlsx', 'ids'] as const

/** One output format. */
export type Format = (typeof formats)[number]

/** Whether people read it, and no program. */
export function isForPeople(format: Format): boolean {
  return format === 'table' || format === 'markdown'
}

/** A cell as one value: a list as its parts, with semicolons between them. */
export function single(cell: Cell): string | number | boolean | null {
  return typeof cell === 'object' && cell !== null ? cell.join('; ') : cell
}

/** A cell as a person reads it. */
export function cellText(
  value: Cell,
  kind: Column<unknown>['kind'],
  surface: Pick<Surface, 'isTerminal' | 'now'>,
): string {
  const cell = single(value)
  if (cell === null || cell === '') return '-'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (kind === 'time') return timeText(String(cell), surface)
  return visible(String(cell))
}

/** A cell with its color. */
export function paintedCell<Row>(
  { key, kind }: Column<Row>,
  text: string,
  { paint, addressOf }: CellStyle,
): string {
  if (kind === 'flag') return text === 'yes' ? paint.green(text) : text === 'no' ? paint.red(text) : text
  if (key === 'salesforceUserId' && addressOf !== undefined && wholeId.test(text))
    return linked(text, addressOf(text))
  return kind === 'command' ? paint.cyan(text) : text
}

const wholeId = /^005[0-9A-Za-z]{15}$/

/** How cells are drawn. */
export interface CellStyle {
  readonly paint: Paint
  readonly addressOf?: RecordAddress
}

/** How the cells of these columns are drawn on a surface; asks for the org only if a column needs it. */
export async function cellStyle<Row>(columns: readonly Column<Row>[], surface: Surface): Promise<CellStyle> {
  const addressOf = columns.some(({ key }) => key === 'salesforceUserId')
    ? await surface.recordAddresses?.()
    : undefined
  return { paint: surface.paint, ...(addressOf === undefined ? {} : { addressOf }) }
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
function timeText(text: string, surface: Pick<Surface, 'isTerminal' | 'now'>): string {
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
