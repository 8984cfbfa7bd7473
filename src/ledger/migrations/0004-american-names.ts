import { type Kysely, sql } from 'kysely'

const renamed = { licences: 'licenses', 'integration-initialised': 'integration-initialized' }

/** Spells the names of the company settings the American way, in the settings and in their history. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const [before, after] of Object.entries(renamed)) {
    await sql`update company_fact set name = ${after} where name = ${before}`.execute(database)
    await sql`
      update change
      set key = ${after}, before = json_set(before, '$.name', ${after}), after = json_set(after, '$.name', ${after})
      where entity = 'fact' and key = ${before}`.execute(database)
  }
}
