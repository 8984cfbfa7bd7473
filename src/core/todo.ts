import type { EditedField } from './hint.ts'
import { type EnteredTeam, type EnteredUser, knownAs, type Knowledge, newlyEntered } from './entered.ts'
import {
  fullName,
  type Mapping,
  type Team,
  type TeamId,
  type User,
  type UserId,
  userStates,
} from './model.ts'
import type { SalesforceUserId } from './salesforce-id.ts'
import { fold, sameAddress } from './text.ts'

/**
 * The kinds of to-dos in the order in which SalesScreen accepts them: first what gives something up, then what takes it.
 * Deactivations need nothing and may free licenses. Names of teams and addresses are free before others take them;
 * `free-team-name` and `free-address` are interim steps. A mapping is removed before one is added, because the Salesforce
 * User ID may go from one user to another.
 */
export const todoKinds = [
  'deactivate',
  'free-team-name',
  'rename-team',
  'create-team',
  'free-address',
  'edit-user',
  'reactivate',
  'create-user',
  'assign-team',
  'unmap',
  'map',
  'delete-team',
] as const

/** One of these kinds. */
export type TodoKind = (typeof todoKinds)[number]

/** One thing that the ledger says and SalesScreen does not have. */
export interface Todo {
  readonly kind: TodoKind
  /** As SalesScreen knows the user, or is to know a new one; null for teams. */
  readonly user: { readonly id: UserId; readonly email: string; readonly name: string } | null
  /** The team to create, rename or delete, or the one that the user is to be on; null for no team. */
  readonly team: string | null
  readonly teamId: TeamId | null
  readonly salesforceUserId: SalesforceUserId | null
  /** What to type besides: the values of a new or changed user, the new name of a team. */
  readonly values: readonly EditedField[]
  /** When it was decided, UTC, ISO 8601; null if the history does not have it. */
  readonly since: string | null
  /** Sorts to-dos of one kind. */
  readonly order: string
}

/** One user on both sides. */
export interface UserTodoFacts {
  /** null if the ledger no longer has the user. */
  readonly user: User | null
  readonly team: Team | null
  readonly mapping: Pick<Mapping, 'salesforceUserId' | 'organizationId'> | null
  readonly entered: EnteredUser | null
  /** When the user and the mapping were last changed in the ledger; null if the history does not have it. */
  readonly userSince: string | null
  readonly mappingSince: string | null
}

/** One team on both sides; at least one of them has it. */
export interface TeamTodoFacts {
  readonly team: Team | null
  readonly entered: EnteredTeam | null
  readonly since: string | null
}

/** Both sides of users and teams, by the ID of each. */
export interface TodoFacts {
  readonly users: ReadonlyMap<string, UserTodoFacts>
  readonly teams: ReadonlyMap<string, TeamTodoFacts>
}

/** What to enter for one team. */
export function teamTodos({ team, entered, since }: TeamTodoFacts): Todo[] {
  const about = (
    kind: TodoKind,
    { teamId, name }: Team | EnteredTeam,
    values: readonly EditedField[] = [],
  ): Todo => ({
    kind,
    user: null,
    team: name,
    teamId,
    salesforceUserId: null,
    values,
    since,
    order: fold(name),
  })
  if (team === null) return entered === null ? [] : [about('delete-team', entered)]
  if (entered === null) return [about('create-team', team)]
  return entered.name === team.name
    ? []
    : [about('rename-team', entered, [{ field: 'name', value: team.name }])]
}

/**
 * What to enter for one user. A user who is deactivated on both sides is left alone, but for a mapping to remove and for
 * the address, which stays taken in SalesScreen until it is changed there.
 */
export function userTodos(facts: UserTodoFacts): Todo[] {
  const { user, entered } = facts
  if (user === null) return entered === null ? [] : goneTodos(facts, entered)
  if (entered === null) return user.state === 'deactivated' ? [] : newUserTodos(facts, user)
  return [
    ...(user.state === 'deactivated'
      ? addressTodos(facts, user, entered)
      : changedUserTodos(facts, user, entered)),
    ...mappingTodos(facts, entered),
    ...(user.state === 'deactivated' && entered.state !== 'deactivated' ? [todoOf('deactivate', facts)] : []),
  ]
}

// A user cannot be removed from SalesScreen.
function goneTodos(facts: UserTodoFacts, entered: EnteredUser): Todo[] {
  return [
    ...(entered.salesforceUserId === null
      ? []
      : [todoOf('unmap', facts, { salesforceUserId: entered.salesforceUserId })]),
    ...(entered.state === 'deactivated' ? [] : [todoOf('deactivate', facts)]),
  ]
}

function newUserTodos(facts: UserTodoFacts, user: User): Todo[] {
  const { mapping, team } = facts
  const values: EditedField[] = [
    { field: 'firstName', value: user.firstName },
    { field: 'lastName', value: user.lastName },
    ...(user.nickname === null ? [] : [{ field: 'nickname', value: user.nickname } as const]),
    { field: 'email', value: user.email },
    ...unusualState(user),
  ]
  return [
    todoOf('create-user', facts, { values, ...onTeam(team) }),
    ...(mapping === null ? [] : [todoOf('map', facts, { salesforceUserId: mapping.salesforceUserId })]),
  ]
}

function changedUserTodos(facts: UserTodoFacts, user: User, entered: EnteredUser): Todo[] {
  const values = editedFields(entered, user)
  const becomesSpectator = user.state === 'spectating' && entered.state !== 'spectating'
  return [
    ...(values.length === 0 ? [] : [todoOf('edit-user', facts, { values })]),
    ...(entered.state === 'deactivated' ? [todoOf('reactivate', facts, { values: unusualState(user) })] : []),
    // Source: SalesScreen help center; a spectator is removed from the team.
    ...(becomesSpectator || entered.teamId === user.teamId
      ? []
      : [todoOf('assign-team', facts, onTeam(facts.team))]),
  ]
}

function addressTodos(facts: UserTodoFacts, user: User, entered: EnteredUser): Todo[] {
  const values = addressField(entered, user)
  return values.length === 0 ? [] : [todoOf('edit-user', facts, { values })]
}

function addressField(entered: EnteredUser, { email }: User): EditedField[] {
  return sameAddress(entered.email, email) ? [] : [{ field: 'email', value: email }]
}

function onTeam(team: Team | null): Pick<Todo, 'team' | 'teamId'> {
  return { team: team?.name ?? null, teamId: team?.teamId ?? null }
}

const editable = ['firstName', 'lastName', 'nickname'] as const

/** The values of a user that SalesScreen has otherwise; the team has a to-do of its own. */
function editedFields(entered: EnteredUser, user: User): EditedField[] {
  const state =
    entered.state === 'deactivated' || (isUsual(user.state) && isUsual(entered.state)) ? null : user.state
  return [
    ...editable.flatMap((field): EditedField[] =>
      (entered[field] ?? '') === (user[field] ?? '') ? [] : [{ field, value: user[field] ?? '' }],
    ),
    ...addressField(entered, user),
    ...(state === null || state === entered.state ? [] : [{ field: 'state' as const, value: state }]),
  ]
}

function unusualState({ state }: User): EditedField[] {
  return isUsual(state) ? [] : [{ field: 'state', value: state }]
}

/** Whether a state is not entered: SalesScreen itself makes Pending of an active user without a license. */
export function isUsual(state: User['state']): boolean {
  return state === 'active' || state === 'pending'
}

function mappingTodos(facts: UserTodoFacts, entered: EnteredUser): Todo[] {
  const wanted = facts.mapping?.salesforceUserId ?? null
  const there = entered.salesforceUserId
  if (wanted === there) return []
  return [
    ...(there === null ? [] : [todoOf('unmap', facts, { salesforceUserId: there })]),
    ...(wanted === null || facts.user?.state === 'deactivated'
      ? []
      : [todoOf('map', facts, { salesforceUserId: wanted })]),
  ]
}

/** One to-do of a user, as SalesScreen knows the user, or is to know a new one. */
export function todoOf(
  kind: TodoKind,
  facts: UserTodoFacts,
  rest: Partial<Pick<Todo, 'team' | 'teamId' | 'salesforceUserId' | 'values'>> = {},
): Todo {
  const { user, entered } = facts
  const shown = entered ?? user
  if (shown === null) throw new TypeError('a to-do needs a user on one side')
  const isMapping = kind === 'map' || kind === 'unmap'
  return {
    kind,
    user: { id: (user ?? shown).userId, email: shown.email, name: fullName(shown) },
    team: null,
    teamId: null,
    salesforceUserId: null,
    values: [],
    since: (isMapping ? facts.mappingSince : null) ?? facts.userSince,
    order: `${fold(`${shown.firstName} ${shown.lastName}`)} ${shown.email}`,
    ...rest,
  }
}

/** Whether SalesScreen is known to have a user just as the ledger: it has the user, and nothing is left to do. */
export function isEntered({
  user,
  entered,
  todos,
}: Pick<UserTodoFacts, 'user'> & { readonly entered: unknown; readonly todos: readonly Todo[] }): boolean {
  return user !== null && entered !== null && todos.length === 0
}

/** Whether SalesScreen made a user Pending who is active in the ledger: everything is entered, but a license is missing. */
export function lacksLicense({
  user,
  entered,
}: Pick<UserTodoFacts, 'user'> & { readonly entered: Pick<EnteredUser, 'state'> | null }): boolean {
  return user?.state === 'active' && entered?.state === 'pending'
}

/** The user as SalesScreen has it after a to-do was carried out. */
export function enteredAfter(
  { kind, teamId, salesforceUserId, values }: Todo,
  { user, entered }: Pick<UserTodoFacts, 'user' | 'entered'>,
  known: Knowledge,
): EnteredUser | null {
  if (kind === 'create-user')
    return user === null
      ? entered
      : {
          ...newlyEntered(user, known),
          state: user.state,
          teamId,
          ...knownAs.state(known),
          ...knownAs.team(known),
        }
  if (entered === null) return null
  switch (kind) {
    case 'edit-user':
    case 'free-address':
      return edited(entered, values, known)
    case 'reactivate':
      return withState(entered, user?.state ?? 'active', known)
    case 'assign-team':
      return { ...entered, teamId, ...knownAs.team(known) }
    case 'unmap':
      return { ...entered, salesforceUserId: null, ...knownAs.mapping(known) }
    case 'map':
      return { ...entered, salesforceUserId, ...knownAs.mapping(known) }
    case 'deactivate':
      return { ...entered, state: 'deactivated', ...knownAs.state(known) }
    case 'create-team':
    case 'free-team-name':
    case 'rename-team':
    case 'delete-team':
      return entered
  }
}

function edited(entered: EnteredUser, values: readonly EditedField[], known: Knowledge): EnteredUser {
  let after = entered
  for (const { field, value } of values)
    switch (field) {
      case 'firstName':
      case 'lastName':
      case 'email':
        after = { ...after, [field]: value, ...knownAs.user(known) }
        break
      case 'nickname':
        after = { ...after, nickname: value === '' ? null : value, ...knownAs.user(known) }
        break
      case 'state':
        after = withState(after, value, known)
        break
      case 'name':
        break
    }
  return after
}

function withState(entered: EnteredUser, value: string, known: Knowledge): EnteredUser {
  const state = userStates.find((each) => each === value) ?? entered.state
  const after = { ...entered, state, ...knownAs.state(known) }
  return state === 'spectating' ? { ...after, teamId: null, ...knownAs.team(known) } : after
}
