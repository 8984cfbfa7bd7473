import { heard } from '../heard.ts'
import { planOf, type Plan } from '../../core/change.ts'
import { commandText } from '../../core/command-text.ts'
import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import { checkRows } from '../../core/load/check-rows.ts'
import { checkHistory, loadChanges } from '../../core/load/decide-load.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { carryOut } from '../carry-out.ts'
import type { LoadOptions } from '../commands/load.ts'
import type { Context } from '../context.ts'
import { writeOutcome } from '../outcome.ts'
import { staleFailure } from '../stale.ts'
import { refuseOtherOrg } from '../take-in.ts'
import { type Dump, readDump } from './read-dump.ts'

/** Makes the ledger equal to a dump, which is checked as a whole before anything is written. */
export async function loadDump(context: Context, file: string, options: LoadOptions): Promise<void> {
  const name = file === '-' ? 'standard input' : file
  const dump = await readDump(name, await context.parts.readLines(file))
  const ledger = await context.ledger()
  const plan = async () => await planned(ledger, name, dump)
  const history = options.rowsOnly ? [] : dump.history
  refuseProblems(name, [
    ...dump.problems,
    ...checkRows(name, dump.rows, dump.unreadable),
    ...(dump.problems.length > 0 || history.length === 0 ? [] : checkHistory(name, history, dump.rows)),
  ])
  await requireSameOrg(context, ledger, name, dump)
  if (history.length > 0) {
    const first = await plan()
    const { changeSets } = await ledger.counts()
    // A ledger that is as the file says needs no other history.
    if (first.changes.length > 0 || changeSets === 0) {
      await loadHistory(context, ledger, options, { name, dump, plan: first })
      return
    }
  }
  await carryOut(context, {
    ...options,
    words: ['load', file, ...(options.rowsOnly ? ['--rows-only'] : [])],
    prompted: false,
    decide: plan,
  })
}

async function planned(ledger: Ledger, name: string, dump: Dump): Promise<Plan> {
  const now = await ledger.atOneMoment(async () => {
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
        ? ['sfsync sf-users refresh']
        : ['sfsync status'],
  })
}

/** A dump with its history, on its way into a ledger. */
interface HistoryLoad {
  readonly name: string
  readonly dump: Dump
  readonly plan: Plan
}

// Not carried out like other plans: each of its change sets has a time, an author and a command of its own.
async function loadHistory(
  context: Context,
  ledger: Ledger,
  { dryRun, reason }: LoadOptions,
  { name, dump: { history }, plan }: HistoryLoad,
): Promise<void> {
  const { changeSets } = await ledger.counts()
  if (changeSets > 0) throw historyInTheWay(name, changeSets)
  if (reason !== undefined)
    throw new SfsyncError('usage', 'the change sets of a history have their own reasons; leave --reason out')
  const sets = history.length === 1 ? 'one change set' : `${history.length} change sets`
  const whole = { ...plan, warnings: [`${name} brings ${sets} with time and author as they were`] }
  if (dryRun) {
    await writeOutcome(context, ledger, { ...whole, next: [] }, null)
    await context.note('dry run: nothing was written')
    return
  }
  await heard(context.parts.interrupted)
  const committed = await ledger.commitAll(
    history.map(({ draft }) => draft),
    0,
  )
  if ('stale' in committed) {
    if (committed.stale.length > 0) throw await staleFailure(ledger, committed.stale)
    throw historyInTheWay(name, (await ledger.counts()).changeSets)
  }
  await writeOutcome(context, ledger, whole, committed.length)
}

function historyInTheWay(name: string, changeSets: number): SfsyncError {
  const own = changeSets === 1 ? 'a change set' : `${changeSets} change sets`
  return new SfsyncError(
    'conflict',
    `${name} brings a history, and this ledger has ${own} of its own; nothing was written`,
    {
      actions: [
        'load it into a new ledger: --store <file>',
        `or load the rows alone, as one change set: ${commandText('load', name === 'standard input' ? '-' : name, '--rows-only')}`,
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

async function requireSameOrg(context: Context, ledger: Ledger, name: string, dump: Dump): Promise<void> {
  const last = await ledger.directory.lastRead()
  for (const { entity, row } of dump.rows) {
    if (entity !== 'mapping') continue
    const otherOrg = refuseOtherOrg(context, name, row.organizationId, last?.organizationId ?? null)
    if (otherOrg !== undefined) throw otherOrg
  }
}
