import type { CompanyFact, Decision, Mapping, Team, User } from './model.ts'
import type { ErrorCode, ErrorRow, RemovalCount } from './errors.ts'
import type { Hint } from './hint.ts'

/** The rows an admin manages, by kind. */
export interface Rows {
  readonly user: User
  readonly team: Team
  readonly mapping: Mapping
  readonly fact: CompanyFact
  readonly decision: Decision
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
  /** What was seen when deciding about this row, in one sentence. */
  readonly evidence?: string
}

/**
 * One row's difference. `before` null: the row is new; `after` null: it is removed; never both.
 * The key is the user ID for users and mappings, the team ID for teams, the name for facts, `decisionKey` for decisions.
 */
export type Change = {
  readonly [E in Entity]: Provenance & {
    readonly entity: E
    readonly key: string
    readonly before: Rows[E] | null
    readonly after: Rows[E] | null
  }
}[Entity]

/** A change set that is not committed yet, and what the admin should hear about it. */
export interface Plan {
  readonly changes: readonly Change[]
  /** What was seen when deciding, in sentences; kept with the change set. */
  readonly evidence: readonly string[]
  /** What the admin should know although the plan can be carried out. */
  readonly warnings: readonly Hint[]
  /** What to do next: commands to type, or steps in SalesScreen. */
  readonly next: readonly Hint[]
  /** Rows of the wish that the plan leaves out, and why; absent where there are none. */
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

/** A change set that is about to be committed with this stamp. */
export interface StampedPlan extends Stamp {
  readonly evidence: readonly string[]
  readonly changes: readonly Change[]
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
  /** How many changes it holds. */
  readonly size: number
}

/** A plan without warnings or next steps unless given. */
export function planOf(changes: readonly Change[], rest: Partial<Omit<Plan, 'changes'>> = {}): Plan {
  return { changes, evidence: [], warnings: [], next: [], ...rest }
}

/** The changes that take these back: each reversed, last first. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes.map(inverseOf).toReversed()
}

/** The change that takes this one back; where the first came from is no part of it. */
export function inverseOf(change: Change): Change {
  const { key } = change
  switch (change.entity) {
    case 'user':
      return { entity: 'user', key, before: change.after, after: change.before }
    case 'team':
      return { entity: 'team', key, before: change.after, after: change.before }
    case 'mapping':
      return { entity: 'mapping', key, before: change.after, after: change.before }
    case 'fact':
      return { entity: 'fact', key, before: change.after, after: change.before }
    case 'decision':
      return { entity: 'decision', key, before: change.after, after: change.before }
  }
}

/** Two changes of one row, one after the other, as one. */
export function joinChanges(earlier: Change, later: Change): Change {
  switch (later.entity) {
    case 'user':
      return { ...later, before: earlier.entity === 'user' ? earlier.before : null }
    case 'team':
      return { ...later, before: earlier.entity === 'team' ? earlier.before : null }
    case 'mapping':
      return { ...later, before: earlier.entity === 'mapping' ? earlier.before : null }
    case 'fact':
      return { ...later, before: earlier.entity === 'fact' ? earlier.before : null }
    case 'decision':
      return { ...later, before: earlier.entity === 'decision' ? earlier.before : null }
  }
}

/** Whether two rows (or their absence) are equal, field by field; rows hold only texts and nulls. */
export function sameRow(left: object | null, right: object | null): boolean {
  if (left === null || right === null) return left === right
  const leftFields = Object.entries(left)
  const rightFields = new Map(Object.entries(right))
  return (
    leftFields.length === rightFields.size &&
    leftFields.every(([name, value]) => rightFields.get(name) === value)
  )
}

/** What changes made one after another come to: one change for each row that is different in the end, in the order of first touch. */
export function netChanges(changes: Iterable<Change>): Change[] {
  const net = new Map<string, Change>()
  for (const change of changes) {
    const name = `${change.entity} ${change.key}`
    net.set(name, joinedChanges(net.get(name) ?? change, change))
  }
  return [...net.values()].filter(({ before, after }) => !sameRow(before, after))
}

function joinedChanges(first: Change, last: Change): Change {
  const { key } = first
  if (first.entity === 'user' && last.entity === 'user')
    return { entity: 'user', key, before: first.before, after: last.after }
  if (first.entity === 'team' && last.entity === 'team')
    return { entity: 'team', key, before: first.before, after: last.after }
  if (first.entity === 'mapping' && last.entity === 'mapping')
    return { entity: 'mapping', key, before: first.before, after: last.after }
  if (first.entity === 'fact' && last.entity === 'fact')
    return { entity: 'fact', key, before: first.before, after: last.after }
  if (first.entity === 'decision' && last.entity === 'decision')
    return { entity: 'decision', key, before: first.before, after: last.after }
  return last
}

/** What a decision answers when the wish cannot become a plan; nothing is written then. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'decision-needed' | 'invalid' | 'conflict' | 'not-found' | 'limit'>
  readonly message: string
  readonly rows: readonly ErrorRow[]
  readonly actions: readonly Hint[]
  /** Only with the code `limit`. */
  readonly removals?: RemovalCount
}

/** A plan, or why there is none. */
export type Decided = Plan | Refusal

/** Tells the two answers of a decision apart. */
export function isRefusal(decided: Decided): decided is Refusal {
  return 'code' in decided
}

/** Refuses until the admin confirms what each of these rows asks for. */
export function needsConfirmation(message: string, rows: readonly ErrorRow[]): Refusal {
  return { code: 'decision-needed', message, rows, actions: [] }
}

/** Refuses for good: the wish contradicts a rule. */
export function refuse(code: Refusal['code'], message: string, actions: readonly Hint[] = []): Refusal {
  return { code, message, rows: [], actions }
}
