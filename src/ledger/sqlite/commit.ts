import type Database from 'better-sqlite3'
import {
  type Change,
  type Changes,
  type ChangeSet,
  countsOf,
  type StampedPlan,
  sameRow,
} from '../../core/change.ts'
import type { CommitConflict, ConflictingRow } from '../ledger.ts'
import { isConstraintError } from './errors.ts'
import { RowStore } from './row-store.ts'

/** Rolls the transaction back, and carries the conflicts. */
class Refused extends Error {
  readonly conflicts: readonly ConflictingRow[]

  constructor(conflicts: readonly ConflictingRow[]) {
    super('refused')
    this.conflicts = conflicts
  }
}

/** Rolls the transaction back: something is in the way of changes that were written one by one. */
class Hindered extends Error {}

/**
 * The only writer of the ledger: checks every `before`, writes every row and numbers the change sets, or changes nothing.
 * If `newest` is given and is no longer the newest change set, the list of conflicts is empty. What `check` throws at the
 * end of the transaction undoes it.
 */
export function commit(
  connection: Database.Database,
  drafts: readonly StampedPlan[],
  newest: number | undefined,
  check: () => void,
): readonly ChangeSet[] | CommitConflict {
  const store = new RowStore(connection)
  const written = (order: 'any' | 'removals first') =>
    connection
      .transaction(() => {
        if (newest !== undefined && newestNumber(connection) !== newest) throw new Refused([])
        const committed = drafts.map((draft) => write(connection, store, draft, order))
        check()
        return committed
      })
      .immediate()
  try {
    try {
      return written('any')
    } catch (error) {
      if (!(error instanceof Hindered)) throw error
      return written('removals first')
    }
  } catch (error) {
    if (error instanceof Refused) return { conflicts: error.conflicts }
    // SQLite reports a missing referenced row at the end, and does not say which one.
    if (isConstraintError(error))
      return {
        conflicts: checkCommit(
          connection,
          drafts.flatMap(({ changes }) => [...changes]),
        ),
      }
    throw error
  }
}

/** Makes the changes as `commit` does, rolls them back, and returns the conflicts. */
export function checkCommit(connection: Database.Database, changes: Changes): readonly ConflictingRow[] {
  const store = new RowStore(connection)
  try {
    return connection
      .transaction(() => {
        apply(store, changes)
        throw new Refused(inTheWay(changes.filter((change) => store.breaksReference(change))))
      })
      .immediate()
  } catch (error) {
    if (error instanceof Refused) return error.conflicts
    throw error
  }
}

// The rows are as the changes expect: other rows are in the way.
function inTheWay(changes: readonly Change[]): ConflictingRow[] {
  return changes.map((change) => ({ change, found: change.before }))
}

function write(
  connection: Database.Database,
  store: RowStore,
  draft: StampedPlan,
  order: 'any' | 'removals first',
): ChangeSet {
  const { at, actor, command, reason, evidence, changes } = draft
  const number = newestNumber(connection) + 1
  const record = recorder(connection, number, draft)
  const { added, removed } = countsOf(changes).total
  // Where all rows come or all go, none makes room for another, so a long list is read once.
  const isOneWay = added === changes.length || removed === changes.length
  if (isOneWay && order === 'any') applyEach(store, changes, record)
  else {
    apply(store, changes)
    for (const change of changes) record(change)
  }
  return { number, at, actor, command, reason, evidence, changes }
}

function applyEach(store: RowStore, changes: Changes, record: (change: Change) => void): void {
  for (const change of changes) {
    const { entity, before, after } = change
    if (before !== null && !sameRow(store.remove(change), before)) throw new Hindered()
    try {
      if (after !== null) store.insert(entity, after)
    } catch (error) {
      throw isConstraintError(error) ? new Hindered() : error
    }
    record(change)
  }
}

// All removals come first, so that two rows can swap a unique value within one change set.
function apply(store: RowStore, changes: Changes): void {
  const conflicts: ConflictingRow[] = []
  for (const change of changes) {
    const found = change.before === null ? store.find(change) : store.remove(change)
    if (!sameRow(found, change.before)) conflicts.push({ change, found })
  }
  if (conflicts.length > 0) throw new Refused(conflicts)
  for (const change of changes) insert(store, change)
}

function insert(store: RowStore, change: Change): void {
  if (change.after === null) return
  try {
    store.insert(change.entity, change.after)
  } catch (error) {
    // A row that this plan does not name is in the way, such as another user with the same e-mail address.
    if (isConstraintError(error)) throw new Refused(inTheWay([change]))
    throw error
  }
}

function newestNumber(connection: Database.Database): number {
  const row = connection
    .prepare<[], { number: number | null }>('select max(number) as number from change_set')
    .get()
  return row?.number ?? 0
}

/** Writes the head of a change set, and returns what writes each of its changes. */
function recorder(
  connection: Database.Database,
  number: number,
  { at, actor, command, reason, evidence, role = null }: StampedPlan,
): (change: Change) => void {
  connection
    .prepare(
      'insert into change_set (number, at, actor, command, reason, evidence, role) values (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(number, at, actor, command, reason, JSON.stringify(evidence), role)
  const insertChange = connection.prepare(
    'insert into change (change_set, position, entity, key, before, after, origin, evidence) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let position = 0
  return (change) => {
    insertChange.run(
      number,
      position,
      change.entity,
      change.key,
      change.before === null ? null : JSON.stringify(change.before),
      change.after === null ? null : JSON.stringify(change.after),
      change.origin ?? null,
      change.evidence ?? null,
    )
    position += 1
  }
}
