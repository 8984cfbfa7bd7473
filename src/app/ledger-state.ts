import type { LedgerRow } from '../core/change.ts'
import { type LedgerState, stateOf } from '../core/ledger-state.ts'
import { decisionKey } from '../core/model.ts'
import type {
  CompanySettings,
  DecisionList,
  EnteredReader,
  TeamList,
  UserKeys,
  UserLookup,
} from '../ledger/ledger.ts'

/** The users that these keys match with their mappings, all teams and company settings, and, where wanted, all decisions and what is entered. */
export async function readLedgerState(
  ledger: UserLookup & TeamList & CompanySettings & DecisionList & EnteredReader,
  keys: UserKeys,
  wanted: { readonly decisions: boolean; readonly entered: boolean },
): Promise<LedgerState> {
  const rows = await userRows(ledger, keys)
  for (const { team } of await ledger.teams()) rows.push({ entity: 'team', key: team.teamId, row: team })
  for (const fact of await ledger.facts()) rows.push({ entity: 'fact', key: fact.name, row: fact })
  if (wanted.decisions)
    for await (const page of ledger.decisions())
      for (const row of page) rows.push({ entity: 'decision', key: decisionKey(row), row })
  if (wanted.entered) {
    for (const { entered } of await ledger.teamTodoFacts())
      if (entered !== null) rows.push({ entity: 'enteredTeam', key: entered.teamId, row: entered })
    for await (const page of ledger.enteredUsers(keys))
      for (const row of page) rows.push({ entity: 'enteredUser', key: row.userId, row })
  }
  return stateOf(rows)
}

/** The users that these keys match, and their mappings, alone. */
export async function readUserState(ledger: UserLookup, keys: UserKeys): Promise<LedgerState> {
  return stateOf(await userRows(ledger, keys))
}

async function userRows(ledger: UserLookup, keys: UserKeys): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = []
  for (const { user, mapping } of await ledger.usersOf(keys)) {
    rows.push({ entity: 'user', key: user.userId, row: user })
    if (mapping !== null) rows.push({ entity: 'mapping', key: user.userId, row: mapping })
  }
  return rows
}
