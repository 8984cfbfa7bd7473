import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import type { DirectoryRead, SalesforceUser } from '../../core/salesforce-user.ts'
import type { SalesforceUserOutline } from '../../core/match/suggestion.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
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
  RefreshScope,
  StagedRead,
} from '../ledger.ts'
import {
  changeOf,
  changesAboutQuery,
  directoryChangesQuery,
  entryCountQuery,
  entriesByKey,
  entriesQuery,
  entryOf,
  logEntryOf,
  pastDirectoryChangeOf,
  peopleOfKeys,
  readingOf,
  readingsQuery,
} from './directory-queries.ts'
import { ledgerFailure } from './errors.ts'
import { pagesOf, rowsOf } from './user-queries.ts'
import { personColumns, personValues, salesforceUserOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'

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

  async outlines(): Promise<readonly SalesforceUserOutline[]> {
    const { personOutlinesQuery } = await import('./user-queries.ts')
    const query = personOutlinesQuery(this.#kysely).compile()
    return await this.#told(async () => await Promise.resolve(rowsOf(this.#connection, query)))
  }

  async *list(query: DirectoryQuery): AsyncGenerator<readonly DirectoryEntry[]> {
    yield* this.#pages(entriesQuery(this.#kysely, query).compile(), entryOf)
  }

  async count(query: DirectoryQuery): Promise<number> {
    return await this.#told(
      async () => (await entryCountQuery(this.#kysely, query).executeTakeFirstOrThrow()).people,
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

  async refresh(aim: RefreshScope, startedAt: string, anew = false): Promise<DirectoryRefresh> {
    const { SqliteRefresh } = await import('./refresh.ts')
    return new SqliteRefresh(this.#connection, this.#path, aim, startedAt, anew)
  }

  async *log(): AsyncGenerator<readonly DirectoryLogEntry[]> {
    yield* this.#pages(readingsQuery(this.#kysely).compile(), logEntryOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly DirectoryChange[]> {
    yield* this.#pages(directoryChangesQuery(this.#kysely, number).compile(), changeOf)
  }

  async changesAbout(
    salesforceUserIds: readonly SalesforceUserId[],
  ): Promise<readonly PastDirectoryChange[]> {
    return await this.#told(async () => {
      const rows = rowsOf(this.#connection, changesAboutQuery(this.#kysely, salesforceUserIds).compile())
      return rows.map((row) => pastDirectoryChangeOf(row))
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

const columns = [...personColumns, 'read_id'] as const

/**
 * Writes a reading inside an open transaction, which the caller keeps or discards. The rows go through one prepared
 * statement: building a query for each of a million rows would take ten times as long.
 */
export async function stageRead(
  kysely: Kysely<LedgerTables>,
  connection: Database.Database,
  read: DirectoryRead,
  pages: AsyncIterable<readonly SalesforceUser[]>,
  mode: 'merge' | 'replace',
): Promise<StagedRead> {
  begin(connection)
  try {
    const before = await countPeople(kysely)
    const readId = await beginRead(kysely, read)
    const received = await writePages(connection, pages, readId, mode)
    const dropped = mode === 'replace' ? await dropOthers(kysely, readId) : 0
    const people = await countPeople(kysely, readId)
    await kysely.updateTable('directory_read').set({ people }).where('read_id', '=', readId).execute()
    const added = (await countPeople(kysely)) + dropped - before
    return {
      received,
      added,
      repeated: received - people,
      changed: null,
      dropped,
      keep: () => finish(connection, 'commit'),
      discard: () => finish(connection, 'rollback'),
    }
  } catch (error) {
    // SQLite has already rolled back by itself when the disk is full.
    end(connection, connection.inTransaction ? 'rollback' : undefined)
    throw error
  }
}

// Every row refers to the one reading that this transaction itself makes; checking each would double the time.
function begin(connection: Database.Database): void {
  connection.pragma('foreign_keys = off')
  connection.pragma('cache_size = -32000')
  connection.exec('begin immediate')
}

function end(connection: Database.Database, how: 'commit' | 'rollback' | undefined): void {
  try {
    if (how !== undefined) connection.exec(how)
  } finally {
    connection.pragma('foreign_keys = on')
  }
}

async function finish(connection: Database.Database, how: 'commit' | 'rollback'): Promise<void> {
  end(connection, how)
  await Promise.resolve()
}

async function beginRead(kysely: Kysely<LedgerTables>, read: DirectoryRead): Promise<number> {
  const { read_id: readId } = await kysely
    .insertInto('directory_read')
    .values(({ selectFrom, fn, eb }) => ({
      read_id: selectFrom('directory_read').select(
        eb(fn.coalesce(fn.max('read_id'), eb.lit(0)), '+', 1).as('next'),
      ),
      source: read.source,
      origin: read.origin,
      identity: read.identity,
      organization_id: read.organizationId,
      at: read.at,
      people: 0,
    }))
    .returning('read_id')
    .executeTakeFirstOrThrow()
  return readId
}

async function writePages(
  connection: Database.Database,
  pages: AsyncIterable<readonly SalesforceUser[]>,
  readId: number,
  mode: 'merge' | 'replace',
): Promise<number> {
  const statement = connection.prepare(upsertText(mode))
  let received = 0
  for await (const page of pages) {
    for (const user of page) statement.run(...personValues(user), readId)
    received += page.length
  }
  return received
}

// Merging keeps what a narrower report does not tell; a name that only repeats an address is no name.
function upsertText(mode: 'merge' | 'replace'): string {
  const updates = columns.slice(1).map((column) => {
    if (mode === 'replace' || column === 'read_id') return `${column} = excluded.${column}`
    if (column === 'name' || column === 'name_key')
      return `${column} = case when excluded.name in (excluded.username, excluded.email, excluded.salesforce_user_id) then salesforce_user.${column} else excluded.${column} end`
    return `${column} = coalesce(excluded.${column}, salesforce_user.${column})`
  })
  const placeholders = columns.map(() => '?').join(', ')
  return `insert into salesforce_user (${columns.join(', ')}) values (${placeholders})
    on conflict (salesforce_user_id) do update set ${updates.join(', ')}`
}

async function dropOthers(kysely: Kysely<LedgerTables>, readId: number): Promise<number> {
  const result = await kysely.deleteFrom('salesforce_user').where('read_id', '<>', readId).executeTakeFirst()
  return Number(result.numDeletedRows)
}

async function countPeople(kysely: Kysely<LedgerTables>, readId?: number): Promise<number> {
  const all = kysely.selectFrom('salesforce_user').select(({ fn }) => fn.countAll<number>().as('people'))
  const query = readId === undefined ? all : all.where('read_id', '=', readId)
  return (await query.executeTakeFirstOrThrow()).people
}
