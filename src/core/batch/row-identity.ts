import { addressesOf, type ClaimedUser, identityDoubt, mayBeOneName, nameDoubt } from '../match/identity.ts'
import { fullName, isUserId, type User } from '../model.ts'
import { type SalesforceUser, splitName } from '../salesforce-user.ts'
import { countText, fold, tidy } from '../text.ts'
import { parseSalesforceUserKey } from '../user-key.ts'
import { given } from '../values.ts'
import type { LedgerDraft } from './draft.ts'
import {
  type BatchField,
  type BatchRow,
  mismatchGroup,
  type Problem,
  problemOf,
  type RepeatedName,
  type ResolvedRow,
  type RowProblem,
  type SalesforceUserIndex,
} from './rows.ts'

/** Columns of one row that name different users: only the admin knows which of them is right, so none counts. */
export function contradictingCells(
  resolved: ResolvedRow,
  draft: LedgerDraft,
  salesforceUsers: SalesforceUserIndex,
): RowProblem[] {
  const { row } = resolved
  const problems = (row.repeated ?? []).flatMap((repeated) => {
    const difference =
      repeated.field === 'user'
        ? otherUser(repeated, resolved, draft)
        : otherSalesforceUser(repeated, resolved, salesforceUsers)
    return difference === undefined
      ? []
      : [contradiction(row, repeated.field, `column "${repeated.label}" has ${difference}`)]
  })
  const { name } = row.values
  const parts = namePartsOf(row)
  if (name !== undefined && parts !== '' && !mayBeOneName(name, parts))
    problems.push(
      contradiction(row, 'name', `the full name is ${name}, but first and last name are ${parts}`),
    )
  return problems
}

function contradiction(row: BatchRow, field: BatchField, reason: string): RowProblem {
  return problemOf(row, field, {
    group: 'columns that contradict each other',
    reason,
    action: 'correct the row, or remove the wrong column',
  })
}

function otherUser({ value }: RepeatedName, { user, email }: ResolvedRow, draft: LedgerDraft) {
  const other = isUserId(value) ? draft.user(value) : null
  return other === null || other.userId === user?.userId
    ? undefined
    : `${value}, who is ${other.email}, not ${email}`
}

function otherSalesforceUser(
  { value }: RepeatedName,
  { named }: ResolvedRow,
  salesforceUsers: SalesforceUserIndex,
): string | undefined {
  if (named === null) return undefined
  const key = parseSalesforceUserKey(value)
  if ('reason' in key) return `a value that cannot be compared: ${key.reason}`
  // A username that the directory does not know says nothing about who it is.
  const other =
    'username' in key ? salesforceUsers.withUsername(key.username)?.salesforceUserId : key.salesforceUserId
  return other === undefined || other === named.salesforceUserId
    ? undefined
    : `${value}, not ${named.salesforceUserId}`
}

/** Why the users that a row names may be different people; undefined if nothing speaks against it. */
export function identityProblem(
  resolved: ResolvedRow,
  draft: LedgerDraft,
  isConfirmable: boolean,
): RowProblem | undefined {
  const { row, user } = resolved
  const claimed = claimedBy(resolved)
  const differentName = user === null ? null : nameDoubt(user, claimed)
  if (differentName !== null) return problemOf(row, nameFieldOf(row), doubt(differentName, isConfirmable))
  const reason =
    doubtAbout(resolved, draft, user ?? claimed) ??
    (nameIn(row) === '' ? null : doubtAbout(resolved, draft, claimed))
  return reason === null ? undefined : problemOf(row, 'salesforceUser', doubt(reason, isConfirmable))
}

function doubt(reason: string, isConfirmable: boolean): Problem {
  return isConfirmable
    ? { group: mismatchGroup, reason, confirmation: 'allow-mismatch' }
    : { group: mismatchGroup, reason, action: 'correct the row, or remove the wrong column' }
}

function doubtAbout(
  { named, user, sameAddress }: ResolvedRow,
  draft: LedgerDraft,
  claimed: ClaimedUser,
): string | null {
  if (named === null || named.salesforceUser === null) return null
  const { salesforceUserId, salesforceUser } = named
  // What is mapped already was decided before.
  if (user !== null && draft.mappingOf(user.userId)?.salesforceUserId === salesforceUserId) return null
  const owners = ownersOf(salesforceUser, user?.email ?? claimed.email, draft)
  return identityDoubt({ user: claimed, salesforceUser, sameAddress, owners })
}

/** Users other than the one of this address who have the e-mail address or username of a Salesforce user. */
export function ownersOf(salesforceUser: SalesforceUser, email: string, draft: LedgerDraft): User[] {
  return addressesOf(salesforceUser).flatMap((address) =>
    address === email ? [] : (draft.userWithEmail(address) ?? []),
  )
}

/** The user as the cells of the row describe it. */
function claimedBy({ row, email }: ResolvedRow): ClaimedUser {
  const name = nameIn(row)
  // An address that was taken from the Salesforce user is no sign of its own beside a name.
  const isOwnSign = row.values.user !== undefined || name === ''
  return { email: isOwnSign ? email : '', ...splitName({ firstName: null, lastName: null, name }) }
}

function nameIn(row: BatchRow): string {
  const parts = namePartsOf(row)
  return parts === '' ? tidy(row.values.name ?? '') : parts
}

function namePartsOf({ values: { firstName, lastName } }: BatchRow): string {
  return tidy(`${firstName ?? ''} ${lastName ?? ''}`)
}

function nameFieldOf({ values: { firstName, lastName } }: BatchRow): BatchField {
  return firstName !== undefined ? 'firstName' : lastName !== undefined ? 'lastName' : 'name'
}

/**
 * What it means that several rows name the Salesforce user of another row: a column was sorted or moved without the
 * others. One problem, of the first of these rows.
 */
export function shiftedColumn(
  rows: readonly ResolvedRow[],
  problems: readonly RowProblem[],
): RowProblem | undefined {
  const doubtful = new Map(
    problems.flatMap((problem) =>
      problem.group === mismatchGroup ? [[problem.line, problem] as const] : [],
    ),
  )
  if (doubtful.size < 2) return undefined
  const emails = new Map<string, number>()
  const names = new Map<string, number>()
  for (const { row, user, email } of rows) {
    emails.set(email, row.line)
    names.set(fold(user === null ? nameIn(row) : fullName(user)), row.line)
  }
  const shifted = rows.filter(({ row, named }) => {
    if (named === null || named.salesforceUser === null || !doubtful.has(row.line)) return false
    const { email, name } = named.salesforceUser
    const others = [email === null ? undefined : emails.get(email), names.get(fold(name))]
    return others.some((line) => line !== undefined && line !== row.line)
  })
  const [first] = shifted
  if (first === undefined || shifted.length < 2) return undefined
  const { confirmation } = doubtful.get(first.row.line) ?? {}
  return problemOf(first.row, 'salesforceUser', {
    group: mismatchGroup,
    ...given({ confirmation }),
    reason: `${countText(shifted.length, 'row has', 'rows have')} the Salesforce user of another row: a column seems to have been shifted, or sorted apart from the others`,
    action: 'restore the file as it was, or sort it again with all its columns',
  })
}
