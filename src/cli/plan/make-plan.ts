import { refuseBatch } from '../../core/batch/decide-batch.ts'
import type { Plan } from '../../core/change.ts'
import { commandText } from '../../core/command-text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { batchWords } from '../batch/flags.ts'
import { readBatch } from '../batch/read-batch.ts'
import { planBatch, rowsIn } from '../batch/run-batch.ts'
import type { PlanOptions } from '../commands/plan.ts'
import type { Context } from '../context.ts'
import { refused } from '../declined.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { given } from '../flags.ts'
import { requireFree } from '../free-file.ts'
import { withinLimit } from '../limit.ts'
import { namesOf, writePlanned } from '../outcome.ts'
import { plain } from '../output/paint.ts'
import { planText } from '../output/plan-text.ts'
import { factsOfAll } from './known-rows.ts'
import { planLines } from './plan-file.ts'

/** Plans what a file wishes; shows it, and writes it to a file where one is named. Nothing is written to the ledger. */
export async function makePlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  const ledger = await context.ledger()
  const { out, file } = options
  if (out !== undefined && out !== '-')
    await requireFree(context, out, { input: file, what: 'a plan', isOurs: isPlan })
  const plan = await planned(context, ledger, options)
  await withinLimit(context, ledger, plan.changes, options.allowRemovals)
  const command = commandText(...wordsOf(options))
  const names = await namesOf(ledger, plan.changes)
  const facts = await factsOfAll(ledger, plan.changes, context.now().slice(0, 10))
  const { lines, digest } = planLines(
    {
      command,
      actor: context.actor,
      at: context.now(),
      reason: options.reason ?? null,
      evidence: plan.evidence,
      warnings: plan.warnings,
      next: plan.next,
    },
    plan.changes.map((change, index) => ({
      text: planText([change], names, plain).trimEnd(),
      change,
      facts: facts[index] ?? {},
    })),
  )
  await tell(context, ledger, plan, { lines, digest, ...given({ out: options.out }) })
  return options.detailedExitCode && plan.changes.length > 0 ? exitCodes.waiting : exitCodes.done
}

async function planned(context: Context, ledger: Ledger, options: PlanOptions): Promise<Plan> {
  const { as, prune } = options
  const isRoster = as === 'roster'
  const kind = isRoster ? 'import' : as
  const batch = await readBatch(context, kind, options)
  // A roster says how it should be, whoever is in the way.
  const allowed = new Set([...options.allowed, ...(isRoster ? rosterDecisions : [])])
  const roster = isRoster ? { prune } : undefined
  const { plan, problems } = await planBatch(context, ledger, batch, kind, allowed, roster)
  if (problems.length > 0) throw refused(refuseBatch(problems, rowsIn(batch), batch.sheet.name, []))
  return plan
}

const rosterDecisions = ['move', 'replace', 'take-over', 'create-team'] as const

function isPlan(firstLine: string): boolean {
  return firstLine.startsWith('{"sfsync":"plan"')
}

interface Written {
  readonly lines: readonly string[]
  readonly digest: string
  readonly out?: string
}

async function tell(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  { lines, digest, out }: Written,
): Promise<void> {
  const text = lines.map((line) => `${line}\n`).join('')
  if (out === '-') await context.stdout.write(text)
  else {
    if (out !== undefined) await context.parts.writeFile(out, text)
    await writePlanned(context, ledger, plan, digest)
  }
  if (plan.changes.length === 0) return
  const short = digest.slice(0, 16)
  if (out === undefined) await context.note('nothing was written; to apply it later, save it: --out <file>')
  else await context.suggest(commandText('apply', out === '-' ? '<plan>' : out, '--expect', short))
}

// What would plan the same again.
function wordsOf(options: PlanOptions): string[] {
  const { file, as, prune, allowed } = options
  return [
    'plan',
    file,
    '--as',
    as,
    ...(prune ? ['--prune'] : []),
    ...allowed.map((name) => `--${name}`),
    ...batchWords({ ...options, keepGoing: false }),
  ]
}
