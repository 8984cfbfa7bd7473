import { type Command, type CommandUnknownOpts, Option, type OptionValues } from '@commander-js/extra-typings'
import type { Confirmation } from '../core/confirmation.ts'
import { SfsyncError } from '../core/errors.ts'
import type { Hint } from '../core/hint.ts'
import type { Context } from './context.ts'
import { interruptible } from '../app/interrupts.ts'
import { chooseColumns, type Column } from './output/columns.ts'
import { renderList } from './output/render.ts'
import { commaList, given, wholeNumber } from '../core/values.ts'

/** What commander gives for the flags of a batch. */
export interface BatchFlags {
  readonly keepGoing?: true | undefined
  readonly failed?: string | undefined
  readonly encoding?: string | undefined
  readonly separator?: string | undefined
}

/** How a batch file is read, and what becomes of its bad rows. */
export interface BatchOptions {
  /** `-` is standard input. */
  readonly file: string
  /** Writes the good rows although others have problems. */
  readonly keepGoing: boolean
  /** Where the rows with problems are written. */
  readonly failed?: string
  readonly encoding?: string
  readonly separator?: string
}

/** Adds the flags of everything that reads a batch file. */
export function withBatchFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return withTableFlags(
    command
      .option('--keep-going', 'write the good rows although others have problems (exit code 3)')
      .option('--failed <file>', 'with --keep-going: write the bad rows here, each with its problem'),
  )
}

/** Adds the flags of everything that reads a table, whatever becomes of it. */
export function withTableFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return command
    .option('--encoding <name>', 'encoding of the file, where it cannot be told')
    .option('--separator <character>', 'what stands between cells: comma, semicolon, tab or pipe')
}

/** Adds `--file` and what belongs to it to a command that also takes one thing at a time. */
export function withFileFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return withBatchFlags(
    command.option('--file <file>', 'do it for every row of a CSV, TSV or NDJSON file; - is standard input'),
  )
}

/** The options of a batch from its flags. */
export function batchOptions(file: string, flags: BatchFlags): BatchOptions {
  const { keepGoing, failed, encoding, separator } = flags
  if (failed !== undefined && keepGoing !== true)
    throw new SfsyncError(
      'usage',
      '--failed needs --keep-going: without it nothing is written where a row is bad',
    )
  return { file, keepGoing: keepGoing === true, ...given({ failed, encoding, separator }) }
}

/** The same from the flags of a command that takes either words or a file; undefined without a file. */
export function fileOptions(
  flags: BatchFlags & { readonly file?: string | undefined },
  words: readonly (string | undefined)[],
): BatchOptions | undefined {
  const { file } = flags
  if (file === undefined) {
    const alone = Object.entries({
      'keep-going': flags.keepGoing,
      failed: flags.failed,
      encoding: flags.encoding,
      separator: flags.separator,
    })
    const [first] = alone.filter(([, value]) => value !== undefined)
    if (first !== undefined) throw new SfsyncError('usage', `--${first[0]} is for --file`)
    return undefined
  }
  if (words.some((word) => word !== undefined))
    throw new SfsyncError('usage', '--file takes the place of the other arguments', {
      actions: ['leave out either the file or the arguments'],
    })
  return batchOptions(file, flags)
}

/** What each confirmation means, as its flag says. */
const meanings: Readonly<Record<Confirmation, string>> = {
  'allow-unknown': 'map although the directory does not know the ID',
  'allow-inactive': 'go on although the Salesforce user is inactive or frozen',
  'allow-non-person': 'go on although the Salesforce user is not a person',
  'take-over': 'take the Salesforce user away from whoever has it',
  replace: 'give up present mappings',
  'allow-rejected': 'map although somebody decided that the two are never the same person',
  move: 'take people away from another team',
  'create-team': 'make teams that do not exist',
  create: 'make the team if it does not exist',
  'remove-members': 'leave the people on it without a team',
  prune: 'with a roster: take team and mapping away from those who are not on it',
}

/** The flag that gives a confirmation. */
export function confirmationFlag(confirmation: Confirmation): string {
  return `--${confirmation}`
}

/** How to do anyway what needs these confirmations. */
export function confirmationHint(needed: readonly Confirmation[]): string {
  return `to do it anyway, add ${needed.map(confirmationFlag).join(' ')}`
}

/** Adds a flag for each confirmation. */
export function withConfirmationFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
  names: readonly Confirmation[],
): Command<Args, Flags> {
  for (const name of names) command.addOption(new Option(confirmationFlag(name), meanings[name]))
  return command
}

/** The confirmations that were given as flags. */
export function confirmationsIn<Name extends Confirmation>(
  command: CommandUnknownOpts,
  names: readonly Name[],
): Name[] {
  return names.filter(
    (name) => command.getOptionValue(new Option(confirmationFlag(name)).attributeName()) === true,
  )
}

/** What commander gives for the flags of a list. */
export interface ListFlags {
  readonly columns?: string | undefined
  readonly limit?: string | undefined
}

/** What every list can be asked for. */
export interface ListOptions {
  readonly columns?: readonly string[]
  readonly limit?: number
}

/** Adds the flags that every list takes. */
export function withListFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
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
  const stoppable = interruptible(pages, context.dependencies.interrupted)
  return await renderList(chosen, stoppable, context.format, context.stdout)
}

/** The first so many of a list; its pages are read to their end, for whoever counts them. */
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

/** Says how many rows were listed; of an empty list, what fills it. */
export async function noteCount(
  context: Context,
  rows: number,
  [one, many]: readonly [one: string, many: string],
  { limit }: ListOptions,
  whenEmpty?: Hint,
): Promise<void> {
  const cut = rows === limit ? ' (as many as --limit allows; there may be more)' : ''
  await context.note(`${rows} ${rows === 1 ? one : many}${cut}`)
  if (rows === 0 && whenEmpty !== undefined) await context.suggest(whenEmpty)
}

/** What `--mapped` and `--unmapped` say together; undefined for everybody. */
export function mappedOf({
  mapped,
  unmapped,
}: {
  readonly mapped?: true | undefined
  readonly unmapped?: true | undefined
}): boolean | undefined {
  if (mapped === true && unmapped === true)
    throw new SfsyncError(
      'usage',
      '--mapped and --unmapped contradict each other; leave both out to see everybody',
    )
  return mapped === true ? true : unmapped === true ? false : undefined
}
