import type { Change } from '../core/change.ts'
import { isOverLimit, limitRefusal, type RemovalLimit, removalsIn } from '../core/removals.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { refused } from './declined.ts'
import { namesOf } from './outcome.ts'

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
  const names = await namesOf(
    ledger,
    changes.filter(({ key }) => losses.has(key)),
  )
  const refusal = limitRefusal(losses, users, limit, (userId) => names.user(userId), allowed)
  if (!context.canAsk) throw refused(refusal)
  for (const { reason } of refusal.rows.slice(0, mostListed)) await context.warn(reason)
  if (refusal.rows.length > mostListed) await context.warn(`... and ${refusal.rows.length - mostListed} more`)
  await context.warn(refusal.message.replace('; nothing was written', ''))
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
