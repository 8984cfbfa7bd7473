import { lineOf } from './contradictions.ts'
import {
  type Change,
  type Changes,
  changeOf,
  countsOf,
  joinChanges,
  type Provenance,
  rowName,
} from '../change.ts'
import { commandLine, type Hint } from '../hint.ts'
import type { LicenseUsage, User } from '../model.ts'
import { countText } from '../text.ts'

/** How many licenses are free; never below zero. */
export function freeLicenses(licenses: number, activeUsers: number): number {
  return Math.max(0, licenses - activeUsers)
}

/** Warns once how many of the new users of a plan become Pending; `before` is the usage without the plan. */
export function pendingWarnings(changes: Changes, before: LicenseUsage): Hint[] {
  const { licenses, activeUsers } = before
  const created = newUsers(changes)
  const pending = created.filter(({ after }) => after?.state === 'pending').length
  if (licenses === null || pending === 0) return []
  const free = freeLicenses(licenses, activeUsers)
  return [
    {
      text: `${pending} of ${countText(created.length, 'new user')} would become Pending: ${countText(licenses, 'license')}, ${free} free; to see whose license could be freed`,
      command: commandLine('users licenses'),
    },
  ]
}

type UserChange = Extract<Change, { readonly entity: 'user' }>

function newUsers(changes: Changes): UserChange[] {
  if (countsOf(changes).of('user').added === 0) return []
  return changes.flatMap((change) => (change.entity === 'user' && change.before === null ? [change] : []))
}

/** The new users that fit into so many free seats, and the lines of those that do not: the first of the file come first. */
export function fitIntoSeats(
  changes: Changes,
  free: number,
): { readonly fitting: number; readonly excessLines: ReadonlySet<number> } {
  const created = newUsers(changes)
  return {
    fitting: Math.min(created.length, free),
    excessLines: new Set(created.slice(free).map((change) => lineOf(change))),
  }
}

/** An active SalesScreen user who is inactive or frozen in Salesforce. */
export interface Leaver {
  readonly user: User
  /** In words that follow the e-mail address. */
  readonly reason: string
}

/** The changes of a plan, preceded by the deactivation of these users. */
export function leaversFirst(changes: Changes, leavers: readonly Leaver[]): Change[] {
  const own = new Map(changes.map((change) => [rowName(change), change]))
  const first = leavers.map(({ user, reason }): Change => {
    const name = rowName({ entity: 'user', key: user.userId })
    const earlier = own.get(name)
    own.delete(name)
    const before = earlier?.entity === 'user' && earlier.after !== null ? earlier.after : user
    const provenance: Provenance = { ...originOf(earlier), evidence: reason }
    const deactivated = changeOf({
      entity: 'user',
      key: user.userId,
      before,
      after: { ...before, state: 'deactivated' },
      ...provenance,
    })
    return earlier === undefined ? deactivated : joinChanges(earlier, deactivated)
  })
  return [...first, ...own.values()]
}

function originOf(change: Change | undefined): Pick<Provenance, 'origin'> {
  return change?.origin === undefined ? {} : { origin: change.origin }
}
