import { commandLine, type Hint, withOptions } from '../core/hint.ts'
import { fitIntoSeats, freeLicenses, type Leaver, leaversFirst } from '../core/batch/licenses.ts'
import { fullName, type User } from '../core/model.ts'
import type { Plan } from '../core/change.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { countText, fold } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { findDrift } from './drift.ts'
import { hintFrom } from './hints.ts'
import { probableLeavers, probableLeaverText } from './leavers.ts'
import { licenseUsageOf } from './license-usage.ts'
import { readTodos } from './todo.ts'

/** Why the license of a user could be freed, in the order in which they are listed; who is not mapped yet may be needed. */
export const licenseReasons = ['to-deactivate', 'inactive', 'frozen', 'unmapped'] as const

/** One of these reasons. */
export type LicenseReason = (typeof licenseReasons)[number]

/** A user whose license could be freed. */
export interface SpareLicense {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly reason: LicenseReason
  /** In words that follow the e-mail address. */
  readonly text: string
  /** UTC, ISO 8601; null if unknown. */
  readonly since: string | null
}

/** Users whose licenses could be freed, and how many there are. */
export interface LicenseOverview {
  /** By reason, then by name and e-mail address. */
  readonly spare: readonly SpareLicense[]
  /** null if no admin has set the number. */
  readonly licenses: number | null
  /** Active users here, and users who are deactivated here but not yet in SalesScreen. */
  readonly used: number
  /** Whether the directory was never read, so that no one is known to be inactive in Salesforce. */
  readonly isDirectoryUnread: boolean
}

/** Reads who has a license that could be freed. `now` is UTC, ISO 8601. */
export async function readLicenses(ledger: Ledger, now: string): Promise<LicenseOverview> {
  const waiting = await toDeactivate(ledger)
  const idle = await idleUsers(ledger, now)
  const left = new Set(idle.map(({ user }) => user.userId))
  const unmapped = await unmappedUsers(ledger, left)
  const { licenses, activeUsers } = await licenseUsageOf(ledger)
  return {
    spare: [...waiting, ...idle.map(({ row }) => row), ...unmapped].toSorted(byReasonThenName),
    licenses,
    used: activeUsers + waiting.length,
    isDirectoryUnread: (await ledger.directory.lastRead()) === undefined,
  }
}

function byReasonThenName(left: SpareLicense, right: SpareLicense): number {
  const rank = licenseReasons.indexOf(left.reason) - licenseReasons.indexOf(right.reason)
  if (rank !== 0) return rank
  const [one, other] = [left, right].map(({ name, email }) => `${fold(name)} ${email}`)
  return (one ?? '') < (other ?? '') ? -1 : 1
}

async function toDeactivate(ledger: Ledger): Promise<SpareLicense[]> {
  const { todos } = await readTodos(ledger, { kinds: ['deactivate'] })
  return todos.flatMap(({ user, since }) =>
    user === null
      ? []
      : [
          {
            userId: user.id,
            email: user.email,
            name: user.name,
            reason: 'to-deactivate',
            text: 'is deactivated here, but not yet in SalesScreen',
            since,
          },
        ],
  )
}

async function idleUsers(ledger: Ledger, now: string): Promise<{ user: User; row: SpareLicense }[]> {
  const view = (await ledger.directory.lastRead()) ?? null
  const found: { user: User; row: SpareLicense }[] = []
  const count = { findings: 0, notChecked: new Map() }
  for await (const page of findDrift(ledger, view, { pendingDays: 0, now }, count))
    for (const { drift, since } of page) {
      const { user } = drift.facts
      if (user.state === 'active' && (drift.kind === 'inactive' || drift.kind === 'frozen'))
        found.push({ user, row: { ...shown(user), reason: drift.kind, text: drift.text, since } })
    }
  return [...found, ...(await unmappedLeavers(ledger))]
}

// No one maps a user who has left already.
async function unmappedLeavers(ledger: Ledger): Promise<{ user: User; row: SpareLicense }[]> {
  const users = await activeUnmapped(ledger)
  const leavers = await probableLeavers(ledger, users)
  return users.flatMap((user) => {
    const leaver = leavers.get(user.userId)
    const reason = leaver === undefined ? null : whyInactive(leaver)
    if (leaver === undefined || reason === null) return []
    const text = probableLeaverText(leaver, reason)
    return [{ user, row: { ...shown(user), reason, text, since: null } }]
  })
}

async function activeUnmapped(ledger: Ledger): Promise<User[]> {
  const users: User[] = []
  for await (const page of ledger.users({ states: ['active'], mapped: false }))
    users.push(...page.map(({ user }) => user))
  return users
}

async function unmappedUsers(ledger: Ledger, left: ReadonlySet<string>): Promise<SpareLicense[]> {
  const users = (await activeUnmapped(ledger)).filter(({ userId }) => !left.has(userId))
  const since = await unmappedSince(ledger, users)
  return users.map((user) => ({
    ...shown(user),
    reason: 'unmapped',
    text: 'is not mapped to a Salesforce user yet, so no data shows',
    since: since.get(user.userId) ?? null,
  }))
}

// Since the mapping was removed, or else since the user was created; the newest change comes first.
async function unmappedSince(ledger: Ledger, users: readonly User[]): Promise<Map<string, string>> {
  const since = new Map<string, string>()
  if (users.length === 0) return since
  for await (const page of ledger.changesTo(users.map(({ userId }) => userId)))
    for (const { change, changeSet } of page) {
      const isRemoved = change.entity === 'mapping' && change.after === null
      const isCreated = change.entity === 'user' && change.before === null
      if ((isRemoved || isCreated) && !since.has(change.key)) since.set(change.key, changeSet.at)
    }
  return since
}

function shown(user: User): Pick<SpareLicense, 'userId' | 'email' | 'name'> {
  return { userId: user.userId, email: user.email, name: fullName(user) }
}

/** How many seats there are, and the command that plans the next wave, as it is typed. */
interface SeatsRequest {
  readonly seats: number
  /** UTC, ISO 8601. */
  readonly now: string
  readonly again: string
}

/** What plans the rows of a file, without those on these lines. */
type PlanWithout = (lines: ReadonlySet<number>) => Promise<{
  readonly plan: Plan
  /** The users of the ledger that the file names. */
  readonly listed: Pick<ReadonlySet<string>, 'has'>
}>

/**
 * Plans what fits into so many licenses. Active users who are inactive or frozen in Salesforce, and that the file does
 * not name, are deactivated first; of the new users the first of the file follow. The rows of the others are left out as
 * if the file did not have them.
 */
export async function planWithinSeats(
  ledger: Ledger,
  { seats, now, again }: SeatsRequest,
  planWithout: PlanWithout,
): Promise<Plan> {
  const left = new Set<number>()
  const whole = await planWithout(left)
  const leavers = await leaversBesides(ledger, now, whole.listed)
  const { activeUsers } = await ledger.counts()
  const free = freeLicenses(seats, activeUsers - leavers.length)
  let { plan } = whole
  // A user in several rows is created by the next of them when the first is left out, so this may take several rounds.
  for (;;) {
    const { fitting, excessLines } = fitIntoSeats(plan.changes, free)
    if (excessLines.size === 0) return seated(plan, { whole: whole.plan, leavers, fitting, seats, again })
    for (const line of excessLines) left.add(line)
    plan = (await planWithout(left)).plan
  }
}

async function leaversBesides(
  ledger: Ledger,
  now: string,
  listed: Pick<ReadonlySet<string>, 'has'>,
): Promise<Leaver[]> {
  const idle = await idleUsers(ledger, now)
  return idle
    .filter(({ user }) => !listed.has(user.userId))
    .map(({ user, row }) => ({ user, reason: row.text }))
}

/** A plan of all rows, and what of it comes now. */
interface Wave {
  readonly whole: Plan
  readonly leavers: readonly Leaver[]
  readonly fitting: number
}

function seated(
  plan: Plan,
  { whole, leavers, fitting, seats, again }: Omit<SeatsRequest, 'now'> & Wave,
): Plan {
  const all = fitIntoSeats(whole.changes, Number.POSITIVE_INFINITY).fitting
  const rest = all - fitting
  const warnings: Hint[] = [
    ...(leavers.length === 0
      ? []
      : [
          `${countText(leavers.length, 'user')} inactive or frozen in Salesforce ${leavers.length === 1 ? 'is' : 'are'} deactivated first; SalesScreen does not always free the license, so check before you create the others`,
        ]),
    ...(rest === 0
      ? []
      : [
          hintFrom(
            `${fitting} of ${countText(all, 'new user')} ${fitting === 1 ? 'fits' : 'fit'} into ${countText(seats, 'seat')}; ${rest} must wait. When licenses are free: ${again}`,
          ),
        ]),
  ]
  return {
    ...plan,
    changes: leaversFirst(plan.changes, leavers),
    warnings: [...warnings, ...plan.warnings],
    // The ledger is not as the file says while someone waits.
    ...(plan.changes.length === 0 && warnings.length > 0 ? { notices: [] } : {}),
  }
}

/** How many licenses there are and are used, in one line. */
export function licenseText({ licenses, used }: LicenseOverview): Hint {
  if (licenses === null)
    return {
      text: `${used} in use; the number of licenses is not known`,
      command: commandLine('settings set', 'licenses', '<number>'),
    }
  const over = used > licenses ? `, ${used - licenses} too many` : ''
  return `${countText(licenses, 'license')}, ${used} in use, ${freeLicenses(licenses, used)} free${over}`
}

/** What only SalesScreen can do about licenses. Source: SalesScreen help center, user management. */
export const licenseAdvice =
  "only SalesScreen's Account Owner can buy licenses, and deactivating a user does not always free one"

/** The command that takes a license away. */
export const giveUpCommand = withOptions(commandLine('users deactivate', '<user>'), { reason: '<text>' })
