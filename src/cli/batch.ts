import type { Confirmation } from '../core/confirmation.ts'
import { refuseBatch } from '../core/batch/decide-batch.ts'
import type { BatchKind } from '../core/batch/decide-row.ts'
import type { Plan } from '../core/change.ts'
import type { ErrorRow } from '../core/errors.ts'
import { problemLabel } from '../sheet/write-sheet.ts'
import { planBatch, reportFailedRows, rowCount, writeFailed } from '../app/batch/plan-batch.ts'
import { type Batch, readBatch, withoutCells } from '../app/batch/read-batch.ts'
import { type ExitCode, exitCodes } from '../app/exit-codes.ts'
import { requireSafeToWrite } from '../app/output-files.ts'
import { refusedSummary } from '../app/plan-summary.ts'
import type { WriteOptions } from '../app/write.ts'
import type { Invocation } from './command.ts'
import type { Context } from './context.ts'
import type { BatchOptions } from './shared-flags.ts'
import { executeWrite } from './write.ts'

/** A batch file to write to the ledger. */
interface BatchRequest extends WriteOptions, BatchOptions {
  readonly kind: BatchKind
  /** The confirmations given by flags. */
  readonly allowed: readonly Confirmation[]
  readonly invocation: Invocation
}

/** Reads a batch file, and reports all its problems at once or writes all of it as one change set. */
export async function runBatch(context: Context, request: BatchRequest): Promise<ExitCode> {
  return await executeBatch(context, await readRows(context, request), request)
}

async function readRows(context: Context, request: BatchRequest): Promise<Batch> {
  const batch = await readBatch(context, request.kind, request)
  return request.failed === undefined ? withoutCells(batch) : batch
}

/** Writes what was read, or throws its problems; with `--keep-going` writes the good rows, and the others to a file. */
async function executeBatch(context: Context, batch: Batch, request: BatchRequest): Promise<ExitCode> {
  const ledger = await context.ledger()
  const { kind, keepGoing, failed: failedFile } = request
  const file = batch.sheet.name
  if (failedFile !== undefined)
    await requireSafeToWrite(context, failedFile, { ...failedRows, input: request.file })
  let failed: readonly ErrorRow[] = []
  let isWritten = false
  // Before the commit, so that good rows are not committed when the file of the bad ones cannot be written.
  const prepare = async () => {
    if (failed.length > 0) await writeFailed(context, batch, failed, failedFile)
    isWritten = true
  }
  await executeWrite(context, {
    ...request,
    confirmed: request.allowed,
    prepare,
    decide: async (allowed) => {
      const { plan, problems } = await planBatch(context, ledger, batch, kind, allowed)
      if (problems.length > 0 && !keepGoing)
        return {
          ...refuseBatch(problems, rowCount(batch), file, adviceFor(request, plan)),
          ...refusedSummary(plan, problems),
        }
      failed = problems
      return problems.length > 0 ? { ...plan, problems } : plan
    },
  })
  if (failed.length === 0) return exitCodes.done
  if (!request.dryRun) {
    if (!isWritten) await prepare()
    await reportFailedRows(context, batch, failed, failedFile)
  }
  return exitCodes.partial
}

// A file of failed rows may be replaced at each run, any other file may not.
const failedRows = {
  what: 'a file of rows that failed',
  isOurs: (firstLine: string) => firstLine.toLowerCase().includes(problemLabel),
}

function adviceFor({ failed }: BatchRequest, { changes }: Plan): string[] {
  if (changes.length === 0) return []
  return [`or write the good rows only: --keep-going${failed === undefined ? ' --failed <file>' : ''}`]
}
