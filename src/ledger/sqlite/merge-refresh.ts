import type Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import type { CompletedRefresh, RefreshTarget, StagedRead } from '../ledger.ts'
import { salesforceUserColumnNames } from './rows.ts'
import { changesIn, countChanges, jsonOf } from './directory-changes.ts'
import {
  beginBulkWrite,
  countActive,
  countRows,
  dropIndexes,
  endBulkWrite,
  noteCounts,
} from './stage-read.ts'
import { runOfAttached } from './staging-file.ts'

/** What is known of a complete refresh besides its staging file. */
export interface RefreshMerge {
  readonly target: RefreshTarget
  readonly read: CompletedRefresh
  /** The refresh that must have written the file. */
  readonly run: string
  /** Whether the file names all frozen users. */
  readonly frozenKnown: boolean
}

const key = 'salesforce_user_id'
const compared = salesforceUserColumnNames.filter((column) => column !== key && column !== 'name_key')
const list = (prefix: string, columns: readonly string[]) =>
  columns.map((column) => `${prefix}${column}`).join(', ')
const columns = list('', salesforceUserColumnNames)

/**
 * Merges the staging file of a refresh into the directory inside an open transaction, which the caller keeps or discards.
 * Everything is SQL: passing a million rows through the program takes ten times as long.
 */
export function mergeRefresh(ledger: Database.Database, path: string, merge: RefreshMerge): StagedRead {
  ledger.prepare('attach ? as fresh').run(path)
  try {
    beginBulkWrite(ledger)
    const before = countRows(ledger, 'select count(*) as rows from main.salesforce_user')
    const activeBefore = countActive(ledger)
    if (runOfAttached(ledger) !== merge.run) throw overtaken()
    if (merge.frozenKnown) markFrozen(ledger, merge.target.kind)
    createUserView(ledger, merge)
    const received = countRows(ledger, 'select count(*) as rows from fresh.user')
    const readId = insertRead(ledger, merge, received)
    findDifferences(ledger, merge, before)
    dropUsers(ledger, readId)
    const inserted = writeUsers(ledger, readId, before, merge.target.kind)
    if (merge.target.kind === 'full') noteWhoIsNotFrozen(ledger, merge.frozenKnown)
    const counts = countChanges(ledger, readId)
    const staged = {
      number: readId,
      received,
      repeated: 0,
      activeBefore,
      absent: 0,
      absentUsers: () => [],
      ...counts,
      added: before === 0 ? inserted : counts.added,
      users: countRows(ledger, 'select count(*) as rows from main.salesforce_user'),
      changes: (limit: number) => changesIn(ledger, readId, limit),
      keep: async () => await Promise.resolve(end(ledger, 'commit')),
      discard: async () => await Promise.resolve(end(ledger, 'rollback')),
    }
    noteCounts(ledger, staged)
    return staged
  } catch (error) {
    // On a full disk SQLite has already rolled back.
    end(ledger, ledger.inTransaction ? 'rollback' : undefined)
    throw error
  }
}

function end(ledger: Database.Database, how: 'commit' | 'rollback' | undefined): void {
  try {
    endBulkWrite(ledger, how)
  } finally {
    ledger.exec('drop view if exists temp.refreshed; drop table if exists temp.difference; detach fresh')
  }
}

// Freezing does not touch the User record itself, so a delta does not contain the user for that reason alone.
function markFrozen(ledger: Database.Database, kind: RefreshTarget['kind']): void {
  const isFrozen = `(${key} in (select ${key} from fresh.frozen))`
  ledger.exec(`update fresh.user set frozen = 1 where ${key} in (select ${key} from fresh.frozen)`)
  // A full refresh contains all users.
  if (kind === 'full') return
  ledger.exec(`insert into fresh.user (${columns})
    select ${columns.replace('frozen', isFrozen)} from main.salesforce_user
    where coalesce(frozen, 0) <> ${isFrozen} and ${key} not in (select ${key} from fresh.user)
      and ${key} not in (select ${key} from fresh.out_of_scope)`)
}

// Every user is in a full refresh, and those who are frozen were written as changed.
function noteWhoIsNotFrozen(ledger: Database.Database, frozenKnown: boolean): void {
  ledger.exec(
    frozenKnown
      ? 'update main.salesforce_user set frozen = 0 where frozen is null'
      : 'update main.salesforce_user set frozen = null where frozen = 0',
  )
}

// A user who is not among the frozen is not frozen; writing that into a million rows takes longer than reading them.
function createUserView(ledger: Database.Database, { frozenKnown }: RefreshMerge): void {
  const view = salesforceUserColumnNames.map((column) =>
    column === 'frozen' && frozenKnown ? 'coalesce(frozen, 0) as frozen' : column,
  )
  ledger.exec(`create temp view refreshed as select ${view.join(', ')} from fresh.user`)
}

function insertRead(ledger: Database.Database, { target, read }: RefreshMerge, users: number): number {
  const continues =
    target.kind === 'full'
      ? 'null'
      : `(select coalesce(continues, read_id) from directory_read where scope is not null order by read_id desc limit 1)`
  const row = ledger
    .prepare<unknown[], { read_id: number }>(
      `insert into directory_read (source, origin, identity, organization_id, at, people, scope, news_from, continues)
       values ('live', ?, ?, ?, ?, ?, ?, ?, ${continues}) returning read_id`,
    )
    .get(target.origin, target.identity, target.organizationId, read.at, users, target.scope, read.deltaFrom)
  return row?.read_id ?? 0
}

// An unchanged row is not written again; the read as a whole records when all users were last read.
function findDifferences(
  ledger: Database.Database,
  { target: { kind }, frozenKnown }: RefreshMerge,
  before: number,
): void {
  ledger.exec(
    `create temp table difference (${key} text primary key, kind text not null) strict, without rowid`,
  )
  const fields = compared.filter((column) => column !== 'frozen' || frozenKnown || kind === 'full')
  // That it became known, or unknown, who is frozen is not a change of everyone who is not.
  const isLogged = fields.filter((column) => column !== 'last_login_at')
  const values = (prefix: string, those: readonly string[] = fields) =>
    list(prefix, those).replace(`${prefix}frozen`, `coalesce(${prefix}frozen, 0)`)
  if (before > 0)
    ledger.exec(`insert into difference
      select p.${key}, case when u.${key} is null then 'added'
        when (${values('p.', isLogged)}) is not (${values('u.', isLogged)}) then 'changed' else 'signed-in' end
      from refreshed p left join main.salesforce_user u using (${key})
      where u.${key} is null or (${values('p.')}) is not (${values('u.')})`)
  const isDropped =
    kind === 'full' ? `not in (select ${key} from fresh.user)` : `in (select ${key} from fresh.out_of_scope)`
  ledger.exec(
    `insert into difference select ${key}, 'dropped' from main.salesforce_user where ${key} ${isDropped}`,
  )
}

function dropUsers(ledger: Database.Database, readId: number): void {
  log(ledger, readId, 'dropped', jsonOf('u'), 'null')
  ledger
    .prepare(
      `delete from main.salesforce_user where ${key} in (select ${key} from difference where kind = 'dropped')`,
    )
    .run()
}

// The first read adds all users, which needs no log.
function writeUsers(
  ledger: Database.Database,
  readId: number,
  before: number,
  kind: RefreshTarget['kind'],
): number {
  const insert = `insert into main.salesforce_user (${columns}, read_id) select ${columns}, ? from refreshed`
  if (before === 0) {
    const makeIndexes = dropIndexes(ledger)
    const { changes } = ledger.prepare(`${insert} where true`).run(readId)
    makeIndexes()
    return changes
  }
  log(ledger, readId, 'added', 'null', jsonOf('p'))
  log(ledger, readId, 'changed', jsonOf('u'), jsonOf('p'))
  // A delta that does not know who is frozen keeps what is known.
  const keepsFrozen = kind === 'delta'
  const updates = [...salesforceUserColumnNames.slice(1), 'read_id'].map((column) =>
    column === 'frozen' && keepsFrozen
      ? 'frozen = coalesce(excluded.frozen, salesforce_user.frozen)'
      : `${column} = excluded.${column}`,
  )
  return ledger
    .prepare(
      `${insert} where ${key} in (select ${key} from difference)
       on conflict (${key}) do update set ${updates.join(', ')}`,
    )
    .run(readId).changes
}

function log(ledger: Database.Database, readId: number, kind: string, before: string, after: string): void {
  ledger
    .prepare(
      `insert into directory_change (read_id, ${key}, before, after)
       select ?, ${key}, ${before}, ${after} from difference
       left join main.salesforce_user u using (${key}) left join refreshed p using (${key}) where kind = ?`,
    )
    .run(readId, kind)
}

function overtaken(): SfsyncError {
  return new SfsyncError(
    'ledger-busy',
    'another refresh replaced what this one had read; the directory was not changed',
    { actions: [commandLine('sf-users refresh')] },
  )
}
