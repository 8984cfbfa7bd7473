import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import * as z from 'zod/mini'
import { directoryScopes } from '../../../core/directory-scope.ts'
import type { RefreshAim } from '../../ledger.ts'
import { personColumns } from '../person-columns.ts'

// Changed whenever the tables below change: what another release left is read anew.
const version = 2
const longestHours = 24
const numbers = new Set(['active', 'frozen'])

const kept = z.object({
  version: z.literal(version),
  run: z.string(),
  kind: z.enum(['everybody', 'news']),
  origin: z.string(),
  identity: z.string(),
  organizationId: z.string(),
  scope: z.enum(directoryScopes),
  startedAt: z.iso.datetime(),
})

/** The file beside the ledger that holds what a refresh has read so far. */
export interface StagingFile {
  readonly path: string
  /** Marks what this refresh wrote. */
  readonly run: string
  readonly database: Database.Database
  readonly startedAt: string
  /** Whether an interrupted refresh of the same aim began it. */
  readonly resumed: boolean
}

/**
 * Opens what an interrupted refresh left, where it had the same aim and began less than a day ago; else empties it. The file
 * is locked from here on and never replaced while somebody may hold it. Throws SQLite's BUSY while another process does.
 */
export function openStagingFile(
  path: string,
  aim: RefreshAim,
  startedAt: string,
  anew: boolean,
): StagingFile {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const run = randomUUID()
  const database = locked(path)
  try {
    const left = aim.kind === 'everybody' && !anew ? leftBehind(database, aim, startedAt) : undefined
    if (left === undefined) empty(database)
    const whole = { version, run, ...aim, startedAt: left ?? startedAt }
    database.exec('delete from aim')
    database.prepare('insert into aim values (?)').run(JSON.stringify(whole))
    return { path, run, database, startedAt: whole.startedAt, resumed: left !== undefined }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Which refresh filled a file that is attached as `fresh`; undefined where none did. */
export function runOfFresh(ledger: Database.Database): string | undefined {
  try {
    const row = ledger.prepare<[], { aim: string }>('select aim from fresh.aim').get()
    return kept.safeParse(JSON.parse(row?.aim ?? 'null')).data?.run
  } catch {
    return undefined
  }
}

/** Removes the file and what SQLite keeps beside it. */
export function removeStagingFile(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
}

// Gives when the refresh began that the file was left by.
function leftBehind(database: Database.Database, aim: RefreshAim, now: string): string | undefined {
  try {
    const row = database.prepare<[], { aim: string }>('select aim from aim').get()
    const { startedAt, version: _, run: __, ...keptAim } = kept.parse(JSON.parse(row?.aim ?? 'null'))
    const hours = (Date.parse(now) - Date.parse(startedAt)) / 3_600_000
    return sameAim(keptAim, aim) && hours < longestHours ? startedAt : undefined
  } catch {
    // New, of another release, or damaged: nothing of it is worth keeping.
    return undefined
  }
}

function empty(database: Database.Database): void {
  const people = personColumns.map((column) => `${column} ${numbers.has(column) ? 'integer' : 'text'}`)
  for (const table of ['person', 'piece', 'gone', 'frozen', 'aim'])
    database.exec(`drop table if exists ${table}`)
  database.exec(`
    create table person (${people.join(', ')}, primary key (salesforce_user_id)) strict, without rowid;
    create table piece (piece text primary key) strict, without rowid;
    create table gone (salesforce_user_id text primary key) strict, without rowid;
    create table frozen (salesforce_user_id text primary key) strict, without rowid;
    create table aim (aim text not null) strict;`)
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

// In this mode SQLite keeps the lock of the first write until the file is closed.
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

function sameAim(one: RefreshAim, other: RefreshAim): boolean {
  return (
    one.kind === other.kind &&
    one.origin === other.origin &&
    one.identity === other.identity &&
    one.organizationId === other.organizationId &&
    one.scope === other.scope
  )
}
