import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import * as z from 'zod/mini'
import type { RefreshScope, RefreshedRead, StagedRead } from '../ledger.ts'
import { SfsyncError } from '../../core/errors.ts'
import { personColumns } from './rows.ts'
import { directoryScopes } from '../../core/salesforce-user.ts'

/** What is merged, and what is known of it. */
export interface Merging {
  readonly aim: RefreshScope
  readonly read: RefreshedRead
  /** The refresh that must have filled the file. */
  readonly run: string
  /** Whether the frozen users of the file are all there are. */
  readonly frozenIsKnown: boolean
}

const key = 'salesforce_user_id'
const told = personColumns.filter((column) => column !== key && column !== 'name_key')
const list = (prefix: string, columns: readonly string[]) =>
  columns.map((column) => `${prefix}${column}`).join(', ')
const json = (prefix: string) =>
  `json_object(${told.map((column) => `'${column}', ${prefix}.${column}`).join(', ')})`

/**
 * Merges the file of a refresh into the directory inside an open transaction, which the caller keeps or discards.
 * Everything is SQL, because a million rows that pass through the program would take ten times as long.
 */
export function mergeRefresh(ledger: Database.Database, path: string, merging: Merging): StagedRead {
  ledger.prepare('attach ? as fresh').run(path)
  begin(ledger)
  try {
    const before = count(ledger, 'main.salesforce_user')
    if (freshRun(ledger) !== merging.run) throw overtaken()
    if (merging.frozenIsKnown) noteFrozen(ledger, merging.aim.kind)
    viewPeople(ledger, merging)
    const received = count(ledger, 'fresh.person')
    const readId = insertRead(ledger, merging, received)
    noteDifferences(ledger, merging, before)
    const dropped = drop(ledger, readId)
    const { added, changed } = take(ledger, readId, before, merging.aim.kind)
    ledger
      .prepare('update directory_read set added = ?, changed = ?, dropped = ? where read_id = ?')
      .run(added, changed, dropped, readId)
    const finish = (how: 'commit' | 'rollback') => async () => await Promise.resolve(end(ledger, how))
    return {
      received,
      added,
      changed,
      repeated: 0,
      dropped,
      keep: finish('commit'),
      discard: finish('rollback'),
    }
  } catch (error) {
    // SQLite has already rolled back by itself when the disk is full.
    end(ledger, ledger.inTransaction ? 'rollback' : undefined)
    throw error
  }
}

// Every row refers to the one reading that this transaction itself makes; checking each would double the time.
function begin(ledger: Database.Database): void {
  ledger.pragma('foreign_keys = off')
  ledger.pragma('cache_size = -32000')
  ledger.exec('begin immediate')
}

function end(ledger: Database.Database, how: 'commit' | 'rollback' | undefined): void {
  try {
    if (how !== undefined) ledger.exec(how)
  } finally {
    ledger.exec('drop view if exists temp.refreshed; drop table if exists temp.difference; detach fresh')
    ledger.pragma('foreign_keys = on')
  }
}

function count(ledger: Database.Database, table: string): number {
  return ledger.prepare<[], { rows: number }>(`select count(*) as rows from ${table}`).get()?.rows ?? 0
}

// Freezing somebody does not touch the user's own record, so it is no news of its own.
function noteFrozen(ledger: Database.Database, kind: RefreshScope['kind']): void {
  const isFrozen = `(${key} in (select ${key} from fresh.frozen))`
  ledger.exec(`update fresh.person set frozen = 1 where ${key} in (select ${key} from fresh.frozen)`)
  // A reading of everybody has everybody already: whoever is not among them is not there any more.
  if (kind === 'everybody') return
  ledger.exec(`insert into fresh.person (${list('', personColumns)})
    select ${list('', personColumns).replace('frozen', isFrozen)} from main.salesforce_user
    where coalesce(frozen, 0) <> ${isFrozen} and ${key} not in (select ${key} from fresh.person)
      and ${key} not in (select ${key} from fresh.gone)`)
}

// Whoever is not named among the frozen is not; writing that into a million rows would take longer than reading them.
function viewPeople(ledger: Database.Database, { frozenIsKnown }: Merging): void {
  const columns = personColumns.map((column) =>
    column === 'frozen' && frozenIsKnown ? 'coalesce(frozen, 0) as frozen' : column,
  )
  ledger.exec(`create temp view refreshed as select ${columns.join(', ')} from fresh.person`)
}

function insertRead(ledger: Database.Database, { aim, read }: Merging, people: number): number {
  const continues =
    aim.kind === 'everybody'
      ? 'null'
      : `(select coalesce(continues, read_id) from directory_read where scope is not null order by read_id desc limit 1)`
  const row = ledger
    .prepare<unknown[], { read_id: number }>(
      `insert into directory_read (source, origin, identity, organization_id, at, people, scope, news_from, continues)
       values ('live', ?, ?, ?, ?, ?, ?, ?, ${continues}) returning read_id`,
    )
    .get(aim.origin, aim.identity, aim.organizationId, read.at, people, aim.scope, read.newsFrom)
  return row?.read_id ?? 0
}

// Somebody whose row is as it was is not written again; the reading as a whole tells when everybody was seen.
function noteDifferences(ledger: Database.Database, { aim, frozenIsKnown }: Merging, before: number): void {
  ledger.exec(
    `create temp table difference (${key} text primary key, kind text not null) strict, without rowid`,
  )
  const compared = told.filter((column) => column !== 'frozen' || frozenIsKnown || aim.kind === 'everybody')
  if (before > 0)
    ledger.exec(`insert into difference
      select p.${key}, case when u.${key} is null then 'added' else 'changed' end
      from refreshed p left join main.salesforce_user u using (${key})
      where u.${key} is null or (${list('p.', compared)}) is not (${list('u.', compared)})`)
  const isGone =
    aim.kind === 'everybody'
      ? `not in (select ${key} from fresh.person)`
      : `in (select ${key} from fresh.gone)`
  ledger.exec(
    `insert into difference select ${key}, 'dropped' from main.salesforce_user where ${key} ${isGone}`,
  )
}

function drop(ledger: Database.Database, readId: number): number {
  log(ledger, readId, 'dropped', json('u'), 'null')
  return ledger
    .prepare(
      `delete from main.salesforce_user where ${key} in (select ${key} from difference where kind = 'dropped')`,
    )
    .run().changes
}

// Of a first reading everybody is new, which needs no log.
function take(
  ledger: Database.Database,
  readId: number,
  before: number,
  kind: RefreshScope['kind'],
): { added: number; changed: number } {
  const columns = list('', personColumns)
  const insert = `insert into main.salesforce_user (${columns}, read_id) select ${columns}, ? from refreshed`
  if (before === 0) return { added: ledger.prepare(`${insert} where true`).run(readId).changes, changed: 0 }
  const added = log(ledger, readId, 'added', 'null', json('p'))
  const changed = log(ledger, readId, 'changed', json('u'), json('p'))
  // News that do not tell who is frozen leave what is known of it.
  const keepsFrozen = kind === 'news'
  const updates = [...personColumns.slice(1), 'read_id'].map((column) =>
    column === 'frozen' && keepsFrozen
      ? 'frozen = coalesce(excluded.frozen, salesforce_user.frozen)'
      : `${column} = excluded.${column}`,
  )
  ledger
    .prepare(
      `${insert} where ${key} in (select ${key} from difference)
       on conflict (${key}) do update set ${updates.join(', ')}`,
    )
    .run(readId)
  return { added, changed }
}

function log(ledger: Database.Database, readId: number, kind: string, was: string, is: string): number {
  return ledger
    .prepare(
      `insert into directory_change (read_id, ${key}, before, after)
       select ?, ${key}, ${was}, ${is} from difference
       left join main.salesforce_user u using (${key}) left join refreshed p using (${key}) where kind = ?`,
    )
    .run(readId, kind).changes
}

function overtaken(): SfsyncError {
  return new SfsyncError(
    'ledger-busy',
    'another refresh took the place of this one; the directory stays as it was',
    {
      actions: ['sfsync sf-users refresh'],
    },
  )
}

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
  aim: RefreshScope,
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
export function freshRun(ledger: Database.Database): string | undefined {
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
function leftBehind(database: Database.Database, aim: RefreshScope, now: string): string | undefined {
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

function sameAim(one: RefreshScope, other: RefreshScope): boolean {
  return (
    one.kind === other.kind &&
    one.origin === other.origin &&
    one.identity === other.identity &&
    one.organizationId === other.organizationId &&
    one.scope === other.scope
  )
}
