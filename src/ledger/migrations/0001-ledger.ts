import { type Kysely, sql } from 'kysely'

/** The first ledger: users, teams, mappings, company facts, their history, and the directory. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  await schema
    .createTable('team')
    .addColumn('team_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull().check(sql`name <> ''`))
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('key', 'text', (column) => column.unique())
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema
    .createTable('screen_user')
    .addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('first_name', 'text', (column) => column.notNull())
    .addColumn('last_name', 'text', (column) => column.notNull())
    .addColumn('nickname', 'text')
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('active', 'pending', 'deactivated', 'spectating', 'supporter')`),
    )
    .addColumn('team_id', 'text')
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('nickname_key', 'text')
    .addForeignKeyConstraint('screen_user_team', ['team_id'], 'team', ['team_id'], deferred)
    .addCheckConstraint('spectators_have_no_team', sql`state <> 'spectating' or team_id is null`)
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema
    .createTable('mapping')
    .addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('salesforce_user_id', 'text', (column) =>
      column
        .notNull()
        .unique()
        .check(sql`length(salesforce_user_id) = 18`),
    )
    .addColumn('organization_id', 'text')
    .addForeignKeyConstraint('mapping_user', ['user_id'], 'screen_user', ['user_id'], deferred)
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema
    .createTable('company_fact')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('attested_by', 'text', (column) => column.notNull())
    .addColumn('attested_at', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await createHistory(database)
  await createDirectory(database)
}

// Checked at the end of the transaction, so that the order of changes within a change set does not matter.
function deferred<B extends { deferrable(): B; initiallyDeferred(): B }>(constraint: B): B {
  return constraint.deferrable().initiallyDeferred()
}

async function createHistory({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('change_set')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('evidence', 'text', (column) => column.notNull().check(sql`json_valid(evidence)`))
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('change')
    .addColumn('change_set', 'integer', (column) => column.notNull().references('change_set.number'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addPrimaryKeyConstraint('change_key', ['change_set', 'position'])
    .addCheckConstraint('something_changed', sql`before is not null or after is not null`)
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema.createIndex('change_by_row').on('change').columns(['entity', 'key', 'change_set']).execute()
}

async function createDirectory({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('directory_read')
    .addColumn('read_id', 'integer', (column) => column.primaryKey())
    .addColumn('source', 'text', (column) =>
      column.notNull().check(sql`source in ('live', 'report', 'demo')`),
    )
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('identity', 'text')
    .addColumn('organization_id', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('people', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('salesforce_user')
    .addColumn('salesforce_user_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('first_name', 'text')
    .addColumn('last_name', 'text')
    .addColumn('username', 'text')
    .addColumn('email', 'text')
    .addColumn('alias', 'text')
    .addColumn('active', 'integer', (column) => column.check(sql`active in (0, 1)`))
    .addColumn('type', 'text')
    .addColumn('profile', 'text')
    .addColumn('role', 'text')
    .addColumn('department', 'text')
    .addColumn('title', 'text')
    .addColumn('manager', 'text')
    .addColumn('employee_number', 'text')
    .addColumn('federation_id', 'text')
    .addColumn('last_login_at', 'text')
    .addColumn('read_id', 'integer', (column) => column.notNull().references('directory_read.read_id'))
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema.createIndex('salesforce_user_by_name').on('salesforce_user').column('name_key').execute()
  await schema.createIndex('salesforce_user_by_username').on('salesforce_user').column('username').execute()
  await schema.createIndex('salesforce_user_by_email').on('salesforce_user').column('email').execute()
}
