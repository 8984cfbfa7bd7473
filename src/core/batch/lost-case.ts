import { hasOneCase, LetterCaseCheck } from '../match/lost-case.ts'
import { hasUncheckedCase, parseSalesforceUserKey } from '../user-key.ts'
import type { LedgerDraft } from './draft.ts'
import { problemOf, type ResolvedRow, type RowProblem } from './rows.ts'

/**
 * The rows whose 15-character IDs are unknown to the directory and lost their letter case: all of them are of one case, or
 * another row has the same letters in both cases. Whatever may be unknown, these are the IDs of other users or of none.
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
  if (found?.verdict !== 'lost') return sameLetters(rows, unknown)
  const reason = `all ${found.ids} unknown IDs of 15 characters have only ${found.letterCase}-case letters, so their letter case was lost`
  return unknown.map(({ row }) => problemOf(row, 'salesforceUser', { group, reason, action }))
}

const group = 'not a Salesforce user'
const action = 'use the IDs as Salesforce wrote them, or 18-character IDs'

function sameLetters(rows: readonly ResolvedRow[], unknown: readonly ResolvedRow[]): RowProblem[] {
  const byLetters = Map.groupBy(rows, ({ named }) => named?.salesforceUserId.slice(0, 15).toLowerCase())
  return unknown.flatMap(({ row, named }) => {
    const id = named?.salesforceUserId ?? ''
    const twin = hasOneCase(id)
      ? byLetters.get(id.slice(0, 15).toLowerCase())?.find((other) => other.named?.salesforceUserId !== id)
      : undefined
    if (twin === undefined) return []
    const reason = `the ID differs from that in line ${twin.row.line} in letter case alone, and all of its letters have the same case: it seems to be lost`
    return [problemOf(row, 'salesforceUser', { group, reason, action })]
  })
}
