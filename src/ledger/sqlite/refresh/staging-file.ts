import { closeSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import * as z from 'zod/mini'
import { directoryScopes } from '../../../core/directory-scope.ts'
import type { RefreshAim } from '../../ledger.ts'
import { personColumns } from '../person-columns.ts'

// Changed whenever the tables below change: what another release left is read anew.
const version = 1
const longestHours = 24
const numbers = new Set(['active', 'frozen'])

const kept = z.object({
  version: z.literal(version),
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
  readonly database: Database.Database
  readonly startedAt: string
  /** Whether an interrupted refresh of the same aim began it. */
  readonly resumed: boolean
}

/** Opens what an interrupted refresh left, where it had the same aim and began less than a day ago; else begins anew. */
export function openStagingFile(
  path: string,
  aim: RefreshAim,
  startedAt: string,
  anew: boolean,
): StagingFile {
  const left = aim.kind === 'everybody' && !anew ? leftBehind(path, aim, startedAt) : undefined
  if (left !== undefined) return left
  removeStagingFile(path)
  closeSync(openSync(path, 'w', 0o600))
  const database = opened(path)
  const people = personColumns.map((column) => `${column} ${numbers.has(column) ? 'integer' : 'text'}`)
  database.exec(`
    create table person (${people.join(', ')}, primary key (salesforce_user_id)) strict, without rowid;
    create table piece (piece text primary key) strict, without rowid;
    create table gone (salesforce_user_id text primary key) strict, without rowid;
    create table frozen (salesforce_user_id text primary key) strict, without rowid;
    create table aim (aim text not null) strict;`)
  database.prepare('insert into aim values (?)').run(JSON.stringify({ version, startedAt, ...aim }))
  return { path, database, startedAt, resumed: false }
}

/** Removes the file and what SQLite keeps beside it. */
export function removeStagingFile(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
}

function leftBehind(path: string, aim: RefreshAim, now: string): StagingFile | undefined {
  let database: Database.Database | undefined
  try {
    database = opened(path)
    const row = database.prepare<[], { aim: string }>('select aim from aim').get()
    const { startedAt, version: _, ...keptAim } = kept.parse(JSON.parse(row?.aim ?? 'null'))
    const hours = (Date.parse(now) - Date.parse(startedAt)) / 3_600_000
    if (sameAim(keptAim, aim) && hours < longestHours) return { path, database, startedAt, resumed: true }
  } catch (error) {
    if (isHeld(error)) throw error
    // Missing, of another release, or damaged: nothing of it is worth keeping.
  }
  database?.close()
  return undefined
}

function opened(path: string): Database.Database {
  const database = new Database(path, { fileMustExist: true, timeout: 0 })
  database.pragma('locking_mode = exclusive')
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = normal')
  return database
}

function isHeld(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
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
