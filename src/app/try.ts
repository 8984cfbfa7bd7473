import { join } from 'node:path'
import * as z from 'zod/mini'
import { SfsyncError } from '../core/errors.ts'
import type { Dependencies } from './ports.ts'
import { type Change, type StampedPlan, netChanges, type Plan, planOf } from '../core/change.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { commandText, shellWord } from '../core/text.ts'
import type { TryOptions } from '../cli/commands/try.ts'
import type { Context } from '../cli/context.ts'
import { type ExitCode, exitCodes, ProgramFailed } from './exit-codes.ts'
import { throwIfInterrupted } from './interrupts.ts'
import { withinLimit } from '../cli/write.ts'
import { rowNames, planText, showPlan, writeTried } from '../cli/output/plan.ts'
import { plain } from '../cli/output/paint.ts'
import { conflictError } from './conflicts.ts'

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
export async function storeInsideTry(parts: Dependencies, text: string, configured: string): Promise<string> {
  const { ledgers, copy } = readTryVariable(text)
  const store = await parts.realPath(configured)
  if (store !== copy && !ledgers.includes(store))
    throw new SfsyncError(
      'usage',
      `inside sfsync try only ${ledgers[0] ?? copy} can be used, and this command would use ${configured}; nothing was written`,
      {
        actions: ['let both mean the same ledger: export SFSYNC_PROFILE or SFSYNC_STORE first'],
      },
    )
  // Somebody who runs on in the background must not begin a new ledger where the copy was.
  if ((await parts.describeFile(copy)) === undefined)
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

/** Runs a program on a copy of the ledger, shows what came of it, and keeps its change sets or drops them. */
export async function tryOut(context: Context, options: TryOptions): Promise<ExitCode> {
  const { parts } = context
  const ledger = await context.ledger()
  const folder = await parts.temporaryFolder()
  try {
    const copy = await parts.realPath(join(folder, 'ledger.sqlite'))
    await ledger.copyTo(copy)
    const start = await withLedger(context, copy, ledgerMark)
    parts.interrupted.throwIfAborted()
    const run = await parts.runProgram(options.command, await environmentFor(context, copy))
    parts.interrupted.throwIfAborted()
    if (!run.started) throw notStarted(options.command, run.exitCode)
    if ((await parts.describeFile(copy)) === undefined) throw copyIsGone()
    return await withLedger(context, copy, async (tried) => {
      const made = await changesSince(tried, start)
      if (run.exitCode !== 0) throw await failed(tried, options.command, run.exitCode, made)
      return await settle(context, { ledger, tried, start, made }, options)
    })
  } finally {
    await parts.removeFolder(folder)
  }
}

async function withLedger<T>(
  { parts }: Context,
  path: string,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const ledger = await parts.openLedger(path)
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

async function environmentFor(
  { parts, configuration }: Context,
  copy: string,
): Promise<Record<string, string>> {
  const outer = parts.environment[tryVariable] ?? ''
  const store = await parts.realPath(configuration.settings.store.value)
  const around = outer === '' ? { ledgers: [], copy: store } : readTryVariable(outer)
  const ledgers = [...around.ledgers, ...(around.ledgers.includes(around.copy) ? [] : [around.copy])]
  return { [tryVariable]: JSON.stringify({ ledgers, copy }) }
}

/** What is there to decide about once a program has ended well. */
interface Tried {
  readonly ledger: Ledger
  /** The copy. */
  readonly tried: Ledger
  readonly start: LedgerMark
  readonly made: ChangesSince
}

async function settle(context: Context, tried: Tried, options: TryOptions): Promise<ExitCode> {
  const { made } = tried
  const plan = planOf(made.net, {
    warnings: made.hasRead
      ? [
          'the script has read Salesforce users, and that is not kept: run it again, for example sfsync sf-users refresh',
        ]
      : [],
  })
  if (made.drafts.length === 0) {
    await writeTried(context, tried.tried, plan, [])
    await context.note('the script has changed nothing')
    return exitCodes.done
  }
  if (made.net.length === 0) {
    await writeTried(context, tried.tried, plan, null)
    const sets = made.drafts.length === 1 ? 'change set that comes' : 'change sets that come'
    await context.note(`the script made ${made.drafts.length} ${sets} to nothing; dropped`)
    return exitCodes.done
  }
  const isAsked = options.end === undefined && context.canAsk
  if (options.end === 'keep' || (isAsked && (await isWanted(context, tried.tried, plan)))) {
    await keep(context, tried, plan, options)
    return exitCodes.done
  }
  const waits = options.end === undefined && !isAsked
  const again = commandText('try', '--keep', '--', ...options.command)
  await writeTried(context, tried.tried, waits ? { ...plan, next: [again] } : plan, null)
  await context.note('dropped: nothing was written')
  return waits ? exitCodes.waiting : exitCodes.done
}

async function isWanted(context: Context, tried: Ledger, plan: Plan): Promise<boolean> {
  await showPlan(context, tried, plan)
  const prompts = await context.prompts()
  return await prompts.yesNo('Keep these changes?')
}

async function keep(
  context: Context,
  { ledger, tried, start, made }: Tried,
  plan: Plan,
  { allowRemovals }: TryOptions,
): Promise<void> {
  await withinLimit(context, ledger, made.net, allowRemovals)
  await throwIfInterrupted(context.parts.interrupted)
  const committed = await ledger.commitAll(made.drafts, start.newest)
  if ('stale' in committed) {
    if (committed.stale.length > 0) throw await conflictError(ledger, committed.stale)
    throw await moved(ledger, start)
  }
  await writeTried(
    context,
    tried,
    plan,
    committed.map(({ number }) => number),
  )
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

async function failed(
  tried: Ledger,
  command: readonly string[],
  exitCode: number,
  { net }: ChangesSince,
): Promise<ProgramFailed> {
  const names = await rowNames(tried, net)
  return new ProgramFailed(exitCode, `${typed(command)} ended with exit code ${exitCode}; nothing was kept`, {
    rows: net.map((change) => ({
      value: change.key,
      group: 'until then it had made these changes',
      reason: planText([change], names, plain).trimEnd(),
    })),
    actions: ['mend the script and try it again'],
  })
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

function typed(command: readonly string[]): string {
  return command.map((word) => shellWord(word)).join(' ')
}
