import { rmSync } from 'node:fs'
import Database, { SqliteError } from 'better-sqlite3'
import type { Changes, ChangeSet, Plan, Stamp, StampedPlan } from '../../core/change.ts'
import type { CommitConflict, ConflictingRow, Directory, Ledger } from '../ledger.ts'
import { checkCommit, commit } from './commit.ts'
import { copyStore } from './copy.ts'
import { SqliteDirectory } from './directory.ts'
import { LongList } from './long-list.ts'
import { type LedgerFile, QueryRunner } from './query-runner.ts'
import { LedgerReads } from './reads.ts'

/** The ledger in one SQLite database. The queries of rarely used methods are loaded when needed. */
export class SqliteLedger extends LedgerReads implements Ledger {
  readonly directory: Directory
  readonly #run: QueryRunner
  readonly #scratch: string | undefined

  /** A refresh keeps what it has read in a file beside the ledger. */
  constructor(connection: Database.Database, file: LedgerFile) {
    const run = new QueryRunner(connection, file)
    super(run)
    this.#run = run
    this.#scratch = file.scratch
    this.directory = new SqliteDirectory(this.#run)
  }

  async readTransaction<T>(read: () => Promise<T>): Promise<T> {
    const { connection } = this.#run
    await this.#run.guarded(() => connection.exec('begin'))
    try {
      // The transaction sees the ledger as of its first read, not of its beginning.
      connection.prepare('select max(number) from change_set').get()
      return await read()
    } finally {
      connection.exec('rollback')
    }
  }

  async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict> {
    const { evidence, changes } = plan
    const outcome = await this.#commit([{ ...stamp, evidence, changes }], undefined)
    if ('conflicts' in outcome) return outcome
    const [changeSet] = outcome
    return changeSet ?? { conflicts: [] }
  }

  async commitAll(
    drafts: readonly StampedPlan[],
    newest: number,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    return await this.#commit(drafts, newest)
  }

  async #commit(
    drafts: readonly StampedPlan[],
    newest: number | undefined,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    return await this.#run.written((isSameFile) => commit(this.#run.connection, drafts, newest, isSameFile))
  }

  longList(): LongList {
    return new LongList()
  }

  async conflicts(changes: Changes): Promise<readonly ConflictingRow[]> {
    return await this.#run.guarded(() => checkCommit(this.#run.connection, changes))
  }

  async copyTo(path: string): Promise<void> {
    await this.#run.guarded(() => copyStore(this.#run.connection, path), path)
  }

  async role(): Promise<null> {
    return await Promise.resolve(null)
  }

  async isReadOnly(): Promise<boolean> {
    return await this.#run.guarded(() => this.#run.connection.pragma('query_only', { simple: true }) === 1)
  }

  async access(): Promise<null> {
    return await Promise.resolve(null)
  }

  async integrity(): Promise<readonly string[]> {
    return await this.#run.guarded(() => problemsOf(this.#run.connection))
  }

  async close(): Promise<void> {
    await Promise.resolve(this.#run.connection.close())
    if (this.#scratch !== undefined) rmSync(this.#scratch, { recursive: true, force: true })
  }
}

// References are checked in a sound file only: following them through a damaged one fails.
/** What is wrong with a database; nothing if it is intact. */
export function problemsOf(connection: Database.Database): string[] {
  const problems = damageIn(connection)
  if (problems.length > 0) return problems
  const broken = connection.prepare<[], { table: string }>('pragma foreign_key_check').all()
  return broken.map((row) => `a row of ${row.table} refers to a row that does not exist`)
}

function damageIn(connection: Database.Database): string[] {
  try {
    const rows = connection.prepare<[], { integrity_check: string }>('pragma integrity_check').all()
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  } catch (error) {
    // A file may be too damaged even for the check.
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_CORRUPT')) return [error.message]
    throw error
  }
}
