import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import type { DirectoryRead } from '../../core/directory-read.ts'
import type { PersonOutline } from '../../core/match/outline.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
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
  PastDirectoryChange,
  RefreshAim,
  StagedRead,
} from '../ledger.ts'
import {
  changeOf,
  changesAboutQuery,
  changesQuery,
  logEntryOf,
  pastChangeOf,
  readingOf,
  readingsQuery,
} from './directory-log.ts'
import { countQuery, entriesByKey, peopleOfKeys, entriesQuery, entryOf } from './entries.ts'
import { ledgerFailure } from './failure.ts'
import { pagesOf, rowsOf } from './pages.ts'
import { salesforceUserOf } from './rows.ts'
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

  async findAll(keys: DirectoryKeys): Promise<readonly SalesforceUser[]> {
    return await this.#told(async () => {
      const rows = rowsOf(this.#connection, peopleOfKeys(this.#kysely, keys).compile())
      return rows.map((row) => salesforceUserOf(row))
    })
  }

  async outlines(): Promise<readonly PersonOutline[]> {
    const { personOutlinesQuery } = await import('./outlines.ts')
    const query = personOutlinesQuery(this.#kysely).compile()
    return await this.#told(async () => await Promise.resolve(rowsOf(this.#connection, query)))
  }

  async *list(query: DirectoryQuery): AsyncGenerator<readonly DirectoryEntry[]> {
    yield* this.#pages(entriesQuery(this.#kysely, query).compile(), entryOf)
  }

  async count(query: DirectoryQuery): Promise<number> {
    return await this.#told(
      async () => (await countQuery(this.#kysely, query).executeTakeFirstOrThrow()).people,
    )
  }

  async lastRead(): Promise<DirectoryReadRecord | undefined> {
    return await this.#told(async () => {
      const [row] = rowsOf(this.#connection, readingsQuery(this.#kysely).limit(1).compile())
      return row === undefined ? undefined : readingOf(row)
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

  async *log(): AsyncGenerator<readonly DirectoryLogEntry[]> {
    yield* this.#pages(readingsQuery(this.#kysely).compile(), logEntryOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly DirectoryChange[]> {
    yield* this.#pages(changesQuery(this.#kysely, number).compile(), changeOf)
  }

  async changesAbout(
    salesforceUserIds: readonly SalesforceUserId[],
  ): Promise<readonly PastDirectoryChange[]> {
    return await this.#told(async () => {
      const rows = rowsOf(this.#connection, changesAboutQuery(this.#kysely, salesforceUserIds).compile())
      return rows.map((row) => pastChangeOf(row))
    })
  }

  async refreshWaits(): Promise<boolean> {
    return await Promise.resolve(existsSync(`${this.#path}.everybody`))
  }

  async *#pages<Row, Item>(query: CompiledQuery<Row>, itemOf: (row: Row) => Item): AsyncGenerator<Item[]> {
    try {
      yield* pagesOf(this.#connection, query, itemOf)
    } catch (error) {
      throw ledgerFailure(error, this.#path)
    }
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw ledgerFailure(error, this.#path)
    }
  }
}
