import { fold } from './text.ts'
import type { Email } from './email.ts'
import type { TeamId } from './team.ts'

declare const userIdBrand: unique symbol

/** The ledger's own ID of a SalesScreen user: `u-` and eight characters; never changes and is never used twice. */
export type UserId = string & { readonly [userIdBrand]: true }

const shape = /^u-[0-9a-hjkmnp-tv-z]{8}$/

/** Whether a text has the form of a user ID; it may still belong to nobody. */
export function isUserId(text: string): text is UserId {
  return shape.test(text)
}

/** The states a SalesScreen user can be in (SalesScreen help centre, user management). */
export const userStates = ['active', 'pending', 'deactivated', 'spectating', 'supporter'] as const

/** One of the five SalesScreen states; only an active user shows up. */
export type UserState = (typeof userStates)[number]

/** One SalesScreen user as the ledger knows it. */
export interface User {
  readonly userId: UserId
  readonly email: Email
  readonly firstName: string
  readonly lastName: string
  readonly nickname: string | null
  readonly state: UserState
  /** The one team a user can be on; without one SalesScreen ignores the user's activities. */
  readonly teamId: TeamId | null
}

/** First and last name as shown; the e-mail address where a user has neither. */
export function fullName(user: Pick<User, 'firstName' | 'lastName' | 'email'>): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email
}

/** The order in which users are told: by folded name, then by e-mail address; as the ledger orders them. */
export function byNameThenEmail(left: User, right: User): number {
  const [one, other] = [
    fold(`${left.firstName} ${left.lastName}`),
    fold(`${right.firstName} ${right.lastName}`),
  ]
  if (one !== other) return one < other ? -1 : 1
  return left.email < right.email ? -1 : Number(left.email > right.email)
}
