import type { ChangeSet, Plan, Stamp } from '../core/change.ts'
import { commandText } from '../core/command-text.ts'
import { type Decided, isRefusal, type Refusal } from '../core/decided.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { declined, refused } from './declined.ts'
import { heard } from './heard.ts'
import { withinLimit } from './limit.ts'
import { showPlan, writeOutcome } from './outcome.ts'
import { staleFailure } from './stale.ts'

/** The flags that every writing command takes. */
export interface WriteOptions {
  readonly dryRun: boolean
  readonly reason?: string
  /** Exactly this many people may lose something, beyond the limit. */
  readonly allowRemovals?: number
}

/** A wish on its way to the ledger. */
export interface Undertaking extends WriteOptions {
  /** Reads the facts and decides; called again after each answer, and when somebody else was faster. */
  decide(allowed: ReadonlySet<string>): Promise<Decided>
  /** The decisions taken by flags already. */
  readonly allowed?: readonly string[]
  /** Done once nothing stands in the way any more, just before it is written. */
  prepare?(): Promise<void>
  /** The words after `sfsync` that do the same without a question; decisions taken by prompt are added. */
  readonly words: readonly string[]
  /** Whether something was asked for, so that the plan is confirmed before it is written. */
  readonly prompted: boolean
}

const attempts = 25

/**
 * Plan -> show -> confirm -> commit -> what next: the one path of every writing command.
 * Gives the committed change set; null for a dry run and when nothing was left to do.
 */
export async function carryOut(context: Context, undertaking: Undertaking): Promise<ChangeSet | null> {
  const ledger = await context.ledger()
  const allowed = new Set(undertaking.allowed)
  const words = [...undertaking.words]
  let prompted = undertaking.prompted
  let removals = undertaking.allowRemovals
  const told = async <Result>(result: Result): Promise<Result> => {
    if (prompted) await tellTyped(context, [...words, ...ownFlags(undertaking, removals)])
    return result
  }
  for (let attempt = 1; ; attempt += 1) {
    const decided = await undertaking.decide(allowed)
    if (!isRefusal(decided)) {
      const opened = await withinLimit(context, ledger, decided.changes, removals)
      if (opened !== removals) {
        removals = opened
        words.push('--allow-removals', String(opened))
        prompted = true
      }
    }
    if (isRefusal(decided)) {
      const flags = await askAbout(context, decided)
      for (const flag of flags) allowed.add(flag.replace(/^--/, ''))
      words.push(...flags)
      prompted = true
      continue
    }
    if (decided.changes.length === 0) {
      await writeOutcome(context, ledger, decided, null)
      return await told(null)
    }
    if (undertaking.dryRun) {
      await dryRun(context, ledger, decided)
      return await told(null)
    }
    if (prompted) await confirm(context, async () => await showPlan(context, ledger, decided))
    // Whoever was just asked could press it then.
    if (prompted) context.parts.interrupted.throwIfAborted()
    else await heard(context.parts.interrupted)
    await undertaking.prepare?.()
    const committed = await ledger.commit(decided, stampOf(context, words, undertaking.reason))
    if ('number' in committed) {
      await writeOutcome(context, ledger, decided, committed.number)
      return await told(committed)
    }
    if (attempt >= attempts) throw await staleFailure(ledger, committed.stale)
  }
}

/** Who commits now, by the command of these words. */
export function stampOf(context: Context, words: readonly string[], reason: string | undefined): Stamp {
  return {
    actor: context.actor,
    at: context.now(),
    command: commandText(...words),
    reason: reason ?? null,
  }
}

/** Says how to do without questions what was just done with them. */
export async function tellTyped(context: Context, words: readonly string[]): Promise<void> {
  await context.note(`the same, typed: ${context.typed(commandText(...words))}`)
}

async function askAbout(context: Context, refusal: Refusal): Promise<string[]> {
  const flags = refusal.rows.flatMap((row) => (row.flag === undefined ? [] : [row.flag]))
  if (refusal.code !== 'decision-needed' || !context.canAsk || flags.length === 0) throw refused(refusal)
  const prompts = await context.prompts()
  for (const flag of new Set(flags)) {
    const rows = refusal.rows.filter((row) => row.flag === flag)
    const [only, ...others] = rows
    // One answer for all that one flag would allow.
    if (others.length > 0) for (const { reason } of rows) await context.warn(reason)
    const question = others.length > 0 || only === undefined ? '' : `${only.reason}. `
    if (!(await prompts.yesNo(`${question}Go ahead all the same?`))) throw declined()
  }
  return [...new Set(flags)]
}

// These are no part of the command that is kept: a dry run keeps nothing, and the reason is kept beside it.
function ownFlags(
  { dryRun: dry, reason, allowRemovals }: Undertaking,
  removals: number | undefined,
): string[] {
  return [
    ...(reason === undefined ? [] : ['--reason', reason]),
    // A number that was typed after a question is among the words already.
    ...(allowRemovals === undefined || allowRemovals !== removals
      ? []
      : ['--allow-removals', String(allowRemovals)]),
    ...(dry ? ['--dry-run'] : []),
  ]
}

async function dryRun(context: Context, ledger: Ledger, plan: Plan): Promise<void> {
  const found = await ledger.stale(plan.changes)
  if (found.length > 0) throw await staleFailure(ledger, found)
  // What comes next needs the rows that were not written.
  await writeOutcome(context, ledger, { ...plan, next: [] }, null)
  await context.note('dry run: nothing was written')
}

/** Shows what would be written and asks; throws when the answer is no. */
export async function confirm(context: Context, show: () => Promise<void>): Promise<void> {
  if (!context.canAsk) return
  await show()
  const prompts = await context.prompts()
  if (!(await prompts.yesNo('Write this?'))) throw declined()
}
