import { decideBatch, problemRows, refuseBatch } from '../../core/batch/decide-batch.ts'
import type { BatchKind, BatchRules } from '../../core/batch/decide-row.ts'
import type { RosterRules } from '../../core/batch/roster.ts'
import type { Plan } from '../../core/change.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { carryOut, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'
import { given } from '../flags.ts'
import { requireFree } from '../free-file.ts'
import { problemLabel } from '../../sheet/write-sheet.ts'
import { rejections } from '../decisions/find.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { seenText } from '../list/as-of.ts'
import { newTeamId, newUserId } from '../new-ids.ts'
import { nearest } from '../resolve/nearest.ts'
import { planReview } from '../review/read-review.ts'
import { seatsOf } from '../seats.ts'
import type { BatchOptions } from './flags.ts'
import { gather } from './gather.ts'
import { type Batch, readBatch } from './read-batch.ts'
import { tellFailed, writeFailed } from './write-failed.ts'

/** A whole batch file, on its way to the ledger. */
export interface BatchUndertaking extends WriteOptions, BatchOptions {
  readonly kind: BatchKind
  /** The decisions taken by flags, without their hyphens. */
  readonly allowed: readonly string[]
  /** The words after `sfsync` that do the same. */
  readonly words: readonly string[]
}

/** Reads a batch file, tells all its problems at once or writes all of it as one change set. */
export async function runBatch(context: Context, undertaking: BatchUndertaking): Promise<ExitCode> {
  const batch = await readBatch(context, undertaking.kind, undertaking)
  return await carryOutBatch(context, batch, undertaking)
}

/** What a batch comes to on the ledger as it is: the plan of its good rows, and the problems of the others. */
export async function planBatch(
  context: Context,
  ledger: Ledger,
  batch: Batch,
  kind: BatchKind,
  allowed: ReadonlySet<string>,
  roster?: RosterRules,
): Promise<{ readonly plan: Plan; readonly problems: readonly ErrorRow[] }> {
  const { sheet, review: sheetRows } = batch
  const review =
    sheetRows === undefined ? undefined : await planReview(context, ledger, sheet.name, sheetRows)
  const known = [...batch.problems, ...(review?.problems ?? [])]
  const unreadable = new Set(known.map(({ line }) => line))
  const rows = [...batch.rows, ...(review?.rows ?? [])].filter(({ line }) => !unreadable.has(line))
  const gathered = await gather(ledger, rows, roster !== undefined)
  const facts = { file: sheet.name, rows, ...given({ recorded: review?.recorded }), ...gathered }
  const rules = { ...(await rulesOf(context, ledger, kind, allowed)), ...given({ roster }) }
  const { plan, problems } = decideBatch(facts, rules)
  const told = [...known, ...problemRows(problems, sheet.name, batch.labelOf)]
  return {
    plan: { ...plan, warnings: [...(review?.warnings ?? []), ...plan.warnings] },
    problems: told.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)),
  }
}

/** Writes what was read, or says why not; with `--keep-going` the good rows, and the others to a file. */
export async function carryOutBatch(
  context: Context,
  batch: Batch,
  undertaking: BatchUndertaking,
): Promise<ExitCode> {
  const ledger = await context.ledger()
  const { kind, keepGoing, failed: failedFile } = undertaking
  const file = batch.sheet.name
  if (failedFile !== undefined)
    await requireFree(context, failedFile, { ...failedRows, input: undertaking.file })
  let failed: readonly ErrorRow[] = []
  let isWritten = false
  // Before the good rows are written: a file that cannot be written must not cost the list of the bad ones.
  const prepare = async () => {
    if (failed.length > 0) await writeFailed(context, batch, failed, failedFile)
    isWritten = true
  }
  await carryOut(context, {
    ...undertaking,
    prompted: false,
    prepare,
    decide: async (allowed) => {
      const { plan, problems } = await planBatch(context, ledger, batch, kind, allowed)
      if (problems.length > 0 && !keepGoing)
        return refuseBatch(problems, rowsIn(batch), file, adviceFor(undertaking))
      failed = problems
      return problems.length > 0 ? { ...plan, problems } : plan
    },
  })
  if (failed.length === 0) return exitCodes.done
  if (!undertaking.dryRun) {
    if (!isWritten) await prepare()
    await tellFailed(context, batch, failed, failedFile)
  }
  return exitCodes.partial
}

// Rows that failed are written anew at each run.
const failedRows = {
  what: 'a file of rows that failed',
  isOurs: (firstLine: string) => firstLine.toLowerCase().includes(problemLabel),
}

/** How many rows a batch has, with those that cannot be read. */
export function rowsIn({ rows, review = [], problems }: Batch): number {
  return new Set([...rows, ...review, ...problems].map(({ line }) => line)).size
}

function adviceFor({ failed }: BatchUndertaking): string[] {
  return [`or write the good rows only: --keep-going${failed === undefined ? ' --failed <file>' : ''}`]
}

async function rulesOf(
  context: Context,
  ledger: Ledger,
  kind: BatchKind,
  allowed: ReadonlySet<string>,
): Promise<BatchRules> {
  const lastRead = await ledger.directory.lastRead()
  const { licences } = await seatsOf(ledger)
  return {
    kind,
    allowed,
    createTeam: kind === 'assign-team' ? 'create' : 'create-team',
    seen: lastRead === undefined ? null : seenText(lastRead),
    organizationId: lastRead?.organizationId ?? null,
    licences,
    rejected: await rejections(ledger, context.now().slice(0, 10)),
    newUserId: () => newUserId(context.parts),
    newTeamId: () => newTeamId(context.parts),
    suggest: nearest,
  }
}
