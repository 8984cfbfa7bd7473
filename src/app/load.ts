import { type Plan, planOf } from '../core/change.ts'
import { checkRows } from '../core/decide/check-rows.ts'
import { checkHistory, loadChanges } from '../core/decide/load.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { conflictError } from './conflicts.ts'
import type { AppContext } from './context.ts'
import { refuseOtherOrg } from './directory/import-directory.ts'
import { type DumpFile, readDump } from './dump-file.ts'
import { throwIfInterrupted } from './interrupts.ts'

/** A dump that was checked as a whole and can be loaded. */
export interface CheckedDump {
  /** The name of the file, or "standard input". */
  readonly name: string
  readonly dump: DumpFile
  /** The change sets to bring along; empty where the rows alone are loaded. */
  readonly history: DumpFile['history']
}

/** Reads a dump and checks it as a whole; throws `invalid` with every problem, and `conflict` where it is of another org. */
export async function readCheckedDump(
  context: AppContext,
  file: string,
  rowsOnly: boolean,
): Promise<CheckedDump> {
  const name = file === '-' ? 'standard input' : file
  const dump = await readDump(name, await context.dependencies.readLines(file))
  const ledger = await context.ledger()
  const history = rowsOnly ? [] : dump.history
  refuseProblems(name, [
    ...dump.problems,
    ...checkRows(name, dump.rows, dump.unreadable),
    ...(dump.problems.length > 0 || history.length === 0 ? [] : checkHistory(name, history, dump.rows)),
  ])
  await requireSameOrg(context, ledger, name, dump)
  return { name, dump, history }
}

/** Plans to make the ledger equal to a dump. */
export async function decideLoad(ledger: Ledger, { name, dump }: CheckedDump): Promise<Plan> {
  const now = await ledger.readTransaction(async () => {
    const rows = []
    for await (const page of ledger.rows()) rows.push(...page)
    return rows
  })
  const changes = loadChanges(name, now, dump.rows)
  if (changes.length === 0)
    return planOf([], { warnings: [`the ledger is as ${name} says already; nothing was written`] })
  const directory = await ledger.directory.lastRead()
  return planOf(changes, {
    evidence: [`${name} holds ${dump.rows.length} rows`],
    next:
      directory === undefined && dump.rows.some(({ entity }) => entity === 'mapping')
        ? [commandLine('sf-users refresh')]
        : [commandLine('status')],
  })
}

/**
 * Commits the history of a dump: each of its change sets keeps its time, author and command, so it does not go through
 * `write`. Gives the number of change sets; throws `conflict` where the ledger has a history of its own.
 */
export async function commitHistory(context: AppContext, { name, history }: CheckedDump): Promise<number> {
  const ledger = await context.ledger()
  await throwIfInterrupted(context.dependencies.interrupted)
  const committed = await ledger.commitAll(
    history.map(({ draft }) => draft),
    0,
  )
  if ('conflicts' in committed) {
    if (committed.conflicts.length > 0) throw await conflictError(ledger, committed.conflicts)
    throw historyInTheWay(name, (await ledger.counts()).changeSets)
  }
  return committed.length
}

/** Throws `conflict` where the ledger has a history of its own. */
export async function requireNoHistory(ledger: Ledger, { name }: CheckedDump): Promise<void> {
  const { changeSets } = await ledger.counts()
  if (changeSets > 0) throw historyInTheWay(name, changeSets)
}

function historyInTheWay(name: string, changeSets: number): SfsyncError {
  const own = changeSets === 1 ? 'a change set' : `${changeSets} change sets`
  return new SfsyncError(
    'conflict',
    `${name} brings a history, and this ledger has ${own} of its own; nothing was written`,
    {
      actions: [
        'load it into a new ledger: --store <file>',
        {
          text: 'or load the rows alone, as one change set',
          command: commandLine('load', name === 'standard input' ? '-' : name, '--rows-only'),
        },
      ],
    },
  )
}

function refuseProblems(name: string, problems: readonly ErrorRow[]): void {
  if (problems.length === 0) return
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  throw new SfsyncError('invalid', `${name} cannot be loaded: ${count}; nothing was written`, {
    rows: problems.toSorted((left, right) => (left.line ?? Infinity) - (right.line ?? Infinity)),
    actions: ['mend these lines and load the file again, or dump the ledger again'],
  })
}

async function requireSameOrg(
  context: AppContext,
  ledger: Ledger,
  name: string,
  dump: DumpFile,
): Promise<void> {
  const last = await ledger.directory.lastRead()
  for (const { entity, row } of dump.rows) {
    if (entity !== 'mapping') continue
    const otherOrg = refuseOtherOrg(context, name, row.organizationId, last?.organizationId ?? null)
    if (otherOrg !== undefined) throw otherOrg
  }
}
