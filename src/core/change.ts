import type { CompanyFact } from './company.ts'
import type { Mapping } from './mapping.ts'
import type { Team } from './team.ts'
import type { User } from './user.ts'

/** The rows an admin manages, by kind. */
export interface Rows {
  readonly user: User
  readonly team: Team
  readonly mapping: Mapping
  readonly fact: CompanyFact
}

/** A kind of row. */
export type Entity = keyof Rows

/**
 * One row's difference. `before` null: the row is new; `after` null: it is removed; never both.
 * The key is the user ID for users and mappings, the team ID for teams, the name for facts.
 */
export type Change = {
  readonly [E in Entity]: {
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
  readonly warnings: readonly string[]
  /** What to do next: commands to type, or steps in SalesScreen. */
  readonly next: readonly string[]
}

/** Who commits, when, by which command and why. */
export interface Stamp {
  readonly actor: string
  /** UTC, ISO 8601. */
  readonly at: string
  readonly command: string
  readonly reason: string | null
}

/** A committed, numbered, atomic group of changes. */
export interface ChangeSet extends Stamp {
  /** Counted from 1 without gaps. */
  readonly number: number
  readonly evidence: readonly string[]
  readonly changes: readonly Change[]
}

/** A plan without warnings or next steps unless given. */
export function planOf(changes: readonly Change[], rest: Partial<Omit<Plan, 'changes'>> = {}): Plan {
  return { changes, evidence: [], warnings: [], next: [], ...rest }
}

/** The changes that take these back: each reversed, last first. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes.map(inverseOf).toReversed()
}

function inverseOf(change: Change): Change {
  switch (change.entity) {
    case 'user':
      return { ...change, before: change.after, after: change.before }
    case 'team':
      return { ...change, before: change.after, after: change.before }
    case 'mapping':
      return { ...change, before: change.after, after: change.before }
    case 'fact':
      return { ...change, before: change.after, after: change.before }
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
