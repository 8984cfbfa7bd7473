import { LetterCaseCheck } from '../lost-case.ts'
import { hasUncheckedCase, parseSalesforceUserKey } from '../user-key.ts'
import type { LedgerDraft } from './draft.ts'
import { problemOf, type ResolvedRow, type RowProblem } from './rows.ts'

/**
 * The rows whose 15-character IDs are unknown to the directory and certainly lost their letter case: whatever may be
 * unknown, these are the IDs of other users or of none.
 */
export function lostCaseRows(rows: readonly ResolvedRow[], draft: LedgerDraft): RowProblem[] {
  const unknown = rows.filter(({ row, named }) => {
    if (named === null || named.salesforceUser !== null || draft.holderOf(named.salesforceUserId) !== null)
      return false
    const key = parseSalesforceUserKey(row.values.salesforceUser ?? '')
    return 'note' in key && hasUncheckedCase(key)
  })
  const check = new LetterCaseCheck()
  for (const { named } of unknown) check.add(named?.salesforceUserId.slice(0, 15) ?? '')
  const found = check.verdict()
  if (found?.verdict !== 'lost') return []
  const reason = `all ${found.ids} unknown IDs of 15 characters have only ${found.letterCase}-case letters, so their letter case was lost`
  const action = 'use the IDs as Salesforce wrote them, or 18-character IDs'
  return unknown.map(({ row }) =>
    problemOf(row, 'salesforceUser', { group: 'not a Salesforce user', reason, action }),
  )
}
