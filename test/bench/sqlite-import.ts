import { spawnSync } from 'node:child_process'

/** Whether SQLite's own command line is installed. */
export function hasSqlite3(): boolean {
  return spawnSync('sqlite3', ['--version']).status === 0
}

/**
 * The yardstick for an import: SQLite's own `.import` of the same file into a temporary table, then one insert of all
 * rows into the same table with the same indexes and the same care for the disk.
 */
export function sqliteImport(store: string, report: string): readonly [string, ...string[]] {
  const columns = [
    'id',
    'first',
    'last',
    'username',
    'email',
    'alias',
    'active',
    'profile',
    'role',
    'department',
    'title',
  ]
  const script = [
    'pragma journal_mode = wal',
    'pragma synchronous = full',
    'pragma foreign_keys = on',
    `create temp table report (${columns.map((column) => `${column} text`).join(', ')})`,
    `.import --csv --skip 1 --schema temp "${report}" report`,
    'begin immediate',
    `insert into directory_read (source, origin, at, people) values ('report', 'yardstick', '2026-01-01T00:00:00.000Z', 0)`,
    `insert into salesforce_user (salesforce_user_id, name, name_key, first_name, last_name, username, email, alias, active,
        profile, role, department, title, read_id)
      select id, first || ' ' || last, lower(first || ' ' || last), first, last, lower(username), lower(email), alias,
        active = '1', profile, role, department, title, last_insert_rowid() from report`,
    'commit',
  ]
  const words = script.flatMap((line) => [
    '-cmd',
    line.startsWith('.') ? line : `${line.replaceAll(/\s+/g, ' ')};`,
  ])
  return ['sqlite3', ...words, store, 'select count(*) from salesforce_user;']
}
