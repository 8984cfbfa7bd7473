import type { Change, Refusal } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import type { User } from '../model.ts'

/** How many people one run may take something away from. */
export interface RemovalLimit {
  /** At most so many people. */
  readonly people: number
  /** And at most this share of all SalesScreen users, in percent; it never stops a run about three people or fewer. */
  readonly percent: number
}

// In a small company one person may be a large share.
const alwaysFew = 3

/** The people who would lose their mapping, team or place by these changes, by user ID, each with what is lost. */
export function removalsIn(changes: readonly Change[]): ReadonlyMap<string, readonly string[]> {
  const lost = new Map<string, string[]>()
  for (const change of changes) {
    const losses = lossesBy(change)
    if (losses.length > 0) lost.set(change.key, [...(lost.get(change.key) ?? []), ...losses])
  }
  return lost
}

function lossesBy(change: Change): string[] {
  if (change.entity === 'mapping') {
    const { before, after } = change
    return before !== null && before.salesforceUserId !== after?.salesforceUserId ? ['mapping'] : []
  }
  return change.entity === 'user' && change.before !== null ? lossesOf(change.before, change.after) : []
}

function lossesOf(before: User, after: User | null): string[] {
  if (after === null) return ['place in SalesScreen']
  return [
    ...(before.teamId !== null && before.teamId !== after.teamId ? ['team'] : []),
    ...(before.state === 'active' && after.state !== 'active' ? ['place in SalesScreen'] : []),
  ]
}

/** Whether so many people are more than one run may take something away from, of so many users in all. */
export function isOverLimit(people: number, users: number, limit: RemovalLimit): boolean {
  return people > limit.people || (people > alwaysFew && people * 100 > users * limit.percent)
}

/** The refusal of a run that takes away too much; only the exact number opens it. */
export function limitRefusal(
  losses: ReadonlyMap<string, readonly string[]>,
  users: number,
  { people, percent }: RemovalLimit,
  nameOf: (userId: string) => string,
  given: number | undefined,
): Refusal {
  const count = losses.size
  return {
    code: 'limit',
    message: `${count} ${count === 1 ? 'person' : 'people'} of ${users} would lose their mapping, team or place in SalesScreen, and one run may take at most ${people} people or ${percent} percent; nothing was written`,
    rows: [...losses].map(([userId, lost]): ErrorRow => ({
      value: nameOf(userId),
      reason: `${nameOf(userId)} would lose: ${[...new Set(lost)].join(', ')}`,
    })),
    actions: ['the limits are settings: removal-limit and removal-percent'],
    removals: { needed: count, given },
  }
}
