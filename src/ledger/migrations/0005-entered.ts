import { type Kysely, sql } from 'kysely'

const sources = sql`('workbook', 'confirmed', 'api')`

/** Adds what is known to be in SalesScreen itself; nothing of an existing ledger is, until someone says so. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('entered_team')
    .addColumn('team_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull().check(sql`name <> ''`))
    .addColumn('source', 'text', (column) => column.notNull().check(sql`source in ${sources}`))
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  let table = schema
    .createTable('entered_user')
    .addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('first_name', 'text', (column) => column.notNull())
    .addColumn('last_name', 'text', (column) => column.notNull())
    .addColumn('nickname', 'text')
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('active', 'pending', 'deactivated', 'spectating', 'supporter')`),
    )
    .addColumn('team_id', 'text')
    .addColumn('salesforce_user_id', 'text', (column) => column.check(sql`length(salesforce_user_id) = 18`))
  for (const part of ['user', 'state', 'team', 'mapping'])
    table = table
      .addColumn(`${part}_source`, 'text', (column) =>
        column.check(sql`${sql.ref(`${part}_source`)} in ${sources}`),
      )
      .addColumn(`${part}_by`, 'text')
      .addColumn(`${part}_at`, 'text')
  await table
    .addForeignKeyConstraint('entered_user_team', ['team_id'], 'entered_team', ['team_id'], (constraint) =>
      constraint.deferrable().initiallyDeferred(),
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema.createIndex('entered_user_by_team').on('entered_user').column('team_id').execute()
}
