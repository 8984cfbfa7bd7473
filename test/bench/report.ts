import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Say } from './live.ts'
import { addUsers } from './ledger.ts'
import { costOf, Growth } from './measure.ts'
import { writeReport } from './people.ts'

const mostSeconds = 10
const mostMegabytes = 2

/** `report`, beside `status` of the same ledger, which reads the same people: nine of ten are mapped, eight of ten entered. */
export async function reports(home: string, quick: boolean, say: Say): Promise<void> {
  say('', 'Report on a company of which nine of ten are mapped; one run each; greatest memory of the process')
  const growth = new Growth()
  for (const people of quick ? [10_000, 100_000] : [100_000, 1_000_000]) {
    const store = join(home, `company-${people}.sqlite`)
    const csv = join(home, `company-${people}.csv`)
    const page = join(home, `company-${people}.html`)
    await addUsers(store, people)
    await writeReport(csv, people)
    costOf(home, ['sf-users', 'import', csv, '--store', store])
    mapAndEnter(store)
    for (const [name, words] of [
      ['status --json', ['status', '--json', '--store', store]],
      ['report', ['report', page, '--store', store]],
    ] as const) {
      const cost = costOf(home, words)
      const { seconds, megabytes } = cost
      say(
        `${people.toLocaleString('en').padStart(9)}  ${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(5)} MB${growth.of(name, people, cost)}`,
      )
      if (name !== 'report') continue
      const size = statSync(page).size / 1_000_000
      const isReached = people < 1_000_000 || (seconds <= mostSeconds && size <= mostMegabytes)
      say(
        `           the page has ${size.toFixed(2)} MB; goals: ${mostMegabytes} MB and ${mostSeconds} s for a million: ${isReached ? 'reached' : 'not reached'}`,
      )
    }
    for (const file of [store, csv, page]) rmSync(file)
  }
}

// Directly, because committing a million of each takes minutes that are not measured here.
function mapAndEnter(store: string): void {
  const connection = new Database(store)
  const person = "cast(substr(u.email, 8, instr(u.email, '@') - 8) as integer)"
  connection.exec(`
    begin;
    create temp table pair as select u.*, s.salesforce_user_id, s.name, s.email as seen, ${person} as person
      from screen_user u join salesforce_user s on s.email = u.email where ${person} % 10 <> 9;
    insert into mapping (user_id, salesforce_user_id, organization_id, seen_name, seen_email)
      select user_id, salesforce_user_id, null, name, seen from pair;
    insert into change_set (number, at, actor, command, evidence)
      select max(number) + 1, '2026-11-23T12:00:00.000Z', 'bench', 'sfsync map', '[]' from change_set;
    insert into change (change_set, position, entity, key, before, after)
      select (select max(number) from change_set), row_number() over () - 1, 'mapping', user_id, null,
        json_object('userId', user_id, 'salesforceUserId', salesforce_user_id, 'organizationId', null,
          'seenName', name, 'seenEmail', seen) from pair;
    insert into entered_team (team_id, name, source, by, at)
      select team_id, name, 'workbook', 'bench', '2026-11-23T12:00:00.000Z' from team;
    insert into entered_user (user_id, email, first_name, last_name, nickname, state, team_id, salesforce_user_id,
        user_source, user_by, user_at, state_source, state_by, state_at, team_source, team_by, team_at,
        mapping_source, mapping_by, mapping_at)
      select user_id, email, first_name, last_name, nickname, state, team_id, salesforce_user_id,
        'workbook', 'bench', '2026-11-23', 'workbook', 'bench', '2026-11-23', 'workbook', 'bench', '2026-11-23',
        'confirmed', 'bench', '2026-11-23' from pair where person % 10 <> 8;
    commit`)
  connection.close()
}
