import { existsSync } from 'node:fs'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { DirectoryRead, SalesforceUser } from '../../core/salesforce-user.ts'
import type {
  Directory,
  DirectoryRefresh,
  RefreshTarget,
  StagedImport,
  StagedRead,
  StageMode,
} from '../ledger.ts'
import { DirectoryReads } from '../sqlite/directory-reads.ts'
import { stagingPath } from '../sqlite/schema.ts'
import type { Connections } from './connection.ts'
import type { PostgresQueries } from './queries.ts'
import type { DirectoryCopy, LeftOut } from './directory-copy.ts'

/**
 * The directory of a ledger on PostgreSQL. What a read changes is worked out on a copy of the directory on this machine,
 * by the rules of the SQLite ledger, and then written in one transaction if the directory is still as it was.
 */
export class PostgresDirectory extends DirectoryReads implements Directory {
  readonly #connections: Connections
  readonly #beside: string

  constructor(connections: Connections, queries: PostgresQueries, beside: string) {
    super(queries)
    this.#connections = connections
    this.#beside = beside
  }

  async stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: StageMode,
  ): Promise<StagedImport> {
    const copy = await this.#openCopy()
    try {
      await copy.fill()
      return stagedOn(copy, await copy.ledger.directory.stage(read, pages, mode))
    } catch (error) {
      await copy.close()
      throw error
    }
  }

  async beginRefresh(target: RefreshTarget, startedAt: string, anew = false): Promise<DirectoryRefresh> {
    const { makePlaceBeside } = await import('./open.ts')
    makePlaceBeside(this.#beside)
    const copy = await this.#openCopy()
    try {
      return new PostgresRefresh(
        copy,
        await copy.ledger.directory.beginRefresh(target, startedAt, anew),
        target.kind,
      )
    } catch (error) {
      await copy.close()
      throw error
    }
  }

  // SQLite itself is loaded only for this.
  async #openCopy(): Promise<DirectoryCopy> {
    const { DirectoryCopy } = await import('./directory-copy.ts')
    return await DirectoryCopy.open(this.#connections, this.#beside)
  }

  async hasInterruptedRefresh(): Promise<boolean> {
    return await Promise.resolve(existsSync(stagingPath(this.#beside, 'full')))
  }
}

function stagedOn(copy: DirectoryCopy, staged: StagedImport): StagedImport {
  return {
    ...staged,
    ...ends(copy, staged),
    without: (added: readonly SalesforceUserId[]) => stagedOn(copy, staged.without(added)),
  }
}

// The copy is committed first, since what it changed is read from it; it is gone afterward in any case.
function ends(copy: DirectoryCopy, staged: StagedRead): Pick<StagedRead, 'keep' | 'discard'> {
  return {
    keep: async () => {
      try {
        await copy.write(staged.number)
        await staged.keep()
      } catch (error) {
        await staged.discard()
        throw error
      } finally {
        await copy.close()
      }
    },
    discard: async () => {
      await staged.discard()
      await copy.close()
    },
  }
}

/** A refresh that brings a copy of the directory up to date when it is complete. */
class PostgresRefresh implements DirectoryRefresh {
  readonly startedAt: string
  readonly resumed: DirectoryRefresh['resumed']
  readonly #copy: DirectoryCopy
  readonly #refresh: DirectoryRefresh
  /** The users that a delta touches; undefined for a full refresh. */
  readonly #touched: Set<string> | undefined

  constructor(copy: DirectoryCopy, refresh: DirectoryRefresh, kind: RefreshTarget['kind']) {
    this.#touched = kind === 'delta' ? new Set() : undefined
    this.#copy = copy
    this.#refresh = refresh
    this.startedAt = refresh.startedAt
    this.resumed = refresh.resumed
  }

  add(...page: Parameters<DirectoryRefresh['add']>): void {
    this.#note(page[0].map(({ salesforceUserId }) => salesforceUserId))
    this.#refresh.add(...page)
  }

  merge(...changed: Parameters<DirectoryRefresh['merge']>): readonly SalesforceUserId[] {
    const [users, outOfScope] = changed
    this.#note([...users.map(({ salesforceUserId }) => salesforceUserId), ...outOfScope])
    return this.#refresh.merge(...changed)
  }

  setFrozen(frozen: readonly SalesforceUserId[]): void {
    this.#note(frozen)
    this.#refresh.setFrozen(frozen)
  }

  #note(users: readonly SalesforceUserId[]): void {
    for (const user of users) this.#touched?.add(user)
  }

  count(): number {
    return this.#refresh.count()
  }

  async finish(...completed: Parameters<DirectoryRefresh['finish']>): Promise<StagedRead> {
    const leftOut = await this.#filled()
    const staged = await this.#refresh.finish(...completed)
    return {
      ...staged,
      ...ends(this.#copy, staged),
      users: staged.users + leftOut.users,
      activeBefore: staged.activeBefore + leftOut.active,
    }
  }

  async #filled(): Promise<LeftOut> {
    try {
      return await this.#copy.fill(this.#touched === undefined ? undefined : [...this.#touched])
    } catch (error) {
      await this.interrupt()
      throw error
    }
  }

  async interrupt(): Promise<void> {
    await this.#refresh.interrupt()
    await this.#copy.close()
  }

  async abandon(): Promise<void> {
    await this.#refresh.abandon()
    await this.#copy.close()
  }
}
