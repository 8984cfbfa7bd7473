import type { Change } from './change.ts'
import type { Team } from './team.ts'

/** The team a wish names: one that exists, or one to make. */
export interface TeamWish {
  readonly team: Team
  readonly isNew: boolean
}

/** The change that makes the team, where it must be made. */
export function teamChanges(wish: TeamWish | null): Change[] {
  if (wish === null || !wish.isNew) return []
  return [{ entity: 'team', key: wish.team.teamId, before: null, after: wish.team }]
}
