import { SfsyncError } from '../core/errors.ts'
import { fullName, type User, type UserState } from '../core/model.ts'
import { addressKey, type Todo } from '../core/todo.ts'
import { stateWords } from '../sheet/line-words.ts'
import type { CellEdit } from '../sheet/workbook/edit-sheet.ts'
import type { EditableSheet } from '../sheet/workbook/edit-xlsx.ts'
import type { TodoList } from './todo.ts'
import type { WorkbookColumns, WorkbookField } from './users-import.ts'

/** What a workbook of SalesScreen has to say so that uploading it carries out to-dos, and what it cannot say. */
export interface WorkbookEdits {
  readonly edits: readonly CellEdit[]
  readonly added: readonly ReadonlyMap<number, string>[]
  /** How many to-dos it carries as a whole. */
  readonly carried: number
  /** How many it carries in part. */
  readonly partly: number
  /** To-dos of which something is to be entered by hand. */
  readonly left: readonly { readonly todo: Todo; readonly reason: string }[]
}

type Values = ReadonlyMap<WorkbookField, string>

/**
 * Works out the cells to change and the rows to add; users are found by the address that SalesScreen has. Throws `invalid`
 * for a workbook that has an address twice.
 */
export function workbookEdits(
  { todos, facts }: TodoList,
  sheet: Pick<EditableSheet, 'rows'>,
  { of }: Pick<WorkbookColumns, 'of'>,
): WorkbookEdits {
  const lines = linesByAddress(sheet, of.get('email') ?? -1)
  const words = wordsForStates(sheet, of.get('state') ?? -1)
  const edits: CellEdit[] = []
  const added: Map<number, string>[] = []
  const left: { todo: Todo; reason: string }[] = []
  let partly = 0
  for (const todo of todos) {
    const line = todo.user === null ? undefined : lines.get(addressKey(todo.user.email))
    const user = facts.users.get(todo.user?.id ?? '')?.user ?? null
    const values = valuesOf(todo, user, words)
    const leave = (reason: string) => left.push({ todo, reason })
    if (values === undefined) leave(byHand(todo))
    else if (todo.kind !== 'create-user' && line === undefined) leave('the workbook does not have this user')
    else {
      const cells = new Map<number, string>()
      const reasons = new Set<string>()
      for (const [field, value] of values) {
        const column = of.get(field)
        if (field === 'email' && todo.kind !== 'create-user')
          reasons.add('an upload finds users by their address; change the address by hand')
        else if (field === 'state' && value === '')
          reasons.add('no user of the workbook shows how this state is written; set it by hand')
        else if (column === undefined) {
          if (!isSaidOtherwise(field, of)) reasons.add(`the workbook has no column for ${labels[field]}`)
        } else cells.set(column, value)
      }
      if (reasons.size > 0 && cells.size > 0) partly += 1
      if (line === undefined) added.push(cells)
      else edits.push(...[...cells].map(([column, text]) => ({ line, column, text })))
      for (const reason of reasons) leave(reason)
    }
  }
  const incomplete = new Set(left.map(({ todo }) => todo))
  return { edits, added, carried: todos.length - incomplete.size, partly, left }
}

const labels: Readonly<Record<WorkbookField, string>> = {
  email: 'the address',
  firstName: 'the first name',
  lastName: 'the last name',
  name: 'the name',
  nickname: 'the nickname',
  team: 'the team',
  state: 'the state',
  salesforceUserId: 'the mapping',
}

// A workbook has the whole name or its parts.
function isSaidOtherwise(field: WorkbookField, of: WorkbookColumns['of']): boolean {
  if (field === 'name') return of.has('firstName') || of.has('lastName')
  return (field === 'firstName' || field === 'lastName') && of.has('name')
}

function linesByAddress({ rows }: Pick<EditableSheet, 'rows'>, email: number): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  for (const { line, cells } of rows) {
    const address = addressKey(cells[email] ?? '')
    const earlier = lines.get(address)
    if (address !== '' && earlier !== undefined)
      throw new SfsyncError('invalid', `the workbook has ${address} twice, in rows ${earlier} and ${line}`, {
        actions: ['remove one of the two rows, or download the workbook again'],
      })
    lines.set(address, line)
  }
  lines.delete('')
  return lines
}

// Its own words, because SalesScreen documents none.
function wordsForStates(
  { rows }: Pick<EditableSheet, 'rows'>,
  column: number,
): ReadonlyMap<UserState, string> {
  const words = new Map<UserState, string>()
  for (const { cells } of rows) {
    const word = cells[column] ?? ''
    const state = stateWords[word.toLowerCase()]
    if (state !== undefined && !words.has(state)) words.set(state, word)
  }
  return words
}

function byHand({ kind }: Todo): string {
  return kind === 'create-team' || kind === 'rename-team'
    ? 'a workbook cannot say it; enter it before the upload'
    : 'a workbook cannot say it; enter it by hand'
}

// Undefined for what is no cell of a user.
function valuesOf(todo: Todo, user: User | null, words: ReadonlyMap<UserState, string>): Values | undefined {
  const state = (wanted: UserState): Values => new Map([['state', words.get(wanted) ?? '']])
  switch (todo.kind) {
    case 'assign-team':
      return new Map([['team', todo.team ?? '']])
    case 'create-user':
    case 'edit-user':
      return user === null ? undefined : userValues(todo, user, words)
    case 'deactivate':
      return state('deactivated')
    case 'reactivate':
      return state(user?.state === 'pending' ? 'active' : (user?.state ?? 'active'))
    case 'create-team':
    case 'free-address':
    case 'free-team-name':
    case 'rename-team':
    case 'delete-team':
    case 'map':
    case 'unmap':
      return undefined
  }
}

function userValues({ kind, values, team }: Todo, user: User, words: ReadonlyMap<UserState, string>): Values {
  const cells = new Map<WorkbookField, string>()
  for (const { field, value } of values) {
    if (field === 'firstName' || field === 'lastName') cells.set('name', fullName(user))
    if (field === 'state') cells.set('state', words.get(user.state) ?? '')
    else if (field !== 'name') cells.set(field, value)
  }
  if (kind === 'create-user' && team !== null) cells.set('team', team)
  return cells
}
