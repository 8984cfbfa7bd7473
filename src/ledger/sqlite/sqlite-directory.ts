import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { DirectoryRead } from '../../core/directory-read.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type {
  Directory,
  DirectoryEntry,
  DirectoryKey,
  DirectoryQuery,
  DirectoryReadRecord,
  DirectoryRefresh,
  RefreshAim,
  StagedRead,
} from '../ledger.ts'
import { countQuery, entriesByKey, entriesQuery, entryOf } from './entries.ts'
import { ledgerFailure } from './failure.ts'
import { pagesOf, rowsOf } from './pages.ts'
import type { LedgerTables } from './schema.ts'
import { stageRead } from './stage-read.ts'

/** The directory in the same SQLite file as the ledger. */
export class SqliteDirectory implements Directory {
  readonly #kysely: Kysely<LedgerTables>
  readonly #connection: Database.Database
  readonly #path: string

  constructor(kysely: Kysely<LedgerTables>, connection: Database.Database, path: string) {
    this.#kysely = kysely
    this.#connection = connection
    this.#path = path
  }

  async find(key: DirectoryKey): Promise<readonly DirectoryEntry[]> {
    return await this.#told(async () => {
      const rows = rowsOf(this.#connection, entriesByKey(this.#kysely, key).compile())
      return rows.map((row) => entryOf(row))
    })
  }

  async *list(query: DirectoryQuery): AsyncGenerator<readonly DirectoryEntry[]> {
    try {
      yield* pagesOf(this.#connection, entriesQuery(this.#kysely, query).compile(), entryOf)
    } catch (error) {
      throw ledgerFailure(error, this.#path)
    }
  }

  async count(query: DirectoryQuery): Promise<number> {
    return await this.#told(
      async () => (await countQuery(this.#kysely, query).executeTakeFirstOrThrow()).people,
    )
  }

  async lastRead(): Promise<DirectoryReadRecord | undefined> {
    return await this.#told(async () => {
      const [row] = rowsOf(
        this.#connection,
        this.#kysely.selectFrom('directory_read').selectAll().orderBy('read_id', 'desc').limit(1).compile(),
      )
      if (row === undefined) return undefined
      const { source, origin, identity, organization_id: organizationId, at, people, scope } = row
      return { source, origin, identity, organizationId, at, people, scope, newsFrom: row.news_from }
    })
  }

  async stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: 'merge' | 'replace',
  ): Promise<StagedRead> {
    const staged = await this.#told(() => stageRead(this.#kysely, this.#connection, read, pages, mode))
    return {
      ...staged,
      // Keeping is what writes to the disk, so this is where a full one shows.
      keep: async () => await this.#told(() => staged.keep()),
      discard: async () => await this.#told(() => staged.discard()),
    }
  }

  async refresh(aim: RefreshAim, startedAt: string, anew = false): Promise<DirectoryRefresh> {
    const { SqliteRefresh } = await import('./refresh/sqlite-refresh.ts')
    return new SqliteRefresh(this.#connection, this.#path, aim, startedAt, anew)
  }

  async refreshWaits(): Promise<boolean> {
    return await Promise.resolve(existsSync(`${this.#path}.everybody`))
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw ledgerFailure(error, this.#path)
    }
  }
}
