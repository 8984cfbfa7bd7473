import { type Change, type Changes, type Decided, countsOf, type Plan, type Refusal } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import { commandLine } from '../hint.ts'
import type { User } from '../model.ts'
import { countText, numberText } from '../text.ts'

/** How many users one run may remove something from. */
interface RemovalLimit {
  /** At most this many users. */
  readonly people: number
  /** And at most this percentage of all SalesScreen users, unless three users or fewer are affected. */
  readonly percent: number
}

// In a small company one user may be a large percentage.
const alwaysFew = 3

/** What these changes remove, by the user ID of who loses it. */
export function removalsIn(changes: Changes): ReadonlyMap<string, readonly string[]> {
  const lost = new Map<string, string[]>()
  for (const change of changes) {
    const losses = lossesBy(change)
    if (losses.length > 0) lost.set(change.key, [...(lost.get(change.key) ?? []), ...losses])
  }
  return lost
}

/** How many users lose something by these changes. */
export function countLosers(changes: Changes): number {
  const counts = countsOf(changes)
  const [users, mappings] = [counts.of('user'), counts.of('mapping')]
  // Of mappings alone, each is that of another user.
  if (users.removed + users.changed + mappings.changed === 0) return mappings.removed
  return removalsIn(changes).size
}

function lossesBy(change: Change): string[] {
  if (change.entity === 'mapping') {
    const { before, after } = change
    return before !== null && before.salesforceUserId !== after?.salesforceUserId ? ['mapping'] : []
  }
  return change.entity === 'user' && change.before !== null ? lossesOf(change.before, change.after) : []
}

function lossesOf(before: User, after: User | null): string[] {
  if (after === null) return ['active account']
  return [
    ...(before.teamId !== null && before.teamId !== after.teamId ? ['team'] : []),
    ...(before.state === 'active' && after.state !== 'active' ? ['active account'] : []),
  ]
}

/** What the limit on removals is judged by. */
export interface RemovalFacts {
  /** How many SalesScreen users there are. */
  readonly users: number
  readonly limit: RemovalLimit
  /** Exactly this many users may lose something in this run, whatever the limit. */
  readonly allowed: number | undefined
  nameOf(userId: string): string
}

/** Whether so many users may lose something; exactly the allowed number may, whatever the limit. */
export function areFew(losers: number, facts: Omit<RemovalFacts, 'nameOf'>): boolean {
  return losers === facts.allowed || !isOverLimit(losers, facts)
}

/** The plan, or a refusal if it takes something from too many users. */
export function checkRemovals(plan: Plan, facts: RemovalFacts): Decided {
  if (areFew(countLosers(plan.changes), facts)) return plan
  return limitRefusal(plan, facts)
}

/** What a read of Salesforce users would drop from the directory, and what that is judged by. */
export interface DirectoryRemovals extends Pick<RemovalFacts, 'limit' | 'allowed'> {
  readonly dropped: number
  /** How many users are in the directory now. */
  readonly users: number
  /** The host that no longer shows them. */
  readonly origin: string
  /** Why it probably shows fewer users than before. */
  readonly cause: string
}

/** The refusal if a read would drop too many users from the directory; exactly the allowed number lets it through. */
export function checkDirectoryRemovals(removals: DirectoryRemovals): Refusal | undefined {
  const { dropped, users, origin, cause, limit, allowed } = removals
  if (dropped === allowed || !isOverLimit(dropped, removals)) return undefined
  return {
    code: 'limit',
    message: `${origin} no longer shows ${numberText(dropped)} of the ${countText(users, 'user')} in the directory; the limit for one run is ${countText(limit.people, 'user')} or ${limit.percent} percent`,
    rows: [{ reason: cause }],
    actions: [],
    removals: { needed: dropped, given: allowed },
  }
}

function isOverLimit(people: number, { users, limit }: Pick<RemovalFacts, 'users' | 'limit'>): boolean {
  return people > limit.people || (people > alwaysFew && people * 100 > users * limit.percent)
}

// The lower of the two limits is the one that applies.
function limitText(users: number, { people, percent }: RemovalLimit): string {
  const byPercent = Math.max(alwaysFew, Math.floor((users * percent) / 100))
  if (people <= byPercent) return countText(people, 'user')
  const share = `${percent} percent of all ${numberText(users)}`
  return `${countText(byPercent, 'user')} (${byPercent === alwaysFew ? `more only up to ${share}` : share})`
}

function limitRefusal(plan: Plan, { users, limit, allowed, nameOf }: RemovalFacts): Refusal {
  const losses = removalsIn(plan.changes)
  const all = countText(users, 'user')
  return {
    code: 'limit',
    message: `${numberText(losses.size)} of ${all} would lose their mapping, team or active account; the limit for one run is ${limitText(users, limit)}`,
    rows: [...losses].map(([userId, lost]): ErrorRow => ({
      value: nameOf(userId),
      reason: `${nameOf(userId)} would lose: ${[...new Set(lost)].join(', ')}`,
    })),
    actions: [
      {
        text: 'to change the limits, set removal-limit or removal-percent',
        command: commandLine('settings set', 'removal-limit', '<number>'),
      },
    ],
    removals: { needed: losses.size, given: allowed },
    plan,
  }
}
