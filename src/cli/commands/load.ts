import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import type { WriteOptions } from '../write.ts'
import type { Context } from '../context.ts'
import {
  given,
  type CommandRunner,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'

export interface LoadOptions extends WriteOptions {
  /** `-` is standard input. */
  readonly file?: string
  /** Leave the history of the dump out. */
  readonly rowsOnly: boolean
}

export function loadCommand(handle: CommandRunner): Command {
  const command = new Command('load')
    .description(
      'make the ledger equal to a dump: what is missing is added, what is different changed, the rest removed',
    )
    .argument('[file]', 'what sfsync dump wrote; - is standard input')
    .option('--rows-only', 'leave the history of the dump out, and write one change set')
    .action((file: string | undefined, flags: WriteFlags & { readonly rowsOnly?: boolean }) =>
      handle(runLoad, { ...given({ file }), rowsOnly: flags.rowsOnly === true, ...writeOptions(flags) }),
    )
  return withExamples(withWriteFlags(command), [
    { command: 'sfsync load ledger.ndjson --dry-run', purpose: 'see what is different from the file' },
    {
      command: 'sfsync load ledger.ndjson --store new.sqlite',
      purpose: 'a new ledger, with its history when the dump has one',
    },
  ])
}

export async function runLoad(options: LoadOptions, context: Context): Promise<void> {
  const { file } = options
  if (file === undefined) throw new SfsyncError('usage', 'load needs <file>; - is standard input')
  const { loadDump } = await import('../../app/dump.ts')
  await loadDump(context, file, options)
}
