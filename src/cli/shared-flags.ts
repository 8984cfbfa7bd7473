import { type Command, type CommandUnknownOpts, Option, type OptionValues } from '@commander-js/extra-typings'
import type { Confirmation } from '../core/confirmation.ts'
import { SfsyncError } from '../core/errors.ts'
import { type UserState, userStates } from '../core/model.ts'
import type { SheetRequest } from '../app/ports.ts'
import type { FileOptions } from '../sheet/open-file.ts'
import { commaList, given } from '../core/values.ts'

/** The batch flags as commander parses them. */
interface BatchFlags extends TableFlags {
  readonly keepGoing?: true | undefined
  readonly failed?: string | undefined
}

/** The flags of a table as commander parses them. */
interface TableFlags {
  readonly encoding?: string | undefined
  readonly separator?: string | undefined
  readonly sheet?: string | undefined
}

/** How to read a batch file, and what to do with its bad rows. */
export interface BatchOptions extends SheetRequest {
  /** Apply the good rows even if others have problems. */
  readonly keepGoing: boolean
  /** The file for the rows with problems. */
  readonly failed?: string
}

/** Adds the flags of a command that reads a batch file. */
export function withBatchFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return withTableFlags(
    command
      .option('--keep-going', 'apply the good rows even if others have problems (exit code 3)')
      .option(
        '--failed <file>',
        'with --keep-going: write the bad rows to this file (.xlsx or text), each with its problem',
      ),
  )
}

/** Adds the flags of a command that reads a table. */
export function withTableFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return command
    .option('--encoding <name>', 'encoding of the file, if it cannot be detected')
    .option('--separator <character>', 'cell separator: comma, semicolon, tab or pipe')
    .option('--sheet <name>', 'sheet of a workbook (default: the first one with a header that fits)')
}

/** How to read a table, as the flags say. */
export function tableOptions({ encoding, separator, sheet }: TableFlags): FileOptions {
  return given({ encoding, separator, sheet })
}

/** Adds `--file` and the batch flags to a command that also takes a single item as arguments. */
export function withFileFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return withBatchFlags(
    command.option(
      '--file <file>',
      'run for every row of a workbook (XLSX, ODS) or a CSV, TSV or NDJSON file; - is standard input',
    ),
  )
}

/** The batch options that the flags ask for. Throws `usage`. */
export function batchOptions(file: string, flags: BatchFlags): BatchOptions {
  const { keepGoing, failed } = flags
  if (failed !== undefined && keepGoing !== true)
    throw new SfsyncError('usage', '--failed needs --keep-going')
  return { file, keepGoing: keepGoing === true, ...given({ failed }), ...tableOptions(flags) }
}

/** The batch options of a command that takes either arguments or a file; undefined without a file. Throws `usage`. */
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
      sheet: flags.sheet,
    })
    const [first] = alone.filter(([, value]) => value !== undefined)
    if (first !== undefined) throw new SfsyncError('usage', `--${first[0]} needs --file`)
    return undefined
  }
  if (words.some((word) => word !== undefined))
    throw new SfsyncError('usage', '--file cannot be combined with other arguments', {
      actions: ['use either the file or the arguments'],
    })
  return batchOptions(file, flags)
}

/** The description of each confirmation's flag. */
const meanings: Readonly<Record<Confirmation, string>> = {
  'allow-unknown': 'map even if the ID is not in the Salesforce directory',
  'allow-inactive': 'continue even if the Salesforce user is inactive or frozen',
  'allow-non-person': 'continue even if the Salesforce user is not a person',
  'allow-mismatch': 'continue even if a name or an e-mail address belongs to someone else',
  'take-over': 'remap a Salesforce user that is mapped to another SalesScreen user',
  replace: 'replace existing mappings',
  new: 'create users even if another user looks like the same person',
  'allow-rejected': 'map even if the two were marked as not the same person',
  move: 'move users from another team',
  'create-team': 'create teams that do not exist',
  'remove-members': 'remove its members from the team first',
  prune: 'with a roster: remove team and mapping from users who are not in it',
}

/** The flag that gives a confirmation. */
export function confirmationFlag(confirmation: Confirmation): string {
  return `--${confirmation}`
}

/** The hint to repeat the command with these confirmations. */
export function confirmationHint(needed: readonly Confirmation[]): string {
  return `to continue anyway, add ${needed.map(confirmationFlag).join(' ')}`
}

/** Adds a flag for each confirmation. */
export function withConfirmationFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
  names: readonly Confirmation[],
): Command<Args, Flags> {
  for (const name of names) command.addOption(new Option(confirmationFlag(name), meanings[name]))
  return command
}

/** The confirmations whose flags are set. */
export function confirmationsIn<Name extends Confirmation>(
  command: CommandUnknownOpts,
  names: readonly Name[],
): Name[] {
  return names.filter(
    (name) => command.getOptionValue(new Option(confirmationFlag(name)).attributeName()) === true,
  )
}

/** The value of `--mapped` and `--unmapped`; undefined for all users. Throws `usage` for both. */
export function mappedOf({
  mapped,
  unmapped,
}: {
  readonly mapped?: true | undefined
  readonly unmapped?: true | undefined
}): boolean | undefined {
  if (mapped === true && unmapped === true)
    throw new SfsyncError('usage', '--mapped and --unmapped cannot be combined; omit both to list all users')
  return mapped === true ? true : unmapped === true ? false : undefined
}

/**
 * The names in a list of a flag, separated by commas. Throws `usage` for a list without a name: the variable of a script
 * that is empty by mistake must not mean that nothing is left.
 */
export function namesIn(flag: string, text: string, known: readonly string[]): string[] {
  const names = commaList(text)
  if (names.length > 0) return names
  throw new SfsyncError('usage', `${flag} names nothing`, {
    actions: [`use one or more of: ${known.join(', ')}`, `or leave out ${flag}`],
  })
}

/** The user states that a list names, `active,pending`; undefined where it is left out. Throws `usage`. */
export function statesOf(text: string | undefined): UserState[] | undefined {
  return text === undefined
    ? undefined
    : namesIn('--state', text, userStates).map((state) => stateNamed(state))
}

/** The user state with this name. Throws `usage`. */
export function stateNamed(text: string): UserState {
  const state = userStates.find((each) => each === text.toLowerCase())
  if (state === undefined)
    throw new SfsyncError('usage', `unknown user state "${text}"`, {
      actions: [`use one of: ${userStates.join(', ')}`],
    })
  return state
}

/** Throws `usage` for flags that a chart cannot keep to; by their names, and whether they were given. */
export function refuseWithChart(flags: Readonly<Record<string, unknown>>): void {
  const [other] = Object.entries(flags).find(([, value]) => value !== undefined && value !== false) ?? []
  if (other !== undefined) throw new SfsyncError('usage', `--chart cannot be combined with ${other}`)
}
