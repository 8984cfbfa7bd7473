import { join } from 'node:path'
import * as z from 'zod/mini'
import { type Change, netChanges, type StampedPlan } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import { shellWord } from '../core/text.ts'
import { visible } from '../core/visible-text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { changeText } from './change-text.ts'
import { conflictError } from './conflicts.ts'
import type { AppContext } from './context.ts'
import { ProgramFailed } from './exit-codes.ts'
import { throwIfInterrupted } from './interrupts.ts'
import type { Files } from './ports.ts'
import { rowNames } from './row-names.ts'

/** The environment variable by which commands know that they run inside `sfsync try`. */
export const tryVariable = 'SFSYNC_TRY'

const insideSchema = z.object({
  /** The ledgers that are tried, each by its real path: the original, and for a nested try the copies around it. */
  ledgers: z.array(z.string()),
  /** The copy that stands in for all of them. */
  copy: z.string(),
})

/** What a command inside `sfsync try` knows of it. */
export type InsideTry = z.output<typeof insideSchema>

/** Reads the variable; throws `configuration` where somebody else wrote it. */
export function readTryVariable(text: string): InsideTry {
  try {
    return insideSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new SfsyncError('configuration', `${tryVariable} is not as sfsync try sets it`, {
      actions: [`take it out of the environment: unset ${tryVariable}`],
      cause: error,
    })
  }
}

/** The copy, for a command that would use the ledger being tried; throws `usage` for one that would use another. */
export async function storeInsideTry(files: Files, text: string, configured: string): Promise<string> {
  const { ledgers, copy } = readTryVariable(text)
  const store = await files.realPath(configured)
  if (store !== copy && !ledgers.includes(store))
    throw new SfsyncError(
      'usage',
      `inside sfsync try only ${ledgers[0] ?? copy} can be used, and this command would use ${configured}; nothing was written`,
      {
        actions: ['let both mean the same ledger: export SFSYNC_PROFILE or SFSYNC_STORE first'],
      },
    )
  // Somebody who runs on in the background must not begin a new ledger where the copy was.
  if ((await files.describeFile(copy)) === undefined)
    throw new SfsyncError(
      'failure',
      'the sfsync try that this command belongs to has ended; nothing was written',
    )
  return copy
}

/** How a ledger is before a script runs, as far as it tells what the script did. */
export interface LedgerMark {
  /** The number of the newest change set; 0 where there is none. */
  readonly newest: number
  readonly reading: string
}

/** What a script has done to a copy. */
export interface ChangesSince {
  readonly drafts: readonly StampedPlan[]
  /** What the change sets come to. */
  readonly net: readonly Change[]
  /** The script has read Salesforce users. */
  readonly hasRead: boolean
}

/** Notes how a ledger is. */
export async function ledgerMark(ledger: Ledger): Promise<LedgerMark> {
  const { changeSets: newest } = await ledger.counts()
  return { newest, reading: JSON.stringify(await ledger.directory.lastRead()) ?? '' }
}

/** Tells what was done since. */
export async function changesSince(ledger: Ledger, { newest, reading }: LedgerMark): Promise<ChangesSince> {
  const { newest: last, reading: latest } = await ledgerMark(ledger)
  const drafts: StampedPlan[] = []
  for (let number = newest + 1; number <= last; number += 1) drafts.push(await draftOf(ledger, number))
  return { drafts, net: netChanges(drafts.flatMap(({ changes }) => changes)), hasRead: latest !== reading }
}

async function draftOf(ledger: Ledger, wanted: number): Promise<StampedPlan> {
  const changes: Change[] = []
  for await (const page of ledger.changesOf(wanted)) changes.push(...page)
  let draft: StampedPlan | undefined
  for await (const heads of ledger.history({ number: wanted }))
    for (const { at, actor, command, reason, evidence } of heads)
      draft = { at, actor, command, reason, evidence, changes }
  if (draft === undefined) throw new Error(`change set ${wanted} is not in the copy`)
  return draft
}

/** What a program did on a copy of the ledger; usable until `settle` returns. */
export interface Tried {
  readonly ledger: Ledger
  readonly copy: Ledger
  readonly start: LedgerMark
  readonly made: ChangesSince
}

/** Runs a program on a copy of the ledger and hands what it did to `settle`; throws `ProgramFailed` where it fails. */
export async function runOnCopy<Result>(
  context: AppContext,
  command: readonly string[],
  settle: (tried: Tried) => Promise<Result>,
): Promise<Result> {
  const { dependencies } = context
  const ledger = await context.ledger()
  const folder = await dependencies.temporaryFolder()
  try {
    const path = await dependencies.realPath(join(folder, 'ledger.sqlite'))
    await ledger.copyTo(path)
    const start = await withLedger(context, path, ledgerMark)
    dependencies.interrupted.throwIfAborted()
    const run = await dependencies.runProgram(command, await environmentFor(context, path))
    dependencies.interrupted.throwIfAborted()
    if (!run.started) throw notStarted(command, run.exitCode)
    if ((await dependencies.describeFile(path)) === undefined) throw copyIsGone()
    return await withLedger(context, path, async (copy) => {
      const made = await changesSince(copy, start)
      if (run.exitCode !== 0) throw await programFailed(copy, command, run.exitCode, made)
      return await settle({ ledger, copy, start, made })
    })
  } finally {
    await dependencies.removeFolder(folder)
  }
}

async function withLedger<T>(
  { dependencies }: AppContext,
  path: string,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const ledger = await dependencies.openLedger(path)
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

async function environmentFor(
  { dependencies, configuration }: AppContext,
  copy: string,
): Promise<Record<string, string>> {
  const outer = dependencies.environment[tryVariable] ?? ''
  const store = await dependencies.realPath(configuration.settings.store.value)
  const around = outer === '' ? { ledgers: [], copy: store } : readTryVariable(outer)
  const ledgers = [...around.ledgers, ...(around.ledgers.includes(around.copy) ? [] : [around.copy])]
  return { [tryVariable]: JSON.stringify({ ledgers, copy }) }
}

/** Commits the change sets of a copy, each with its own stamp; gives their numbers. Throws `limit` and `conflict`. */
export async function keepTried(context: AppContext, { ledger, start, made }: Tried): Promise<number[]> {
  await throwIfInterrupted(context.dependencies.interrupted)
  const committed = await ledger.commitAll(made.drafts, start.newest)
  if ('conflicts' in committed) {
    if (committed.conflicts.length > 0) throw await conflictError(ledger, committed.conflicts)
    throw await moved(ledger, start)
  }
  return committed.map(({ number }) => number)
}

async function moved(ledger: Ledger, { newest }: LedgerMark): Promise<SfsyncError> {
  const rows = []
  for await (const heads of ledger.history({}))
    for (const { number, actor, command } of heads) {
      if (number <= newest) return movedBy(rows)
      rows.push({ value: String(number), reason: `change set ${number}, ${actor}: ${command}` })
    }
  return movedBy(rows)
}

function movedBy(rows: readonly { readonly value: string; readonly reason: string }[]): SfsyncError {
  return new SfsyncError(
    'conflict',
    'somebody has written to the ledger while the script ran on its copy; nothing was kept',
    { rows: rows.toReversed(), actions: ['try it again: the script then starts from what is there now'] },
  )
}

async function programFailed(
  tried: Ledger,
  command: readonly string[],
  exitCode: number,
  { net }: ChangesSince,
): Promise<ProgramFailed> {
  const names = await rowNames(tried, net)
  return new ProgramFailed(
    exitCode,
    `${shellText(command)} ended with exit code ${exitCode}; nothing was kept`,
    {
      rows: net.map((change) => ({
        value: change.key,
        group: 'until then it had made these changes',
        reason: visible(changeText(change, names)),
      })),
      actions: ['mend the script and try it again'],
    },
  )
}

function notStarted(command: readonly string[], exitCode: number): ProgramFailed {
  const [program = ''] = command
  const reason =
    exitCode === 127 ? `there is no program ${shellWord(program)}` : `${shellWord(program)} cannot be run`
  return new ProgramFailed(exitCode, `${reason}; nothing was kept`, {
    actions: ['a script is run by its shell: sfsync try -- sh <script>'],
  })
}

function copyIsGone(): SfsyncError {
  return new SfsyncError(
    'failure',
    'the copy of the ledger is gone: the script has removed it; nothing was kept',
  )
}

function shellText(command: readonly string[]): string {
  return command.map((word) => shellWord(word)).join(' ')
}
