import { fullName, type User } from '../core/model.ts'
import { addressKey, type Todo } from '../core/todo.ts'
import type { EditableSheet } from '../sheet/workbook/edit-xlsx.ts'
import type { CellEdit } from '../sheet/workbook/edit-sheet.ts'
import type { TodoList } from './todo.ts'
import type { WorkbookColumns, WorkbookField } from './users-import.ts'

/** What a workbook of SalesScreen has to say so that uploading it carries out to-dos, and the to-dos that it cannot carry. */
export interface WorkbookEdits {
  readonly edits: readonly CellEdit[]
  readonly added: readonly ReadonlyMap<number, string>[]
  /** How many to-dos it carries. */
  readonly carried: number
  readonly left: readonly { readonly todo: Todo; readonly reason: string }[]
}

/** Works out the cells to change and the rows to add; users are found by the address that SalesScreen has. */
export function workbookEdits(
  { todos, facts }: TodoList,
  { rows }: Pick<EditableSheet, 'rows'>,
  { of }: Pick<WorkbookColumns, 'of'>,
): WorkbookEdits {
  const email = of.get('email') ?? -1
  const lines = new Map(rows.map(({ line, cells }) => [addressKey(cells[email] ?? ''), line]))
  const edits: CellEdit[] = []
  const added: Map<number, string>[] = []
  const left: { todo: Todo; reason: string }[] = []
  for (const todo of todos) {
    const user = facts.users.get(todo.user?.id ?? '')?.user ?? null
    const values = user === null ? undefined : valuesOf(todo, user)
    const columns = [...(values ?? [])].flatMap(([field, value]) => {
      const column = of.get(field)
      return column === undefined ? [] : [[column, value] as const]
    })
    const line = todo.user === null ? undefined : lines.get(addressKey(todo.user.email))
    if (values === undefined) left.push({ todo, reason: 'a workbook cannot say it' })
    // Source: SalesScreen help center; the upload finds users by their address, so a new one would be a new user.
    else if (todo.kind === 'edit-user' && todo.values.some(({ field }) => field === 'email'))
      left.push({ todo, reason: 'an upload finds users by their address, so change it by hand' })
    else if (columns.length === 0) left.push({ todo, reason: 'the workbook has no column for it' })
    else if (todo.kind === 'create-user' && line === undefined) added.push(new Map(columns))
    else if (line === undefined) left.push({ todo, reason: 'the workbook does not have this user' })
    else edits.push(...columns.map(([column, text]) => ({ line, column, text })))
  }
  return { edits, added, carried: todos.length - left.length, left }
}

// Undefined for what is no cell of a user.
function valuesOf(todo: Todo, user: User): ReadonlyMap<WorkbookField, string> | undefined {
  switch (todo.kind) {
    case 'assign-team':
      return new Map([['team', todo.team ?? '']])
    case 'create-user':
    case 'edit-user':
      return userValues(todo, user)
    case 'create-team':
    case 'rename-team':
    case 'delete-team':
    case 'map':
    case 'unmap':
    case 'deactivate':
    case 'reactivate':
      return undefined
  }
}

function userValues({ kind, values, team }: Todo, user: User): ReadonlyMap<WorkbookField, string> {
  const cells = new Map<WorkbookField, string>()
  for (const { field, value } of values) {
    if (field === 'firstName' || field === 'lastName') cells.set('name', fullName(user))
    if (field !== 'state' && field !== 'name') cells.set(field, value)
  }
  if (kind === 'create-user' && team !== null) cells.set('team', team)
  return cells
}
