import type Database from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { DirectoryRead } from '../../core/directory-read.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { StagedRead } from '../ledger.ts'
import { personColumns, personValues } from './person-columns.ts'
import type { LedgerTables } from './schema.ts'

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
