import type { Change } from '../core/change.ts'
import { isUserId } from '../core/model.ts'
import type { TeamList, UserLookup } from '../ledger/ledger.ts'

/** How users and teams are named in texts: by e-mail address and name, or by their ID if they no longer exist. */
export interface RowNames {
  user(userId: string): string
  team(teamId: string): string
}

/** The names of all users and teams in these changes. */
export async function rowNames(ledger: UserLookup & TeamList, changes: readonly Change[]): Promise<RowNames> {
  const users = new Map<string, string>()
  const teams = new Map<string, string>()
  if (changes.some(({ entity }) => entity === 'user' || entity === 'enteredUser'))
    for (const { team } of await ledger.teams()) teams.set(team.teamId, team.name)
  // The ledger's own names come last and win over those of SalesScreen.
  const rows = changes.toSorted((left, right) => Number(isEntered(right)) - Number(isEntered(left)))
  for (const { before, after } of rows)
    for (const row of [before, after]) {
      if (row === null) continue
      if ('email' in row) users.set(row.userId, row.email)
      else if ('teamId' in row) teams.set(row.teamId, row.name)
    }
  const userIds = changes.flatMap((change) => {
    const userId = change.entity === 'decision' ? (change.after ?? change.before)?.userId : change.key
    return userId != null && isUserId(userId) && !users.has(userId) ? [userId] : []
  })
  if (userIds.length > 0)
    for (const { user } of await ledger.usersOf({ userIds })) users.set(user.userId, user.email)
  return {
    user: (userId) => users.get(userId) ?? userId,
    team: (teamId) => teams.get(teamId) ?? teamId,
  }
}

function isEntered({ entity }: Change): boolean {
  return entity === 'enteredUser' || entity === 'enteredTeam'
}
