import { Command } from 'commander'
import { mapConfirmations } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import {
  type ConfirmationFlags,
  confirmationsIn,
  type BatchFlags,
  batchOptions,
  type BatchOptions,
  batchWords,
  withBatchFlags,
  withConfirmationFlags,
} from '../shared-flags.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import {
  type CommandRunner,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'

export interface ImportOptions extends WriteOptions, BatchOptions {
  /** The confirmations given by flags. */
  readonly allowed: readonly string[]
}

/** Every confirmation that a row of an import may need. */
export const importDecisions = [...mapConfirmations, 'move', 'create-team'] as const

export function importCommand(handle: CommandRunner): Command {
  const command = new Command('import')
    .description('create users, put them on teams and map them from one file')
    .argument(
      '[file]',
      'CSV, TSV or NDJSON, with columns such as Email, First name, Last name, Team, External ID',
    )
    .action((file: string | undefined, flags: WriteFlags & BatchFlags & ConfirmationFlags) => {
      if (file === undefined) throw new SfsyncError('usage', 'import needs <file>; - is standard input')
      return handle(runImport, {
        ...batchOptions(file, flags),
        allowed: confirmationsIn(flags, importDecisions),
        ...writeOptions(flags),
      })
    })
  return withExamples(withWriteFlags(withBatchFlags(withConfirmationFlags(command, importDecisions))), [
    {
      command: 'sfsync import people.csv --dry-run',
      purpose: 'preview the changes, and list every problem',
    },
    {
      command: 'sfsync import people.csv --create-team',
      purpose: 'create missing teams as well',
    },
    {
      command: 'sfsync import people.csv --keep-going --failed fix.csv',
      purpose: 'import the good rows; fix the others and import that file',
    },
  ])
}

export async function runImport(options: ImportOptions, context: Context): Promise<ExitCode> {
  const { runBatch } = await import('../batch.ts')
  const { file, allowed } = options
  const flags = allowed.map((name) => `--${name}`)
  return await runBatch(context, {
    ...options,
    kind: 'import',
    words: ['import', file, ...flags, ...batchWords(options)],
  })
}
