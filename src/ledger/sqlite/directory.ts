import { existsSync } from 'node:fs'
import type { SalesforceUserOutline } from '../../core/match/index.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { DirectoryRead, SalesforceUser } from '../../core/salesforce-user.ts'
import type {
  Directory,
  DirectoryChange,
  DirectoryEntry,
  DirectoryKey,
  DirectoryKeys,
  DirectoryLogEntry,
  DirectoryQuery,
  DirectoryReadRecord,
  DirectoryRefresh,
  FirstQuery,
  FirstRows,
  PastDirectoryChange,
  RefreshTarget,
  SalesforceUserNames,
  StagedImport,
  StageMode,
} from '../ledger.ts'
import { entriesByKey, entryOf, newestRead, readOf, salesforceUsersByKeys } from './look-ups.ts'
import type { QueryRunner } from './query-runner.ts'
import { salesforceUserOf } from './rows.ts'
import { stagingPath } from './schema.ts'

/** The directory, in the same SQLite database as the ledger. */
export class SqliteDirectory implements Directory {
  readonly #run: QueryRunner

  constructor(run: QueryRunner) {
    this.#run = run
  }

  async find(key: DirectoryKey): Promise<readonly DirectoryEntry[]> {
    return await this.#run.all(entriesByKey(key), entryOf)
  }

  async findAll(keys: DirectoryKeys): Promise<readonly SalesforceUser[]> {
    return await this.#run.all(salesforceUsersByKeys(keys), salesforceUserOf)
  }

  async *list(query: DirectoryQuery): AsyncGenerator<readonly DirectoryEntry[]> {
    const { entriesQuery } = await import('./directory-queries.ts')
    yield* this.#run.pages(entriesQuery(query), entryOf)
  }

  async count(query: DirectoryQuery): Promise<number> {
    const { entryCountQuery } = await import('./directory-queries.ts')
    const [count] = await this.#run.all(entryCountQuery(query).compile(), ({ users }) => users)
    return count ?? 0
  }

  async first(query: DirectoryQuery & FirstQuery): Promise<FirstRows<DirectoryEntry>> {
    const { firstEntries } = await import('./first-rows.ts')
    return await firstEntries(this.#run, query)
  }

  async names(query: DirectoryQuery): Promise<readonly SalesforceUserNames[]> {
    const { salesforceUserNames } = await import('./first-rows.ts')
    return await salesforceUserNames(this.#run, query)
  }

  async outlines({ mapped }: { readonly mapped: boolean }): Promise<readonly SalesforceUserOutline[]> {
    const { salesforceUserOutlines } = await import('./outlines.ts')
    return await salesforceUserOutlines(this.#run, mapped)
  }

  async lastRead(): Promise<DirectoryReadRecord | undefined> {
    const [last] = await this.#run.all(newestRead, readOf)
    return last
  }

  async *log(): AsyncGenerator<readonly DirectoryLogEntry[]> {
    const { logEntryOf, logQuery } = await import('./directory-queries.ts')
    yield* this.#run.pages(logQuery().compile(), logEntryOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly DirectoryChange[]> {
    const { directoryChangesQuery } = await import('./directory-queries.ts')
    const { directoryChangeOf } = await import('./directory-changes.ts')
    yield* this.#run.pages(directoryChangesQuery(number).compile(), directoryChangeOf)
  }

  async changesAbout(
    salesforceUserIds: readonly SalesforceUserId[],
  ): Promise<readonly PastDirectoryChange[]> {
    const { changesAboutQuery, pastDirectoryChangeOf } = await import('./directory-queries.ts')
    return await this.#run.all(changesAboutQuery(salesforceUserIds).compile(), pastDirectoryChangeOf)
  }

  async stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: StageMode,
  ): Promise<StagedImport> {
    const { stageRead } = await import('./stage-read.ts')
    await this.#run.ready()
    return this.#guarded(
      await this.#run.guarded(async () => await stageRead(this.#run.connection, read, pages, mode)),
    )
  }

  async beginRefresh(target: RefreshTarget, startedAt: string, anew = false): Promise<DirectoryRefresh> {
    const { SqliteRefresh } = await import('./refresh.ts')
    return new SqliteRefresh(this.#run, target, startedAt, anew)
  }

  async hasInterruptedRefresh(): Promise<boolean> {
    return await Promise.resolve(existsSync(stagingPath(this.#run.path, 'full')))
  }

  // Keeping is what writes to the disk, so a full one shows here.
  #guarded(staged: StagedImport): StagedImport {
    return {
      ...staged,
      without: (added) => this.#guarded(staged.without(added)),
      keep: async () => await this.#run.keep(staged),
      discard: async () => await this.#run.guarded(staged.discard),
    }
  }
}
