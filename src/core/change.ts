import type { CompanyFact, Decision, Mapping, Team, User } from './model.ts'
import type { EnteredTeam, EnteredUser } from './entered.ts'
import type { ErrorCode, ErrorRow, RemovalCount } from './errors.ts'
import type { Hint } from './hint.ts'

/** The rows of the ledger, by kind. */
export interface Rows {
  readonly user: User
  readonly team: Team
  readonly mapping: Mapping
  readonly fact: CompanyFact
  readonly decision: Decision
  /** A user and a team as SalesScreen has them. */
  readonly enteredUser: EnteredUser
  readonly enteredTeam: EnteredTeam
}

/** A kind of row. */
export type Entity = keyof Rows

/** One row of the ledger, of any kind. */
export type LedgerRow = {
  readonly [E in Entity]: { readonly entity: E; readonly key: string; readonly row: Rows[E] }
}[Entity]

/** Where one change of a batch comes from. */
export interface Provenance {
  /** The line that asked for it, `people.csv:12`. */
  readonly origin?: string
  /** What was known when this row was decided, in one sentence. */
  readonly evidence?: string
}

/**
 * The change of one row. `before` null: the row is new; `after` null: it is removed; never both.
 * The key is that of the row, see `rowKey` in ledger-state.
 */
export type Change = {
  readonly [E in Entity]: Provenance & {
    readonly entity: E
    readonly key: string
    readonly before: Rows[E] | null
    readonly after: Rows[E] | null
  }
}[Entity]

/** Changes in their order: an array, or a list of more of them than should be in memory. */
export interface Changes extends Iterable<Change> {
  readonly length: number
  /** How many changes of each kind there are, where that is known without reading them. */
  readonly counts?: ChangeCounts
  slice(from: number, to: number): readonly Change[]
  some(is: (change: Change) => boolean): boolean
  every(is: (change: Change) => boolean): boolean
  filter(is: (change: Change) => boolean): readonly Change[]
  find(is: (change: Change) => boolean): Change | undefined
  map<Item>(to: (change: Change, index: number) => Item): Item[]
  flatMap<Item>(to: (change: Change) => Item | readonly Item[]): Item[]
}

/** A list of any length that is filled once. */
export interface ChangeList extends Changes {
  push(changes: Iterable<Change>): void
}

/** How many rows of one kind are added, removed and changed. */
export interface ChangeCount {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

const noChange = { added: 0, removed: 0, changed: 0 }

/** How many changes there are of the rows of each kind. */
export class ChangeCounts {
  readonly #counts = new Map<Entity, { added: number; removed: number; changed: number }>()

  add({ entity, before, after }: Change): void {
    const counts = this.#counts.get(entity) ?? { ...noChange }
    this.#counts.set(entity, counts)
    if (before === null) counts.added += 1
    else if (after === null) counts.removed += 1
    else counts.changed += 1
  }

  of(entity: Entity): ChangeCount {
    return this.#counts.get(entity) ?? noChange
  }

  /** How many there are of all kinds together. */
  get total(): ChangeCount {
    const total = { ...noChange }
    for (const { added, removed, changed } of this.#counts.values()) {
      total.added += added
      total.removed += removed
      total.changed += changed
    }
    return total
  }

  /** The kinds of rows that change. */
  entities(): Entity[] {
    return [...this.#counts.keys()]
  }
}

/** How many changes of each kind there are; a long list has counted them already. */
export function countsOf(changes: Changes): ChangeCounts {
  if (changes.counts !== undefined) return changes.counts
  const counts = new ChangeCounts()
  for (const change of changes) counts.add(change)
  return counts
}

/** Changes that are not committed yet, and what the admin should know about them. */
export interface Plan {
  readonly changes: Changes
  /** What was known when deciding, in sentences; stored with the change set. */
  readonly evidence: readonly string[]
  /** What the admin should know although the plan can be committed. */
  readonly warnings: readonly Hint[]
  /** What was asked for and is so already; absent if everything leads to a change. */
  readonly notices?: readonly Hint[]
  /** What to do next. */
  readonly next: readonly Hint[]
  /** Rows of the request that the plan leaves out, and why; absent if there are none. */
  readonly problems?: readonly ErrorRow[]
}

/** Who commits, when, by which command and why. */
export interface Stamp {
  readonly actor: string
  /** UTC, ISO 8601. */
  readonly at: string
  readonly command: string
  readonly reason: string | null
}

/** A plan that is about to be committed with this stamp. */
export interface StampedPlan extends Stamp {
  readonly evidence: readonly string[]
  /** The database role that committed it elsewhere, null for none; absent: the role that commits it now. */
  readonly role?: string | null
  readonly changes: Changes
}

/** A committed, numbered, atomic group of changes. */
export interface ChangeSet extends StampedPlan {
  /** Counted from 1 without gaps. */
  readonly number: number
}

/** A change set without its changes, of which there may be a million. */
export interface ChangeSetHead extends Stamp {
  readonly number: number
  readonly evidence: readonly string[]
  /** The database role that committed it; null where there are no roles. */
  readonly role: string | null
  /** The number of its changes. */
  readonly size: number
}

/** A plan without warnings or next steps unless given. */
export function planOf(changes: Changes, rest: Partial<Omit<Plan, 'changes'>> = {}): Plan {
  return { changes, evidence: [], warnings: [], next: [], ...rest }
}

/** Several plans about different rows as one. */
export function joinPlans(plans: readonly Plan[]): Plan {
  return planOf(
    plans.flatMap(({ changes }) => [...changes]),
    {
      evidence: plans.flatMap(({ evidence }) => evidence),
      warnings: plans.flatMap(({ warnings }) => warnings),
      notices: plans.flatMap(({ notices = [] }) => notices),
      next: plans.flatMap(({ next }) => next),
    },
  )
}

/** A change whose kind is known only at run time: the rows must be of the kind that `entity` names. */
export function changeOf(
  change: Provenance & {
    readonly entity: Entity
    readonly key: string
    readonly before: Rows[Entity] | null
    readonly after: Rows[Entity] | null
  },
): Change {
  // The compiler cannot see that the rows of one change are of one kind; this cast saves a switch over the kinds wherever changes are made.
  // oxlint-disable-next-line typescript/consistent-type-assertions, typescript/no-unsafe-type-assertion
  return change as Change
}

/** The change that undoes this one, without its provenance. */
export function inverseOf({ entity, key, before, after }: Change): Change {
  return changeOf({ entity, key, before: after, after: before })
}

/** Two successive changes of one row as one, with the provenance of the later one. */
export function joinChanges(earlier: Change, later: Change): Change {
  return changeOf({ ...later, before: earlier.before })
}

/** The name of a row among rows of all kinds, `user u-12345678`. */
export function rowName({ entity, key }: Pick<LedgerRow, 'entity' | 'key'>): string {
  return `${entity} ${key}`
}

/** Whether two rows (or their absence) are equal, field by field; rows hold only texts and nulls. */
export function sameRow(left: object | null, right: object | null): boolean {
  if (left === null || right === null) return left === right
  const fields = Object.keys(left)
  return (
    fields.length === Object.keys(right).length &&
    fields.every((name) => Reflect.get(left, name) === Reflect.get(right, name))
  )
}

/** The net effect of successive changes: one change for each row that differs in the end, in the order of first touch, without provenance. */
export function netChanges(changes: Iterable<Change>): Change[] {
  const net = new Map<string, Change>()
  for (const { entity, key, before, after } of changes) {
    const change = changeOf({ entity, key, before, after })
    const earlier = net.get(rowName(change))
    net.set(rowName(change), earlier === undefined ? change : joinChanges(earlier, change))
  }
  return [...net.values()].filter(({ before, after }) => !sameRow(before, after))
}

/** Why a request cannot become a plan; nothing is changed. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'decision-needed' | 'invalid' | 'conflict' | 'not-found' | 'limit'>
  readonly message: string
  readonly rows: readonly ErrorRow[]
  readonly actions: readonly Hint[]
  /** What the rows without problems would change, in one line. */
  readonly summary?: string
  /** Only with the code `limit`. */
  readonly removals?: RemovalCount
  /** What the number of removals would allow; only with the code `limit`. */
  readonly plan?: Plan
}

/** A plan, or why there is none. */
export type Decided = Plan | Refusal

/** Whether a request was refused. */
export function isRefusal(decided: Decided): decided is Refusal {
  return 'code' in decided
}

/** Refuses until the admin gives the confirmations that these rows ask for. */
export function needsConfirmation(message: string, rows: readonly ErrorRow[]): Refusal {
  return { code: 'decision-needed', message, rows, actions: [] }
}

/** Refuses a request that breaks a rule, which no confirmation can change. */
export function refuse(code: Refusal['code'], message: string, actions: readonly Hint[] = []): Refusal {
  return { code, message, rows: [], actions }
}
