import { join } from 'node:path'
import * as z from 'zod/mini'
import { type Change, type ChangeSet, netChanges, type StampedPlan } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import { shellWord } from '../core/shell-word.ts'
import { visible } from '../core/visible-text.ts'
import { commandLine } from '../core/hint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { changeText, rowNames } from './change-text.ts'
import { conflictError } from './conflicts.ts'
import { type AppContext, tryVariable } from './context.ts'
import { ProgramFailed } from './exit-codes.ts'
import { changeSetNumbered } from './history.ts'
import { throwIfInterrupted } from './interrupts.ts'
import type { Files, Machine } from './ports.ts'

const insideSchema = z.object({
  /** The real paths of the ledgers that must not be used: the original, and for a nested try the copies around it. */
  ledgers: z.array(z.string()),
  /** The copy that is used instead. */
  copy: z.string(),
  /** The process that runs `sfsync try`. */
  processId: z.number(),
})

/** What a command inside `sfsync try` knows about it. */
type InsideTry = z.output<typeof insideSchema>

/** Reads the variable; throws `configuration` if sfsync did not write it. */
function readTryVariable(text: string): InsideTry {
  try {
    return insideSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new SfsyncError('configuration', `${tryVariable} was not set by sfsync try`, {
      actions: [`remove it from the environment: unset ${tryVariable}`],
      cause: error,
    })
  }
}

/** The copy, for a command that would use the original ledger; throws `usage` for a command that would use another one. */
export async function storeInsideTry(
  files: Files & Pick<Machine, 'isRunning'>,
  text: string,
  configured: string,
): Promise<string> {
  const { ledgers, copy, processId } = readTryVariable(text)
  const store = await files.realPath(configured)
  if (store !== copy && !ledgers.includes(store))
    throw new SfsyncError(
      'usage',
      `inside sfsync try only ${ledgers[0] ?? copy} can be used, but this command would use ${configured}; nothing was changed`,
      {
        actions: ['make both use the same ledger: export SFSYNC_PROFILE or SFSYNC_STORE first'],
      },
    )
  // What a command writes that is still running in the background would be lost.
  if (!files.isRunning(processId) || (await files.describeFile(copy)) === undefined)
    throw new SfsyncError(
      'failure',
      'the sfsync try that this command belongs to has ended; nothing was changed',
    )
  return copy
}

/** The state of a ledger before a script runs, as far as it shows what the script does. */
interface LedgerMark {
  /** The number of the newest change set; 0 if there is none. */
  readonly newest: number
  /** The last read of the directory, as JSON. */
  readonly lastRead: string
}

/** What a script did to a copy. */
interface ChangesSince {
  readonly changeSets: readonly ChangeSet[]
  /** The net effect of the change sets. */
  readonly net: readonly Change[]
  /** Whether the script read Salesforce users. */
  readonly hasRead: boolean
}

async function ledgerMark(ledger: Ledger): Promise<LedgerMark> {
  const { changeSets: newest } = await ledger.counts()
  return { newest, lastRead: JSON.stringify(await ledger.directory.lastRead()) ?? '' }
}

async function changesSince(ledger: Ledger, { newest, lastRead }: LedgerMark): Promise<ChangesSince> {
  const { newest: last, lastRead: latest } = await ledgerMark(ledger)
  const changeSets: ChangeSet[] = []
  for (let number = newest + 1; number <= last; number += 1)
    changeSets.push(await changeSetNumbered(ledger, number))
  return {
    changeSets,
    net: netChanges(changeSets.flatMap(({ changes }) => [...changes])),
    hasRead: latest !== lastRead,
  }
}

/** What a program did to a copy of the ledger; usable until `finish` returns. */
export interface Tried {
  readonly ledger: Ledger
  readonly copy: Ledger
  readonly start: LedgerMark
  readonly made: ChangesSince
}

/** Runs a program on a copy of the ledger and passes what it did to `finish`; throws `ProgramFailed` if it fails. */
export async function runOnCopy<Result>(
  context: AppContext,
  command: readonly string[],
  finish: (tried: Tried) => Promise<Result>,
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
      return await finish({ ledger, copy, start, made })
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
  const around: Pick<InsideTry, 'ledgers' | 'copy'> =
    outer === '' ? { ledgers: [], copy: store } : readTryVariable(outer)
  const ledgers = [...around.ledgers, ...(around.ledgers.includes(around.copy) ? [] : [around.copy])]
  return { [tryVariable]: JSON.stringify({ ledgers, copy, processId: dependencies.processId }) }
}

/** Commits the change sets of a copy, each with its own stamp, and returns their numbers; throws `conflict`. */
export async function keepTried(context: AppContext, { ledger, start, made }: Tried): Promise<number[]> {
  await throwIfInterrupted(context.dependencies.interrupted)
  const committed = await ledger.commitAll(made.changeSets.map(asCommittedNow), start.newest)
  if ('conflicts' in committed) {
    if (committed.conflicts.length > 0) throw await conflictError(ledger, committed.conflicts)
    throw await ledgerChanged(ledger, start)
  }
  return committed.map(({ number }) => number)
}

// A copy has no database roles: who keeps its change sets commits them.
function asCommittedNow({ at, actor, command, reason, evidence, changes }: ChangeSet): StampedPlan {
  return { at, actor, command, reason, evidence, changes }
}

async function ledgerChanged(ledger: Ledger, { newest }: LedgerMark): Promise<SfsyncError> {
  const rows = []
  for await (const heads of ledger.history({}))
    for (const { number, actor, command } of heads) {
      if (number <= newest) return ledgerChangedBy(rows)
      rows.push({ value: String(number), reason: `change set ${number}, ${actor}: ${command}` })
    }
  return ledgerChangedBy(rows)
}

function ledgerChangedBy(rows: readonly { readonly value: string; readonly reason: string }[]): SfsyncError {
  return new SfsyncError(
    'conflict',
    'another admin changed the ledger while the script ran; nothing was kept',
    { rows: rows.toReversed(), actions: ['try again: the script then starts from the current ledger'] },
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
        group: 'changes that it had made',
        reason: visible(changeText(change, names)),
      })),
      actions: ['fix the script and try again'],
    },
  )
}

function notStarted(command: readonly string[], exitCode: number): ProgramFailed {
  const [program = ''] = command
  const reason =
    exitCode === 127 ? `program not found: ${shellWord(program)}` : `cannot run ${shellWord(program)}`
  return new ProgramFailed(exitCode, `${reason}; nothing was kept`, {
    actions: [{ text: 'run a script with its shell', command: commandLine('try', '--', 'sh', '<script>') }],
  })
}

function copyIsGone(): SfsyncError {
  return new SfsyncError('failure', 'the script removed the copy of the ledger; nothing was kept')
}

function shellText(command: readonly string[]): string {
  return command.map((word) => shellWord(word)).join(' ')
}
