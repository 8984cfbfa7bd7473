import type { SalesforceUserId } from './salesforce-id.ts'
import type { UserId } from './user.ts'

/** What an admin can decide about a possible mapping: never these two, nobody to map at all, or not now. */
export const decisionKinds = ['never', 'not-a-person', 'later'] as const

/** One of the kinds of decisions. */
export type DecisionKind = (typeof decisionKinds)[number]

/** A recorded decision about a SalesScreen user, a Salesforce user, or (both given) about these two together. */
export interface Decision {
  readonly kind: DecisionKind
  readonly userId: UserId | null
  readonly salesforceUserId: SalesforceUserId | null
  /** The first day on which it no longer counts, YYYY-MM-DD; null: it counts until it is taken back. */
  readonly until: string | null
  readonly reason: string | null
  readonly decidedBy: string
  /** UTC, ISO 8601. */
  readonly decidedAt: string
}

/** The key of a decision's row: whom it is about, so that there is one decision about them at most. */
export function decisionKey({
  userId,
  salesforceUserId,
}: Pick<Decision, 'userId' | 'salesforceUserId'>): string {
  return `${userId ?? '-'}/${salesforceUserId ?? '-'}`
}
