import { mismatchGroup, type Problem } from '../batch/rows.ts'
import { type ClaimedUser, identityDoubt, nameDoubt } from '../match/identity.ts'
import { fullName, type User } from '../model.ts'
import { splitName, type SalesforceUser } from '../salesforce-user.ts'
import { fold, normalizeEmail } from '../text.ts'
import { visible } from '../visible-text.ts'
import { reviewCells, reviewColumns, type ReviewColumn, type ReviewSubject } from './review-row.ts'

/** A cell that is about another user than its row. */
interface MovedCell {
  readonly column: ReviewColumn
  readonly problem: Problem
}

type CellOf = (column: ReviewColumn) => string

const restore = 'restore the cell, or sort the sheet again with all its columns'

/**
 * The first cell that shows someone else than the users of the row key, the row is about: a column was sorted or
 * changed without the others. `named` is the Salesforce user whose ID was filled in instead of the exported one.
 */
export function movedCell(
  cell: CellOf,
  subject: ReviewSubject,
  named: SalesforceUser | null,
): MovedCell | undefined {
  const { user, salesforceUser } = subject
  const exported = reviewCells(subject)
  const isChanged = (column: Exclude<ReviewColumn, 'rowKey'>) =>
    cell(column) !== '' && cell(column) !== visible(exported[column]).trim()
  if (user !== null && isChanged('user') && !isNameOf(user, cell('user')))
    return {
      column: 'user',
      problem: {
        group: 'columns that contradict each other',
        reason: `the row is about ${user.email}, not about ${cell('user')}`,
        action: restore,
      },
    }
  const doubts = [
    ...(isChanged('name') ? [['name', nameCellDoubt(cell('name'), user, salesforceUser)] as const] : []),
    ...(['salesforceName', 'salesforceEmail'] as const).flatMap((column) =>
      isChanged(column)
        ? [[column, salesforceCellDoubt(cell(column), column, [salesforceUser, named])] as const]
        : [],
    ),
  ]
  for (const [column, reason] of doubts)
    if (reason !== null)
      return {
        column,
        problem: { group: mismatchGroup, reason, confirmation: 'allow-mismatch', action: restore },
      }
  return undefined
}

function isNameOf(user: User, text: string): boolean {
  const names = [user.userId, user.email, fullName(user), user.nickname ?? '']
  return normalizeEmail(text) === user.email || names.some((name) => fold(name) === fold(text))
}

function nameCellDoubt(name: string, user: User | null, salesforceUser: SalesforceUser | null) {
  const claimed = called(name)
  if (user !== null) return nameDoubt(user, claimed)
  return salesforceUser === null
    ? null
    : identityDoubt({ user: claimed, salesforceUser, sameAddress: [], owners: [] })
}

// The cell may still show the exported user, or already the one whose ID was filled in.
function salesforceCellDoubt(
  text: string,
  column: 'salesforceName' | 'salesforceEmail',
  known: readonly (SalesforceUser | null)[],
): string | null {
  const user = column === 'salesforceName' ? called(text) : { ...called(''), email: normalizeEmail(text) }
  const doubts = known.flatMap((salesforceUser) =>
    salesforceUser === null ? [] : [identityDoubt({ user, salesforceUser, sameAddress: [], owners: [] })],
  )
  if (doubts.includes(null)) return null
  return doubts[0] ?? `column "${reviewColumns[column]}" has ${text}, but the row has no Salesforce user`
}

function called(name: string): ClaimedUser {
  return { ...splitName({ firstName: null, lastName: null, name }), email: '' }
}
