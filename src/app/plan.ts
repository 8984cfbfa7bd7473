import { hintText } from './hints.ts'
import type { Change, Plan } from '../core/change.ts'
import { type Preconditions, preconditionsOfChange } from '../core/decide/preconditions.ts'
import type { SalesforceUser } from '../core/salesforce-user.ts'
import { isUserId, type Team, type User } from '../core/model.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { rejections } from './decisions.ts'
import { refuseBatch } from '../core/batch/decide-batch.ts'
import { commandText } from '../core/text.ts'
import { batchWords } from '../cli/shared-flags.ts'
import { readBatch } from './batch/read-batch.ts'
import { planBatch, rowCount } from './batch/run-batch.ts'
import type { PlanOptions } from '../cli/commands/plan.ts'
import type { Context } from '../cli/context.ts'
import { type ExitCode, exitCodes, refusalError } from './exit-codes.ts'
import { given } from '../cli/command.ts'
import { requireSafeToWrite } from './output-files.ts'
import { withinLimit } from '../cli/write.ts'
import { rowNames, planText, writePlanned } from '../cli/output/plan.ts'
import { plain } from '../cli/output/paint.ts'
import { planLines } from './plan-file.ts'

/** What each of these changes relies on, in their order; decisions count by `today`, YYYY-MM-DD. */
export async function preconditionsOf(
  ledger: Ledger,
  changes: readonly Change[],
  today: string,
): Promise<readonly Preconditions[]> {
  const mappings = changes.flatMap((change) => (change.entity === 'mapping' ? [change] : []))
  const people = await ledger.usersOf({
    userIds: mappings.flatMap(({ key }) => (isUserId(key) ? [key] : [])),
  })
  const seen = await ledger.directory.findAll({
    salesforceUserIds: mappings.flatMap(({ after }) => after?.salesforceUserId ?? []),
  })
  const users = new Map<string, User>(people.map(({ user }) => [user.userId, user]))
  const persons = new Map<string, SalesforceUser>(seen.map((person) => [person.salesforceUserId, person]))
  const teams = new Map<string, Team>((await ledger.teams()).map(({ team }) => [team.teamId, team]))
  const own = new Set(changes.map(({ entity, key }) => `${entity} ${key}`))
  const known = {
    user: (userId: string) => users.get(userId) ?? null,
    team: (teamId: string) => teams.get(teamId) ?? null,
    salesforceUser: (id: string) => persons.get(id) ?? null,
    rejected: await rejections(ledger, today),
  }
  return changes.map((change) => preconditionsOfChange(change, known, (key) => own.has(key)))
}

/** Plans what a file wishes; shows it, and writes it to a file where one is named. Nothing is written to the ledger. */
export async function makePlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  const ledger = await context.ledger()
  const { out, file } = options
  if (out !== undefined && out !== '-')
    await requireSafeToWrite(context, out, { input: file, what: 'a plan', isOurs: isPlan })
  const plan = await planned(context, ledger, options)
  await withinLimit(context, ledger, plan.changes, options.allowRemovals)
  const command = commandText(...wordsOf(options))
  const names = await rowNames(ledger, plan.changes)
  const facts = await preconditionsOf(ledger, plan.changes, context.now().slice(0, 10))
  const { lines, digest } = planLines(
    {
      command,
      actor: context.actor,
      at: context.now(),
      reason: options.reason ?? null,
      evidence: plan.evidence,
      warnings: plan.warnings.map((warning) => hintText(warning)),
      next: plan.next.map((step) => hintText(step)),
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
  if (problems.length > 0) throw refusalError(refuseBatch(problems, rowCount(batch), batch.sheet.name, []))
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
