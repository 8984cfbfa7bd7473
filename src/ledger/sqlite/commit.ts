import type Database from 'better-sqlite3'
import { type Change, type Changes, type ChangeSet, type StampedPlan, sameRow } from '../../core/change.ts'
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
  try {
    return connection
      .transaction(() => {
        if (newest !== undefined && newestNumber(connection) !== newest) throw new Refused([])
        const committed = drafts.map((draft) => {
          apply(store, draft.changes)
          return append(connection, draft)
        })
        check()
        return committed
      })
      .immediate()
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

// All removals come first, so that two rows can swap a unique value within one change set.
function apply(store: RowStore, changes: Changes): void {
  const conflicts: ConflictingRow[] = []
  for (const change of changes) {
    const found = store.find(change)
    if (!sameRow(found, change.before)) conflicts.push({ change, found })
    else if (found !== null) store.remove(change)
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

function append(connection: Database.Database, draft: StampedPlan): ChangeSet {
  const { at, actor, command, reason, evidence, role = null, changes } = draft
  const number = newestNumber(connection) + 1
  connection
    .prepare(
      'insert into change_set (number, at, actor, command, reason, evidence, role) values (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(number, at, actor, command, reason, JSON.stringify(evidence), role)
  const insertChange = connection.prepare(
    'insert into change (change_set, position, entity, key, before, after, origin, evidence) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let position = 0
  for (const change of changes) {
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
  return { number, at, actor, command, reason, evidence, changes }
}
