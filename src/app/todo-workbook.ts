import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { fullName, type User, type UserState } from '../core/model.ts'
import { fold, parseEmail, tidy } from '../core/text.ts'
import { addressKey } from '../core/text.ts'
import type { Todo } from '../core/todo.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { stateWords } from '../sheet/line-words.ts'
import type { CellEdit } from '../sheet/workbook/edit-sheet.ts'
import type { EditableSheet } from '../sheet/workbook/edit-xlsx.ts'
import type { AppContext } from './context.ts'
import { addressClaims } from './todo-file.ts'
import type { TodoList } from './todo.ts'
import {
  columnsOf,
  isUserList,
  readColumnMemory,
  requireColumns,
  type WorkbookColumns,
  type WorkbookField,
} from './workbook-columns.ts'

/** What a workbook of SalesScreen has to say so that uploading it carries out to-dos, and what it cannot say. */
export interface WorkbookEdits {
  readonly edits: readonly CellEdit[]
  /** How many to-dos it carries as a whole. */
  readonly carried: number
  /** How many it carries in part. */
  readonly partly: number
  /** To-dos of which something is to be entered by hand. */
  readonly left: readonly { readonly todo: Todo; readonly reason: string }[]
}

/** The rows of users in a workbook; lines count from 1. */
interface UserRows {
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

type Values = ReadonlyMap<WorkbookField, string>

/** SalesScreen's own workbook with the to-dos in it. */
export interface FilledWorkbook extends WorkbookEdits {
  /** The file to upload; undefined if there is nothing to write. */
  readonly bytes: Buffer | undefined
  /** Which sheets are not looked at. */
  readonly notices: readonly string[]
}

/**
 * Fills SalesScreen's own workbook: only the cells that must change differ from what SalesScreen gave. Throws `invalid`
 * where no sheet has users, where it is unclear which column holds what, and for an address that is there twice.
 */
export async function fillWorkbook(
  { dependencies }: AppContext,
  ledger: Ledger,
  list: TodoList,
  { template, sheet: name }: { readonly template: string; readonly sheet?: string },
): Promise<FilledWorkbook> {
  const memory = await readColumnMemory(ledger)
  const prefers = isUserList(memory)
  const sheet = await dependencies.openForEditing(template, {
    prefers,
    ...(name === undefined ? {} : { sheet: name }),
  })
  if (sheet === undefined)
    throw new SfsyncError('invalid', `${template} has no sheet with columns of e-mail addresses and names`, {
      actions: [
        'use the workbook with all existing users: Manage > Users > Add users > Create or update users from Excel',
        {
          text: 'or say which columns they are; the ledger remembers it',
          command: withOptions(commandLine('users import', template), {
            columns: 'email=<label>,name=<label>',
          }),
        },
      ],
    })
  const asSheet = { name: template, labels: sheet.labels, rows: sheet.rows }
  const columns = columnsOf(asSheet, memory)
  requireColumns(asSheet, columns)
  const filled = workbookEdits(list, sheet, columns)
  return {
    ...filled,
    notices: sheet.notices,
    bytes: filled.edits.length === 0 ? undefined : sheet.edited(filled.edits),
  }
}

/**
 * Works out the cells to change and the rows to add; users are found by the address that SalesScreen has. Throws `invalid`
 * for a workbook that has an address twice.
 */
export function workbookEdits(
  list: TodoList,
  sheet: Pick<EditableSheet, 'line' | 'rows' | 'obstacle' | 'freeBelow'>,
  { of }: Pick<WorkbookColumns, 'of'>,
): WorkbookEdits {
  const email = of.get('email') ?? -1
  const place = new Places(list, sheet, of)
  // Notes below the users are not users.
  const last = sheet.rows.findLast(({ cells }) => 'email' in parseEmail(cells[email] ?? ''))
  const lastLine = last?.line ?? sheet.line
  const free = sheet.freeBelow(lastLine)
  const edits: CellEdit[] = []
  const left: { todo: Todo; reason: string }[] = []
  let [partly, added] = [0, 0]
  for (const todo of list.todos) {
    const leave = (reason: string) => left.push({ todo, reason })
    const found = place.of(todo)
    if (typeof found === 'string') {
      leave(found)
      continue
    }
    if (found.line === undefined && added >= free.count) {
      leave(
        free.next === undefined
          ? 'the sheet is full'
          : `row ${free.next} below the users is not empty, so there is no room for a new row`,
      )
      continue
    }
    const line = found.line ?? lastLine + added + 1
    const cells: CellEdit[] = []
    const reasons = new Set(found.reasons)
    for (const [column, text] of found.cells) {
      const obstacle = sheet.obstacle(line, column)
      if (obstacle === undefined) cells.push({ line, column, text })
      else if (column !== found.implied) reasons.add(obstacle)
    }
    for (const reason of reasons) leave(reason)
    // A row without an address is no one's.
    if (found.line === undefined && cells.every(({ column }) => column !== email)) continue
    if (found.line === undefined) added += 1
    if (reasons.size > 0 && cells.length > 0) partly += 1
    edits.push(...cells)
  }
  const incomplete = new Set(left.map(({ todo }) => todo))
  return { edits, carried: list.todos.length - incomplete.size, partly, left }
}

/**
 * The lines of a workbook that say what to-dos say, as one that was filled and uploaded does. Throws `invalid` for a
 * workbook that has an address twice.
 */
export function linesWithTodos(
  list: TodoList,
  sheet: UserRows,
  { of }: Pick<WorkbookColumns, 'of'>,
): Set<number> {
  const place = new Places(list, sheet, of, true)
  const cellsOf = new Map(sheet.rows.map(({ line, cells }) => [line, cells]))
  const lines = new Set<number>()
  for (const todo of list.todos) {
    const found = place.of(todo)
    if (typeof found === 'string' || found.line === undefined || found.cells.size === 0) continue
    const cells = cellsOf.get(found.line) ?? []
    const wanted = [...found.cells].filter(([column]) => column !== found.implied)
    if (wanted.every(([column, text]) => isSame(cells[column] ?? '', text))) lines.add(found.line)
  }
  return lines
}

function isSame(cell: string, text: string): boolean {
  const state = stateWords[text.toLowerCase()]
  return tidy(cell) === tidy(text) || (state !== undefined && stateWords[cell.toLowerCase()] === state)
}

interface Place {
  /** Undefined for a user that the workbook does not have yet. */
  readonly line: number | undefined
  readonly cells: ReadonlyMap<number, string>
  /** The column of the whole name beside those of its parts, which may be a formula of them. */
  readonly implied: number | undefined
  /** Why something is not in the cells. */
  readonly reasons: readonly string[]
}

/** Where a workbook has what to-dos are about. */
class Places {
  readonly #list: TodoList
  readonly #of: WorkbookColumns['of']
  readonly #isUploaded: boolean
  readonly #rows: ReadonlyMap<string, UserRows['rows'][number]>
  readonly #words: ReadonlyMap<UserState, string>
  readonly #claims: ReadonlyMap<string, ReadonlySet<string>>

  constructor(list: TodoList, sheet: UserRows, of: WorkbookColumns['of'], isUploaded = false) {
    this.#list = list
    this.#of = of
    this.#isUploaded = isUploaded
    this.#rows = rowsByAddress(sheet, of.get('email') ?? -1)
    this.#words = wordsForStates(sheet, of.get('state') ?? -1)
    this.#claims = addressClaims(list.facts)
  }

  /** The cells of a to-do, or why it has none. */
  of(todo: Todo): Place | string {
    const { user } = todo
    const facts = this.#list.facts.users.get(user?.id ?? '')
    const values = valuesOf(todo, facts?.user ?? null, this.#words)
    if (values === undefined || user === null) return byHand(todo)
    const address = addressKey(user.email)
    const row = this.#rows.get(address)
    const isNew = todo.kind === 'create-user'
    if (!isNew && row === undefined) return 'the workbook does not have this user'
    if ((this.#claims.get(address)?.size ?? 0) > 1)
      return 'another user has this address until the address is changed; enter it by hand'
    if (isNew && row !== undefined && !this.#isUploaded) return 'the workbook has a user with this address'
    const { entered = null } = facts ?? {}
    if (row !== undefined && entered !== null && facts?.user?.email !== addressKey(entered.email)) {
      const name = this.#nameIn(row.cells)
      if (name !== '' && fold(name) !== fold(fullName(entered)))
        return `the workbook has ${name} at this address; enter it by hand`
    }
    return { line: row?.line, ...this.#cellsOf(todo, values) }
  }

  #nameIn(cells: readonly string[]): string {
    const cell = (field: WorkbookField) => cells[this.#of.get(field) ?? -1] ?? ''
    return tidy(`${cell('firstName')} ${cell('lastName')}`) || tidy(cell('name'))
  }

  #cellsOf({ kind }: Todo, values: Values): Pick<Place, 'cells' | 'implied' | 'reasons'> {
    const cells = new Map<number, string>()
    const reasons: string[] = []
    for (const [field, value] of values) {
      const column = this.#of.get(field)
      if (field === 'email' && kind !== 'create-user')
        reasons.push('an upload finds users by their address; change the address by hand')
      else if (field === 'state' && value === '')
        reasons.push('no user of the workbook shows how this state is written; set it by hand')
      else if (column !== undefined) cells.set(column, value)
      else if (!isSaidOtherwise(field, this.#of))
        reasons.push(`the workbook has no column for ${labels[field]}`)
    }
    const hasParts = this.#of.has('firstName') && this.#of.has('lastName')
    return { cells, implied: hasParts ? this.#of.get('name') : undefined, reasons }
  }
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

function rowsByAddress({ rows }: UserRows, email: number): ReadonlyMap<string, UserRows['rows'][number]> {
  const found = new Map<string, UserRows['rows'][number]>()
  for (const row of rows) {
    const address = addressKey(row.cells[email] ?? '')
    if (address === '') continue
    const earlier = found.get(address)
    if (earlier !== undefined)
      throw new SfsyncError(
        'invalid',
        `the workbook has ${address} twice, in rows ${earlier.line} and ${row.line}`,
        { actions: ['remove one of the two rows, or download the workbook again'] },
      )
    found.set(address, row)
  }
  return found
}

// Its own words, because SalesScreen documents none.
function wordsForStates({ rows }: Pick<UserRows, 'rows'>, column: number): ReadonlyMap<UserState, string> {
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
