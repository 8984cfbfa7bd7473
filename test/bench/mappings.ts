import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { emailOf, salesforceUserIdOf } from './people.ts'

/** Writes a batch file that maps so many people, each to the Salesforce user of the same number. */
export async function writeMappings(file: string, people: number): Promise<void> {
  const stream = createWriteStream(file)
  let text = 'Email,External ID,System\r\n'
  for (let person = 0; person < people; person += 1) {
    text += `${emailOf(person)},${salesforceUserIdOf(person)},Salesforce\r\n`
    if (text.length < 1 << 18) continue
    if (!stream.write(text)) await once(stream, 'drain')
    text = ''
  }
  stream.end(text)
  await finished(stream)
}

/**
 * The yardstick for a batch: SQLite's own `.import` of the same file into a temporary table, a join that finds both
 * sides, and one insert each of the mappings and of their history, with the same indexes and the same care for the disk.
 */
export function sqliteMap(store: string, file: string): readonly [string, ...string[]] {
  const row = `json_object('userId', m.user_id, 'salesforceUserId', m.salesforce_user_id, 'organizationId', null,
    'seenName', m.seen_name, 'seenEmail', m.seen_email)`
  const script = [
    'pragma journal_mode = wal',
    'pragma synchronous = full',
    'pragma foreign_keys = on',
    'create temp table batch (email text, id text, system text)',
    `.import --csv --skip 1 --schema temp "${file}" batch`,
    'begin immediate',
    `insert into mapping (user_id, salesforce_user_id, organization_id, seen_name, seen_email)
      select u.user_id, s.salesforce_user_id, null, s.name, s.email from batch b
      join screen_user u on u.email = lower(b.email) join salesforce_user s on s.salesforce_user_id = b.id`,
    `insert into change_set (number, at, actor, command, evidence)
      select max(number) + 1, '2026-01-01T00:00:00.000Z', 'yardstick', 'sfsync map', '[]' from change_set`,
    `insert into change (change_set, position, entity, key, before, after, origin, evidence)
      select (select max(number) from change_set), row_number() over () - 1, 'mapping', m.user_id, null, ${row},
        'batch.csv:1', m.salesforce_user_id || ' is ' || m.seen_name || ', ' || m.seen_email || ', active' from mapping m`,
    'commit',
  ]
  const words = script.flatMap((line) => [
    '-cmd',
    line.startsWith('.') ? line : `${line.replaceAll(/\s+/g, ' ')};`,
  ])
  return ['sqlite3', ...words, store, 'select count(*) from mapping;']
}
