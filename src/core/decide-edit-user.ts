import { planOf } from './change.ts'
import { type Decided, refuse } from './decided.ts'
import { commandText } from './command-text.ts'
import { newcomerState, type Seats } from './licences.ts'
import { fullName, type User } from './user.ts'

/** What must be known to edit a user. */
export interface EditUserFacts extends Seats {
  readonly user: User
  readonly isMapped: boolean
  /** Who has the wished e-mail address already. */
  readonly emailHolder: User | null
}

/** The fields to change; what is left out stays. */
export type EditUserWish = Partial<Pick<User, 'email' | 'firstName' | 'lastName' | 'nickname' | 'state'>>

/** Plans new values for one user. */
export function decideEditUser(facts: EditUserFacts, wish: EditUserWish): Decided {
  const { user, emailHolder } = facts
  if (emailHolder !== null && emailHolder.userId !== user.userId)
    return refuse('conflict', `${emailHolder.email} already belongs to ${fullName(emailHolder)}`, [
      commandText('users', 'show', emailHolder.email),
    ])
  const edited: User = { ...user, ...wish }
  if (`${edited.firstName}${edited.lastName}`.trim() === '')
    return refuse('invalid', `${user.email} needs a name: first name or last name must not be empty`)
  // Source: SalesScreen help centre; a spectator is removed from the team.
  const after = edited.state === 'spectating' ? { ...edited, teamId: null } : edited
  const unchanged = JSON.stringify(after) === JSON.stringify(user)
  if (unchanged) return planOf([], { warnings: [`${user.email} is like that already; nothing was written`] })
  return planOf([{ entity: 'user', key: user.userId, before: user, after }], {
    warnings: [
      ...(user.teamId !== null && after.teamId === null
        ? ['a spectator is on no team: the team was taken away']
        : []),
      ...(user.state !== 'active' && after.state === 'active' ? newcomerState(facts).warnings : []),
    ],
    next: [`in SalesScreen: Manage > Users > ${fullName(user)}: make the same change`],
  })
}

/** Plans that a user leaves: history and mapping stay. */
export function decideDeactivate(facts: EditUserFacts): Decided {
  const decided = decideEditUser(facts, { state: 'deactivated' })
  if (!('changes' in decided) || decided.changes.length === 0 || !facts.isMapped) return decided
  return {
    ...decided,
    warnings: [
      'the mapping stays, for the day the user comes back; to free the Salesforce user: ' +
        commandText('unmap', facts.user.email),
    ],
  }
}

/** Plans that a user comes back; without a free licence as Pending. */
export function decideReactivate(facts: EditUserFacts): Decided {
  if (facts.user.state === 'active')
    return planOf([], { warnings: [`${facts.user.email} is active already; nothing was written`] })
  const { state, warnings } = newcomerState(facts)
  const decided = decideEditUser(facts, { state })
  return 'changes' in decided ? { ...decided, warnings: [...decided.warnings, ...warnings] } : decided
}
