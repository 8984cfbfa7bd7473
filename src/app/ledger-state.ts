import type { LedgerRow } from '../core/change.ts'
import { type LedgerState, stateOf } from '../core/ledger-state.ts'
import { decisionKey } from '../core/model.ts'
import type { CompanySettings, DecisionList, TeamList, UserKeys, UserLookup } from '../ledger/ledger.ts'

/** The users that these keys match with their mappings, all teams and company settings, and all decisions if wanted. */
export async function readLedgerState(
  ledger: UserLookup & TeamList & CompanySettings & DecisionList,
  keys: UserKeys,
  withDecisions: boolean,
): Promise<LedgerState> {
  const rows: LedgerRow[] = []
  for (const { user, mapping } of await ledger.usersOf(keys)) {
    rows.push({ entity: 'user', key: user.userId, row: user })
    if (mapping !== null) rows.push({ entity: 'mapping', key: user.userId, row: mapping })
  }
  for (const { team } of await ledger.teams()) rows.push({ entity: 'team', key: team.teamId, row: team })
  for (const fact of await ledger.facts()) rows.push({ entity: 'fact', key: fact.name, row: fact })
  if (withDecisions)
    for await (const page of ledger.decisions())
      for (const row of page) rows.push({ entity: 'decision', key: decisionKey(row), row })
  return stateOf(rows)
}
