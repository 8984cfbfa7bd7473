import type { Changes } from '../core/change.ts'
import { commandLine, type Hint } from '../core/hint.ts'
import type { EnteredUser } from '../core/entered.ts'
import { fullName, isUserId, type UserId } from '../core/model.ts'
import { AddressPairing, pairedByAddress, userIdIn } from '../core/pairing.ts'
import { countText, fold, sameAddress } from '../core/text.ts'
import {
  teamTodos,
  type Todo,
  type TodoFacts,
  type TodoKind,
  userTodos,
  type UserTodoFacts,
} from '../core/todo.ts'
import { allTodos } from '../core/todo-list.ts'
import type { EnteredReader, Ledger } from '../ledger/ledger.ts'
import { findTeam, resolveTeam, resolveUser } from './resolve.ts'
import { resolveEach } from './resolve-many.ts'

/** Which to-dos to list; an absent field does not limit the list. */
export interface TodoQuery {
  /** SalesScreen users by any name, also those that only SalesScreen has. */
  readonly people?: readonly string[]
  readonly kinds?: readonly TodoKind[]
  readonly team?: string
}

/** To-dos, and both sides of the users and teams that they are about. */
export interface TodoList {
  readonly todos: readonly Todo[]
  readonly facts: TodoFacts
  /** What SalesScreen calls Salesforce among its mappings. */
  readonly system: string
}

/** What the ledger says and SalesScreen does not have, in the order in which SalesScreen accepts it. Throws `not-found`. */
export async function readTodos(ledger: Ledger, { people = [], kinds, team }: TodoQuery): Promise<TodoList> {
  const facts = await readTodoFacts(ledger)
  const isWanted = [
    ...(people.length === 0 ? [] : [await ofPeople(ledger, facts, people)]),
    ...(team === undefined ? [] : [ofTeam(facts, await teamIdOf(ledger, facts, team))]),
    ...(kinds === undefined ? [] : [({ kind }: Todo) => kinds.includes(kind)]),
  ]
  const todos = allTodos(facts).filter((todo) => isWanted.every((isIn) => isIn(todo)))
  return { todos, facts, system: (await readMappingSystem(ledger)).system }
}

/** What SalesScreen calls Salesforce among its mappings, and whether an admin said so. */
export async function readMappingSystem(
  ledger: Ledger,
): Promise<{ readonly system: string; readonly isKnown: boolean }> {
  const setting = (await ledger.facts()).find(({ name }) => name === 'mapping-system')
  return { system: setting?.value ?? 'Salesforce', isKnown: setting !== undefined }
}

/** Both sides of every user and team with something to enter; of users, only those with these IDs if given. */
export async function readTodoFacts(ledger: EnteredReader, userIds?: readonly UserId[]): Promise<TodoFacts> {
  const users: UserTodoFacts[] = []
  for await (const page of ledger.userTodoFacts(userIds)) users.push(...page)
  const teams = new Map<string, Awaited<ReturnType<EnteredReader['teamTodoFacts']>>[number]>()
  for (const each of await ledger.teamTodoFacts()) {
    const teamId = each.team?.teamId ?? each.entered?.teamId
    if (teamId !== undefined) teams.set(teamId, each)
  }
  return { users: pairedByAddress(users), teams }
}

// The teams that have to be there first are part of it.
async function ofPeople(
  ledger: Ledger,
  { users }: TodoFacts,
  people: readonly string[],
): Promise<(todo: Todo) => boolean> {
  const ids = new Set<string>()
  for (const found of await resolveEach(people, async (text) => await userIdOf(ledger, users, text)))
    ids.add(found)
  const needed = new Set(
    [...ids].flatMap((id) => {
      const facts = users.get(id)
      return facts === undefined ? [] : userTodos(facts).flatMap(({ teamId }) => teamId ?? [])
    }),
  )
  return ({ user, kind, teamId }) =>
    user === null ? kind === 'create-team' && teamId !== null && needed.has(teamId) : ids.has(user.id)
}

async function userIdOf(
  ledger: Ledger,
  users: ReadonlyMap<string, UserTodoFacts>,
  text: string,
): Promise<string> {
  try {
    return (await resolveUser(ledger, text)).user.userId
  } catch (error) {
    const gone = goneUserCalled(users, text)
    if (gone !== undefined) return gone.userId
    throw error
  }
}

/** Whether a text names a user that only SalesScreen still has. */
export async function isOnlyInSalesScreen(ledger: EnteredReader, text: string): Promise<boolean> {
  return goneUserCalled((await readTodoFacts(ledger, [])).users, text) !== undefined
}

function goneUserCalled(users: ReadonlyMap<string, UserTodoFacts>, text: string): EnteredUser | undefined {
  for (const { user, entered } of users.values()) {
    if (user !== null || entered === null) continue
    const names = [entered.userId, entered.email, fullName(entered)]
    if (names.some((name) => fold(name) === fold(text) || sameAddress(name, text))) return entered
  }
  return undefined
}

async function teamIdOf(ledger: Ledger, { teams }: TodoFacts, text: string): Promise<string> {
  const found = await findTeam(ledger, text)
  if (found !== undefined) return found.team.teamId
  const gone = [...teams.values()].find(
    ({ entered }) => entered !== null && fold(entered.name) === fold(text),
  )
  return gone?.entered?.teamId ?? (await resolveTeam(ledger, text, null)).team.teamId
}

function ofTeam({ users }: TodoFacts, teamId: string): (todo: Todo) => boolean {
  return (todo) => todo.teamId === teamId || (todo.user !== null && isOnTeam(users.get(todo.user.id), teamId))
}

/** The one-line hint after a write: how many things its users and teams wait for; none if there is nothing to enter. */
export async function todoHints(ledger: EnteredReader, changes: Changes): Promise<Hint[]> {
  const { userIds, teamIds } = touched(changes)
  if (userIds.size === 0 && teamIds.size === 0) return []
  const count = await countTodos(ledger, userIds, teamIds)
  if (count === 0) return []
  return [
    {
      text: `${countText(count, 'thing')} to enter in SalesScreen`,
      command: commandLine('todo'),
    },
  ]
}

// Of more users than this, the ledger is asked for everyone with something to enter: so long a list of IDs takes longer.
const mostAsked = 10_000

// Page by page: a batch may have touched a million users.
async function countTodos(
  ledger: EnteredReader,
  userIds: ReadonlySet<string>,
  teamIds: ReadonlySet<string>,
): Promise<number> {
  const teams = new Set(teamIds)
  let count = 0
  const add = (users: readonly UserTodoFacts[]) => {
    for (const facts of users) {
      if (!userIds.has(userIdIn(facts) ?? '')) continue
      const todos = userTodos(facts)
      count += todos.length
      for (const { teamId } of todos) if (teamId !== null) teams.add(teamId)
    }
  }
  const pairing = new AddressPairing()
  const asked = userIds.size > mostAsked ? undefined : [...userIds].filter(isUserId)
  for await (const page of ledger.userTodoFacts(asked, { times: false })) add(pairing.add(page))
  add(pairing.left())
  for (const facts of await ledger.teamTodoFacts())
    if (teams.has((facts.team ?? facts.entered)?.teamId ?? '')) count += teamTodos(facts).length
  return count
}

function touched(changes: Changes) {
  const userIds = new Set<string>()
  const teamIds = new Set<string>()
  for (const { entity, key } of changes) {
    if (entity === 'team' || entity === 'enteredTeam') teamIds.add(key)
    else if (entity === 'user' || entity === 'mapping' || entity === 'enteredUser') userIds.add(key)
  }
  return { userIds, teamIds }
}

/** Both sides of the users with these IDs. */
export async function readUserTodos(
  ledger: EnteredReader,
  userIds: readonly UserId[],
): Promise<readonly UserTodoFacts[]> {
  const { users } = await readTodoFacts(ledger, userIds)
  return userIds.flatMap((id) => users.get(id) ?? [])
}

/** Both sides of users whose to-dos are to be reopened. Throws `not-found`. */
export async function readUsersToReopen(
  ledger: Ledger,
  people: readonly string[],
): Promise<readonly UserTodoFacts[]> {
  const everyone = await readTodoFacts(ledger)
  const ids = await resolveEach(people, async (text) => await userIdOf(ledger, everyone.users, text))
  return await readUserTodos(ledger, [...new Set(ids)].filter(isUserId))
}

// Those who are to leave the team are part of it, too.
function isOnTeam(facts: UserTodoFacts | undefined, teamId: string): boolean {
  return facts?.user?.teamId === teamId || facts?.entered?.teamId === teamId
}
