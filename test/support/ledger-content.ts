import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Change, planOf } from '../../src/core/change.ts'
import { isPostgres, passwordIn } from '../../src/core/store-address.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { openPostgresLedger } from '../../src/ledger/postgres/open.ts'
import { openSqliteLedger } from '../../src/ledger/sqlite/open.ts'
import { aRead, aSalesforceUser, aStamp, aTeam, aUser, salesforceUserIdOf, userIdOf } from './builders.ts'
import { change } from './changes.ts'
import { withDatabase } from './ledger-files.ts'
import { pagesOf } from './all.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The names of this many invented people, in order. */
export function people(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `person${String(index + 1).padStart(4, '0')}`)
}

/** Makes a ledger in which these people are SalesScreen users, known to the directory and mapped to no one; two teams. */
export async function populate(store: string, names: readonly string[]): Promise<void> {
  const ledger = await opened(store)
  const rows: Change[] = [
    ...['North', 'South'].map((name) => change.team(null, aTeam(name))),
    ...names.map((name) => change.user(null, aUser(name))),
  ]
  await ledger.commit(planOf(rows), aStamp())
  const salesforceUsers = names.map((name) => aSalesforceUser(name))
  await (await ledger.directory.stage(aRead(), pagesOf(salesforceUsers), 'merge')).keep()
  await ledger.close()
}

/** The SQL that gives a SalesScreen user what only sfsync would have refused: no Salesforce User ID, in as many letters. */
export function handMade(name: string, table = 'entered_user'): string {
  return `insert into ${table} (user_id, email, first_name, last_name, state, salesforce_user_id)
    values ('${userIdOf(name)}', '${name}@example.com', 'A', 'Person', 'active', 'no Salesforce User')`
}

/** The ledger in a file, or at an address with its password. */
export async function opened(store: string): Promise<Ledger> {
  if (!isPostgres(store)) return await openSqliteLedger(store)
  return await openPostgresLedger(store, {
    // Only a refresh makes a file there.
    beside: join(tmpdir(), randomUUID()),
    password: passwordIn(store),
    isUpdate: true,
  })
}

/** A SQLite file with the content of a ledger at an address. */
export async function fileOf(address: string): Promise<string> {
  const ledger = await opened(address)
  const file = join(temporaryFolder(), 'ledger.sqlite')
  await ledger.copyTo(file)
  await ledger.close()
  return file
}

/** A report that brings these people to the directory, with a department that tells them from before. */
export function reportOf(names: readonly string[]): string {
  return `User ID,Full Name,Email,Department\r\n${names.map((name) => reportLine(name)).join('')}`
}

function reportLine(name: string): string {
  return `${salesforceUserIdOf(name)},${name},${name}@example.com,Department of ${name}\r\n`
}

const tables = [
  'team',
  'screen_user',
  'mapping',
  'company_fact',
  'decision',
  'entered_team',
  'entered_user',
  'change_set',
  'change',
  'directory_read',
  'salesforce_user',
]

/** Every row of a ledger but the times of writing, and what SQLite finds wrong with the file. */
export function contentOf(path: string): Readonly<Record<string, unknown>> {
  return withDatabase(path, (database) => ({
    integrity: database.pragma('integrity_check', { simple: true }),
    references: database.pragma('foreign_key_check'),
    version: database.pragma('user_version', { simple: true }),
    ...Object.fromEntries(
      tables.map((table) => [
        table,
        database
          .prepare(`select * from ${table}`)
          .all()
          .map((row) => withoutTime(row)),
      ]),
    ),
  }))
}

function withoutTime(row: unknown): unknown {
  return JSON.parse(JSON.stringify(row, (key, value: unknown) => (key === 'at' ? undefined : value)))
}

/** Copies a ledger, with what is beside it, into another folder, and gives the new path. */
export function copyInto(folder: string, path: string): string {
  const copy = join(folder, 'ledger.sqlite')
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
  return copy
}

/** The numbers of all change sets with the number of changes in each, in order. */
export function changeSetsOf(path: string): unknown[] {
  return withDatabase(path, (database) =>
    database
      .prepare('select change_set, count(*) as changes from change group by change_set order by change_set')
      .raw()
      .all(),
  )
}
