import type { Confirmation } from '../../core/confirmation.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { mapConfirmations } from '../../core/confirmation.ts'
import { given } from '../../core/values.ts'
import { batchFiles } from '../file-kinds.ts'
import { typedFile } from '../file-question.ts'
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

export interface ImportOptions extends WriteOptions, Omit<BatchOptions, 'file'> {
  /** `-` is standard input. */
  readonly file?: string
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
  options: ([typed], flags, self): ImportOptions => {
    const { file: _file, ...batch } = batchOptions(typed ?? '', flags)
    return {
      ...batch,
      ...given({ file: typed }),
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
  const file = await typedFile(context, options.file, {
    command: 'import',
    question: 'Which file?',
    kind: batchFiles,
    action: 'name the file, or - for standard input',
  })
  const { runBatch } = await import('../batch.ts')
  return await runBatch(context, {
    ...options,
    file,
    kind: 'import',
    invocation: withAnswers(invocation, [file]),
  })
}
