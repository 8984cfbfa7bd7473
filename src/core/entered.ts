import type { SalesforceUserId } from './salesforce-id.ts'
import type { TeamId, User, UserId, UserState } from './model.ts'

/** How it is known that something is so in SalesScreen: seen in its user workbook, said by an admin, or accepted by its API. */
export const enteredSources = ['workbook', 'confirmed', 'api'] as const

/** One of these ways. */
export type EnteredSource = (typeof enteredSources)[number]

/** Who made it known that something is so in SalesScreen, how, and when. */
export interface Knowledge {
  readonly source: EnteredSource
  readonly by: string
  /** UTC, ISO 8601. */
  readonly at: string
}

/** What is known of a user, each part on its own: names and address, state, team, mapping. */
export const enteredParts = ['user', 'state', 'team', 'mapping'] as const

/** One of the parts. */
export type EnteredPart = (typeof enteredParts)[number]

type Known<Part extends EnteredPart> = {
  readonly [Name in `${Part}Source`]: EnteredSource | null
} & { readonly [Name in `${Part}By` | `${Part}At`]: string | null }

/**
 * One user as SalesScreen has it, as far as is known. Where the source of a part is null, nothing is known of it; then a
 * state is the one that every new user has. It outlives the user in the ledger: SalesScreen does not forget a user either.
 */
export interface EnteredUser extends Known<'user'>, Known<'state'>, Known<'team'>, Known<'mapping'> {
  readonly userId: UserId
  /** As SalesScreen spells it. */
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly nickname: string | null
  readonly state: UserState
  /** The team, whose name in SalesScreen is in its own row. */
  readonly teamId: TeamId | null
  readonly salesforceUserId: SalesforceUserId | null
}

/** One team as SalesScreen has it, with its name there. It outlives the team in the ledger. */
export interface EnteredTeam extends Knowledge {
  readonly teamId: TeamId
  readonly name: string
}

/** Nothing is known. */
export const unknownKnowledge = { source: null, by: null, at: null } as const

type Stamp = Knowledge | typeof unknownKnowledge

/** The fields that say how a part is known. */
export const knownAs = {
  user: ({ source, by, at }: Stamp) => ({ userSource: source, userBy: by, userAt: at }),
  state: ({ source, by, at }: Stamp) => ({ stateSource: source, stateBy: by, stateAt: at }),
  team: ({ source, by, at }: Stamp) => ({ teamSource: source, teamBy: by, teamAt: at }),
  mapping: ({ source, by, at }: Stamp) => ({ mappingSource: source, mappingBy: by, mappingAt: at }),
} as const

/** How a part of a user is known; undefined if nothing is known of it. */
export function knowledgeOf(entered: EnteredUser, part: EnteredPart): Knowledge | undefined {
  const source = entered[`${part}Source`]
  const by = entered[`${part}By`]
  const at = entered[`${part}At`]
  return source === null || by === null || at === null ? undefined : { source, by, at }
}

/** A user that has just become known: with names and address, and nothing of the other parts. */
export function newlyEntered(
  user: Pick<User, 'userId' | 'firstName' | 'lastName' | 'nickname'> & { readonly email: string },
  known: Knowledge,
): EnteredUser {
  const { userId, email, firstName, lastName, nickname } = user
  return {
    userId,
    email,
    firstName,
    lastName,
    nickname,
    state: 'active',
    teamId: null,
    salesforceUserId: null,
    ...knownAs.user(known),
    ...knownAs.state(unknownKnowledge),
    ...knownAs.team(unknownKnowledge),
    ...knownAs.mapping(unknownKnowledge),
  }
}
