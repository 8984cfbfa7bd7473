import type { Kysely } from 'kysely'

/** Adds the database role that wrote a change set, which only a ledger on a server has; a dump carries it anywhere. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('change_set').addColumn('role', 'text').execute()
}
