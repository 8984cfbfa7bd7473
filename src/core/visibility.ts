import { type CommandLine, commandLine, withOptions } from './hint.ts'
import { whyInactive, type SalesforceUser } from './salesforce-user.ts'
import { fullName, type User } from './model.ts'

/** Why a person does not show up in SalesScreen: the first step that is missing, or `shows-up` if none is. */
export const standings = [
  'shows-up',
  'not-in-salesscreen',
  'not-active',
  'no-team',
  'not-mapped',
  'salesforce-unknown',
  'salesforce-inactive',
  'salesforce-frozen',
] as const

/** One of these standings. */
export type Standing = (typeof standings)[number]

/** What is known about one person on both sides. */
export interface PersonFacts {
  /** null for a Salesforce user without a SalesScreen user. */
  readonly user: User | null
  readonly teamName: string | null
  readonly salesforceUserId: string | null
  /** The mapped Salesforce user, or the one without a SalesScreen user; null if it is not in the directory. */
  readonly salesforceUser: SalesforceUser | null
  /** Salesforce users with the same e-mail address, for a user who is not mapped. */
  readonly candidates: readonly SalesforceUser[]
  /** For a Salesforce user without a SalesScreen user: whether a SalesScreen user has the same e-mail address. */
  readonly isEmailTaken?: boolean
}

/** Whether one person shows up, and the next command if not. */
export interface Visibility {
  readonly name: string
  readonly email: string | null
  readonly exists: boolean
  readonly active: boolean
  readonly team: string | null
  readonly mapped: boolean
  readonly salesforceUserId: string | null
  /** null when unknown. */
  readonly salesforceActive: boolean | null
  /** null if unknown, because the mapped Salesforce user is not in the directory. */
  readonly showsUp: boolean | null
  readonly standing: Standing
  readonly next: CommandLine | null
}

/** Finds the first step that one person is missing. */
export function visibilityOf(facts: PersonFacts): Visibility {
  const { user, salesforceUser: person } = facts
  const standing = standingOf(facts)
  return {
    name: user === null ? (person?.name ?? '') : fullName(user),
    email: user?.email ?? person?.email ?? null,
    exists: user !== null,
    active: user?.state === 'active',
    team: facts.teamName,
    mapped: user !== null && facts.salesforceUserId !== null,
    salesforceUserId: facts.salesforceUserId,
    salesforceActive: person?.frozen === true ? false : (person?.active ?? null),
    showsUp: standing === 'salesforce-unknown' ? null : standing === 'shows-up',
    standing,
    next: nextCommand(facts, standing),
  }
}

function standingOf({ user, teamName, salesforceUserId, salesforceUser }: PersonFacts): Standing {
  const idle = salesforceUser === null ? null : whyInactive(salesforceUser)
  if (user === null) return idle === null ? 'not-in-salesscreen' : `salesforce-${idle}`
  if (user.state !== 'active') return 'not-active'
  if (teamName === null) return 'no-team'
  if (salesforceUserId === null) return 'not-mapped'
  if (idle !== null) return `salesforce-${idle}`
  if (salesforceUser === null || salesforceUser.active === null) return 'salesforce-unknown'
  return 'shows-up'
}

function nextCommand(facts: PersonFacts, standing: Standing): CommandLine | null {
  const { user, salesforceUserId, candidates } = facts
  if (user === null) return standing === 'not-in-salesscreen' ? commandForNew(facts) : null
  switch (standing) {
    case 'not-in-salesscreen':
    case 'shows-up':
      return null
    case 'not-active':
      return user.state === 'deactivated'
        ? commandLine('users reactivate', user.email)
        : withOptions(commandLine('users edit', user.email), { state: 'active' })
    case 'no-team':
      return commandLine('assign-team', user.email, '<team>')
    case 'not-mapped': {
      const [only, ...others] = candidates
      return only !== undefined && others.length === 0
        ? commandLine('map', user.email, only.salesforceUserId)
        : commandLine('explain', user.email)
    }
    case 'salesforce-unknown':
      return commandLine('sf-users refresh')
    case 'salesforce-frozen':
      return commandLine('sf-users show', salesforceUserId ?? '')
    case 'salesforce-inactive':
      return commandLine('users deactivate', user.email)
  }
}

// A second user with the same e-mail address would be refused.
function commandForNew({ salesforceUserId, salesforceUser, isEmailTaken }: PersonFacts): CommandLine {
  if (isEmailTaken === true) return commandLine('explain', salesforceUserId ?? '')
  const email = salesforceUser?.email == null ? { email: '<email>' } : {}
  return withOptions(commandLine('create-user'), { 'from-sf': salesforceUserId ?? '', ...email })
}
