import { type Change, planOf } from './change.ts'
import { commandText } from './command-text.ts'
import { type Decided, needsDecision, refuse } from './decided.ts'
import type { SalesforceUserId } from './salesforce-id.ts'
import type { Team } from './team.ts'
import { type TeamWish, teamChanges } from './team-wish.ts'
import { fullName, type User } from './user.ts'

/** A user and the team the user is on now. */
export interface Member {
  readonly user: User
  readonly team: Team | null
  readonly isMapped: boolean
  /** The one Salesforce user with the same e-mail address, to be mapped next. */
  readonly candidate: SalesforceUserId | null
}

/** Who goes where, and whether people may be taken from another team. */
export interface AssignTeamWish {
  readonly members: readonly Member[]
  readonly to: TeamWish
  readonly move: boolean
}

/** Plans that people are on one team; taking somebody from another team is a decision. */
export function decideAssignTeam({ members, to, move }: AssignTeamWish): Decided {
  const spectators = members.filter(({ user }) => user.state === 'spectating')
  if (spectators.length > 0) return refuseSpectators(spectators)
  const movers = members.filter(({ team }) => team !== null && team.teamId !== to.team.teamId)
  if (movers.length > 0 && !move)
    return needsDecision(
      `${movers.length === 1 ? 'one person is' : `${movers.length} people are`} on another team; nothing was written`,
      movers.map(({ user, team }) => ({
        value: user.email,
        reason: `${fullName(user)} (${user.email}) is on ${team?.name ?? ''} and would leave it`,
        flag: '--move',
      })),
    )
  const changed = members.filter(({ user }) => user.teamId !== to.team.teamId)
  if (changed.length === 0)
    return planOf([], {
      warnings: members.map(({ user }) => `${user.email} is on ${to.team.name} already; nothing was written`),
      next: nextAfterAssigning(members),
    })
  return planOf([...teamChanges(to), ...changed.map(({ user }) => assignment(user, to.team))], {
    warnings: changed
      .filter(({ user }) => user.state === 'deactivated')
      .map(({ user }) => `${user.email} is deactivated and will not show up`),
    next: [
      `in SalesScreen: Manage > Users > ${changed.map(({ user }) => fullName(user)).join(', ')}: team ${to.team.name}`,
      ...nextAfterAssigning(members),
    ],
  })
}

/** Plans that people are on no team. */
export function decideLeaveTeam(members: readonly Member[]): Decided {
  const leaving = members.filter(({ user }) => user.teamId !== null)
  if (leaving.length === 0)
    return planOf([], {
      warnings: members.map(({ user }) => `${user.email} is on no team; nothing was written`),
    })
  return planOf(
    leaving.map(({ user }) => ({
      entity: 'user',
      key: user.userId,
      before: user,
      after: { ...user, teamId: null },
    })),
    {
      warnings: leaving.map(({ user }) => `${user.email} is on no team then: no data will show`),
      next: [
        `in SalesScreen: Manage > Users > ${leaving.map(({ user }) => fullName(user)).join(', ')}: no team`,
      ],
    },
  )
}

function assignment(user: User, team: Team): Change {
  return { entity: 'user', key: user.userId, before: user, after: { ...user, teamId: team.teamId } }
}

function nextAfterAssigning(members: readonly Member[]): string[] {
  const unmapped = members.filter(({ isMapped }) => !isMapped)
  return unmapped
    .slice(0, 1)
    .map(({ user, candidate }) => commandText('map', user.email, candidate ?? '<salesforceUserId>'))
}

function refuseSpectators(spectators: readonly Member[]): Decided {
  const [first] = spectators
  return refuse(
    'invalid',
    `${spectators.map(({ user }) => user.email).join(', ')}: spectators are hidden and cannot be on a team`,
    first === undefined ? [] : [commandText('users', 'edit', first.user.email, '--state', 'active')],
  )
}
