import { type Decided, isRefusal } from '../change.ts'
import { isOverLimit, limitRefusal, type RemovalLimit, removalsIn } from './removal-limit.ts'

/** What the limit on removals is judged by. */
export interface RemovalFacts {
  /** How many SalesScreen users there are. */
  readonly users: number
  readonly limit: RemovalLimit
  /** Exactly this many users may lose something in this run, whatever the limit. */
  readonly allowed: number | undefined
  nameOf(userId: string): string
}

/**
 * The last check before anything is written, the same for every way to write: a decision that lacks a confirmation stays
 * refused, and a plan that takes something from too many users is refused by the limit on removals.
 */
export function checkWrite(decided: Decided, { users, limit, allowed, nameOf }: RemovalFacts): Decided {
  if (isRefusal(decided)) return decided
  const losses = removalsIn(decided.changes)
  if (losses.size === allowed || !isOverLimit(losses.size, users, limit)) return decided
  return limitRefusal(losses, users, limit, nameOf, allowed)
}
