import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { fold } from '../core/text.ts'
import { addressKey, type Todo, todoKinds } from '../core/todo.ts'
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
 * commas, compares addresses by case, and stops at the first user whom SalesScreen does not have.
 */
export function massMapping({ todos, facts }: TodoList, system: string): MassMapping {
  const lines: string[] = []
  const left: { todo: Todo; reason: string }[] = []
  for (const todo of todos) {
    if (todo.kind !== 'map' || todo.user === null || todo.salesforceUserId === null) continue
    const { email, id } = todo.user
    if ((facts.users.get(id)?.entered ?? null) === null)
      left.push({ todo, reason: 'is not known to be in SalesScreen yet' })
    else if (/[",\s]/.test(email))
      left.push({ todo, reason: 'has an address with a comma, a quote or a space' })
    else lines.push(`${email},${todo.salesforceUserId},${system}\n`)
  }
  return { text: lines.join(''), rows: lines.length, left }
}

/** The to-dos that a file names as done. */
export interface NamedTodos {
  readonly todos: readonly Todo[]
  /** Lines that name none of the list: they are done already, or about somebody else. */
  readonly unknown: readonly number[]
}

/** The to-dos that the rows of a list name: by kind and user, or by kind and team. Throws `invalid` for other kinds. */
export function todosInList({ todos }: TodoList, sheet: Sheet): NamedTodos {
  const column = (...names: readonly string[]) =>
    sheet.labels.findIndex((label) => names.includes(plainLabel(label)))
  const columns = {
    kind: column('kind', 'todo'),
    user: column('userid'),
    team: column('team'),
    email: column('email'),
  }
  const index = Map.groupBy(
    todos.flatMap((todo) => namesOf(todo).map((name) => ({ name, todo }))),
    ({ name }) => name,
  )
  const rows: ErrorRow[] = []
  const unknown: number[] = []
  const found = new Set<Todo>()
  for (const { line, cells } of sheet.rows) {
    const cell = (name: keyof typeof columns) => cells[columns[name]] ?? ''
    const kind = cell('kind')
    if (!todoKinds.some((each) => each === kind))
      rows.push({
        file: sheet.name,
        line,
        value: kind,
        reason: `"${kind}" is not a kind of to-do`,
        action: `use one of: ${todoKinds.join(', ')}`,
      })
    const address = cell('email') === '' ? `team ${fold(cell('team'))}` : addressKey(cell('email'))
    const named = index.get(`${kind} ${cell('user') === '' ? address : cell('user')}`) ?? []
    if (named.length === 0) unknown.push(line)
    for (const { todo } of named) found.add(todo)
  }
  if (rows.length > 0)
    throw new SfsyncError('invalid', `${sheet.name} is not a list of to-dos; nothing was changed`, { rows })
  return { todos: [...found], unknown }
}

function namesOf({ kind, user, team }: Todo): string[] {
  return user === null
    ? [`${kind} team ${fold(team ?? '')}`]
    : [`${kind} ${user.id}`, `${kind} ${addressKey(user.email)}`]
}

/** Whether a file is a list of to-dos, as `todo` and `todo export` write it. */
export function isTodoList({ labels }: Pick<Sheet, 'labels'>): boolean {
  return labels.some((label) => ['kind', 'todo'].includes(plainLabel(label)))
}
