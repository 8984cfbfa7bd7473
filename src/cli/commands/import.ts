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
  /** The decisions taken by flags, without their hyphens. */
  readonly allowed: readonly string[]
}

/** Every decision that a row of an import may need. */
export const importDecisions = [...mapConfirmations, 'move', 'create-team'] as const

export function importCommand(handle: CommandRunner): Command {
  const command = new Command('import')
    .description('create users, put them on teams and map them, all from one file')
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
      purpose: 'what would be written, and every problem at once',
    },
    {
      command: 'sfsync import people.csv --create-team',
      purpose: 'users, teams and mappings in one change set',
    },
    {
      command: 'sfsync import people.csv --keep-going --failed mend.csv',
      purpose: 'the good rows now; mend the others and feed them back',
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
