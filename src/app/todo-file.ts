import type { EnteredUser } from '../core/entered.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine, type Hint } from '../core/hint.ts'
import { addressKey, fold, sameAddress, tidy } from '../core/text.ts'
import { type Todo, type TodoFacts, todoKinds, type UserTodoFacts } from '../core/todo.ts'
import { visible } from '../core/visible-text.ts'
import { todoText } from '../salesscreen/screens.ts'
import { plainLabel } from '../sheet/labels.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { TodoList } from './todo.ts'

/** To-dos as rows for the public mass-mapping extension, and those that it cannot take. */
export interface MassMapping {
  readonly text: string
  readonly rows: number
  /** To-dos that are left out, each with the reason. */
  readonly left: readonly { readonly todo: Todo; readonly reason: string }[]
}

/**
 * Rows `Email,External ID,System` without header and quotes. Source: the public mass-mapping extension, which splits at
 * commas, compares addresses by case, and stops at the first user that SalesScreen does not have.
 */
export function massMapping({ todos, facts, system }: TodoList): MassMapping {
  const claims = addressClaims(facts)
  const holders = new Map<string, EnteredUser>()
  for (const { entered } of facts.users.values())
    if (entered !== null && entered.salesforceUserId !== null) holders.set(entered.salesforceUserId, entered)
  const lines: string[] = []
  const left: { todo: Todo; reason: string }[] = []
  for (const todo of todos) {
    if (todo.kind !== 'map' || todo.user === null || todo.salesforceUserId === null) continue
    const { email, id } = todo.user
    const reason = obstacleTo(todo, facts.users.get(id), claims, holders)
    if (reason === undefined) lines.push(`${email},${todo.salesforceUserId},${system}\n`)
    else left.push({ todo, reason })
  }
  return { text: lines.join(''), rows: lines.length, left }
}

// The extension knows users by their address alone, and removes no mapping.
function obstacleTo(
  { user, salesforceUserId }: Todo,
  facts: UserTodoFacts | undefined,
  claims: ReadonlyMap<string, ReadonlySet<string>>,
  holders: ReadonlyMap<string, EnteredUser>,
): string | undefined {
  const entered = facts?.entered ?? null
  const email = user?.email ?? ''
  if (entered === null) return 'is not known to be in SalesScreen yet'
  if (facts?.user != null && !sameAddress(facts.user.email, entered.email))
    return `waits for another address, ${facts.user.email}: change the address first`
  if ((claims.get(addressKey(email))?.size ?? 0) > 1)
    return 'is an address of two users until the address of one of them is changed'
  if (entered.salesforceUserId !== null)
    return `has the mapping to ${entered.salesforceUserId}, which must be removed first`
  const holder = holders.get(salesforceUserId ?? '')
  if (holder !== undefined)
    return `cannot be mapped to ${salesforceUserId ?? ''} while ${holder.email} is; remove that mapping first`
  return /[",\s]/.test(email) ? 'has an address with a comma, a quote or a space' : undefined
}

/** Addresses, in the form in which they are compared, and the users who have them in SalesScreen or in the ledger. */
export function addressClaims({ users }: TodoFacts): ReadonlyMap<string, ReadonlySet<string>> {
  const claims = new Map<string, Set<string>>()
  for (const [id, { user, entered }] of users)
    for (const each of [user, entered]) {
      if (each === null) continue
      const key = addressKey(each.email)
      claims.set(key, (claims.get(key) ?? new Set()).add(id))
    }
  return claims
}

/** The to-dos that a file names as done. */
export interface NamedTodos {
  readonly todos: readonly Todo[]
  /** Lines that name none of the list: they are done already, or about someone else. */
  readonly unknown: readonly number[]
}

/**
 * The to-dos that the rows of a list name: by kind and user, or by kind and team. Throws `invalid` for other kinds, for
 * rows that may mean two to-dos, and for values that are no longer the ones to enter.
 */
export function todosInList({ todos }: TodoList, sheet: Sheet): NamedTodos {
  const column = (...names: readonly string[]) =>
    sheet.labels.findIndex((label) => names.map(plainLabel).includes(plainLabel(label)))
  const columns: Columns = {
    kind: column('kind', 'todo'),
    userId: column('userId'),
    team: column('team'),
    email: column('email'),
    name: column('name'),
    salesforceUserId: column('salesforceUserId'),
    what: column('what', 'What to enter'),
  }
  const index = Map.groupBy(
    todos.flatMap((todo) => namesOf(todo).map((name) => ({ name, todo }))),
    ({ name }) => name,
  )
  const rows: ErrorRow[] = []
  const unknown: number[] = []
  const found = new Set<Todo>()
  for (const { line, cells } of sheet.rows) {
    const cell = (name: keyof Columns) => cells[columns[name]] ?? ''
    const problem = (value: string, reason: string, action: Hint) =>
      rows.push({ file: sheet.name, line, value, reason, action })
    const kind = cell('kind')
    if (!todoKinds.some((each) => each === kind)) {
      problem(kind, `"${kind}" is not a kind of to-do`, `use one of: ${todoKinds.join(', ')}`)
      continue
    }
    const named = namedIn(index, kind, cell)
    const [todo] = named
    if (todo === undefined) unknown.push(line)
    else if (named.length > 1)
      problem(
        cell('email') || teamIn(cell),
        `"${kind}" of ${cell('email') || teamIn(cell)} may mean ${named.map((each) => each.user?.name ?? each.team ?? '').join(' or ')}`,
        'name the users themselves, or use a list with the user IDs',
      )
    else {
      const change = changeSince(todo, columns, cell)
      if (change === undefined) found.add(todo)
      else problem(cell('email') || teamIn(cell), change, 'enter the new values, and export the list again')
    }
  }
  if (rows.length > 0)
    throw new SfsyncError('invalid', `${sheet.name} does not fit the list of to-dos; nothing was changed`, {
      rows,
      actions: [commandLine('todo')],
    })
  return { todos: [...found], unknown }
}

type ColumnName = 'kind' | 'userId' | 'team' | 'email' | 'name' | 'salesforceUserId' | 'what'
type Columns = Readonly<Record<ColumnName, number>>
type Cell = (name: ColumnName) => string

// The table without hidden columns has the team as the name.
function teamIn(cell: Cell): string {
  return cell('team') || cell('name')
}

function namedIn(
  index: ReadonlyMap<string, readonly { readonly todo: Todo }[]>,
  kind: string,
  cell: Cell,
): Todo[] {
  const userId = cell('userId')
  const names =
    userId !== ''
      ? [`${kind} ${userId}`]
      : cell('email') !== ''
        ? [`${kind} ${addressKey(cell('email'))}`]
        : [`${kind} team ${tidy(teamIn(cell))}`, `${kind} team ${fold(teamIn(cell))}`]
  for (const name of names) {
    const todos = index.get(name)
    if (todos !== undefined) return [...new Set(todos.map(({ todo }) => todo))]
  }
  return []
}

const mappingKinds: ReadonlySet<string> = new Set(['map', 'unmap'])
const valueKinds: ReadonlySet<string> = new Set(['create-user', 'edit-user', 'reactivate', 'rename-team'])

// A list may be older than the last decision: only what it says was entered.
function changeSince(todo: Todo, columns: Columns, cell: Cell): string | undefined {
  const has = (name: ColumnName) => columns[name] !== -1
  const { kind, user, team, salesforceUserId } = todo
  const what = visible(tidy(todoText(todo, '')))
  const written = tidy(cell('what'))
  if (mappingKinds.has(kind)) {
    const id = salesforceUserId ?? ''
    if (has('salesforceUserId') ? cell('salesforceUserId') === id : !has('what') || written.includes(id))
      return undefined
    return `the list says ${cell('salesforceUserId') || written}, but the Salesforce User ID to enter is ${id} now`
  }
  if (user !== null && has('team') && tidy(cell('team')) !== tidy(team ?? ''))
    return `the list says ${cell('team') === '' ? 'no team' : `the team ${cell('team')}`}, but it is ${team ?? 'no team'} now`
  if (kind === 'assign-team' && !has('team') && has('what') && written !== what)
    return `the list says "${written}", but it is "${what}" now`
  if (valueKinds.has(kind) && has('what') && written !== what)
    return `the list says "${written}", but it is "${what}" now`
  return undefined
}

function namesOf({ kind, user, team }: Todo): string[] {
  return user === null
    ? [`${kind} team ${tidy(team ?? '')}`, `${kind} team ${fold(team ?? '')}`]
    : [`${kind} ${user.id}`, `${kind} ${addressKey(user.email)}`]
}

/** Whether a file is a list of to-dos, as `todo` and `todo export` write it. */
export function isTodoList({ labels }: Pick<Sheet, 'labels'>): boolean {
  return labels.some((label) => ['kind', 'todo'].includes(plainLabel(label)))
}
