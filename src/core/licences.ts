import type { UserState } from './user.ts'

/** How many SalesScreen licences there are, and how many active users hold one. */
export interface Seats {
  readonly activeUsers: number
  /** null when no admin has said how many there are. */
  readonly licences: number | null
}

/** The state a user gets who needs a licence now: without a free one SalesScreen makes the user Pending (help centre). */
export function newcomerState({ activeUsers, licences }: Seats): {
  readonly state: Extract<UserState, 'active' | 'pending'>
  readonly warnings: readonly string[]
} {
  if (licences === null || activeUsers < licences) return { state: 'active', warnings: [] }
  return {
    state: 'pending',
    warnings: [
      `${licences < 2 ? 'no licence is free' : `all ${licences} licences are taken`}: SalesScreen makes the user Pending, who cannot log in and is deactivated after 2 weeks`,
    ],
  }
}
