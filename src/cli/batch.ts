import { refuseBatch } from '../core/batch/decide-batch.ts'
import type { BatchKind } from '../core/batch/decide-row.ts'
import type { ErrorRow } from '../core/errors.ts'
import { problemLabel } from '../sheet/write-sheet.ts'
import { planBatch, reportFailedRows, rowCount, writeFailed } from '../app/batch/plan-batch.ts'
import { type Batch, readBatch } from '../app/batch/read-batch.ts'
import { type ExitCode, exitCodes } from '../app/exit-codes.ts'
import { requireSafeToWrite } from '../app/output-files.ts'
import type { WriteOptions } from '../app/write.ts'
import type { Invocation } from './command.ts'
import type { Context } from './context.ts'
import type { BatchOptions } from './shared-flags.ts'
import { executeWrite } from './write.ts'

/** A whole batch file, on its way to the ledger. */
export interface BatchRequest extends WriteOptions, BatchOptions {
  readonly kind: BatchKind
  /** The decisions taken by flags, without their hyphens. */
  readonly allowed: readonly string[]
  readonly invocation: Invocation
}

/** Reads a batch file, tells all its problems at once or writes all of it as one change set. */
export async function runBatch(context: Context, undertaking: BatchRequest): Promise<ExitCode> {
  const batch = await readBatch(context, undertaking.kind, undertaking)
  return await executeBatch(context, batch, undertaking)
}

/** Writes what was read, or says why not; with `--keep-going` the good rows, and the others to a file. */
export async function executeBatch(
  context: Context,
  batch: Batch,
  undertaking: BatchRequest,
): Promise<ExitCode> {
  const ledger = await context.ledger()
  const { kind, keepGoing, failed: failedFile } = undertaking
  const file = batch.sheet.name
  if (failedFile !== undefined)
    await requireSafeToWrite(context, failedFile, { ...failedRows, input: undertaking.file })
  let failed: readonly ErrorRow[] = []
  let isWritten = false
  // Before the good rows are written: a file that cannot be written must not cost the list of the bad ones.
  const prepare = async () => {
    if (failed.length > 0) await writeFailed(context, batch, failed, failedFile)
    isWritten = true
  }
  await executeWrite(context, {
    ...undertaking,
    confirmed: undertaking.allowed,
    prepare,
    decide: async (allowed) => {
      const { plan, problems } = await planBatch(context, ledger, batch, kind, allowed)
      if (problems.length > 0 && !keepGoing)
        return refuseBatch(problems, rowCount(batch), file, adviceFor(undertaking))
      failed = problems
      return problems.length > 0 ? { ...plan, problems } : plan
    },
  })
  if (failed.length === 0) return exitCodes.done
  if (!undertaking.dryRun) {
    if (!isWritten) await prepare()
    await reportFailedRows(context, batch, failed, failedFile)
  }
  return exitCodes.partial
}

// Rows that failed are written anew at each run.
const failedRows = {
  what: 'a file of rows that failed',
  isOurs: (firstLine: string) => firstLine.toLowerCase().includes(problemLabel),
}

function adviceFor({ failed }: BatchRequest): string[] {
  return [`or write the good rows only: --keep-going${failed === undefined ? ' --failed <file>' : ''}`]
}
