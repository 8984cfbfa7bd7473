import type Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { releasedLedger, withDatabase } from '../../support/ledger-files.ts'
import { migrations } from '../../../src/ledger/migrations/index.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'

// Made by the library that runs the migrations, not by them.
const libraryTables = ['kysely_migration', 'kysely_migration_lock']
const ownTables = [
  'change',
  'change_set',
  'company_fact',
  'decision',
  'directory_change',
  'directory_read',
  'entered_team',
  'entered_user',
  'mapping',
  'salesforce_user',
  'screen_user',
  'team',
]

/** Today's schema with some rows of every table. */
async function filledLedger(): Promise<string> {
  const path = releasedLedger(Object.keys(migrations).at(-1) ?? '')
  await (await openSqliteLedger(path)).close()
  return path
}

function codeOf(database: Database.Database, statement: string): string {
  database.pragma('foreign_keys = on')
  try {
    database.exec(statement)
    return 'accepted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

test('every table is strict', async () => {
  const path = await filledLedger()
  const tables = withDatabase(path, (database) =>
    database
      .prepare<[], { name: string; strict: number }>(
        `select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%' order by name`,
      )
      .all(),
  )
  expect(tables.filter(({ name }) => !libraryTables.includes(name))).toEqual(
    ownTables.map((name) => ({ name, strict: 1 })),
  )
})

const foreignKeys = {
  'change.change_set': `insert into change values (99, 0, 'user', 'u', null, '{}', null, null)`,
  'decision.user_id': `insert into decision values ('u-nobody00/-', 'later', 'u-nobody00', null, null, null, 'ada', '')`,
  'directory_change.read_id': `insert into directory_change values (99, '005000000000001AAA', null, '{}')`,
  'directory_read.continues': `update directory_read set continues = 99`,
  'entered_user.team_id': `update entered_user set team_id = 't-nowhere0'`,
  'mapping.user_id': `insert into mapping values ('u-nobody00', '005000000000001AAA', null, null, null)`,
  'salesforce_user.read_id': `update salesforce_user set read_id = 99`,
  'screen_user.team_id': `update screen_user set team_id = 't-nowhere0' where state <> 'spectating'`,
}

const checks = {
  'change: something_changed': `update change set before = null, after = null`,
  'change_set: evidence is JSON': `update change_set set evidence = 'seen'`,
  'decision: about_somebody': `insert into decision values ('-/-', 'later', null, null, null, null, 'ada', '')`,
  'decision: kind': `update decision set kind = 'perhaps'`,
  'decision: length of the ID': `insert into decision values ('-/005', 'later', null, '005', null, null, 'ada', '')`,
  'directory_change: somebody_changed': `update directory_change set before = null, after = null`,
  'directory_read: scope': `update directory_read set scope = 'some'`,
  'directory_read: source': `update directory_read set source = 'hearsay'`,
  'entered_team: name': `update entered_team set name = ''`,
  'entered_team: source': `update entered_team set source = 'hearsay'`,
  'entered_user: length of the ID': `update entered_user set salesforce_user_id = '005000000000001'`,
  'entered_user: source of the mapping': `update entered_user set mapping_source = 'hearsay'`,
  'entered_user: source of the state': `update entered_user set state_source = 'hearsay'`,
  'entered_user: source of the team': `update entered_user set team_source = 'hearsay'`,
  'entered_user: source of the user': `update entered_user set user_source = 'hearsay'`,
  'entered_user: state': `update entered_user set state = 'retired'`,
  'mapping: length of the ID': `update mapping set salesforce_user_id = '005000000000001'`,
  'salesforce_user: active': `update salesforce_user set active = 2`,
  'salesforce_user: frozen': `update salesforce_user set frozen = 2`,
  'screen_user: spectators_have_no_team': `update screen_user set state = 'spectating' where team_id is not null`,
  'screen_user: state': `update screen_user set state = 'retired'`,
  'team: name': `update team set name = ''`,
}

const uniques = {
  'change, change_set and position': `update change set change_set = 1, position = 0`,
  'mapping, Salesforce user': `update mapping set salesforce_user_id = '005000000000001AAA'`,
  'screen_user, email': `update screen_user set email = 'ada@example.com'`,
  'team, folded name': `update team set name_key = 'north'`,
  'team, key': `update team set key = '1'`,
}

describe('a broken rule is refused by the file itself:', () => {
  test.each(Object.entries(foreignKeys))('the reference %s', async (_, statement) => {
    const path = await filledLedger()
    expect(withDatabase(path, (database) => codeOf(database, statement))).toBe('SQLITE_CONSTRAINT_FOREIGNKEY')
  })

  test.each(Object.entries(checks))('the check of %s', async (_, statement) => {
    const path = await filledLedger()
    expect(withDatabase(path, (database) => codeOf(database, statement))).toBe('SQLITE_CONSTRAINT_CHECK')
  })

  test.each(Object.entries(uniques))('the uniqueness of %s', async (_, statement) => {
    const path = await filledLedger()
    expect(withDatabase(path, (database) => codeOf(database, statement))).toMatch(
      /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/,
    )
  })

  test('and every reference and check of the schema is among these', async () => {
    const path = await filledLedger()
    const found = withDatabase(path, (database) => ({
      references: database
        .prepare<[], { reference: string }>(
          `select m.name || '.' || f."from" as reference
            from sqlite_schema as m join pragma_foreign_key_list(m.name) as f where m.type = 'table' order by 1`,
        )
        .all()
        .map(({ reference }) => reference),
      checks: database
        .prepare<[], { sql: string }>(`select sql from sqlite_schema where type = 'table'`)
        .all()
        .flatMap(({ sql }) => sql.match(/\bcheck \(/g) ?? []).length,
    }))
    expect(found).toEqual({ references: Object.keys(foreignKeys), checks: Object.keys(checks).length })
  })
})

test('only what a source or an admin may leave out can be missing', async () => {
  const path = await filledLedger()
  const optional = withDatabase(path, (database) =>
    database
      .prepare<[], { column: string }>(
        `select m.name || '.' || c.name as column from sqlite_schema as m join pragma_table_info(m.name) as c
          where m.type = 'table' and c."notnull" = 0 and not (c.pk and c.type = 'INTEGER') order by 1`,
      )
      .all()
      .map(({ column }) => column)
      .filter((column) => !libraryTables.some((table) => column.startsWith(`${table}.`))),
  )
  expect(optional).toEqual([
    'change.after',
    'change.before',
    'change.evidence',
    'change.origin',
    'change_set.reason',
    'change_set.role',
    'decision.reason',
    'decision.salesforce_user_id',
    'decision.until',
    'decision.user_id',
    'directory_change.after',
    'directory_change.before',
    'directory_read.added',
    'directory_read.changed',
    'directory_read.continues',
    'directory_read.dropped',
    'directory_read.identity',
    'directory_read.news_from',
    'directory_read.organization_id',
    'directory_read.scope',
    'entered_user.mapping_at',
    'entered_user.mapping_by',
    'entered_user.mapping_source',
    'entered_user.nickname',
    'entered_user.salesforce_user_id',
    'entered_user.state_at',
    'entered_user.state_by',
    'entered_user.state_source',
    'entered_user.team_at',
    'entered_user.team_by',
    'entered_user.team_id',
    'entered_user.team_source',
    'entered_user.user_at',
    'entered_user.user_by',
    'entered_user.user_source',
    'mapping.organization_id',
    'mapping.seen_email',
    'mapping.seen_name',
    'salesforce_user.active',
    'salesforce_user.alias',
    'salesforce_user.department',
    'salesforce_user.email',
    'salesforce_user.employee_number',
    'salesforce_user.federation_id',
    'salesforce_user.first_name',
    'salesforce_user.frozen',
    'salesforce_user.last_login_at',
    'salesforce_user.last_name',
    'salesforce_user.manager',
    'salesforce_user.profile',
    'salesforce_user.role',
    'salesforce_user.title',
    'salesforce_user.type',
    'salesforce_user.username',
    'screen_user.nickname',
    'screen_user.nickname_key',
    'screen_user.team_id',
    'team.key',
  ])
})
