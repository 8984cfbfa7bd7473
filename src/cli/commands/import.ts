import type { Confirmation } from '../../core/confirmation.ts'
import { defineCommand, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { mapConfirmations } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import {
  confirmationsIn,
  batchOptions,
  type BatchOptions,
  withBatchFlags,
  withConfirmationFlags,
} from '../shared-flags.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'

export interface ImportOptions extends WriteOptions, BatchOptions {
  /** The confirmations given by flags. */
  readonly allowed: readonly Confirmation[]
}

/** Every confirmation that a row of an import may need. */
export const importConfirmations = [...mapConfirmations, 'new', 'move', 'create-team'] as const

export const importCommand = defineCommand({
  name: 'import',
  description: 'create users, put them on teams and map them from one file',
  examples: [
    {
      command: 'sfsync import people.csv --dry-run',
      purpose: 'preview the changes, and list every problem',
    },
    {
      command: 'sfsync import people.csv --create-team',
      purpose: 'create missing teams as well',
    },
    {
      command: 'sfsync import people.csv --keep-going --failed failed.csv',
      purpose: 'import the good rows; fix the others and import that file',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withBatchFlags(
        withConfirmationFlags(
          command.argument(
            '[file]',
            'a workbook (XLSX, ODS), CSV, TSV or NDJSON, with columns such as Email, First name, Last name, Team, External ID',
          ),
          importConfirmations,
        ),
      ),
    ),
  options: ([file], flags, self): ImportOptions => {
    if (file === undefined) throw new SfsyncError('usage', 'import needs <file>; - is standard input')
    return {
      ...batchOptions(file, flags),
      allowed: confirmationsIn(self, importConfirmations),
      ...writeOptions(flags),
    }
  },
  run: runImport,
})

export async function runImport(
  options: ImportOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const { runBatch } = await import('../batch.ts')
  return await runBatch(context, { ...options, kind: 'import', invocation })
}
