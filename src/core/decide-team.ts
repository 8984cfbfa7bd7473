import { planOf } from './change.ts'
import { commandText } from './command-text.ts'
import { type Decided, needsDecision, refuse } from './decided.ts'
import type { Team } from './team.ts'
import type { User } from './user.ts'

/** Plans a new team; one of the same name (case and accents aside) is "already there". */
export function decideCreateTeam(existing: Team | null, keyHolder: Team | null, team: Team): Decided {
  if (existing !== null)
    return planOf([], {
      warnings: [
        `the team ${existing.name} is already there; nothing was written`,
        ...(team.key !== null && team.key !== existing.key
          ? [
              `its key is ${existing.key ?? 'not set'}: ${commandText('teams', 'key', existing.name, team.key)}`,
            ]
          : []),
      ],
    })
  if (keyHolder !== null) return keyTaken(keyHolder)
  return planOf([{ entity: 'team', key: team.teamId, before: null, after: team }], {
    next: [`in SalesScreen: Manage > Teams > New team: ${team.name}`],
  })
}

/** Plans another name for a team. */
export function decideRenameTeam(team: Team, nameHolder: Team | null, name: string): Decided {
  if (nameHolder !== null && nameHolder.teamId !== team.teamId)
    return refuse('conflict', `there is a team ${nameHolder.name} already`, [
      'choose another name, or move its people with assign-team and delete it',
    ])
  if (team.name === name)
    return planOf([], { warnings: [`the team is called ${name} already; nothing was written`] })
  return planOf([{ entity: 'team', key: team.teamId, before: team, after: { ...team, name } }], {
    next: [`in SalesScreen: Manage > Teams > ${team.name}: rename it to ${name}`],
  })
}

/** Plans the key that SalesScreen shows for a team at Settings > Mappings; null takes it away. */
export function decideTeamKey(team: Team, keyHolder: Team | null, key: string | null): Decided {
  if (keyHolder !== null && keyHolder.teamId !== team.teamId) return keyTaken(keyHolder)
  if (team.key === key)
    return planOf([], {
      warnings: [`the key of ${team.name} is ${key ?? 'not set'} already; nothing was written`],
    })
  return planOf([{ entity: 'team', key: team.teamId, before: team, after: { ...team, key } }])
}

/** Plans that a team goes; people on it are left without one only by decision. */
export function decideDeleteTeam(team: Team, members: readonly User[], removeMembers: boolean): Decided {
  if (members.length > 0 && !removeMembers)
    return needsDecision(
      `${members.length === 1 ? 'one person is' : `${members.length} people are`} on the team ${team.name}; nothing was written`,
      members.slice(0, 20).map((user) => ({
        value: user.email,
        reason: `${user.email} would be on no team, so that no data shows`,
        flag: '--remove-members',
      })),
    )
  return planOf(
    [
      ...members.map(
        (user) =>
          ({ entity: 'user', key: user.userId, before: user, after: { ...user, teamId: null } }) as const,
      ),
      { entity: 'team', key: team.teamId, before: team, after: null },
    ],
    { next: [`in SalesScreen: Manage > Teams > ${team.name}: delete it`] },
  )
}

function keyTaken(holder: Team): Decided {
  return refuse('conflict', `the key ${holder.key ?? ''} already belongs to the team ${holder.name}`, [
    commandText('teams', 'key', holder.name, '--none'),
  ])
}
