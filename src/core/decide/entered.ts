import { type Change, type Decided, netChanges, planOf, type Refusal } from '../change.ts'
import { type EnteredTeam, type EnteredUser, knownAs, type Knowledge, unknownKnowledge } from '../entered.ts'
import type { ErrorRow } from '../errors.ts'
import { commandLine } from '../hint.ts'
import { fullName } from '../model.ts'
import { countText } from '../text.ts'
import { enteredAfter, type Todo, type TodoFacts, type TodoKind, type UserTodoFacts } from '../todo.ts'
import { blockedIn, inOrder } from '../todo-list.ts'

/** Plans that these to-dos are carried out, as is known from someone or something. */
export function decideDone(facts: TodoFacts, todos: readonly Todo[], known: Knowledge): Decided {
  if (todos.length === 0) return planOf([], { notices: ['nothing waits to be entered; nothing was changed'] })
  const done = new EnteredDraft(facts, known)
  for (const todo of inOrder(todos)) done.carryOut(todo)
  done.requireOneHolder(todos)
  return done.problems.length > 0 ? tooEarly(done.problems) : planOf(done.changes())
}

function tooEarly(rows: readonly ErrorRow[]): Refusal {
  return {
    code: 'decision-needed',
    message: `${countText(rows.length, 'thing')} cannot be entered yet; nothing was changed`,
    rows,
    actions: [commandLine('todo')],
  }
}

/** What is entered, with to-dos carried out one after the other. */
class EnteredDraft {
  readonly problems: ErrorRow[] = []
  readonly #facts: TodoFacts
  readonly #known: Knowledge
  readonly #users = new Map<string, EnteredUser | null>()
  readonly #teams = new Map<string, EnteredTeam | null>()
  readonly #changes: Change[] = []

  constructor(facts: TodoFacts, known: Knowledge) {
    this.#facts = facts
    this.#known = known
  }

  changes(): Change[] {
    return netChanges(this.#changes)
  }

  carryOut(todo: Todo): void {
    switch (todo.kind) {
      case 'create-team':
      case 'free-team-name':
      case 'rename-team':
        this.#enterTeam(todo)
        return
      case 'delete-team':
        this.#deleteTeam(todo)
        return
      case 'create-user':
      case 'free-address':
      case 'edit-user':
      case 'reactivate':
      case 'assign-team':
      case 'unmap':
      case 'map':
      case 'deactivate':
        this.#carryOutOfUser(todo)
    }
  }

  /**
   * Reports what SalesScreen refused, because another user has the address, or another team the name. Only the end counts:
   * of two who swapped, both are done.
   */
  requireOneHolder(todos: readonly Todo[]): void {
    const users = new Map(
      [...this.#facts.users].map(([id, facts]) => [id, { ...facts, entered: this.#entered(id) }]),
    )
    const teams = new Map(
      [...this.#facts.teams].map(([id, facts]) => [id, { ...facts, entered: this.#enteredTeam(id) }]),
    )
    for (const { todo, taken, holder } of blockedIn(todos, { users, teams }))
      this.problems.push({
        value: todo.user?.email ?? todo.team ?? '',
        reason:
          todo.user === null
            ? `another team is known to be called ${taken} in SalesScreen`
            : `${taken} is known to be the address of ${holder.name} in SalesScreen`,
        action: 'enter first what frees it, or say that both are done',
      })
  }

  #carryOutOfUser(todo: Todo): void {
    const id = todo.user?.id ?? ''
    const facts = this.#facts.users.get(id)
    if (facts === undefined) return
    const entered = this.#entered(id)
    if (entered === null && todo.kind !== 'create-user') {
      this.problems.push({
        value: todo.user?.email ?? id,
        reason: `${todo.user?.name ?? id} is not known to be in SalesScreen, so the mapping cannot be there`,
        action: 'enter the user first, or say that both are done',
      })
      return
    }
    // Someone who is on a team shows that the team is there.
    if (todo.teamId !== null) this.#enterTeam({ ...todo, values: [] })
    this.#putUser(id, enteredAfter(todo, { ...facts, entered }, this.#known))
  }

  #entered(id: string): EnteredUser | null {
    const entered = this.#users.get(id)
    return entered === undefined ? (this.#facts.users.get(id)?.entered ?? null) : entered
  }

  // A user who was created again takes the place of the one that SalesScreen still has.
  #putUser(id: string, after: EnteredUser | null): void {
    const facts = this.#facts.users.get(id)
    const before = this.#entered(id)
    const own = after === null ? null : { ...after, userId: facts?.user?.userId ?? after.userId }
    if (before !== null && own !== null && before.userId !== own.userId) {
      this.#changes.push({ entity: 'enteredUser', key: before.userId, before, after: null })
      this.#changes.push({ entity: 'enteredUser', key: own.userId, before: null, after: own })
    } else
      this.#changes.push({
        entity: 'enteredUser',
        key: (own ?? before)?.userId ?? id,
        before,
        after: own,
      })
    this.#users.set(id, own)
  }

  #enteredTeam(teamId: string): EnteredTeam | null {
    const entered = this.#teams.get(teamId)
    return entered === undefined ? (this.#facts.teams.get(teamId)?.entered ?? null) : entered
  }

  #enterTeam({ teamId, values }: Pick<Todo, 'teamId' | 'values'>): void {
    if (teamId === null) return
    const before = this.#enteredTeam(teamId)
    const name =
      values.find(({ field }) => field === 'name')?.value ??
      before?.name ??
      this.#facts.teams.get(teamId)?.team?.name
    if (name === undefined || before?.name === name) return
    const after = { teamId, name, ...this.#known }
    this.#changes.push({ entity: 'enteredTeam', key: teamId, before, after })
    this.#teams.set(teamId, after)
  }

  #deleteTeam({ teamId }: Todo): void {
    if (teamId === null) return
    for (const [id] of this.#facts.users) {
      const entered = this.#entered(id)
      if (entered?.teamId === teamId)
        this.#putUser(id, { ...entered, teamId: null, ...knownAs.team(this.#known) })
    }
    const before = this.#enteredTeam(teamId)
    this.#changes.push({ entity: 'enteredTeam', key: teamId, before, after: null })
    this.#teams.set(teamId, null)
  }
}

/** The kinds that `decideReopen` knows: what was entered as a whole, the team, the mapping. */
export const reopenKinds = ['create-user', 'assign-team', 'map'] as const satisfies readonly TodoKind[]

/** Plans that users are not known to be in SalesScreen, or not on their team, or not mapped there. */
export function decideReopen(users: readonly UserTodoFacts[], kind: (typeof reopenKinds)[number]): Decided {
  const changes = users.flatMap(({ entered }): Change[] => {
    if (entered === null) return []
    const { userId: key } = entered
    const after = reopened(entered, kind)
    return [{ entity: 'enteredUser', key, before: entered, after }]
  })
  const net = netChanges(changes)
  return planOf(net, {
    notices:
      net.length > 0
        ? []
        : users.map(({ user, entered }) => {
            const who = user ?? entered
            return `nothing of ${who === null ? 'this user' : fullName(who)} is known to be entered; nothing was changed`
          }),
  })
}

function reopened(entered: EnteredUser, kind: (typeof reopenKinds)[number]): EnteredUser | null {
  switch (kind) {
    case 'create-user':
      return null
    case 'assign-team':
      return { ...entered, teamId: null, ...knownAs.team(unknownKnowledge) }
    case 'map':
      return { ...entered, salesforceUserId: null, ...knownAs.mapping(unknownKnowledge) }
  }
}
