import type { Change } from '../core/change.ts'
import { isTeamId, isUserId } from '../core/model.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** The names of the users and teams that changes speak of. */
export async function rowNames(ledger: Ledger, changes: readonly Change[]): Promise<RowNames> {
  const users = new Map<string, string>()
  const teams = new Map<string, string>()
  for (const change of changes) {
    for (const row of [change.before, change.after]) {
      if (row === null) continue
      if ('email' in row) users.set(row.userId, row.email)
      if ('teamId' in row && 'key' in row) teams.set(row.teamId, row.name)
    }
  }
  if (changes.some(({ entity }) => entity === 'user'))
    for (const { team } of await ledger.teams())
      if (!teams.has(team.teamId)) teams.set(team.teamId, team.name)
  const strangers = changes.flatMap((change) => {
    const userId = change.entity === 'decision' ? (change.after ?? change.before)?.userId : change.key
    return change.entity !== 'team' && userId != null && !users.has(userId) && isUserId(userId)
      ? [userId]
      : []
  })
  if (strangers.length > 0)
    for (const { user } of await ledger.usersOf({ userIds: strangers })) users.set(user.userId, user.email)
  return {
    user: (userId) => users.get(userId) ?? userId,
    team: (teamId) => (isTeamId(teamId) ? (teams.get(teamId) ?? teamId) : teamId),
  }
}

/** How users and teams are called in texts. */
export interface RowNames {
  user(userId: string): string
  team(teamId: string): string
}
