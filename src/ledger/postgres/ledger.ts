import { closeSync, openSync } from 'node:fs'
import type { Changes, ChangeSet, Plan, Stamp, StampedPlan } from '../../core/change.ts'
import type { CommitConflict, ConflictingRow, Directory, Ledger, LedgerAccess } from '../ledger.ts'
import { LongList } from '../sqlite/long-list.ts'
import { LedgerReads } from '../sqlite/reads.ts'
import { conflictsIn } from './check.ts'
import { commit, finder } from './commit.ts'
import type { Connections } from './connection.ts'
import { PostgresDirectory } from './directory.ts'
import { PostgresQueries } from './queries.ts'

/** The ledger of a team in one schema of a PostgreSQL database. */
export class PostgresLedger extends LedgerReads implements Ledger {
  readonly directory: Directory
  readonly #connections: Connections

  /** A refresh keeps what it has read in a file on this machine: `beside` and an ending. */
  constructor(connections: Connections, beside: string) {
    const queries = new PostgresQueries(connections)
    super(queries)
    this.#connections = connections
    this.directory = new PostgresDirectory(connections, queries, beside)
  }

  async readTransaction<T>(read: () => Promise<T>): Promise<T> {
    return await this.#connections.guarded(async () => await this.#connections.reading(read))
  }

  async commit({ evidence, changes }: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict> {
    const outcome = await commit(this.#connections, [{ ...stamp, evidence, changes }], undefined)
    if ('conflicts' in outcome) return outcome
    const [changeSet] = outcome
    return changeSet ?? { conflicts: [] }
  }

  async commitAll(
    drafts: readonly StampedPlan[],
    newest: number,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    return await commit(this.#connections, drafts, newest)
  }

  async conflicts(changes: Changes): Promise<readonly ConflictingRow[]> {
    const find = finder(this.#connections, async (text, values) => {
      const rows = await this.#connections.rows(text, values)
      return { rows, rowCount: rows.length }
    })
    return await this.readTransaction(async () => await conflictsIn(find, changes))
  }

  longList(): LongList {
    return new LongList()
  }

  /** The copy is a SQLite ledger with the same content. */
  async copyTo(path: string): Promise<void> {
    const { copyToFile } = await import('./copy.ts')
    // Only this account may read it, from the beginning.
    closeSync(openSync(path, 'ax', 0o600))
    await this.#connections.guarded(async () => await copyToFile(this.#connections, path))
  }

  async role(): Promise<string | null> {
    const [row] = await this.#connections.rows('select session_user as role')
    return typeof row === 'object' && row !== null && 'role' in row ? String(row.role) : null
  }

  // On a standby it is on, too, and then it cannot be turned off.
  async isReadOnly(): Promise<boolean> {
    const rows = await this.#connections.rows(
      "select 1 where current_setting('transaction_read_only') = 'on'",
    )
    return rows.length > 0
  }

  async access(): Promise<LedgerAccess> {
    const { accessTo } = await import('./access.ts')
    return await accessTo(this.#connections)
  }

  /** The server itself keeps its files sound, and every reference is enforced; what it does not know is the history. */
  async integrity(): Promise<readonly string[]> {
    const [row] = await this.#connections.rows(
      `select 1 from ${this.#connections.table('ledger_head')} as h
       where h.number <> (select count(*) from ${this.#connections.table('change_set')})
         or h.number <> (select coalesce(max(number), 0) from ${this.#connections.table('change_set')})`,
    )
    return row === undefined ? [] : ['the history has gaps: someone changed its tables without sfsync']
  }

  async close(): Promise<void> {
    await this.#connections.close()
  }
}
