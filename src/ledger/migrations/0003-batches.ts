import { type Kysely, sql } from 'kysely'

/** Adds where each change comes from, what was seen of a mapped person, and decisions about possible mappings. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  for (const column of ['origin', 'evidence'])
    await schema.alterTable('change').addColumn(column, 'text').execute()
  for (const column of ['seen_name', 'seen_email'])
    await schema.alterTable('mapping').addColumn(column, 'text').execute()
  await schema
    .createTable('decision')
    .addColumn('decision_key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(sql`kind in ('never', 'not-a-person', 'later')`),
    )
    .addColumn('user_id', 'text')
    .addColumn('salesforce_user_id', 'text', (column) => column.check(sql`length(salesforce_user_id) = 18`))
    .addColumn('until', 'text')
    .addColumn('reason', 'text')
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('decision_user', ['user_id'], 'screen_user', ['user_id'], (constraint) =>
      constraint.deferrable().initiallyDeferred(),
    )
    .addCheckConstraint(
      'about_somebody',
      sql`decision_key = coalesce(user_id, '-') || '/' || coalesce(salesforce_user_id, '-') and decision_key <> '-/-'`,
    )
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema.createIndex('decision_by_user').on('decision').column('user_id').execute()
  await schema.createIndex('screen_user_by_team').on('screen_user').column('team_id').execute()
  await schema.createIndex('screen_user_by_name').on('screen_user').column('name_key').execute()
  await schema.createIndex('screen_user_by_nickname').on('screen_user').column('nickname_key').execute()
  // Holds all that drift is told by, in the order of the directory: a million mappings are compared in one walk.
  await schema
    .createIndex('mapping_as_seen')
    .on('mapping')
    .columns(['salesforce_user_id', 'seen_name', 'seen_email', 'organization_id'])
    .execute()
}
