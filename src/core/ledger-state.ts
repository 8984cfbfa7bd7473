import { type Change, type Entity, type LedgerRow, rowName, type Rows } from './change.ts'
import { decisionKey, fullName } from './model.ts'
import { countText, fold } from './text.ts'

/** Rows of the ledger, by kind and key. */
export type LedgerState = { readonly [E in Entity]: ReadonlyMap<string, Rows[E]> }

type MutableState = { readonly [E in Entity]: Map<string, Rows[E]> }

function copyOf(state?: LedgerState): MutableState {
  return {
    user: new Map(state?.user),
    team: new Map(state?.team),
    mapping: new Map(state?.mapping),
    fact: new Map(state?.fact),
    decision: new Map(state?.decision),
    enteredUser: new Map(state?.enteredUser),
    enteredTeam: new Map(state?.enteredTeam),
  }
}

/** These rows as a state. */
export function stateOf(rows: Iterable<LedgerRow>): LedgerState {
  const state = copyOf()
  for (const { entity, key, row } of rows) put(state, entity, key, row)
  return state
}

/** The row that a change is about, as it is in this state; null if it is not there. */
export function rowIn(
  state: LedgerState,
  { entity, key }: Pick<Change, 'entity' | 'key'>,
): Rows[Entity] | null {
  return state[entity].get(key) ?? null
}

/** The state after these changes. */
export function stateAfter(state: LedgerState, changes: Iterable<Change>): LedgerState {
  const after = copyOf(state)
  for (const change of changes) put(after, change.entity, change.key, change.after)
  return after
}

function put<E extends Entity>(state: MutableState, entity: E, key: string, row: Rows[E] | null): void {
  if (row === null) state[entity].delete(key)
  else state[entity].set(key, row)
}

/** A value that no two rows of a kind may share. */
interface UniqueValue {
  readonly field: string
  readonly value: string
  /** The form in which it is compared. */
  readonly folded: string
}

/** A row that another one needs. */
interface NeededRow {
  readonly entity: 'user' | 'team' | 'enteredTeam'
  readonly field: string
  readonly key: string
}

/** The rules of one kind of row, which hold in every ledger. */
interface Kind<Row> {
  keyOf(row: Row): string
  uniqueIn(row: Row): readonly UniqueValue[]
  neededBy(row: Row): readonly NeededRow[]
}

const kinds: { readonly [E in Entity]: Kind<Rows[E]> } = {
  user: {
    keyOf: ({ userId }) => userId,
    uniqueIn: ({ email }) => [unique('email', email)],
    neededBy: ({ teamId }) => needed('team', 'teamId', teamId),
  },
  team: {
    keyOf: ({ teamId }) => teamId,
    uniqueIn: ({ name, key }) => [
      { field: 'name', value: name, folded: fold(name) },
      ...(key === null ? [] : [unique('team key', key)]),
    ],
    neededBy: () => [],
  },
  mapping: {
    keyOf: ({ userId }) => userId,
    uniqueIn: ({ salesforceUserId }) => [unique('salesforceUserId', salesforceUserId)],
    neededBy: ({ userId }) => needed('user', 'userId', userId),
  },
  fact: {
    keyOf: ({ name }) => name,
    uniqueIn: () => [],
    neededBy: () => [],
  },
  decision: {
    keyOf: (decision) => decisionKey(decision),
    uniqueIn: () => [],
    neededBy: ({ userId }) => needed('user', 'userId', userId),
  },
  // What is there outlives what was decided, so neither needs its row in the ledger.
  enteredUser: {
    keyOf: ({ userId }) => userId,
    uniqueIn: () => [],
    neededBy: ({ teamId }) => needed('enteredTeam', 'teamId', teamId),
  },
  enteredTeam: {
    keyOf: ({ teamId }) => teamId,
    uniqueIn: () => [],
    neededBy: () => [],
  },
}

function unique(field: string, value: string): UniqueValue {
  return { field, value, folded: value }
}

function needed(entity: NeededRow['entity'], field: string, key: string | null): NeededRow[] {
  return key === null ? [] : [{ entity, field, key }]
}

/** The key of a row: the user ID for users and mappings, the team ID for teams, the name for company settings, `decisionKey` for decisions. What is entered has the key of its user or team. */
export function rowKey<E extends Entity>(entity: E, row: Rows[E]): string {
  return kinds[entity].keyOf(row)
}

/** The values of a row that no other row of its kind may have. */
export function uniqueValues<E extends Entity>(entity: E, row: Rows[E]): readonly UniqueValue[] {
  return kinds[entity].uniqueIn(row)
}

/** The rows without which a row cannot be. */
export function neededRows<E extends Entity>(entity: E, row: Rows[E]): readonly NeededRow[] {
  return kinds[entity].neededBy(row)
}

/** Finds the changes after which a state would break a rule of the ledger. */
export class ConstraintChecker {
  readonly #state: LedgerState
  /** By each unique value the rows that have it, and by each row the rows that need it. */
  readonly #rowsBy = new Map<string, LedgerRow[]>()

  constructor(state: LedgerState) {
    this.#state = state
    for (const [key, row] of state.user) this.#add({ entity: 'user', key, row })
    for (const [key, row] of state.team) this.#add({ entity: 'team', key, row })
    for (const [key, row] of state.mapping) this.#add({ entity: 'mapping', key, row })
    for (const [key, row] of state.decision) this.#add({ entity: 'decision', key, row })
    for (const [key, row] of state.enteredUser) this.#add({ entity: 'enteredUser', key, row })
  }

  #add(row: LedgerRow): void {
    const names = [
      ...uniqueValues(row.entity, row.row).map((value) => valueName(row.entity, value)),
      ...neededRows(row.entity, row.row).map((each) => rowName(each)),
    ]
    for (const name of names) {
      const rows = this.#rowsBy.get(name)
      if (rows === undefined) this.#rowsBy.set(name, [row])
      else rows.push(row)
    }
  }

  /** Why a changed row cannot be as the change leaves it; undefined if it can. */
  of({ entity, key, after }: Change): string | undefined {
    if (after === null) return this.#whyNeeded({ entity, key })
    const missing = neededRows(entity, after).find((row) => rowIn(this.#state, row) === null)
    if (missing !== undefined)
      return missing.entity === 'enteredTeam'
        ? 'the team is not known to be in SalesScreen'
        : `the ${missing.entity} no longer exists`
    for (const value of uniqueValues(entity, after)) {
      const holder = this.#rowsBy.get(valueName(entity, value))?.find((row) => row.key !== key)
      if (holder !== undefined) return this.#heldText(value, holder)
    }
    return undefined
  }

  #whyNeeded(removed: Pick<LedgerRow, 'entity' | 'key'>): string | undefined {
    const dependents = this.#rowsBy.get(rowName(removed)) ?? []
    const first = dependents.find(({ entity }) => entity === 'mapping') ?? dependents[0]
    if (first === undefined) return undefined
    if (first.entity === 'mapping') return `is mapped to ${first.row.salesforceUserId}`
    if (first.entity === 'decision') return 'a decision is about this user'
    return first.entity === 'enteredUser'
      ? `has ${countText(dependents.length, 'member')} in SalesScreen`
      : `has ${countText(dependents.length, 'member')}`
  }

  #heldText({ field, value }: UniqueValue, holder: LedgerRow): string {
    if (holder.entity === 'user') return `${value} is now the e-mail address of ${fullName(holder.row)}`
    if (holder.entity === 'team')
      return field === 'team key'
        ? `the team ${holder.row.name} now has the key ${value}`
        : `another team is now called ${holder.row.name}`
    const user = this.#state.user.get(holder.key)
    return `${value} is now mapped to ${user === undefined ? holder.key : fullName(user)}`
  }
}

function valueName(entity: Entity, { field, folded }: UniqueValue): string {
  return `${entity} ${field} ${folded}`
}
