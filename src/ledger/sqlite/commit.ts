import type Database from 'better-sqlite3'
import type { Kysely } from 'kysely'
import { type Change, type ChangeSet, type StampedPlan, sameRow } from '../../core/change.ts'
import type { CommitConflict } from '../ledger.ts'
import { isConstraintError } from './errors.ts'
import { RowStore } from './row-store.ts'
import type { LedgerTables } from './schema.ts'

/** Ends the transaction without a trace, and says which changes could not be made. */
class Refused extends Error {
  readonly stale: CommitConflict['stale']

  constructor(stale: CommitConflict['stale']) {
    super('refused')
    this.stale = stale
  }
}

/** What a commit may not find otherwise. */
interface Condition {
  /** The number of the newest change set; undefined where that does not matter. */
  readonly newest: number | undefined
}

/**
 * The only writer of the ledger: checks every `before`, writes every row, numbers the change sets; or does nothing.
 * With a condition that does not hold it tells no stale rows.
 */
export function commit(
  connection: Database.Database,
  kysely: Kysely<LedgerTables>,
  drafts: readonly StampedPlan[],
  condition: Condition,
): readonly ChangeSet[] | CommitConflict {
  const store = new RowStore(connection, kysely)
  try {
    return connection
      .transaction(() => {
        if (condition.newest !== undefined && newestNumber(connection) !== condition.newest)
          throw new Refused([])
        return drafts.map((draft) => {
          apply(store, draft.changes)
          return append(connection, draft)
        })
      })
      .immediate()
  } catch (error) {
    if (error instanceof Refused) return { stale: error.stale }
    // A reference was left without its row, which SQLite tells at the end, and not of which.
    if (isConstraintError(error))
      return {
        stale: checkCommit(
          connection,
          kysely,
          drafts.flatMap(({ changes }) => changes),
        ),
      }
    throw error
  }
}

/** Does what `commit` does up to its end, tells what it would refuse, and takes all of it back. */
export function checkCommit(
  connection: Database.Database,
  kysely: Kysely<LedgerTables>,
  changes: readonly Change[],
): CommitConflict['stale'] {
  const store = new RowStore(connection, kysely)
  try {
    return connection
      .transaction(() => {
        apply(store, changes)
        throw new Refused(asTheyAre(new ReferenceChecker(connection).broken(changes)))
      })
      .immediate()
  } catch (error) {
    if (error instanceof Refused) return error.stale
    throw error
  }
}

function asTheyAre(changes: readonly Change[]): CommitConflict['stale'] {
  return changes.map((change) => ({ change, found: change.before }))
}

// All removals come first, so that two rows can swap a unique value within one change set.
function apply(store: RowStore, changes: readonly Change[]): void {
  const stale = []
  for (const change of changes) {
    const found = store.find(change)
    if (!sameRow(found, change.before)) stale.push({ change, found })
  }
  if (stale.length > 0) throw new Refused(stale)
  for (const change of changes) if (change.before !== null) store.remove(change)
  for (const change of changes) if (change.after !== null) insert(store, change)
}

function insert(store: RowStore, change: Change): void {
  try {
    store.insert(change)
  } catch (error) {
    // A row this plan does not name stands in the way, such as another user with the same e-mail address.
    if (isConstraintError(error)) throw new Refused(asTheyAre([change]))
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
  const { at, actor, command, reason, evidence, changes } = draft
  const number = newestNumber(connection) + 1
  connection
    .prepare(
      'insert into change_set (number, at, actor, command, reason, evidence) values (?, ?, ?, ?, ?, ?)',
    )
    .run(number, at, actor, command, reason, JSON.stringify(evidence))
  const insertChange = connection.prepare(
    'insert into change (change_set, position, entity, key, before, after, origin, evidence) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [position, change] of changes.entries())
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
  return { number, at, actor, command, reason, evidence, changes }
}

type Exists = Database.Statement<[string], { found: number }>

/** Finds changes that leave a reference without its row; SQLite tells only at the end, and not which. */
export class ReferenceChecker {
  readonly #connection: Database.Database
  readonly #prepared = new Map<string, Exists>()

  constructor(connection: Database.Database) {
    this.#connection = connection
  }

  /** The changes, already made, after which a row refers to one that is not there. */
  broken(changes: readonly Change[]): Change[] {
    return changes.filter((change) => this.#isBroken(change))
  }

  #isBroken(change: Change): boolean {
    switch (change.entity) {
      case 'user':
        return change.after === null
          ? this.#isUserGone(change.key) &&
              (this.#exists('mapping', 'user_id', change.key) ||
                this.#exists('decision', 'user_id', change.key))
          : change.after.teamId !== null && !this.#exists('team', 'team_id', change.after.teamId)
      case 'team':
        return change.after === null && this.#exists('screen_user', 'team_id', change.key)
      case 'mapping':
        return change.after !== null && this.#isUserGone(change.after.userId)
      case 'decision':
        return change.after !== null && change.after.userId !== null && this.#isUserGone(change.after.userId)
      case 'fact':
        return false
    }
  }

  #isUserGone(userId: string): boolean {
    return !this.#exists('screen_user', 'user_id', userId)
  }

  #exists(table: string, column: string, value: string): boolean {
    const text = `select 1 as found from ${table} where ${column} = ? limit 1`
    let statement = this.#prepared.get(text)
    if (statement === undefined) {
      statement = this.#connection.prepare(text)
      this.#prepared.set(text, statement)
    }
    return statement.get(value) !== undefined
  }
}
