import type { Change } from './change.ts'
import type { EditedField, ScreenStep, ScreenStepKind } from './hint.ts'
import { fullName, type Mapping, type Team, type User } from './model.ts'

/** The users and teams that changes refer to without changing them. */
export interface KnownNames {
  user(userId: string): User | null
  team(teamId: string): Team | null
}

/** More steps than this are counted by kind, and are listed by `show`. */
export const mostSteps = 10

/** The steps that bring changes of the ledger into SalesScreen, in an order that it accepts; none for what it does not have. */
export function screenSteps(changes: readonly Change[], known: KnownNames): ScreenStep[] {
  const names = withChanged(changes, known)
  const steps = changes.flatMap((change) => stepsOf(change, names))
  const inOrder = order.flatMap((kind) => steps.filter(({ screen }) => screen === kind))
  if (inOrder.length <= mostSteps) return inOrder
  return order.flatMap((kind) => {
    const count = inOrder.filter(({ screen }) => screen === kind).length
    return count === 0 ? [] : [{ screen: 'all', kind, count }]
  })
}

// What something else needs comes first: SalesScreen refuses a second mapping of either side, and a team must exist.
const order: readonly ScreenStepKind[] = [
  'remove-mapping',
  'new-team',
  'rename-team',
  'new-user',
  'edit-user',
  'set-team',
  'add-mapping',
  'remove-user',
  'delete-team',
]

function withChanged(changes: readonly Change[], known: KnownNames): KnownNames {
  const users = new Map<string, User | null>()
  const teams = new Map<string, Team | null>()
  for (const change of changes) {
    if (change.entity === 'user') users.set(change.key, change.after ?? change.before)
    if (change.entity === 'team') teams.set(change.key, change.after ?? change.before)
  }
  return {
    user: (userId) => users.get(userId) ?? known.user(userId),
    team: (teamId) => teams.get(teamId) ?? known.team(teamId),
  }
}

function stepsOf(change: Change, names: KnownNames): ScreenStep[] {
  switch (change.entity) {
    case 'user':
      return userSteps(change.before, change.after, names)
    case 'team':
      return teamSteps(change.before, change.after)
    case 'mapping':
      return mappingSteps(change.key, change.before, change.after, names)
    case 'fact':
    case 'decision':
      return []
  }
}

function userSteps(before: User | null, after: User | null, names: KnownNames): ScreenStep[] {
  const teamOf = ({ teamId }: User) => (teamId === null ? null : (names.team(teamId)?.name ?? teamId))
  if (after === null) return before === null ? [] : [{ screen: 'remove-user', name: fullName(before) }]
  if (before === null)
    return [{ screen: 'new-user', name: fullName(after), email: after.email, team: teamOf(after) }]
  const name = fullName(before)
  const values = editedFields(before, after)
  return [
    ...(values.length === 0 ? [] : [{ screen: 'edit-user' as const, name, values }]),
    ...(before.teamId === after.teamId
      ? []
      : [{ screen: 'set-team' as const, names: [name], team: teamOf(after) }]),
  ]
}

const fields = ['firstName', 'lastName', 'nickname', 'email', 'state'] as const

/** The values that differ between two states of a user, as they are to be entered; the team has a step of its own. */
export function editedFields(before: User, after: User): EditedField[] {
  return fields.flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, value: after[field] ?? '' }],
  )
}

function teamSteps(before: Team | null, after: Team | null): ScreenStep[] {
  if (after === null) return before === null ? [] : [{ screen: 'delete-team', name: before.name }]
  if (before === null) return [{ screen: 'new-team', name: after.name }]
  return before.name === after.name ? [] : [{ screen: 'rename-team', name: before.name, newName: after.name }]
}

function mappingSteps(
  userId: string,
  before: Mapping | null,
  after: Mapping | null,
  names: KnownNames,
): ScreenStep[] {
  // A mapping that was only confirmed is the same in SalesScreen.
  if (before?.salesforceUserId === after?.salesforceUserId) return []
  const user = names.user(userId)
  const name = user === null ? userId : fullName(user)
  return [
    ...(before === null
      ? []
      : [{ screen: 'remove-mapping' as const, name, salesforceUserId: before.salesforceUserId }]),
    ...(after === null
      ? []
      : [{ screen: 'add-mapping' as const, name, salesforceUserId: after.salesforceUserId }]),
  ]
}
