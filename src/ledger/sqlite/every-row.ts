import type { Kysely } from 'kysely'
import { decisionKey } from '../../core/decision.ts'
import type { LedgerRow } from '../ledger.ts'
import { decisionOf, factOf, mappingOf, teamOf, userOf } from './rows.ts'
import type {
  CompanyFactTable,
  DecisionTable,
  LedgerTables,
  MappingTable,
  ScreenUserTable,
  TeamTable,
} from './schema.ts'

/** The queries for every row of the ledger, kind by kind and each by its key. */
export function everyRow(kysely: Kysely<LedgerTables>) {
  return {
    facts: kysely.selectFrom('company_fact').selectAll().orderBy('name').compile(),
    teams: kysely.selectFrom('team').selectAll().orderBy('team_id').compile(),
    users: kysely.selectFrom('screen_user').selectAll().orderBy('user_id').compile(),
    mappings: kysely.selectFrom('mapping').selectAll().orderBy('user_id').compile(),
    decisions: kysely.selectFrom('decision').selectAll().orderBy('decision_key').compile(),
  }
}

/** Makes a row of the ledger out of a row of its table. */
export const rowOf = {
  fact: (row: CompanyFactTable): LedgerRow => ({ entity: 'fact', key: row.name, row: factOf(row) }),
  team: (row: TeamTable): LedgerRow => ({ entity: 'team', key: row.team_id, row: teamOf(row) }),
  user: (row: ScreenUserTable): LedgerRow => ({ entity: 'user', key: row.user_id, row: userOf(row) }),
  mapping: (row: MappingTable): LedgerRow => ({
    entity: 'mapping',
    key: row.user_id,
    row: mappingOf(row),
  }),
  decision: (row: DecisionTable): LedgerRow => {
    const decision = decisionOf(row)
    return { entity: 'decision', key: decisionKey(decision), row: decision }
  },
} as const
