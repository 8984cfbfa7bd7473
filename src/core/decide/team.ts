import { countText } from '../text.ts'
import { type Change, type Decided, needsConfirmation, planOf, refuse } from '../change.ts'
import { commandLine, type Hint, withOptions } from '../hint.ts'
import { fullName, type Team, type TeamId, type User } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'

/** Plans a new team; nothing changes if one of the same name (ignoring case and accents) exists. */
export function decideCreateTeam(existing: Team | null, keyHolder: Team | null, team: Team): Decided {
  if (existing !== null)
    return planOf([], {
      notices: [`the team ${existing.name} already exists; nothing was changed`],
      warnings:
        team.key !== null && team.key !== existing.key
          ? [
              {
                text:
                  existing.key === null ? 'it has no key yet' : `its key is ${existing.key}, not ${team.key}`,
                command: commandLine('teams key', existing.name, team.key),
              },
            ]
          : [],
    })
  if (keyHolder !== null) return keyTaken(keyHolder)
  return planOf([{ entity: 'team', key: team.teamId, before: null, after: team }])
}

/** Plans a new name for a team. */
export function decideRenameTeam(team: Team, nameHolder: Team | null, name: string): Decided {
  if (nameHolder !== null && nameHolder.teamId !== team.teamId)
    return refuse('conflict', `a team called ${nameHolder.name} already exists`, [
      {
        text: 'choose another name, or move its members to another team and delete it',
        command: commandLine('teams delete', nameHolder.name),
      },
    ])
  if (team.name === name)
    return planOf([], { notices: [`the team is already called ${name}; nothing was changed`] })
  return planOf([{ entity: 'team', key: team.teamId, before: team, after: { ...team, name } }])
}

/** Plans the key that SalesScreen shows for a team among its mappings; null removes it. */
export function decideTeamKey(team: Team, keyHolder: Team | null, key: string | null): Decided {
  if (keyHolder !== null && keyHolder.teamId !== team.teamId) return keyTaken(keyHolder)
  if (team.key === key)
    return planOf([], {
      notices: [
        key === null
          ? `the team ${team.name} has no key; nothing was changed`
          : `the key of ${team.name} is already ${key}; nothing was changed`,
      ],
    })
  return planOf([{ entity: 'team', key: team.teamId, before: team, after: { ...team, key } }])
}

/** Plans the deletion of a team; leaving its members without a team needs confirmation. */
export function decideDeleteTeam(team: Team, members: readonly User[], removeMembers: boolean): Decided {
  if (members.length > 0 && !removeMembers)
    return needsConfirmation(
      `the team ${team.name} was not deleted: it has ${countText(members.length, 'member')}`,
      members.slice(0, 20).map((user) => ({
        value: user.email,
        reason: `${user.email} would be left without a team, so no data would show`,
        confirmation: 'remove-members' as const,
      })),
    )
  return planOf([
    ...members.map((user) => teamChange(user, null)),
    { entity: 'team', key: team.teamId, before: team, after: null },
  ])
}

function keyTaken(holder: Team): Decided {
  return refuse('conflict', `the key ${holder.key ?? ''} already belongs to the team ${holder.name}`, [
    withOptions(commandLine('teams key', holder.name), { none: true }),
  ])
}

/** A user to be put on a team, and the user's team now. */
export interface Member {
  readonly user: User
  readonly team: Team | null
  readonly isMapped: boolean
  /** The only Salesforce user with the same e-mail address, to be mapped next. */
  readonly candidate: SalesforceUserId | null
}

/** Which users go to which team, and whether they may leave another one. */
interface AssignTeamRequest {
  readonly members: readonly Member[]
  readonly to: TargetTeam
  readonly move: boolean
}

/** Plans that users are on a team; moving a user from another team needs confirmation. */
export function decideAssignTeam({ members, to, move }: AssignTeamRequest): Decided {
  const spectators = members.filter(({ user }) => user.state === 'spectating')
  if (spectators.length > 0) return refuseSpectators(spectators)
  const movers = members.filter(({ team }) => team !== null && team.teamId !== to.team.teamId)
  if (movers.length > 0 && !move)
    return needsConfirmation(
      `${countText(movers.length, 'user is', 'users are')} on another team; nothing was changed`,
      movers.map(({ user, team }) => ({
        value: user.email,
        reason: `${fullName(user)} (${user.email}) is on ${team?.name ?? ''} and would leave it`,
        confirmation: 'move' as const,
      })),
    )
  const changed = members.filter(({ user }) => user.teamId !== to.team.teamId)
  if (changed.length === 0)
    return planOf([], {
      notices: members.map(({ user }) => `${user.email} is already on ${to.team.name}; nothing was changed`),
      next: nextAfterAssigning(members),
    })
  return planOf([...teamChanges(to), ...changed.map(({ user }) => teamChange(user, to.team.teamId))], {
    warnings: changed
      .filter(({ user }) => user.state === 'deactivated')
      .map(({ user }) => `${user.email} is deactivated and will not show up`),
    next: nextAfterAssigning(members),
  })
}

/** Plans that users are on no team. */
export function decideLeaveTeam(members: readonly Member[]): Decided {
  const leaving = members.filter(({ user }) => user.teamId !== null)
  if (leaving.length === 0)
    return planOf([], {
      notices: members.map(({ user }) => `${user.email} is not on a team; nothing was changed`),
    })
  return planOf(
    leaving.map(({ user }) => teamChange(user, null)),
    {
      warnings: leaving.map(({ user }) => `${user.email} will not be on a team, so no data will show`),
    },
  )
}

function teamChange(user: User, teamId: TeamId | null): Change {
  return { entity: 'user', key: user.userId, before: user, after: { ...user, teamId } }
}

function nextAfterAssigning(members: readonly Member[]): Hint[] {
  const unmapped = members.filter(({ isMapped }) => !isMapped)
  return unmapped
    .slice(0, 1)
    .map(({ user, candidate }) =>
      candidate === null ? commandLine('explain', user.email) : commandLine('map', user.email, candidate),
    )
}

function refuseSpectators(spectators: readonly Member[]): Decided {
  const [first] = spectators
  return refuse(
    'invalid',
    `${spectators.map(({ user }) => user.email).join(', ')}: spectators are hidden and cannot be on a team`,
    first === undefined
      ? []
      : [withOptions(commandLine('users edit', first.user.email), { state: 'active' })],
  )
}

/** The team that is asked for: an existing one, or one to create. */
export interface TargetTeam {
  readonly team: Team
  readonly isNew: boolean
}

/** The change that creates the team, if it does not exist. */
export function teamChanges(target: TargetTeam | null): Change[] {
  if (target === null || !target.isNew) return []
  return [{ entity: 'team', key: target.team.teamId, before: null, after: target.team }]
}
