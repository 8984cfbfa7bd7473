import type Database from 'better-sqlite3'
import type { DirectoryRead, SalesforceUser } from '../../core/salesforce-user.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { StageMode, StagedImport, StagedRead } from '../ledger.ts'
import { changedIdentities, noteIdentities, repeatedIdentities } from './changed-identities.ts'
import { changesIn, countChanges, EarlierUsers, isAbsent, jsonOf, markAbsent } from './directory-changes.ts'
import { sharedUsernames } from './shared-usernames.ts'
import { salesforceUserColumnNames, salesforceUserValues } from './rows.ts'

const columns = [...salesforceUserColumnNames, 'read_id'] as const

/**
 * Writes a read inside an open transaction, which the caller keeps or discards. The rows go through one prepared
 * statement: building a query for each of a million rows takes ten times as long.
 */
export async function stageRead(
  connection: Database.Database,
  read: DirectoryRead,
  pages: AsyncIterable<readonly SalesforceUser[]>,
  mode: StageMode,
): Promise<StagedImport> {
  beginBulkWrite(connection)
  try {
    const activeBefore = countActive(connection)
    const isFirst = countUsers(connection) === 0
    const readId = insertRead(connection, read)
    const shared = new Set(sharedUsernames(connection).map(({ username }) => username))
    noteIdentities(connection)
    // The first read adds all users, which needs no log.
    const earlier = isFirst ? undefined : new EarlierUsers(connection)
    const makeIndexes = isFirst ? dropIndexes(connection) : undefined
    const received = await writePages(connection, pages, readId, mode === 'replace' ? 'replace' : 'merge')
    makeIndexes?.()
    const identities = changedIdentities(connection)
    const repeats = repeatedIdentities(connection)
    const users = countRows(
      connection,
      'select count(*) as rows from salesforce_user where read_id = ?',
      readId,
    )
    earlier?.log(readId, mode === 'replace' ? 'replace' : 'merge')
    const absent = mode === 'replace' ? 0 : countRows(connection, `${activeText} and read_id <> ?`, readId)
    if (mode === 'complete') markAbsent(connection, readId)
    if (mode === 'replace') dropOthers(connection, readId)
    connection.prepare('update directory_read set people = ? where read_id = ?').run(users, readId)
    const staged = {
      number: readId,
      received,
      repeated: received - users,
      activeBefore,
      absent,
      absentUsers: (limit: number) => (absent === 0 ? [] : absentUsers(connection, readId, limit)),
      ...(isFirst ? { added: users, ...noChanges } : countChanges(connection, readId)),
      users: countUsers(connection),
      changes: (limit: number) => changesIn(connection, readId, limit),
      keep: async () => await Promise.resolve(endBulkWrite(connection, 'commit')),
      discard: async () => await Promise.resolve(endBulkWrite(connection, 'rollback')),
    }
    noteCounts(connection, staged)
    const found = { identities, repeats, sharedUsernames: sharedUsernames(connection, shared) }
    return withRemoval(connection, readId, staged, found)
  } catch (error) {
    // On a full disk SQLite has already rolled back.
    endBulkWrite(connection, connection.inTransaction ? 'rollback' : undefined)
    throw error
  }
}

function withRemoval(
  connection: Database.Database,
  readId: number,
  staged: StagedRead,
  found: Pick<StagedImport, 'identities' | 'repeats' | 'sharedUsernames'>,
): StagedImport {
  return {
    ...staged,
    ...found,
    without: (added: readonly SalesforceUserId[]) => {
      const removed = connection
        .prepare(
          `delete from salesforce_user
           where read_id = ? and salesforce_user_id in (select value from json_each(?))`,
        )
        .run(readId, JSON.stringify(added)).changes
      connection
        .prepare(
          `delete from directory_change
           where read_id = ? and salesforce_user_id in (select value from json_each(?))`,
        )
        .run(readId, JSON.stringify(added))
      connection
        .prepare('update directory_read set people = people - ? where read_id = ?')
        .run(removed, readId)
      const rest = {
        ...staged,
        received: staged.received - removed,
        added: staged.added - removed,
        users: staged.users - removed,
      }
      noteCounts(connection, rest)
      return withRemoval(connection, readId, rest, found)
    },
  }
}

/** Begins a transaction without checks of references: every row refers to the one read that it inserts itself, and checking each takes as long as writing it. */
export function beginBulkWrite(connection: Database.Database): void {
  connection.pragma('foreign_keys = off')
  connection.pragma('cache_size = -32000')
  connection.exec('begin immediate')
}

/**
 * Drops the indexes of the directory inside such a transaction, for a first read, and gives what makes them again: made
 * from all rows at once, they take a fraction of the time, and the rows need less memory.
 */
export function dropIndexes(connection: Database.Database): () => void {
  const indexes = connection
    .prepare<[], { name: string; sql: string }>(
      `select name, sql from main.sqlite_schema where type = 'index' and tbl_name = 'salesforce_user' and sql is not null`,
    )
    .all()
  // Sorting a million texts is slower with more.
  connection.pragma('cache_size = -4000')
  for (const { name } of indexes) connection.exec(`drop index main."${name}"`)
  return () => {
    for (const { sql } of indexes) connection.exec(sql)
  }
}

/** Ends such a transaction; undefined if it has already ended. */
export function endBulkWrite(connection: Database.Database, how: 'commit' | 'rollback' | undefined): void {
  try {
    if (how !== undefined) connection.exec(how)
  } catch (error) {
    // A commit that fails, on a full disk for example, may leave the transaction open.
    if (connection.inTransaction) connection.exec('rollback')
    throw error
  } finally {
    connection.pragma('foreign_keys = on')
  }
}

/** The result of a query that counts: its column `rows`. */
export function countRows(
  connection: Database.Database,
  query: string,
  ...values: readonly unknown[]
): number {
  return connection.prepare<unknown[], { rows: number }>(query).get(...values)?.rows ?? 0
}

const noChanges = { returned: 0, left: 0, changed: 0, dropped: 0 }

/** Writes into the log how many users a read added, changed and dropped. */
export function noteCounts(
  connection: Database.Database,
  { number, added, returned, left, changed, dropped }: Omit<StagedRead, 'keep' | 'discard'>,
): void {
  connection
    .prepare('update directory_read set added = ?, changed = ?, dropped = ? where read_id = ?')
    .run(added, returned + left + changed, dropped, number)
}

function absentUsers(connection: Database.Database, readId: number, limit: number) {
  const text = `select name, email from main.salesforce_user where active is not 0 and read_id <> ?
    order by name_key, salesforce_user_id limit ?`
  return connection.prepare<[number, number], Pick<SalesforceUser, 'name' | 'email'>>(text).all(readId, limit)
}

const activeText = 'select count(*) as rows from main.salesforce_user where active is not 0'

/** How many users are not known to be inactive. */
export function countActive(connection: Database.Database): number {
  return countRows(connection, activeText)
}

function countUsers(connection: Database.Database): number {
  return countRows(connection, 'select count(*) as rows from salesforce_user')
}

function insertRead(connection: Database.Database, read: DirectoryRead): number {
  const { source, origin, identity, organizationId, at } = read
  const row = connection
    .prepare<unknown[], { read_id: number }>(
      `insert into directory_read (source, origin, identity, organization_id, at, people)
       values (?, ?, ?, ?, ?, 0) returning read_id`,
    )
    .get(source, origin, identity, organizationId, at)
  return row?.read_id ?? 0
}

async function writePages(
  connection: Database.Database,
  pages: AsyncIterable<readonly SalesforceUser[]>,
  readId: number,
  mode: 'merge' | 'replace',
): Promise<number> {
  // With the triggers of the notes, an upsert takes three times as long as an insert, also where nothing is to be updated.
  const insert = connection.prepare(`${insertText} on conflict (salesforce_user_id) do nothing`)
  const upsert = connection.prepare(upsertText(mode))
  const known = connection.prepare<[string], KnownName>(
    `select name, first_name as firstName, last_name as lastName, username, email from salesforce_user where salesforce_user_id = ?`,
  )
  const whole = (user: SalesforceUser) =>
    mode === 'merge' && hasOnePart(user) ? withOtherPart(user, known.get(user.salesforceUserId)) : user
  let received = 0
  for await (const page of pages) {
    for (const user of page) {
      const values = [...salesforceUserValues(whole(user)), readId]
      if (insert.run(values).changes === 0) upsert.run(values)
    }
    received += page.length
  }
  return received
}

type KnownName = Pick<SalesforceUser, 'name' | 'firstName' | 'lastName' | 'username' | 'email'>

function hasOnePart({ name, firstName, lastName }: SalesforceUser): boolean {
  return (firstName === null) !== (lastName === null) && name === (firstName ?? lastName)
}

// One part of a name says nothing about the other, which stays as it is known; but not beside the address of someone else.
function withOtherPart(user: SalesforceUser, known: KnownName | undefined): SalesforceUser {
  if (known === undefined || hasOtherAddress(user, known)) return user
  if (known.firstName === null && known.lastName === null)
    return known.name.split(' ').includes(user.name) ? { ...user, name: known.name } : user
  const firstName = user.firstName ?? known.firstName
  const lastName = user.lastName ?? known.lastName
  const isKnown = firstName === known.firstName && lastName === known.lastName
  return {
    ...user,
    firstName,
    lastName,
    name: isKnown ? known.name : `${firstName ?? ''} ${lastName ?? ''}`.trim(),
  }
}

function hasOtherAddress(user: SalesforceUser, known: KnownName): boolean {
  const compared = (['username', 'email'] as const).filter(
    (field) => user[field] !== null && known[field] !== null,
  )
  return compared.length > 0 && compared.every((field) => user[field] !== known[field])
}

// A merge keeps what a narrower report does not have. A name that only repeats an address is not a name.
function upsertText(mode: 'merge' | 'replace'): string {
  const updates = columns.slice(1).map((column) => {
    if (mode === 'replace' || column === 'read_id') return `${column} = excluded.${column}`
    if (column === 'name' || column === 'name_key')
      return `${column} = case when ${isNoName} then salesforce_user.${column} else excluded.${column} end`
    // The parts of an old name do not belong to a new one.
    if (column === 'first_name' || column === 'last_name')
      return `${column} = case when ${isNoName} or excluded.name_key = salesforce_user.name_key
        then coalesce(excluded.${column}, salesforce_user.${column}) else excluded.${column} end`
    // Who is in a read again has not left.
    if (column === 'active')
      return `active = coalesce(excluded.active, case when ${isAbsent} then null else salesforce_user.active end)`
    return `${column} = coalesce(excluded.${column}, salesforce_user.${column})`
  })
  return `${insertText} on conflict (salesforce_user_id) do update set ${updates.join(', ')}`
}

const insertText = `insert into salesforce_user (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`

const isNoName = 'excluded.name in (excluded.username, excluded.email, excluded.salesforce_user_id)'

function dropOthers(connection: Database.Database, readId: number): void {
  connection
    .prepare(
      `insert into directory_change (read_id, salesforce_user_id, before)
       select ?, salesforce_user_id, ${jsonOf('s')} from main.salesforce_user s where read_id <> ?`,
    )
    .run(readId, readId)
  connection.prepare('delete from salesforce_user where read_id <> ?').run(readId)
}
