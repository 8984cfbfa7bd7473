import type Database from 'better-sqlite3'
import type { Change } from '../../core/change.ts'

type Exists = Database.Statement<[string], { found: number }>

/** Finds changes that leave a reference without its row; SQLite tells only at the end, and not which. */
export class References {
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
