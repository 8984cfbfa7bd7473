import { SfsyncError } from '../core/errors.ts'
import { isTeamId, type TeamId } from '../core/team.ts'
import { isUserId, type UserId } from '../core/user.ts'
import type { Parts } from './parts.ts'

/** A user ID that nobody has. */
export function newUserId(parts: Pick<Parts, 'newId'>): UserId {
  const userId = `u-${parts.newId()}`
  if (!isUserId(userId)) throw new SfsyncError('failure', `${userId} is no user ID`)
  return userId
}

/** A team ID that no team has. */
export function newTeamId(parts: Pick<Parts, 'newId'>): TeamId {
  const teamId = `t-${parts.newId()}`
  if (!isTeamId(teamId)) throw new SfsyncError('failure', `${teamId} is no team ID`)
  return teamId
}
