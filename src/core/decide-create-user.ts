import { type Plan, planOf } from './change.ts'
import { commandText } from './command-text.ts'
import { newcomerState, type Seats } from './licences.ts'
import { type TeamWish, teamChanges } from './team-wish.ts'
import { fullName, type User } from './user.ts'

/** What must be known to create a user. */
export interface CreateUserFacts extends Seats {
  /** The user who has this e-mail address already. */
  readonly existing: User | null
  readonly existingTeamName: string | null
  /** The Salesforce user the person was taken from, to be mapped next. */
  readonly salesforceUserId: string | null
}

/** The user an admin wants; the state follows from the licences. */
export interface CreateUserWish {
  readonly user: Omit<User, 'state' | 'teamId'>
  readonly team: TeamWish | null
  /** Where the person was taken from, for the evidence. */
  readonly evidence: readonly string[]
}

/** Plans a new SalesScreen user; an e-mail address that exists is "already there", with what differs. */
export function decideCreateUser(facts: CreateUserFacts, wish: CreateUserWish): Plan {
  if (facts.existing !== null) return alreadyThere(facts.existing, facts.existingTeamName, wish)
  const { state, warnings } = newcomerState(facts)
  const user: User = { ...wish.user, state, teamId: wish.team?.team.teamId ?? null }
  const changes = [
    ...teamChanges(wish.team),
    { entity: 'user', key: user.userId, before: null, after: user } as const,
  ]
  const inSalesScreen = `in SalesScreen: Manage > Users > New User: ${fullName(user)}, ${user.email}${
    wish.team === null ? '' : `, team ${wish.team.team.name}`
  }`
  return planOf(changes, {
    evidence: wish.evidence,
    warnings,
    next: [inSalesScreen, ...nextAfterCreating(user, facts.salesforceUserId)],
  })
}

function nextAfterCreating(user: User, salesforceUserId: string | null): string[] {
  if (user.teamId === null) return [commandText('assign-team', user.email, '<team>')]
  return [commandText('map', user.email, salesforceUserId ?? '<salesforceUserId>')]
}

function alreadyThere(existing: User, teamName: string | null, wish: CreateUserWish): Plan {
  return planOf([], {
    warnings: [
      `${existing.email} is already there (${fullName(existing)}); nothing was written`,
      ...differencesFrom(existing, wish.user),
      ...differentTeam(existing, teamName, wish.team),
      ...(existing.state === 'deactivated'
        ? [`the user is deactivated: ${commandText('users', 'reactivate', existing.email)}`]
        : []),
    ],
    next: [commandText('status', existing.email)],
  })
}

/** What is otherwise about a user who exists already, each with the command that changes it. */
export function differencesFrom(
  existing: User,
  { firstName, lastName, nickname }: Partial<Pick<User, 'firstName' | 'lastName' | 'nickname'>>,
): string[] {
  const different = (label: string, flag: string, now: string | null, wished: string | null | undefined) =>
    wished == null || now === wished
      ? []
      : [
          `${label} is "${now ?? ''}", not "${wished}": ${commandText('users', 'edit', existing.email, flag, wished)}`,
        ]
  return [
    ...different('first name', '--first-name', existing.firstName, firstName),
    ...different('last name', '--last-name', existing.lastName, lastName),
    ...different('nickname', '--nickname', existing.nickname, nickname),
  ]
}

function differentTeam(existing: User, teamName: string | null, wished: TeamWish | null): string[] {
  if (wished === null || existing.teamId === wished.team.teamId) return []
  const name = wished.team.name
  const move = commandText('assign-team', existing.email, name, ...(teamName === null ? [] : ['--move']))
  return [`team is ${teamName === null ? 'none' : `"${teamName}"`}, not "${name}": ${move}`]
}
