import {
  type ChangeSet,
  countsOf,
  type Decided,
  isRefusal,
  type Plan,
  type Refusal,
  type Stamp,
} from '../core/change.ts'
import type { Confirmation } from '../core/confirmation.ts'
import type { SfsyncError } from '../core/errors.ts'
import { areFew, checkRemovals, countLosers, removalsIn } from '../core/decide/removal-limit.ts'
import type { ConflictingRow, Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { refusalError } from './exit-codes.ts'
import { throwIfInterrupted } from './interrupts.ts'
import { rowNames } from './change-text.ts'
import { todoHints } from './todo.ts'

/** The flags that every writing command takes. */
export interface WriteOptions {
  readonly dryRun: boolean
  readonly reason?: string
  /** Exactly this many users may lose something in this run. */
  readonly allowRemovals?: number
}

/** A request to change the ledger. */
export interface Write {
  readonly dryRun: boolean
  /** The confirmations given by flags. */
  readonly confirmed?: readonly Confirmation[]
  readonly allowRemovals?: number
  /** Reads the facts and decides; called again after each answer, and after a conflict with another write. */
  decide(confirmed: ReadonlySet<Confirmation>): Promise<Decided>
  /** Whether it records what has happened already: then Ctrl-C does not keep it from being written. */
  readonly hasHappened?: boolean
  /** Runs just before the commit. */
  prepare?(): Promise<void>
  stamp(): Stamp
}

/** What resolves a refusal: the confirmations it asked for, or the number of removals. */
export interface WriteAnswer {
  readonly confirmations?: readonly Confirmation[]
  readonly allowRemovals?: number
}

/** How an admin answers: with prompts on a terminal, or with keys on the review screen. */
interface WriteInteraction {
  /** Resolves a refusal, or throws it. */
  answer(refusal: Refusal): Promise<WriteAnswer>
  /** Approves the plan before it is written; throws if the answer is no. */
  approve(plan: Plan): Promise<void>
}

/** The result of a write; no change set after a dry run, and if there was nothing to do. */
export interface Written {
  readonly plan: Plan
  readonly changeSet: ChangeSet | null
}

const maxAttempts = 25

/**
 * Decide -> check -> confirm -> commit: the only way for a plan into the ledger. After a conflict with another write it
 * reads and decides again; throws `conflict` if that does not help.
 */
export async function write(
  context: AppContext,
  request: Write,
  interaction: WriteInteraction,
): Promise<Written> {
  const ledger = await context.ledger()
  const confirmed = new Set<Confirmation>(request.confirmed)
  let { allowRemovals } = request
  for (let attempt = 1; ; attempt += 1) {
    const decided = await request.decide(confirmed)
    const checked = await checkedPlan(context, ledger, decided, allowRemovals)
    if (isRefusal(checked)) {
      const answer = await interaction.answer(checked)
      const news = (answer.confirmations ?? []).filter((each) => !confirmed.has(each))
      // An answer that changes nothing would be asked for without end.
      if (news.length === 0 && answer.allowRemovals === undefined) throw refusalError(checked)
      for (const each of news) confirmed.add(each)
      allowRemovals = answer.allowRemovals ?? allowRemovals
      continue
    }
    if (checked.changes.length === 0) return { plan: checked, changeSet: null }
    if (request.dryRun) {
      const conflicts = await ledger.conflicts(checked.changes)
      if (conflicts.length > 0) throw await conflict(ledger, conflicts)
      return { plan: await withMissingRight(ledger, checked), changeSet: null }
    }
    await interaction.approve(checked)
    if (request.hasHappened !== true) await throwIfInterrupted(context.dependencies.interrupted)
    await request.prepare?.()
    const committed = await ledger.commit(checked, request.stamp())
    if ('number' in committed) {
      const next = [...(await todoHints(ledger, checked.changes)), ...checked.next]
      return { plan: { ...checked, next }, changeSet: committed }
    }
    if (attempt >= maxAttempts) throw await conflict(ledger, committed.conflicts)
  }
}

// A dry run never comes to the statement that the server would refuse.
async function withMissingRight(ledger: Ledger, plan: Plan): Promise<Plan> {
  return { ...plan, warnings: [...plan.warnings, ...(await missingRights(ledger))] }
}

/** What to say in a dry run to someone whose database role may not do what it tries. */
export async function missingRights(ledger: Ledger): Promise<string[]> {
  const access = await ledger.access()
  if (access === null) return []
  const { role, may, missing } = access
  if (may === 'read')
    return [`your database role ${role} may only read the ledger: someone else has to make these changes`]
  if (missing.length === 0) return []
  return [
    `your database role ${role} is missing rights (${missing.join(', ')}), so that these changes may be refused: ask the owner of the ledger for them`,
  ]
}

async function conflict(ledger: Ledger, rows: readonly ConflictingRow[]): Promise<SfsyncError> {
  const { conflictError } = await import('./conflicts.ts')
  return await conflictError(ledger, rows)
}

/** The decision with a warning about every new user who may exist already, or a refusal by the limit on removals. */
export async function checkedPlan(
  context: AppContext,
  ledger: Ledger,
  decided: Decided,
  allowRemovals: number | undefined,
): Promise<Decided> {
  const checked = await withinRemovalLimit(context, ledger, decided, allowRemovals)
  if (isRefusal(checked) || countsOf(checked.changes).of('user').added === 0) return checked
  const { lookAlikeWarnings } = await import('./look-alikes.ts')
  const twins = await lookAlikeWarnings(ledger, checked, context.allProblems ? Infinity : undefined)
  return twins.length === 0 ? checked : { ...checked, warnings: [...checked.warnings, ...twins] }
}

/** The decision, or a refusal by the limit on removals; the facts for that are read only if a user would lose something. */
export async function withinRemovalLimit(
  context: AppContext,
  ledger: Ledger,
  decided: Decided,
  allowRemovals: number | undefined,
): Promise<Decided> {
  const losers = isRefusal(decided) ? 0 : countLosers(decided.changes)
  if (isRefusal(decided) || losers === 0) return decided
  const { 'removal-limit': users, 'removal-percent': percent } = context.configuration.settings
  const facts = {
    users: (await ledger.counts()).users,
    limit: { people: Number(users.value), percent: Number(percent.value) },
    allowed: allowRemovals,
  }
  if (areFew(losers, facts)) return decided
  const losses = removalsIn(decided.changes)
  const names = await rowNames(
    ledger,
    decided.changes.filter(({ key }) => losses.has(key)),
  )
  return checkRemovals(decided, { ...facts, nameOf: (userId) => names.user(userId) })
}

/** Who commits now, by which command. */
export function stampOf(context: AppContext, command: string, reason: string | undefined): Stamp {
  return { actor: context.actor, at: context.now(), command, reason: reason ?? null }
}
