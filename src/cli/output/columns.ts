import { SfsyncError } from '../../core/errors.ts'
import { didYouMean } from '../resolve/nearest.ts'
import type { Format } from './format.ts'

/** What one cell holds; null where there is nothing. A list stays one in JSON; elsewhere semicolons part it. */
export type Cell = string | number | boolean | null | readonly string[]

/** One column of a list, declared once for every format. */
export interface Column<Row> {
  /** Key in JSON, header in CSV, name for `--columns`. */
  readonly key: string
  /** Heading in tables. */
  readonly label: string
  /** An `id` is never cut; the first one is what `ids` prints. */
  readonly kind: 'text' | 'id' | 'flag' | 'number' | 'time'
  readonly value: (row: Row) => Cell
  /** Not in tables unless asked for; always in the formats for machines. */
  readonly hidden?: boolean
}

/** The columns to show: those an admin names, or those that suit the format. */
export function chooseColumns<Row>(
  columns: readonly Column<Row>[],
  names: readonly string[] | undefined,
  format: Format,
): readonly Column<Row>[] {
  if (names === undefined || names.length === 0)
    return format === 'table' ? columns.filter(({ hidden }) => hidden !== true) : columns
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
