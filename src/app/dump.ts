import { type Change, type LedgerRow, type Plan, planOf } from '../core/change.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { visibleJson } from '../cli/output/text.ts'
import { throwIfInterrupted } from './interrupts.ts'
import { commandText } from '../core/text.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { checkHistory, checkRows, loadChanges } from '../core/decide/load.ts'
import { executeWrite } from '../cli/write.ts'
import type { LoadOptions } from '../cli/commands/load.ts'
import type { Context } from '../cli/context.ts'
import { writeOutcome } from '../cli/output/plan.ts'
import { conflictError } from './conflicts.ts'
import { refuseOtherOrg } from '../cli/commands/sf-users/import.ts'
import { type DumpFile, readDump } from './dump-file.ts'

/** How much a dump held. */
export interface DumpCounts {
  rows: number
  changeSets: number
}

/**
 * The whole ledger as lines of JSON, the same bytes for the same content, in pieces: a head, every row by kind and key,
 * the history where it is wanted, and a last line by which a file that was cut off is known. Counts into `dumped`.
 */
export async function* dumpText(
  ledger: Ledger,
  history: boolean,
  dumped: DumpCounts,
): AsyncGenerator<string> {
  yield line({ sfsync: 'dump', version: 1 })
  for await (const page of ledger.rows()) {
    dumped.rows += page.length
    yield page.map((row) => rowLine(row)).join('')
  }
  if (history) yield* historyText(ledger, dumped)
  yield line({ sfsync: 'end' })
}

function rowLine({ entity, key, row }: LedgerRow): string {
  return line({ entity, key, row })
}

// Numbers have no gaps, so the oldest comes first without a list of all of them in memory.
async function* historyText(ledger: Ledger, dumped: DumpCounts): AsyncGenerator<string> {
  const { changeSets } = await ledger.counts()
  for (let wanted = 1; wanted <= changeSets; wanted += 1) {
    for await (const heads of ledger.history({ number: wanted }))
      for (const { number, at, actor, command, reason, evidence, size } of heads)
        yield line({ entity: 'changeSet', number, at, actor, command, reason, evidence, changes: size })
    for await (const page of ledger.changesOf(wanted))
      yield page.map((change) => changeLine(wanted, change)).join('')
    dumped.changeSets += 1
  }
}

function changeLine(changeSet: number, { entity, key, before, after, origin, evidence }: Change): string {
  return line({ entity: 'change', changeSet, change: { entity, key, before, after, origin, evidence } })
}

function line(value: object): string {
  return `${visibleJson(JSON.stringify(value))}\n`
}

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
  await executeWrite(context, {
    ...options,
    words: ['load', file, ...(options.rowsOnly ? ['--rows-only'] : [])],
    prompted: false,
    decide: plan,
  })
}

async function planned(ledger: Ledger, name: string, dump: DumpFile): Promise<Plan> {
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
  readonly dump: DumpFile
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
  await throwIfInterrupted(context.parts.interrupted)
  const committed = await ledger.commitAll(
    history.map(({ draft }) => draft),
    0,
  )
  if ('stale' in committed) {
    if (committed.stale.length > 0) throw await conflictError(ledger, committed.stale)
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

async function requireSameOrg(context: Context, ledger: Ledger, name: string, dump: DumpFile): Promise<void> {
  const last = await ledger.directory.lastRead()
  for (const { entity, row } of dump.rows) {
    if (entity !== 'mapping') continue
    const otherOrg = refuseOtherOrg(context, name, row.organizationId, last?.organizationId ?? null)
    if (otherOrg !== undefined) throw otherOrg
  }
}
