import { type Kysely, sql } from 'kysely'

/** Adds what a refresh keeps: which users it read, since when changes are asked for, frozen users, and its own log. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('directory_read')
    .addColumn('scope', 'text', (column) => column.check(sql`scope in ('people', 'external', 'everyone')`))
    .execute()
  await schema.alterTable('directory_read').addColumn('news_from', 'text').execute()
  await schema
    .alterTable('directory_read')
    .addColumn('continues', 'integer', (column) => column.references('directory_read.read_id'))
    .execute()
  for (const count of ['added', 'changed', 'dropped'])
    await schema.alterTable('directory_read').addColumn(count, 'integer').execute()
  await schema
    .alterTable('salesforce_user')
    .addColumn('frozen', 'integer', (column) => column.check(sql`frozen in (0, 1)`))
    .execute()
  await schema
    .createTable('directory_change')
    .addColumn('read_id', 'integer', (column) => column.notNull().references('directory_read.read_id'))
    .addColumn('salesforce_user_id', 'text', (column) => column.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addPrimaryKeyConstraint('directory_change_key', ['read_id', 'salesforce_user_id'])
    .addCheckConstraint('somebody_changed', sql`before is not null or after is not null`)
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema
    .createIndex('directory_change_by_person')
    .on('directory_change')
    .columns(['salesforce_user_id', 'read_id'])
    .execute()
}
