import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import * as z from 'zod/mini'
import { directoryScopes } from '../../core/salesforce-user.ts'
import type { RefreshTarget } from '../ledger.ts'
import { salesforceUserColumnNames } from './rows.ts'
import { countRows } from './stage-read.ts'

// To be raised when the tables below change: what an older release left is read again.
const version = 3
const maxAgeHours = 24
const numberColumns = new Set(['active', 'frozen'])

const headSchema = z.object({
  version: z.literal(version),
  run: z.string(),
  kind: z.enum(['full', 'delta']),
  origin: z.string(),
  identity: z.string(),
  organizationId: z.string(),
  scope: z.enum(directoryScopes),
  startedAt: z.iso.datetime(),
})

/** The file beside the ledger that holds what a refresh has read so far. */
export interface StagingFile {
  readonly path: string
  /** Identifies the refresh that wrote the file. */
  readonly run: string
  readonly database: Database.Database
  readonly startedAt: string
  /** Whether an interrupted refresh with the same target began it. */
  readonly resumed: boolean
}

/**
 * Opens what an interrupted refresh left if it had the same target and began less than a day ago; otherwise empties the
 * file. A process that opens it must have its lock.
 */
export function openStagingFile(
  path: string,
  target: RefreshTarget,
  startedAt: string,
  anew: boolean,
): StagingFile {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const run = randomUUID()
  const database = locked(path)
  try {
    const interruptedAt =
      target.kind === 'full' && !anew ? startOfInterrupted(database, target, startedAt) : undefined
    if (interruptedAt === undefined) createTables(database)
    const head = { version, run, ...target, startedAt: interruptedAt ?? startedAt }
    database.exec('delete from head')
    database.prepare('insert into head values (?)').run(JSON.stringify(head))
    return { path, run, database, startedAt: head.startedAt, resumed: interruptedAt !== undefined }
  } catch (error) {
    database.close()
    throw error
  }
}

/** The run that wrote a file attached as `fresh`; undefined if the file has none. */
export function runOfAttached(ledger: Database.Database): string | undefined {
  try {
    const row = ledger.prepare<[], { head: string }>('select head from fresh.head').get()
    return headSchema.safeParse(JSON.parse(row?.head ?? 'null')).data?.run
  } catch {
    return undefined
  }
}

/** Removes the file and what SQLite keeps beside it. */
export function removeStagingFile(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
}

function startOfInterrupted(
  database: Database.Database,
  target: RefreshTarget,
  now: string,
): string | undefined {
  try {
    const row = database.prepare<[], { head: string }>('select head from head').get()
    const {
      startedAt,
      version: _,
      run: __,
      ...interrupted
    } = headSchema.parse(JSON.parse(row?.head ?? 'null'))
    const hours = (Date.parse(now) - Date.parse(startedAt)) / 3_600_000
    const isUsable = isDeepStrictEqual(interrupted, target) && hours < maxAgeHours && hasContent(database)
    return isUsable ? startedAt : undefined
  } catch {
    // New, of another release, or damaged: nothing in it can be used.
    return undefined
  }
}

// Killed before its first page, a refresh left neither users nor what is still to be read: that is no part of a read.
function hasContent(database: Database.Database): boolean {
  return ['user', 'piece'].some((table) => countRows(database, `select count(*) as rows from ${table}`) > 0)
}

function createTables(database: Database.Database): void {
  const columns = salesforceUserColumnNames.map(
    (column) => `${column} ${numberColumns.has(column) ? 'integer' : 'text'}`,
  )
  for (const table of ['user', 'piece', 'out_of_scope', 'frozen', 'head'])
    database.exec(`drop table if exists ${table}`)
  database.exec(`
    create table user (${columns.join(', ')}, primary key (salesforce_user_id)) strict, without rowid;
    create table piece (piece text primary key) strict, without rowid;
    create table out_of_scope (salesforce_user_id text primary key) strict, without rowid;
    create table frozen (salesforce_user_id text primary key) strict, without rowid;
    create table head (head text not null) strict;`)
}

function locked(path: string): Database.Database {
  try {
    return opened(path)
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code))
      throw error
    removeStagingFile(path)
    closeSync(openSync(path, 'a', 0o600))
    return opened(path)
  }
}

// In exclusive locking mode SQLite keeps the lock of the first write until the file is closed.
function opened(path: string): Database.Database {
  const database = new Database(path, { fileMustExist: true, timeout: 0 })
  try {
    database.pragma('locking_mode = exclusive')
    database.exec('begin exclusive; commit')
    database.pragma('journal_mode = wal')
    database.pragma('synchronous = normal')
    database.exec('begin exclusive; commit')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
