import type { EnteredUser } from './entered.ts'
import { isEntered, lacksLicense, type Todo } from './todo.ts'
import { type CommandLine, commandLine, withOptions } from './hint.ts'
import {
  type DirectoryRead,
  doubtsAbout,
  type LoginState,
  readAgainCommand,
  type SalesforceUser,
  whyInactive,
} from './salesforce-user.ts'
import { fullName, type User, type UserState } from './model.ts'

/** Why a person does not show up in SalesScreen: the first step that is missing; `pending` if SalesScreen has no license for the user, `waiting` if all was decided but is not entered, `shows-up` if nothing is missing. */
export const standings = [
  'shows-up',
  'waiting',
  'not-in-salesscreen',
  'not-active',
  'pending',
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
  /** The one without a SalesScreen user, or of the mapped one whether it can log in; null if it is not in the Salesforce directory. */
  readonly salesforceUser: SalesforceUser | LoginState | null
  /** Salesforce users with the same e-mail address, for a user who is not mapped. */
  readonly candidates: readonly SalesforceUser[]
  /** For a user who is not mapped: the inactive or frozen Salesforce user with the same e-mail address and name, if that person has probably left. */
  readonly leaver?: SalesforceUser | null
  /** For a Salesforce user without a SalesScreen user: whether a SalesScreen user or another Salesforce user has the same e-mail address. */
  readonly isEmailTaken?: boolean
  /** For a Salesforce user without a SalesScreen user: the next command if a SalesScreen user may be the same person. */
  readonly matchCommand?: CommandLine
  /** The user as SalesScreen has it; null if it is not known to be there. */
  readonly entered: Pick<EnteredUser, 'state' | 'stateSource'> | null
  /** What is to be entered in SalesScreen for a user that it has. */
  readonly todos: readonly Todo[]
  /** Where the directory was read from; null if it never was. */
  readonly lastRead: Pick<DirectoryRead, 'source'> | null
}

/** Whether one person shows up, and the next command if not. */
export interface Visibility {
  readonly name: string
  readonly email: string | null
  readonly exists: boolean
  readonly active: boolean
  /** The state in SalesScreen as the ledger has it; null without a user. */
  readonly state: UserState | null
  readonly team: string | null
  readonly mapped: boolean
  readonly salesforceUserId: string | null
  /** null when unknown. */
  readonly salesforceActive: boolean | null
  /** Whether the ledger has all that the person needs: an active user, on a team, mapped. */
  readonly decided: boolean
  /** Whether SalesScreen is known to have the same, so that nothing is on the to-do list. */
  readonly entered: boolean
  /** Only if both hold; null if unknown, because the mapped Salesforce user is not in the Salesforce directory. */
  readonly showsUp: boolean | null
  readonly standing: Standing
  readonly next: CommandLine | null
}

/** Finds the first step that one person is missing. */
export function visibilityOf(facts: PersonFacts): Visibility {
  const { user, salesforceUser: login } = facts
  const person = newcomerOf(facts)
  const standing = standingOf(facts)
  return {
    name: user === null ? (person?.name ?? '') : fullName(user),
    email: user?.email ?? person?.email ?? null,
    exists: user !== null,
    active: user?.state === 'active',
    state: user?.state ?? null,
    team: facts.teamName,
    mapped: user !== null && facts.salesforceUserId !== null,
    salesforceUserId: facts.salesforceUserId,
    salesforceActive: login?.frozen === true ? false : (login?.active ?? null),
    decided: isDecided(facts),
    entered: isEntered(facts),
    showsUp: standing === 'salesforce-unknown' ? null : standing === 'shows-up',
    standing,
    next: nextCommand(facts, standing),
  }
}

function newcomerOf({ user, salesforceUser }: PersonFacts): SalesforceUser | null {
  return user === null && salesforceUser !== null && 'salesforceUserId' in salesforceUser
    ? salesforceUser
    : null
}

function isDecided({ user, teamName, salesforceUserId }: PersonFacts): boolean {
  return user?.state === 'active' && teamName !== null && salesforceUserId !== null
}

function standingOf(facts: PersonFacts): Standing {
  const { user, teamName, salesforceUserId, salesforceUser, leaver = null } = facts
  const left = salesforceUserId === null && leaver !== null ? whyInactive(leaver) : null
  const idle = salesforceUser === null ? null : whyInactive(salesforceUser)
  if (user === null) return idle === null ? 'not-in-salesscreen' : `salesforce-${idle}`
  if (user.state === 'pending') return 'pending'
  if (user.state !== 'active') return 'not-active'
  if (left !== null) return `salesforce-${left}`
  if (teamName === null) return 'no-team'
  if (salesforceUserId === null) return 'not-mapped'
  if (idle !== null) return `salesforce-${idle}`
  if (!isEntered(facts)) return 'waiting'
  if (lacksLicense(facts)) return 'pending'
  if (salesforceUser === null || salesforceUser.active === null) return 'salesforce-unknown'
  return 'shows-up'
}

function nextCommand(facts: PersonFacts, standing: Standing): CommandLine | null {
  const { user, salesforceUserId, candidates, leaver } = facts
  if (user === null) return standing === 'not-in-salesscreen' ? commandForNew(facts) : null
  switch (standing) {
    case 'not-in-salesscreen':
    case 'shows-up':
      return null
    case 'waiting':
      return commandLine('todo', user.email)
    // SalesScreen itself makes an active user of one who is pending, as soon as a license is free.
    case 'pending':
      return user.state === 'pending' && isSeenActive(facts)
        ? withOptions(commandLine('users edit', user.email), { state: 'active' })
        : commandLine('users licenses')
    case 'not-active':
      if (user.state === 'deactivated') return commandLine('users reactivate', user.email)
      return withOptions(commandLine('users edit', user.email), { state: 'active' })
    case 'no-team':
      return commandLine('assign-team', user.email, '<team>')
    case 'not-mapped': {
      const [only, ...others] = candidates
      return only !== undefined && others.length === 0
        ? commandLine('map', user.email, only.salesforceUserId)
        : commandLine('explain', user.email)
    }
    case 'salesforce-unknown':
      return readAgainCommand(facts.lastRead)
    case 'salesforce-frozen':
      return commandLine('sf-users show', salesforceUserId ?? leaver?.salesforceUserId ?? '')
    case 'salesforce-inactive':
      return commandLine('users deactivate', user.email)
  }
}

function isSeenActive({ entered }: PersonFacts): boolean {
  return entered?.state === 'active' && entered.stateSource !== null
}

// A second user with the same e-mail address would be refused, and one with a shared address doubted.
function commandForNew(facts: PersonFacts): CommandLine {
  const { salesforceUserId, isEmailTaken, matchCommand } = facts
  const salesforceUser = newcomerOf(facts)
  if (matchCommand !== undefined) return matchCommand
  // It says why no one may want this user.
  if (salesforceUser !== null && doubtsAbout(salesforceUser).length > 0)
    return commandLine('explain', salesforceUserId ?? '')
  if (isEmailTaken === true) return commandLine('explain', salesforceUserId ?? '')
  const email = salesforceUser?.email == null ? { email: '<email>' } : {}
  return withOptions(commandLine('create-user'), { 'from-sf': salesforceUserId ?? '', ...email })
}
