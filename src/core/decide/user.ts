import { type Decided, type Plan, planOf, refuse } from '../change.ts'
import { commandLine, type Hint, withOptions } from '../hint.ts'
import { fullName, stateOfNewUser, type LicenseUsage, type User } from '../model.ts'
import { teamChanges, type TargetTeam } from './team.ts'

/** What must be known to create a user. */
interface CreateUserFacts extends LicenseUsage {
  /** The user who already has this e-mail address. */
  readonly existing: User | null
  readonly existingTeamName: string | null
  /** The Salesforce user that name and address come from, to be mapped next. */
  readonly salesforceUserId: string | null
}

/** The user to create; the state follows from the licenses. */
interface NewUserRequest {
  readonly user: Omit<User, 'state' | 'teamId'>
  readonly team: TargetTeam | null
  /** Where name and address come from. */
  readonly evidence: readonly string[]
}

/** Plans a new SalesScreen user; if the e-mail address exists, warns of what differs and changes nothing. */
export function decideCreateUser(facts: CreateUserFacts, request: NewUserRequest): Plan {
  if (facts.existing !== null) return alreadyExists(facts.existing, facts.existingTeamName, request)
  const { state, warnings } = stateOfNewUser(facts)
  const user: User = { ...request.user, state, teamId: request.team?.team.teamId ?? null }
  const changes = [
    ...teamChanges(request.team),
    { entity: 'user', key: user.userId, before: null, after: user } as const,
  ]
  return planOf(changes, {
    evidence: request.evidence,
    warnings,
    next: [nextAfterCreating(user, facts.salesforceUserId)],
  })
}

function nextAfterCreating(user: User, salesforceUserId: string | null): Hint {
  if (user.teamId === null) return commandLine('assign-team', user.email, '<team>')
  return salesforceUserId === null
    ? commandLine('explain', user.email)
    : commandLine('map', user.email, salesforceUserId)
}

function alreadyExists(existing: User, teamName: string | null, request: NewUserRequest): Plan {
  return planOf([], {
    notices: [`${existing.email} already exists (${fullName(existing)}); nothing was changed`],
    warnings: [
      ...differencesFrom(existing, request.user),
      ...differentTeam(existing, teamName, request.team),
      ...(existing.state === 'deactivated'
        ? [{ text: 'the user is deactivated', command: commandLine('users reactivate', existing.email) }]
        : []),
    ],
    next: [commandLine('status', existing.email)],
  })
}

/** How an existing user differs from these names, each with the command that changes it. */
export function differencesFrom(
  existing: User,
  { firstName, lastName, nickname }: Partial<Pick<User, 'firstName' | 'lastName' | 'nickname'>>,
): Hint[] {
  const different = (label: string, option: string, now: string | null, wanted: string | null | undefined) =>
    wanted == null || now === wanted
      ? []
      : [
          {
            text: `${label} is "${now ?? ''}", not "${wanted}"`,
            command: withOptions(commandLine('users edit', existing.email), { [option]: wanted }),
          },
        ]
  return [
    ...different('first name', 'first-name', existing.firstName, firstName),
    ...different('last name', 'last-name', existing.lastName, lastName),
    ...different('nickname', 'nickname', existing.nickname, nickname),
  ]
}

function differentTeam(existing: User, teamName: string | null, wanted: TargetTeam | null): Hint[] {
  if (wanted === null || existing.teamId === wanted.team.teamId) return []
  const name = wanted.team.name
  const assign = commandLine('assign-team', existing.email, name)
  return [
    {
      text: teamName === null ? 'the user is not on a team yet' : `team is "${teamName}", not "${name}"`,
      command: teamName === null ? assign : withOptions(assign, { move: true }),
    },
  ]
}

/** What must be known to edit a user. */
export interface EditUserFacts extends LicenseUsage {
  readonly user: User
  readonly isMapped: boolean
  /** The user who already has the new e-mail address. */
  readonly emailHolder: User | null
}

/** The fields to change; fields that are left out stay as they are. */
export type UserEdits = Partial<Pick<User, 'email' | 'firstName' | 'lastName' | 'nickname' | 'state'>>

/** Plans new values for one user. */
export function decideEditUser(facts: EditUserFacts, request: UserEdits): Decided {
  const { user, emailHolder } = facts
  if (emailHolder !== null && emailHolder.userId !== user.userId)
    return refuse(
      'conflict',
      `${emailHolder.email} already belongs to another user, ${fullName(emailHolder)}`,
      [
        commandLine('users show', emailHolder.email),
        {
          text: 'if the two swap their addresses, give the other one a temporary address first',
          command: withOptions(commandLine('users edit', emailHolder.email), { email: '<address>' }),
        },
      ],
    )
  const edited: User = { ...user, ...request }
  if (`${edited.firstName}${edited.lastName}`.trim() === '')
    return refuse('invalid', `${user.email} needs a name: the first or the last name must not be empty`)
  // Source: SalesScreen help center; a spectator is removed from the team.
  const after = edited.state === 'spectating' ? { ...edited, teamId: null } : edited
  const unchanged = JSON.stringify(after) === JSON.stringify(user)
  if (unchanged)
    return planOf([], { notices: [`${user.email} already has these values; nothing was changed`] })
  return planOf([{ entity: 'user', key: user.userId, before: user, after }], {
    warnings: [
      ...(user.teamId !== null && after.teamId === null
        ? ['spectators cannot be on a team, so the user leaves the team']
        : []),
      ...(user.state !== 'active' && after.state === 'active' ? stateOfNewUser(facts).warnings : []),
    ],
  })
}

/** Plans the deactivation of a user; history and mapping stay. */
export function decideDeactivate(facts: EditUserFacts): Decided {
  const decided = decideEditUser(facts, { state: 'deactivated' })
  if (!('changes' in decided) || decided.changes.length === 0 || !facts.isMapped) return decided
  return {
    ...decided,
    warnings: [
      {
        text: 'the mapping is kept in case the user comes back; to remove it',
        command: commandLine('unmap', facts.user.email),
      },
    ],
  }
}

/** Plans the reactivation of a user; without a free license the user becomes Pending. */
export function decideReactivate(facts: EditUserFacts): Decided {
  if (facts.user.state === 'active')
    return planOf([], { notices: [`${facts.user.email} is already active; nothing was changed`] })
  const { state, warnings } = stateOfNewUser(facts)
  const decided = decideEditUser(facts, { state })
  return 'changes' in decided ? { ...decided, warnings: [...decided.warnings, ...warnings] } : decided
}
