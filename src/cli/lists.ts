import { countText } from '../core/text.ts'
import type { Command, OptionValues } from '@commander-js/extra-typings'
import { SfsyncError } from '../core/errors.ts'
import type { Hint } from '../core/hint.ts'
import { commaList, wholeNumber } from '../core/values.ts'
import { firstStep } from '../app/first-step.ts'
import { interruptible } from '../app/interrupts.ts'
import { OutputClosed } from '../app/ports.ts'
import type { Context } from './context.ts'
import { chooseColumns, type Column } from './output/columns.ts'
import { renderList } from './output/render.ts'
import { renderTable } from './output/table.ts'

/** The list flags as commander parses them. */
interface ListFlags {
  readonly columns?: string | undefined
  readonly limit?: string | undefined
}

/** The options of every list. */
export interface ListOptions {
  readonly columns?: readonly string[]
  readonly limit?: number
}

/** Adds the flags of every list. */
export function withListFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return command
    .option('--columns <names>', 'columns to show, separated by commas')
    .option('--limit <number>', 'show at most this many rows')
}

/** The list options that the flags ask for. Throws `usage`. */
export function listOptions({ columns, limit }: ListFlags): ListOptions {
  const most = limit === undefined ? undefined : wholeNumber(limit)
  if (limit !== undefined && most === undefined)
    throw new SfsyncError('usage', `--limit expects a whole number above 0, not "${limit}"`)
  return {
    ...(columns === undefined ? {} : { columns: commaList(columns) }),
    ...(most === undefined ? {} : { limit: most }),
  }
}

/** Throws `usage` for a format other than a table, which a flag does not have: it draws for people, or writes a script. */
export function requireTable({ format }: Context, flag: string, instead: string): void {
  if (format === 'table') return
  throw new SfsyncError('usage', `${flag} cannot be combined with the format ${format}`, {
    actions: [instead, 'or add --format table'],
  })
}

/** Writes a list in the chosen format and columns; gives the number of rows. */
export async function writeList<Row>(
  context: Context,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  options: ListOptions & { readonly readsOn?: boolean },
): Promise<number> {
  const chosen = chooseColumns(columns, options.columns, context.format)
  const read = whileRead(context, interruptible(pages, context.dependencies.interrupted), options.readsOn)
  if (context.format !== 'table') return await renderList(chosen, read, context.format, context.stdout)
  const { rows, leftOut } = await renderTable(chosen, read, context.stdout)
  if (leftOut.length > 0)
    await context.note(
      `no room for ${leftOut.join(', ')}; to see ${leftOut.length === 1 ? 'it' : 'them'}, widen the terminal or add --format csv`,
    )
  return rows
}

/**
 * Ends the command once the admin quit the pager, as a closed pipe does. With `readsOn` the exit code depends on every row:
 * they are read, and not formatted any more.
 */
export async function* whileRead<Row>(
  { stdout }: Context,
  pages: AsyncIterable<readonly Row[]>,
  readsOn = false,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) {
    const isUnread = stdout.isUnread?.() ?? false
    if (isUnread && !readsOn) throw new OutputClosed()
    if (!isUnread) yield page
  }
}

/** The first rows of a list. Reads every page, so that a source that counts its rows counts them all. */
export async function* takeRows<Row>(
  pages: AsyncIterable<readonly Row[]>,
  limit: number | undefined,
): AsyncGenerator<readonly Row[]> {
  let left = limit ?? Infinity
  for await (const page of pages) {
    if (left > 0) yield page.slice(0, left)
    left -= page.length
  }
}

/** Notes how many rows were listed; if there are none, suggests what to do: the first step on a ledger without users. */
export async function noteCount(
  context: Context,
  rows: number,
  [one, many]: readonly [one: string, many: string],
  { limit }: ListOptions,
  whenEmpty?: Hint,
): Promise<void> {
  const counted = countText(rows, one, many)
  await context.note(rows === limit ? `showing ${counted} (--limit ${limit})` : counted)
  if (rows > 0) return
  const next = whenEmpty ?? (await firstStep(await context.ledger()))
  if (next !== undefined) await context.suggest(next)
}
