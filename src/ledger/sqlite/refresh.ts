import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { CompletedRefresh, DirectoryRefresh, RefreshTarget, StagedRead } from '../ledger.ts'
import { ledgerFailure } from './errors.ts'
import { mergeRefresh } from './merge-refresh.ts'
import type { QueryRunner } from './query-runner.ts'
import { salesforceUserColumnNames, salesforceUserValues } from './rows.ts'
import { lockFile, type FileLock } from './file-lock.ts'
import { stagingPath } from './schema.ts'
import { countRows } from './stage-read.ts'
import { openStagingFile, removeStagingFile, type StagingFile } from './staging-file.ts'

const places = salesforceUserColumnNames.map(() => '?').join(', ')

/** A refresh whose users are kept in a file beside the ledger until all of them are read. */
export class SqliteRefresh implements DirectoryRefresh {
  readonly startedAt: string
  readonly resumed: DirectoryRefresh['resumed']
  readonly #lock: FileLock
  readonly #file: StagingFile
  readonly #run: QueryRunner
  readonly #target: RefreshTarget
  #frozenKnown = false

  /** Opens the file beside the ledger. */
  constructor(run: QueryRunner, target: RefreshTarget, startedAt: string, anew: boolean) {
    this.#run = run
    this.#target = target
    const file = stagingPath(run.path, target.kind)
    this.#lock = guarded(file, () => lockFile(file))
    try {
      this.#file = guarded(file, () => openStagingFile(file, target, startedAt, anew))
    } catch (error) {
      this.#lock.release()
      throw error
    }
    this.startedAt = this.#file.startedAt
    this.resumed = this.#file.resumed ? { users: this.count(), remaining: this.#pieces() } : undefined
  }

  add(users: readonly SalesforceUser[], piece: string, remaining: readonly string[]): void {
    const { database } = this.#file
    this.#inTransaction(() => {
      // A user who is there already may be newer than the page.
      this.#write('insert or ignore', users)
      database.prepare('delete from piece where piece = ?').run(piece)
      const insert = database.prepare('insert or ignore into piece values (?)')
      for (const each of remaining) insert.run(each)
    })
  }

  merge(
    users: readonly SalesforceUser[],
    outOfScope: readonly SalesforceUserId[],
  ): readonly SalesforceUserId[] {
    const { database } = this.#file
    return this.#inTransaction(() => {
      const different = users
        .filter((user) => !this.#has(user))
        .map(({ salesforceUserId }) => salesforceUserId)
      this.#write('insert or replace', users)
      const inScope = database.prepare('delete from out_of_scope where salesforce_user_id = ?')
      for (const { salesforceUserId } of users) inScope.run(salesforceUserId)
      const remove = database.prepare('delete from user where salesforce_user_id = ?')
      const insert = database.prepare('insert or ignore into out_of_scope values (?)')
      for (const salesforceUserId of outOfScope) {
        if (remove.run(salesforceUserId).changes > 0) different.push(salesforceUserId)
        insert.run(salesforceUserId)
      }
      return different
    })
  }

  setFrozen(frozen: readonly SalesforceUserId[]): void {
    this.#frozenKnown = true
    this.#inTransaction(() => {
      this.#file.database.exec('delete from frozen')
      const insert = this.#file.database.prepare('insert or ignore into frozen values (?)')
      for (const salesforceUserId of frozen) insert.run(salesforceUserId)
    })
  }

  count(): number {
    const { path, database } = this.#file
    return guarded(path, () => countRows(database, 'select count(*) as rows from user'))
  }

  async finish(read: CompletedRefresh): Promise<StagedRead> {
    const staged = await this.#merge(read)
    return {
      ...staged,
      keep: async () => await this.#end(async () => await this.#run.keep(staged), true),
      // A dry run does not lose what an interrupted refresh had read.
      discard: async () => await this.#end(staged.discard, this.resumed === undefined),
    }
  }

  async interrupt(): Promise<void> {
    // A delta is small: it is read again.
    const isKept = this.#target.kind === 'full' && this.count() > 0
    await this.#end(() => Promise.resolve(this.#file.database.close()), !isKept)
  }

  async abandon(): Promise<void> {
    await this.#end(() => Promise.resolve(this.#file.database.close()), true)
  }

  async #merge(read: CompletedRefresh): Promise<StagedRead> {
    const { path, run, database } = this.#file
    database.close()
    try {
      await this.#run.ready()
      const merging = { run, target: this.#target, read, frozenKnown: this.#frozenKnown }
      return guarded(this.#run.path, () => mergeRefresh(this.#run.connection, path, merging))
    } catch (error) {
      this.#lock.release()
      throw error
    }
  }

  // Writing to the disk is the last step, so a full one shows here. Only then may another refresh have the file.
  async #end(work: () => Promise<unknown>, isRemoved: boolean): Promise<void> {
    const { path } = this.#file
    try {
      await work()
      if (isRemoved) removeStagingFile(path)
    } catch (error) {
      throw ledgerFailure(error, this.#run.path)
    } finally {
      this.#lock.release()
    }
  }

  #pieces(): string[] {
    const query = 'select piece from piece order by piece'
    const rows = this.#file.database.prepare<[], { piece: string }>(query).all()
    return rows.map(({ piece }) => piece)
  }

  #write(how: 'insert or ignore' | 'insert or replace', users: readonly SalesforceUser[]): void {
    const statement = this.#file.database.prepare(`${how} into user values (${places})`)
    for (const user of users) statement.run(...salesforceUserValues(user))
  }

  #has(user: SalesforceUser): boolean {
    const query = `select 1 from user
      where salesforce_user_id = ? and (${salesforceUserColumnNames.join(', ')}) is (${places})`
    const statement = this.#file.database.prepare(query)
    return statement.get(user.salesforceUserId, ...salesforceUserValues(user)) !== undefined
  }

  #inTransaction<Result>(work: () => Result): Result {
    return guarded(this.#file.path, () => this.#file.database.transaction(work)())
  }
}

function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw ledgerFailure(error, path)
  }
}
