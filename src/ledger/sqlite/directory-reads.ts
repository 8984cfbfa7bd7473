import type { SalesforceUserOutline } from '../../core/match/index.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type {
  DirectoryChange,
  DirectoryEntry,
  DirectoryKey,
  DirectoryKeys,
  DirectoryLogEntry,
  DirectoryQuery,
  DirectoryReadRecord,
  FirstQuery,
  FirstRows,
  PastDirectoryChange,
  SalesforceUserNames,
} from '../ledger.ts'
import { entriesByKey, entryOf, newestRead, readOf, salesforceUsersByKeys } from './look-ups.ts'
import type { Queries } from './query-runner.ts'
import { salesforceUserOf } from './rows.ts'

/** Everything that only reads the directory, wherever it is kept. */
export class DirectoryReads {
  readonly #queries: Queries

  constructor(queries: Queries) {
    this.#queries = queries
  }

  async find(key: DirectoryKey): Promise<readonly DirectoryEntry[]> {
    return await this.#queries.all(entriesByKey(key), entryOf)
  }

  async findAll(keys: DirectoryKeys): Promise<readonly SalesforceUser[]> {
    return await this.#queries.all(salesforceUsersByKeys(keys), salesforceUserOf)
  }

  async *list(query: DirectoryQuery): AsyncGenerator<readonly DirectoryEntry[]> {
    const { entriesQuery } = await import('./directory-queries.ts')
    yield* this.#queries.pages(entriesQuery(query), entryOf)
  }

  async count(query: DirectoryQuery): Promise<number> {
    const { entryCountQuery } = await import('./directory-queries.ts')
    const [count] = await this.#queries.all(entryCountQuery(query).compile(), ({ users }) => users)
    return count ?? 0
  }

  async first(query: DirectoryQuery & FirstQuery): Promise<FirstRows<DirectoryEntry>> {
    const { firstEntries } = await import('./first-rows.ts')
    return await firstEntries(this.#queries, query)
  }

  async names(query: DirectoryQuery): Promise<readonly SalesforceUserNames[]> {
    const { salesforceUserNames } = await import('./first-rows.ts')
    return await salesforceUserNames(this.#queries, query)
  }

  async outlines({ mapped }: { readonly mapped: boolean }): Promise<readonly SalesforceUserOutline[]> {
    const { salesforceUserOutlines } = await import('./outlines.ts')
    return await salesforceUserOutlines(this.#queries, mapped)
  }

  async lastRead(): Promise<DirectoryReadRecord | undefined> {
    const [last] = await this.#queries.all(newestRead, readOf)
    return last
  }

  async *log(): AsyncGenerator<readonly DirectoryLogEntry[]> {
    const { logEntryOf, logQuery } = await import('./directory-queries.ts')
    yield* this.#queries.pages(logQuery().compile(), logEntryOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly DirectoryChange[]> {
    const { directoryChangesQuery } = await import('./directory-queries.ts')
    const { directoryChangeOf } = await import('./directory-changes.ts')
    yield* this.#queries.pages(directoryChangesQuery(number).compile(), directoryChangeOf)
  }

  async changesAbout(
    salesforceUserIds: readonly SalesforceUserId[],
  ): Promise<readonly PastDirectoryChange[]> {
    const { changesAboutQuery, pastDirectoryChangeOf } = await import('./directory-queries.ts')
    return await this.#queries.all(changesAboutQuery(salesforceUserIds).compile(), pastDirectoryChangeOf)
  }
}
