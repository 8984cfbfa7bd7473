import { pendingLimitDays } from '../../core/drift.ts'
import { userStates } from '../../core/model.ts'
import { fold } from '../../core/text.ts'
import { type Standing, standings } from '../../core/visibility.ts'
import type { FirstRows } from '../../ledger/ledger.ts'
import {
  type Coverage,
  funnelSteps,
  type LicenseFacts,
  type MissingPerson,
  mostRows,
  type PendingPerson,
  type PeopleFacts,
  type Person,
  spareReasons,
} from '../../report/facts.ts'
import type { PersonStatus } from '../status.ts'

/** What keeps people from showing up, worst first: what is about to be lost, what is wrong, then what is still to be done. */
const worstFirst: readonly Standing[] = [
  'pending',
  'salesforce-inactive',
  'salesforce-frozen',
  'salesforce-unknown',
  'no-team',
  'not-mapped',
  'waiting',
  'not-in-salesscreen',
  'not-active',
]

/** Each of these with the number 0. */
export function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  // Object.fromEntries forgets which keys there are.
  const counts: Partial<Record<Key, number>> = {}
  for (const key of keys) counts[key] = 0
  return filled(counts, keys)
}

function filled<Key extends string>(
  counts: Partial<Record<Key, number>>,
  keys: readonly Key[],
): Record<Key, number> {
  if (isFilled(counts, keys)) return counts
  throw new RangeError('a count is missing')
}

function isFilled<Key extends string>(
  counts: Partial<Record<Key, number>>,
  keys: readonly Key[],
): counts is Record<Key, number> {
  return keys.every((key) => counts[key] !== undefined)
}

/** The first rows of a list of any length, in an order of its own; the others are only counted. */
export class First<Row> {
  #rows: Row[] = []
  #total = 0
  readonly #compare: (left: Row, right: Row) => number

  /** Rows that are equal stay in the order in which they come. */
  constructor(compare: (left: Row, right: Row) => number = () => 0) {
    this.#compare = compare
  }

  add(row: Row): void {
    this.#total += 1
    this.#rows.push(row)
    if (this.#rows.length >= 2 * mostRows) this.#cut()
  }

  result(): FirstRows<Row> {
    this.#cut()
    return { rows: this.#rows, total: this.#total }
  }

  #cut(): void {
    this.#rows = this.#rows.toSorted(this.#compare).slice(0, mostRows)
  }
}

/** Counts people as they come, page by page; nothing of it grows with their number. */
export class Tally {
  readonly #now: string
  readonly #standings = zeros(standings)
  readonly #states = zeros(userStates)
  readonly #funnel = zeros(funnelSteps)
  readonly #teams = new Groups()
  readonly #departments = new Groups()
  readonly #missing = new First<MissingPerson>(
    (left, right) => worstFirst.indexOf(left.standing) - worstFirst.indexOf(right.standing),
  )
  readonly #pending = new First<PendingPerson>(bySince)
  readonly #spare = zeros(spareReasons)
  readonly #spareRows = new First<LicenseFacts['rows']['rows'][number]>(
    (left, right) => spareReasons.indexOf(left.reason) - spareReasons.indexOf(right.reason),
  )

  /** `now` is UTC, ISO 8601. */
  constructor(now: string) {
    this.#now = now
  }

  add(page: readonly PersonStatus[], pendingSince: ReadonlyMap<string, string>): void {
    for (const status of page) {
      const { standing, state, spareLicense } = status
      this.#standings[standing] += 1
      if (state !== null) this.#states[state] += 1
      if (spareLicense !== null) this.addSpare(personOf(status), spareLicense)
      if (standing === 'pending') this.#addPending(status, pendingSince)
      if (!isToShowUp(status)) continue
      this.#addStep(status)
      this.#teams.add(status.team, standing)
      this.#departments.add(status.department, standing)
      const { team, next } = status
      if (standing !== 'shows-up') this.#missing.add({ person: personOf(status), team, standing, next })
    }
  }

  /** Someone whose license could be freed. */
  addSpare(person: Person, reason: keyof LicenseFacts['spare']): void {
    this.#spare[reason] += 1
    this.#spareRows.add({ person, reason })
  }

  people(): PeopleFacts {
    return {
      standings: this.#standings,
      states: this.#states,
      funnel: this.#funnel,
      teams: this.#teams.result(),
      departments: this.#departments.result(),
      missing: this.#missing.result(),
      pending: this.#pending.result(),
    }
  }

  spare(): Pick<LicenseFacts, 'spare' | 'rows'> {
    return { spare: this.#spare, rows: this.#spareRows.result() }
  }

  #addPending(status: PersonStatus, pendingSince: ReadonlyMap<string, string>): void {
    const since = status.pendingThereSince ?? pendingSince.get(status.userId ?? '') ?? null
    const person = personOf(status)
    this.#pending.add({ person, team: status.team, since, daysLeft: daysLeftAfter(since, this.#now) })
  }

  #addStep({ exists, team, mapped, entered, standing }: PersonStatus): void {
    const taken = [true, exists, team !== null, mapped, entered, standing === 'shows-up']
    for (const [at, step] of funnelSteps.entries()) {
      if (taken[at] !== true) return
      this.#funnel[step] += 1
    }
  }
}

/** Whether someone should show up: not people who left, nor users who are not active in SalesScreen on purpose. */
function isToShowUp({ state, standing, salesforceActive }: PersonStatus): boolean {
  if (salesforceActive === false || standing === 'salesforce-inactive' || standing === 'salesforce-frozen')
    return false
  return state === null || state === 'active' || state === 'pending'
}

function personOf({ name, email, userId, salesforceUserId }: PersonStatus): Person {
  return { name, email, userId, salesforceUserId }
}

// The user who has been Pending longest has the fewest days left; if the start is unknown, none may be left.
function bySince({ since: left }: PendingPerson, { since: right }: PendingPerson): number {
  if (left === right) return 0
  return (left ?? '') < (right ?? '') ? -1 : 1
}

function daysLeftAfter(since: string | null, now: string): number | null {
  // A date in the future is from a clock that was wrong.
  if (since === null || since > now) return null
  return Math.floor(pendingLimitDays - (Date.parse(now) - Date.parse(since)) / 86_400_000)
}

/** Counts by group, largest first, then by name; those without a group come last. */
class Groups {
  readonly #counts = new Map<string | null, { showsUp: number; waiting: number; missing: number }>()

  add(name: string | null, standing: Standing): void {
    const counts = this.#counts.get(name) ?? { showsUp: 0, waiting: 0, missing: 0 }
    this.#counts.set(name, counts)
    if (standing === 'shows-up') counts.showsUp += 1
    else if (standing === 'waiting') counts.waiting += 1
    else counts.missing += 1
  }

  result(): FirstRows<Coverage> {
    const all = [...this.#counts].map(([name, counts]) => ({ name, ...counts })).toSorted(bySize)
    const named = all.filter(({ name }) => name !== null)
    const nameless = all.filter(({ name }) => name === null)
    return { rows: [...named.slice(0, mostRows - nameless.length), ...nameless], total: all.length }
  }
}

function bySize(left: Coverage, right: Coverage): number {
  const [one, other] = [left, right].map(({ showsUp, waiting, missing }) => showsUp + waiting + missing)
  if (one !== other) return (other ?? 0) - (one ?? 0)
  return fold(left.name ?? '') < fold(right.name ?? '') ? -1 : 1
}
