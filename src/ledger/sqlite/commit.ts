import { type Kysely, sql, type Transaction } from 'kysely'
import { type Change, type ChangeSet, type Plan, type Rows, sameRow, type Stamp } from '../../core/change.ts'
import { isCompanyFactName } from '../../core/company.ts'
import { isTeamId } from '../../core/team.ts'
import { isUserId } from '../../core/user.ts'
import type { StaleChanges } from '../ledger.ts'
import { isConstraintError } from './failure.ts'
import { factOf, factRow, mappingOf, mappingRow, teamOf, teamRow, userOf, userRow } from './rows.ts'
import type { LedgerTables } from './schema.ts'

type Found = Rows[Change['entity']] | null

/** The only writer of the ledger: checks every `before`, writes every row, numbers the change set; or does nothing. */
export async function commit(
  kysely: Kysely<LedgerTables>,
  plan: Plan,
  stamp: Stamp,
): Promise<ChangeSet | StaleChanges> {
  try {
    return await kysely.transaction().execute(async (transaction) => {
      const stale = await staleChanges(transaction, plan.changes)
      if (stale.length > 0) return { stale }
      await writeRows(transaction, plan.changes)
      return await append(transaction, plan, stamp)
    })
  } catch (error) {
    // A row this plan does not name stands in the way, such as another user with the same e-mail address.
    if (isConstraintError(error)) return { stale: asTheyAre(plan.changes) }
    throw error
  }
}

/** Does what `commit` does up to its end, tells what it would refuse, and takes all of it back. */
export async function rehearse(
  kysely: Kysely<LedgerTables>,
  changes: readonly Change[],
): Promise<StaleChanges['stale']> {
  const transaction = await kysely.startTransaction().execute()
  try {
    const stale = await staleChanges(transaction, changes)
    if (stale.length > 0) return stale
    await writeRows(transaction, changes)
    const { rows: broken } = await sql`pragma foreign_key_check`.execute(transaction)
    return broken.length > 0 ? asTheyAre(changes) : []
  } catch (error) {
    if (isConstraintError(error)) return asTheyAre(changes)
    throw error
  } finally {
    await transaction.rollback().execute()
  }
}

function asTheyAre(changes: readonly Change[]): StaleChanges['stale'] {
  return changes.map((change) => ({ change, found: change.before }))
}

// Compares every `before` with what the ledger holds.
async function staleChanges(
  kysely: Kysely<LedgerTables>,
  changes: readonly Change[],
): Promise<StaleChanges['stale']> {
  const stale = []
  for (const change of changes) {
    const found = await find(kysely, change)
    if (!sameRow(found, change.before)) stale.push({ change, found })
  }
  return stale
}

async function find(kysely: Kysely<LedgerTables>, { entity, key }: Change): Promise<Found> {
  switch (entity) {
    case 'user': {
      if (!isUserId(key)) return null
      const row = await kysely
        .selectFrom('screen_user')
        .selectAll()
        .where('user_id', '=', key)
        .executeTakeFirst()
      return row === undefined ? null : userOf(row)
    }
    case 'team': {
      if (!isTeamId(key)) return null
      const row = await kysely.selectFrom('team').selectAll().where('team_id', '=', key).executeTakeFirst()
      return row === undefined ? null : teamOf(row)
    }
    case 'mapping': {
      if (!isUserId(key)) return null
      const row = await kysely.selectFrom('mapping').selectAll().where('user_id', '=', key).executeTakeFirst()
      return row === undefined ? null : mappingOf(row)
    }
    case 'fact': {
      if (!isCompanyFactName(key)) return null
      const row = await kysely
        .selectFrom('company_fact')
        .selectAll()
        .where('name', '=', key)
        .executeTakeFirst()
      return row === undefined ? null : factOf(row)
    }
  }
}

// All removals come first, so that two rows can swap a unique value within one change set.
async function writeRows(transaction: Transaction<LedgerTables>, changes: readonly Change[]): Promise<void> {
  for (const change of changes) if (change.before !== null) await remove(transaction, change)
  for (const change of changes) if (change.after !== null) await insert(transaction, change)
}

async function remove(transaction: Transaction<LedgerTables>, change: Change): Promise<void> {
  const { entity, before } = change
  if (before === null) return
  switch (entity) {
    case 'user':
      await transaction.deleteFrom('screen_user').where('user_id', '=', before.userId).execute()
      return
    case 'team':
      await transaction.deleteFrom('team').where('team_id', '=', before.teamId).execute()
      return
    case 'mapping':
      await transaction.deleteFrom('mapping').where('user_id', '=', before.userId).execute()
      return
    case 'fact':
      await transaction.deleteFrom('company_fact').where('name', '=', before.name).execute()
  }
}

async function insert(transaction: Transaction<LedgerTables>, change: Change): Promise<void> {
  const { entity, after } = change
  if (after === null) return
  switch (entity) {
    case 'user':
      await transaction.insertInto('screen_user').values(userRow(after)).execute()
      return
    case 'team':
      await transaction.insertInto('team').values(teamRow(after)).execute()
      return
    case 'mapping':
      await transaction.insertInto('mapping').values(mappingRow(after)).execute()
      return
    case 'fact':
      await transaction.insertInto('company_fact').values(factRow(after)).execute()
  }
}

async function append(transaction: Transaction<LedgerTables>, plan: Plan, stamp: Stamp): Promise<ChangeSet> {
  const { number } = await transaction
    .insertInto('change_set')
    .values(({ selectFrom, fn, eb }) => ({
      number: selectFrom('change_set').select(
        eb(fn.coalesce(fn.max('number'), eb.lit(0)), '+', 1).as('next'),
      ),
      at: stamp.at,
      actor: stamp.actor,
      command: stamp.command,
      reason: stamp.reason,
      evidence: JSON.stringify(plan.evidence),
    }))
    .returning('number')
    .executeTakeFirstOrThrow()
  for (const [position, change] of plan.changes.entries())
    await transaction
      .insertInto('change')
      .values({
        change_set: number,
        position,
        entity: change.entity,
        key: change.key,
        before: change.before === null ? null : JSON.stringify(change.before),
        after: change.after === null ? null : JSON.stringify(change.after),
      })
      .execute()
  return { ...stamp, number, evidence: plan.evidence, changes: plan.changes }
}
