import type { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { interruptible } from '../interruptible.ts'
import { commaList, wholeNumber } from '../flags.ts'
import { chooseColumns, type Column } from '../output/columns.ts'
import { renderList } from '../output/render.ts'

/** What commander gives for the flags of a list. */
export interface ListFlags {
  readonly columns?: string
  readonly limit?: string
}

/** What every list can be asked for. */
export interface ListOptions {
  readonly columns?: readonly string[]
  readonly limit?: number
}

/** Adds the flags that every list takes. */
export function listing(command: Command): Command {
  return command
    .option('--columns <names>', 'the columns to show, separated by commas')
    .option('--limit <number>', 'show at most this many')
}

/** The options of a list from its flags. */
export function listOptions({ columns, limit }: ListFlags): ListOptions {
  const most = limit === undefined ? undefined : wholeNumber(limit)
  if (limit !== undefined && most === undefined)
    throw new SfsyncError('usage', `--limit is a whole number above 0, not "${limit}"`)
  return {
    ...(columns === undefined ? {} : { columns: commaList(columns) }),
    ...(most === undefined ? {} : { limit: most }),
  }
}

/** Writes a list in the chosen format and columns; gives the number of rows. */
export async function writeList<Row>(
  context: Context,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  options: ListOptions,
): Promise<number> {
  const chosen = chooseColumns(columns, options.columns, context.format)
  const stoppable = interruptible(pages, context.parts.interrupted)
  return await renderList(chosen, stoppable, context.format, context.stdout)
}

/** The first so many of a list; its pages are read to their end, for whoever counts them. */
export async function* limited<Row>(
  pages: AsyncIterable<readonly Row[]>,
  limit: number | undefined,
): AsyncGenerator<readonly Row[]> {
  let left = limit ?? Infinity
  for await (const page of pages) {
    if (left > 0) yield page.slice(0, left)
    left -= page.length
  }
}

/** Says how many rows were listed; of an empty list, what fills it. */
export async function noteCount(
  context: Context,
  rows: number,
  [one, many]: readonly [one: string, many: string],
  { limit }: ListOptions,
  whenEmpty?: string,
): Promise<void> {
  const cut = rows === limit ? ' (as many as --limit allows; there may be more)' : ''
  await context.note(`${rows} ${rows === 1 ? one : many}${cut}`)
  if (rows === 0 && whenEmpty !== undefined) await context.suggest(whenEmpty)
}
