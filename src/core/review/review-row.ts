import type { Decision } from '../decision.ts'
import type { Mapping } from '../mapping.ts'
import { idleness, type SalesforceUser } from '../salesforce-user.ts'
import { fullName, type User } from '../user.ts'
import { type ReviewSubjectKey, shortDigest } from './row-key.ts'

/** Somebody who is to be decided about, as they are now. */
export interface ReviewSubject {
  /** null for a Salesforce user without a SalesScreen user. */
  readonly user: User | null
  readonly teamName: string | null
  readonly mapping: Mapping | null
  /** The mapped Salesforce user, the one who may be meant, or the one without a SalesScreen user. */
  readonly person: SalesforceUser | null
  /** What was decided about this before. */
  readonly decision: Decision | null
}

/** The columns of a review sheet, by what they hold. */
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
  username: 'Username',
  title: 'Title',
  department: 'Department',
  profile: 'Profile',
  salesforceState: 'In Salesforce',
  decided: 'Decided before',
  reason: 'Reason',
} as const

/** One of these columns. */
export type ReviewColumn = keyof typeof reviewColumns

/** The columns that only tell; an admin who changes them changes nothing. */
export const toldColumns = [
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

/** The cells of a row, but for its key; what an admin fills in is empty. */
export function reviewCells(
  subject: ReviewSubject,
): Readonly<Record<Exclude<ReviewColumn, 'rowKey'>, string>> {
  const { user, teamName, mapping, person, decision } = subject
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
    salesforceState: person === null ? '' : (idleness(person) ?? 'active'),
    decided:
      decision === null ? '' : `${decision.kind}, ${decision.decidedBy}, ${decision.decidedAt.slice(0, 10)}`,
    reason: '',
  }
}

/** The digest of what somebody decides on: who it is on both sides, but no last login or the like. */
export function subjectDigest(subject: ReviewSubject): string {
  const { user, mapping, person } = subject
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

/** Whom a row about somebody is filed under. */
export function subjectKey({ user, person }: ReviewSubject): ReviewSubjectKey | undefined {
  if (user !== null) return { userId: user.userId }
  return person === null ? undefined : { userId: null, salesforceUserId: person.salesforceUserId }
}
