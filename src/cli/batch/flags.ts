import type { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import { given } from '../flags.ts'

/** What commander gives for the flags of a batch. */
export interface BatchFlags {
  readonly keepGoing?: boolean
  readonly failed?: string
  readonly encoding?: string
  readonly separator?: string
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
export function readingBatch(command: Command): Command {
  return takingTable(
    command
      .option('--keep-going', 'write the good rows although others have problems (exit code 3)')
      .option('--failed <file>', 'with --keep-going: write the bad rows here, each with its problem'),
  )
}

/** Adds the flags of everything that reads a table, whatever becomes of it. */
export function takingTable(command: Command): Command {
  return command
    .option('--encoding <name>', 'encoding of the file, where it cannot be told')
    .option('--separator <character>', 'what stands between cells: comma, semicolon, tab or pipe')
}

/** Adds `--file` and what belongs to it to a command that also takes one thing at a time. */
export function takingFile(command: Command): Command {
  return readingBatch(
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
  flags: BatchFlags & { readonly file?: string },
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

/** The words that say the same. */
export function batchWords({ keepGoing, failed, encoding, separator }: BatchOptions): string[] {
  return [
    ...(keepGoing ? ['--keep-going'] : []),
    ...(failed === undefined ? [] : ['--failed', failed]),
    ...(encoding === undefined ? [] : ['--encoding', encoding]),
    ...(separator === undefined ? [] : ['--separator', separator]),
  ]
}
