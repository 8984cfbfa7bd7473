import { addressKey, fold } from './text.ts'
import {
  teamTodos,
  type TeamTodoFacts,
  type Todo,
  type TodoFacts,
  todoKinds,
  todoOf,
  userTodos,
  type UserTodoFacts,
} from './todo.ts'

/** Everything that is to be entered, with the interim steps that it takes, in the order in which SalesScreen accepts it. */
export function allTodos(facts: TodoFacts): Todo[] {
  const todos = [
    ...[...facts.teams.values()].flatMap((each) => teamTodos(each)),
    ...[...facts.users.values()].flatMap((each) => userTodos(each)),
  ]
  return inOrder(withInterimSteps(todos, facts))
}

/** To-dos in the order in which SalesScreen accepts them: of one kind, first what frees an address or a name for the next. */
export function inOrder(todos: readonly Todo[]): Todo[] {
  const sorted = byKindAndName(todos)
  const freedBy = new Map<string, Todo>()
  for (const todo of sorted) {
    const freed = freedIn(todo)
    if (freed !== undefined) freedBy.set(freed, todo)
  }
  const ordered = new Set<Todo>()
  for (const todo of sorted) {
    const chain = new Set<Todo>()
    for (let next: Todo | undefined = todo; next !== undefined;) {
      if (ordered.has(next) || chain.has(next) || next.kind !== todo.kind) break
      chain.add(next)
      const taken: string | undefined = takenIn(next)
      next = taken === undefined ? undefined : freedBy.get(taken)
    }
    for (const each of [...chain].toReversed()) ordered.add(each)
  }
  return [...ordered]
}

function byKindAndName(todos: readonly Todo[]): Todo[] {
  return todos.toSorted(
    (left, right) =>
      todoKinds.indexOf(left.kind) - todoKinds.indexOf(right.kind) ||
      (left.order < right.order ? -1 : Number(left.order > right.order)),
  )
}

/** The address or team name that no one else may have when a to-do is carried out; undefined if it needs none. */
function takenIn({ kind, team, values }: Todo): string | undefined {
  const valueOf = (name: 'email' | 'name') => values.find(({ field }) => field === name)?.value
  const address = valueOf('email')
  switch (kind) {
    case 'create-user':
    case 'edit-user':
      return address === undefined ? undefined : addressName(address)
    case 'create-team':
      return teamName(team ?? '')
    case 'rename-team':
      return teamName(valueOf('name') ?? '')
    case 'free-address':
    case 'free-team-name':
    case 'reactivate':
    case 'assign-team':
    case 'unmap':
    case 'map':
    case 'deactivate':
    case 'delete-team':
      return undefined
  }
}

// The address or name that others can have after a to-do was carried out.
function freedIn(todo: Todo): string | undefined {
  const { kind, user, team } = todo
  const taken = takenIn(todo)
  if (taken === undefined) return undefined
  const freed =
    kind === 'edit-user' && user !== null
      ? addressName(user.email)
      : kind === 'rename-team'
        ? teamName(team ?? '')
        : undefined
  // A name of which only the case changes is free for no one.
  return freed === taken ? undefined : freed
}

function addressName(address: string): string {
  return `address ${addressKey(address)}`
}

function teamName(name: string): string {
  return `team ${fold(name)}`
}

/** Who has an address or a team name in SalesScreen now: both sides of a user, or of a team. */
type Holder = { readonly id: string } & ({ readonly user: UserTodoFacts } | { readonly team: TeamTodoFacts })

function holdersIn({ users, teams }: TodoFacts): Map<string, Holder[]> {
  const holders = new Map<string, Holder[]>()
  const add = (name: string, holder: Holder) => {
    const others = holders.get(name)
    if (others === undefined) holders.set(name, [holder])
    else others.push(holder)
  }
  for (const [id, user] of users)
    if (user.entered !== null) add(addressName(user.entered.email), { id, user })
  for (const [id, team] of teams) if (team.entered !== null) add(teamName(team.entered.name), { id, team })
  return holders
}

function idIn({ user, teamId }: Todo): string {
  return user?.id ?? teamId ?? ''
}

/**
 * Adds a to-do for every user whose address, and every team whose name, is to go to another one while nothing in the list
 * frees it: users and teams that the ledger no longer has, and one of each circle, such as two who swap.
 */
function withInterimSteps(todos: readonly Todo[], facts: TodoFacts): Todo[] {
  const holders = holdersIn(facts)
  const frees = new Map<string, Todo>()
  for (const todo of todos) if (freedIn(todo) !== undefined) frees.set(idIn(todo), todo)
  const interim = new Map<string, Todo>()
  const wanted = new Set(todos.map((todo) => takenIn(todo)))
  const isFree = (name: string) => !holders.has(name) && !wanted.has(name)
  const waitsFor = (todo: Todo): Todo[] =>
    holdersOf(holders, todo).flatMap((holder) => {
      const freeing = frees.get(holder.id)
      if (freeing !== undefined) return interim.has(holder.id) ? [] : [freeing]
      if (!interim.has(holder.id)) interim.set(holder.id, interimStep(holder, undefined, isFree))
      return []
    })
  const judged = new Set<Todo>()
  for (const todo of byKindAndName(todos)) {
    // Each waits for one other at most, so a circle is found by walking along.
    const path = new Set<Todo>()
    for (let next: Todo | undefined = todo; next !== undefined && !judged.has(next);) {
      if (path.has(next)) {
        const circle: Todo = next
        const holder = holderIn(facts, circle)
        if (holder !== undefined) interim.set(holder.id, interimStep(holder, circle, isFree))
        break
      }
      path.add(next)
      next = waitsFor(next)[0]
    }
    for (const each of path) judged.add(each)
  }
  return [...todos.map((todo) => afterInterim(todo, interim.get(idIn(todo)))), ...interim.values()]
}

/** Who has, in SalesScreen, the address or team name that a to-do takes: others than the one that it is about. */
function holdersOf(holders: ReadonlyMap<string, readonly Holder[]>, todo: Todo): readonly Holder[] {
  const taken = takenIn(todo)
  if (taken === undefined) return []
  return (holders.get(taken) ?? []).filter(({ id }) => id !== idIn(todo))
}

function holderIn({ users, teams }: TodoFacts, todo: Todo): Holder | undefined {
  const id = idIn(todo)
  const [user, team] = [users.get(id), teams.get(id)]
  return todo.user === null ? team && { id, team } : user && { id, user }
}

function interimStep(holder: Holder, circle: Todo | undefined, isFree: (name: string) => boolean): Todo {
  if ('user' in holder) {
    const { user } = holder
    const email = interimAddress(user.entered?.email ?? '', isFree)
    const values = [{ field: 'email' as const, value: email }]
    return { ...todoOf('free-address', user, { values }), ...(circle && { since: circle.since }) }
  }
  const { entered, since } = holder.team
  const team = entered?.name ?? ''
  return {
    kind: 'free-team-name',
    user: null,
    team,
    teamId: entered?.teamId ?? null,
    salesforceUserId: null,
    values: [{ field: 'name', value: firstFree((mark) => `${team} (${mark})`, teamName, isFree) }],
    since,
    order: fold(team),
  }
}

// Most mail servers deliver what is sent to a+temp@ to a@, and SalesScreen wants an address that can receive mail.
function interimAddress(email: string, isFree: (name: string) => boolean): string {
  const address = addressKey(email)
  const at = address.lastIndexOf('@')
  return firstFree((mark) => `${address.slice(0, at)}+${mark}${address.slice(at)}`, addressName, isFree)
}

function firstFree(
  textOf: (mark: string) => string,
  nameOf: (text: string) => string,
  isFree: (name: string) => boolean,
): string {
  for (let number = 1; ; number += 1) {
    const text = textOf(number === 1 ? 'temp' : `temp${number}`)
    if (isFree(nameOf(text))) return text
  }
}

// After the interim step the user or team is found under its interim address or name.
function afterInterim(todo: Todo, interim: Todo | undefined): Todo {
  const [value] = interim?.values ?? []
  if (value === undefined) return todo
  if (todo.kind === 'edit-user' && todo.user !== null)
    return { ...todo, user: { ...todo.user, email: value.value } }
  return todo.kind === 'rename-team' || todo.kind === 'delete-team' ? { ...todo, team: value.value } : todo
}

/** A to-do that SalesScreen refuses as things are, and who has the address or team name that it takes. */
export interface Blocked {
  readonly todo: Todo
  /** The address or the name. */
  readonly taken: string
  readonly holder: { readonly id: string; readonly name: string; readonly email: string | null }
}

/** Those of these to-dos whose address or team name another user or team has in SalesScreen. */
export function blockedIn(todos: readonly Todo[], facts: TodoFacts): Blocked[] {
  const holders = holdersIn(facts)
  return todos.flatMap((todo) => {
    const [holder] = holdersOf(holders, todo)
    if (holder === undefined) return []
    const taken = todo.values.find(({ field }) => field === 'email' || field === 'name')?.value
    return [{ todo, taken: taken ?? todo.team ?? '', holder: shownHolder(holder) }]
  })
}

function isFreeing(todo: Todo): boolean {
  return todo.kind === 'free-address' || todo.kind === 'free-team-name' || freedIn(todo) !== undefined
}

/** Those of these to-dos that have to wait for others that are not among them. */
export function waitingForOthers(todos: readonly Todo[], facts: TodoFacts): Blocked[] {
  const frees = new Set(todos.filter(isFreeing).map((todo) => idIn(todo)))
  return blockedIn(todos, facts).filter(({ holder }) => !frees.has(holder.id))
}

function shownHolder(holder: Holder): Blocked['holder'] {
  const { id } = holder
  if ('team' in holder) return { id, name: holder.team.entered?.name ?? '', email: null }
  const { user, entered } = holder.user
  const shown = user ?? entered
  return {
    id,
    name: entered === null ? '' : `${entered.firstName} ${entered.lastName}`.trim(),
    email: shown?.email ?? null,
  }
}
