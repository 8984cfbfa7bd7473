import {
  type Change,
  type ChangeSet,
  type Decided,
  isRefusal,
  type Plan,
  type Refusal,
  type Stamp,
} from '../core/change.ts'
import { type Confirmation, confirmationsOf } from '../core/confirmation.ts'
import { commandText } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { confirmationFlag } from './shared-flags.ts'
import { cancelledError, refusalError } from '../app/exit-codes.ts'
import { throwIfInterrupted } from '../app/interrupts.ts'
import { rowNames, showPlan, writeOutcome } from './output/plan.ts'
import { conflictError } from '../app/conflicts.ts'
import { isOverLimit, limitRefusal, type RemovalLimit, removalsIn } from '../core/decide/removal-limit.ts'
import { SfsyncError } from '../core/errors.ts'

/** The flags that every writing command takes. */
export interface WriteOptions {
  readonly dryRun: boolean
  readonly reason?: string
  /** Exactly this many people may lose something, beyond the limit. */
  readonly allowRemovals?: number
}

/** A wish on its way to the ledger. */
export interface WriteRequest extends WriteOptions {
  /** Reads the facts and decides; called again after each answer, and when somebody else was faster. */
  decide(allowed: ReadonlySet<string>): Promise<Decided>
  /** The confirmations given by flags already. */
  readonly allowed?: readonly string[]
  /** Done once nothing stands in the way any more, just before it is written. */
  prepare?(): Promise<void>
  /** The words after `sfsync` that do the same without a question; confirmations given by prompt are added. */
  readonly words: readonly string[]
  /** Whether something was asked for, so that the plan is confirmed before it is written. */
  readonly prompted: boolean
}

const attempts = 25

/**
 * Plan -> show -> confirm -> commit -> what next: the one path of every writing command.
 * Gives the committed change set; null for a dry run and when nothing was left to do.
 */
export async function executeWrite(context: Context, undertaking: WriteRequest): Promise<ChangeSet | null> {
  const ledger = await context.ledger()
  const allowed = new Set(undertaking.allowed)
  const words = [...undertaking.words]
  let prompted = undertaking.prompted
  let removals = undertaking.allowRemovals
  const told = async <Result>(result: Result): Promise<Result> => {
    if (prompted) await noteEquivalentCommand(context, [...words, ...ownFlags(undertaking, removals)])
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
      const given = await askAbout(context, decided)
      for (const confirmation of given) allowed.add(confirmation)
      words.push(...given.map(confirmationFlag))
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
    else await throwIfInterrupted(context.parts.interrupted)
    await undertaking.prepare?.()
    const committed = await ledger.commit(decided, stampOf(context, words, undertaking.reason))
    if ('number' in committed) {
      await writeOutcome(context, ledger, decided, committed.number)
      return await told(committed)
    }
    if (attempt >= attempts) throw await conflictError(ledger, committed.stale)
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
export async function noteEquivalentCommand(context: Context, words: readonly string[]): Promise<void> {
  await context.note(`the same, typed: ${context.typed(commandText(...words))}`)
}

async function askAbout(context: Context, refusal: Refusal): Promise<Confirmation[]> {
  const needed = confirmationsOf(refusal.rows)
  if (refusal.code !== 'decision-needed' || !context.canAsk || needed.length === 0)
    throw refusalError(refusal)
  const prompts = await context.prompts()
  for (const confirmation of needed) {
    const rows = refusal.rows.filter((row) => row.confirmation === confirmation)
    const [only, ...others] = rows
    // One answer for all that need the same confirmation.
    if (others.length > 0) for (const { reason } of rows) await context.warn(reason)
    const question = others.length > 0 || only === undefined ? '' : `${only.reason}. `
    if (!(await prompts.yesNo(`${question}Go ahead all the same?`))) throw cancelledError()
  }
  return needed
}

// These are no part of the command that is kept: a dry run keeps nothing, and the reason is kept beside it.
function ownFlags(
  { dryRun: dry, reason, allowRemovals }: WriteRequest,
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
  if (found.length > 0) throw await conflictError(ledger, found)
  // What comes next needs the rows that were not written.
  await writeOutcome(context, ledger, { ...plan, next: [] }, null)
  await context.note('dry run: nothing was written')
}

/** Shows what would be written and asks; throws when the answer is no. */
export async function confirm(context: Context, show: () => Promise<void>): Promise<void> {
  if (!context.canAsk) return
  await show()
  const prompts = await context.prompts()
  if (!(await prompts.yesNo('Write this?'))) throw cancelledError()
}

/**
 * Lets changes pass that take something away from few people, or from exactly as many as `allowed`; asks for the number
 * on a terminal and throws `limit` elsewhere. Gives the number that opened the limit, else what was allowed.
 */
export async function withinLimit(
  context: Context,
  ledger: Ledger,
  changes: readonly Change[],
  allowed: number | undefined,
): Promise<number | undefined> {
  const losses = removalsIn(changes)
  if (losses.size === 0 || losses.size === allowed) return allowed
  const { users } = await ledger.counts()
  const limit = limitOf(context)
  if (!isOverLimit(losses.size, users, limit)) return allowed
  const names = await rowNames(
    ledger,
    changes.filter(({ key }) => losses.has(key)),
  )
  const refusal = limitRefusal(losses, users, limit, (userId) => names.user(userId), allowed)
  if (!context.canAsk) throw refusalError(refusal)
  for (const { reason } of refusal.rows.slice(0, mostListed)) await context.warn(reason)
  if (refusal.rows.length > mostListed) await context.warn(`... and ${refusal.rows.length - mostListed} more`)
  await context.warn(refusal.message.replace('; nothing was changed', ''))
  const prompts = await context.prompts()
  await prompts.text({
    message: `Type ${losses.size} to go on (Ctrl-C to stop)`,
    problem: (text) => (text.trim() === String(losses.size) ? undefined : 'that is not the number'),
  })
  return losses.size
}

const mostListed = 20

function limitOf({ configuration: { settings } }: Context): RemovalLimit {
  return {
    people: Number(settings['removal-limit'].value),
    percent: Number(settings['removal-percent'].value),
  }
}

/** Several steps that each write for themselves: stopped between them, what was written is told, and how to go on. */
export async function walkThrough<Result>(
  context: Context,
  command: string,
  walk: () => Promise<Result>,
): Promise<Result> {
  const before = await written(context)
  try {
    return await walk()
  } catch (error) {
    const isPlain = error instanceof SfsyncError && error.code === 'interrupted' && error.actions.length === 0
    if (!isPlain || before === (await written(context))) throw error
    throw new SfsyncError('interrupted', 'stopped; what was written before stays', {
      actions: [command],
      cause: error,
    })
  }
}

async function written(context: Context): Promise<string> {
  const ledger = await context.ledger()
  const read = await ledger.directory.lastRead()
  return `${(await ledger.counts()).changeSets} ${read?.at ?? ''}`
}
