import { type Decision, fullName, isUserId, type Mapping, type User, type UserId } from '../model.ts'
import { whyInactive, type SalesforceUser } from '../salesforce-user.ts'
import { isSalesforceUserId, repairCase, type SalesforceUserId } from '../salesforce-id.ts'

/** What one row of a review sheet is about, as it is now. */
export interface ReviewSubject {
  /** null for a Salesforce user without a SalesScreen user. */
  readonly user: User | null
  readonly teamName: string | null
  readonly mapping: Mapping | null
  /** The mapped Salesforce user, the only candidate, or the one without a SalesScreen user. */
  readonly salesforceUser: SalesforceUser | null
  /** The earlier decision about this. */
  readonly decision: Decision | null
}

/** The labels of a review sheet, by what the columns hold; `import` reads them back. */
export const reviewColumns = {
  rowKey: 'Row key',
  decision: 'Decision',
  salesforceUserId: 'Salesforce User ID',
  user: 'SalesScreen user',
  name: 'Name',
  team: 'Team',
  state: 'State',
  salesforceName: 'Salesforce name',
  salesforceEmail: 'Salesforce e-mail',
  username: 'Salesforce username',
  title: 'Title',
  department: 'Department',
  profile: 'Profile',
  salesforceState: 'Salesforce state',
  decided: 'Previous decision',
  reason: 'Reason',
} as const

/** One of these columns. */
export type ReviewColumn = keyof typeof reviewColumns

/** The columns of a review sheet, in order. */
export const reviewColumnNames = [
  'rowKey',
  'decision',
  'salesforceUserId',
  'user',
  'name',
  'team',
  'state',
  'salesforceName',
  'salesforceEmail',
  'username',
  'title',
  'department',
  'profile',
  'salesforceState',
  'decided',
  'reason',
] as const satisfies readonly ReviewColumn[]

/** The columns that are for information: an import only compares them with the users of the row. */
export const readOnlyColumns = [
  'name',
  'state',
  'salesforceName',
  'salesforceEmail',
  'username',
  'title',
  'department',
  'profile',
  'salesforceState',
] as const satisfies readonly ReviewColumn[]

/** The cells of a row without its key; those that the admin fills in are empty. */
export function reviewCells(
  subject: ReviewSubject,
): Readonly<Record<Exclude<ReviewColumn, 'rowKey'>, string>> {
  const { user, teamName, mapping, salesforceUser: person, decision } = subject
  return {
    decision: '',
    salesforceUserId: mapping?.salesforceUserId ?? person?.salesforceUserId ?? '',
    user: user?.email ?? '',
    name: user === null ? '' : fullName(user),
    team: teamName ?? '',
    state: user?.state ?? '',
    salesforceName: person?.name ?? '',
    salesforceEmail: person?.email ?? '',
    username: person?.username ?? '',
    title: person?.title ?? '',
    department: person?.department ?? '',
    profile: person?.profile ?? '',
    salesforceState: person === null ? '' : (whyInactive(person) ?? 'active'),
    decided:
      decision === null ? '' : `${decision.kind}, ${decision.decidedBy}, ${decision.decidedAt.slice(0, 10)}`,
    reason: '',
  }
}

/** A digest of what the decision is based on: the users on both sides, without last login and the like. */
export function subjectDigest(subject: ReviewSubject): string {
  const { user, mapping, salesforceUser: person } = subject
  const cells = reviewCells(subject)
  const parts = [
    user?.userId,
    mapping?.salesforceUserId,
    person?.salesforceUserId,
    cells.user,
    cells.team,
    cells.state,
  ]
  return shortDigest(
    JSON.stringify([
      ...parts,
      cells.name,
      cells.salesforceName,
      cells.salesforceEmail,
      cells.salesforceState,
    ]),
  )
}

/** The key of the user that a row is about. */
export function subjectKey({ user, salesforceUser: person }: ReviewSubject): ReviewSubjectKey | undefined {
  if (user !== null) return { userId: user.userId }
  return person === null ? undefined : { userId: null, salesforceUserId: person.salesforceUserId }
}

/** The user that a row of a review sheet is about: a SalesScreen user, or a Salesforce user without one. */
type ReviewSubjectKey =
  | { readonly userId: UserId }
  | { readonly userId: null; readonly salesforceUserId: SalesforceUserId }

/** A row key: the place of the row, the user it is about, and a digest of what it showed. */
export interface RowKey {
  /** Counted from 1. */
  readonly place: number
  /** How many rows the sheet had. */
  readonly total: number
  readonly about: ReviewSubjectKey
  readonly digest: string
}

/** A row key as text: `r12of340-u-01h2j3k4-8f3a11c2`. No spreadsheet takes it for a number, date or formula, and its letter case does not matter. */
export function rowKeyText({ place, total, about, digest }: RowKey): string {
  return `r${place}of${total}-${about.userId ?? `s-${about.salesforceUserId}`}-${digest}`
}

/** Reads a row key, whatever a spreadsheet did to its letter case; undefined if the text is not one. */
export function parseRowKey(text: string): RowKey | undefined {
  const match = /^r(\d{1,7})of(\d{1,7})-(?:(u-[0-9a-z]{8})|s-([0-9a-z]{18}))-([0-9a-f]{8})$/i.exec(
    text.trim(),
  )
  if (match === null) return undefined
  const [, place = '', total = '', user, salesforceUser = '', digest = ''] = match
  const about = user === undefined ? salesforceUserKey(salesforceUser) : userKey(user)
  if (about === undefined) return undefined
  return { place: Number(place), total: Number(total), about, digest: digest.toLowerCase() }
}

function userKey(text: string): ReviewSubjectKey | undefined {
  const userId = text.toLowerCase()
  return isUserId(userId) ? { userId } : undefined
}

function salesforceUserKey(text: string): ReviewSubjectKey | undefined {
  const salesforceUserId = repairCase(text) ?? ''
  return isSalesforceUserId(salesforceUserId) ? { userId: null, salesforceUserId } : undefined
}

/** Eight hexadecimal digits that differ when the text does (FNV-1a, 32 bit): against mistakes, not against fraud. */
export function shortDigest(text: string): string {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
