import type { ProblemKind } from '../core/batch/problem-kinds.ts'
import type { BatchRow } from '../core/batch/rows.ts'
import type { AdoptFacts, AdoptWish, WorkbookUser } from '../core/decide/adopt.ts'
import type { EnteredUser } from '../core/entered.ts'
import type { ErrorRow } from '../core/errors.ts'
import type { Hint } from '../core/hint.ts'
import type { Mapping, User } from '../core/model.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { splitName } from '../core/salesforce-user.ts'
import { normalizeEmail, parseEmail } from '../core/text.ts'
import { parseName } from '../core/written-name.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { damageAction, damageOf } from '../core/written-text.ts'
import { stateWords } from '../sheet/line-words.ts'
import { oddReason, type Takes } from '../sheet/odd-cells.ts'
import type { Sheet, SheetRow } from '../sheet/sheet.ts'
import { readNames } from './batch/names.ts'
import type { AppContext } from './context.ts'
import { licenseUsageOf } from './license-usage.ts'
import { newTeamId, newUserId } from './resolve.ts'
import { refuseReport, requireColumns, type WorkbookColumns, type WorkbookField } from './workbook-columns.ts'

/** The users of a workbook, and the rows that cannot be read. */
export interface WorkbookUsers {
  readonly rows: readonly WorkbookUser[]
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
}

/** Reads the users of a workbook. Throws as `requireColumns` does. */
export function readWorkbookUsers(sheet: Sheet, columns: WorkbookColumns): WorkbookUsers {
  refuseReport(sheet, columns)
  requireColumns(sheet, columns)
  const named = readNames(
    sheet.rows.map(({ line, cells }) => namesIn(line, cells, columns)),
    sheet.name,
    sheet.labels[columns.of.get('name') ?? -1] ?? 'Name',
  )
  const problems: ErrorRow[] = [...sheet.problems, ...named.problems]
  const rows: WorkbookUser[] = []
  const lines = new Map<string, number>()
  for (const [index, row] of sheet.rows.entries()) {
    const names = named.rows[index]?.values ?? {}
    const read = readRow(sheet, row, columns, names, lines)
    if ('email' in read) rows.push(read)
    else problems.push(...read.problems)
  }
  return { rows, problems, notices: named.notices }
}

function namesIn(line: number, cells: readonly string[], { of }: WorkbookColumns): BatchRow {
  const values: Record<string, string> = {}
  for (const field of ['name', 'firstName', 'lastName'] as const) {
    const value = cells[of.get(field) ?? -1] ?? ''
    if (value !== '') values[field] = value
  }
  return { line, values }
}

const takenBy: Readonly<Record<WorkbookField, Takes>> = {
  email: 'texts',
  firstName: 'texts',
  lastName: 'texts',
  name: 'texts',
  nickname: 'texts',
  team: 'digits',
  state: 'ticks',
  salesforceUserId: 'texts',
}

function readRow(
  sheet: Sheet,
  { line, cells, odd = [] }: SheetRow,
  { of }: WorkbookColumns,
  names: BatchRow['values'],
  lines: Map<string, number>,
): WorkbookUser | { readonly problems: ErrorRow[] } {
  const problems: ErrorRow[] = []
  const problem = (field: WorkbookField, group: ProblemKind, value: string, reason: string, action: Hint) =>
    problems.push({
      file: sheet.name,
      line,
      column: sheet.labels[of.get(field) ?? -1] ?? field,
      value,
      reason,
      action,
      group,
    })
  // What a spreadsheet made of an address, a name or an ID is not what was typed.
  const damaged = new Set<WorkbookField>()
  for (const [field, column] of of) {
    const found = odd.find((each) => each.column === column)
    const reason = found && oddReason(found, takenBy[field])
    if (reason === undefined) continue
    problem(field, 'damaged cells', cells[column] ?? '', reason, damageAction)
    damaged.add(field)
  }
  const cell = (field: WorkbookField) => {
    const column = of.get(field)
    if (column === undefined || damaged.has(field)) return undefined
    const value = cells[column] ?? ''
    const damage = damageOf(value)
    if (damage !== undefined) problem(field, 'damaged cells', value, damage, damageAction)
    return value
  }
  const spelling = cell('email') ?? ''
  const parsed = parseEmail(spelling)
  const email = 'email' in parsed ? parsed.email : undefined
  if ('reason' in parsed && !damaged.has('email'))
    problem(
      'email',
      'not an e-mail address',
      spelling,
      parsed.reason,
      'correct the address, or remove the row',
    )
  const earlier = email === undefined ? undefined : lines.get(email)
  if (earlier !== undefined)
    problem(
      'email',
      'repeated rows',
      spelling,
      `the address is already in line ${earlier}`,
      'remove one of the two rows',
    )
  if (email !== undefined) lines.set(email, earlier ?? line)
  const { firstName, lastName } = nameOf(names)
  const isNameDamaged = (['name', 'firstName', 'lastName'] as const).some((field) => damaged.has(field))
  if (firstName === '' && lastName === '' && !isNameDamaged)
    problem('name', 'no name in the row', '', 'the user has no name', 'fill in the name, or remove the row')
  const stateText = cell('state')
  const state = stateText === undefined || stateText === '' ? undefined : stateWords[stateText.toLowerCase()]
  if (stateText !== undefined && stateText !== '' && state === undefined)
    problem(
      'state',
      'unknown state',
      stateText,
      `"${stateText}" is not a state of a SalesScreen user`,
      'use active, pending, deactivated, spectating or supporter',
    )
  const idText = cell('salesforceUserId')
  const id = idText === undefined || idText === '' ? undefined : parseSalesforceUserId(idText)
  if (id !== undefined && 'reason' in id)
    problem(
      'salesforceUserId',
      'not a Salesforce user',
      idText ?? '',
      id.reason,
      'correct the ID, or empty the cell',
    )
  const team = teamOf(cell('team'))
  if (typeof team === 'object')
    problem(
      'team',
      'damaged cells',
      cell('team') ?? '',
      team.reason,
      'correct the name of the team, or empty the cell',
    )
  const nickname = cell('nickname')
  if (problems.length > 0 || email === undefined) return { problems }
  return {
    line,
    email,
    // Without what a program put around it, SalesScreen's own spelling is kept.
    spelling: normalizeEmail(spelling) === email ? spelling.trim() : email,
    firstName,
    lastName,
    nickname: nickname === undefined ? undefined : nickname || null,
    state,
    team: typeof team === 'string' ? team || null : undefined,
    salesforceUserId:
      idText === undefined
        ? undefined
        : id !== undefined && 'salesforceUserId' in id
          ? id.salesforceUserId
          : null,
  }
}

// The same rule as for a team that is typed: one line, without what cannot be seen.
function teamOf(text: string | undefined): string | { readonly reason: string } | undefined {
  if (text === undefined) return undefined
  const parsed = parseName(text)
  return 'name' in parsed ? parsed.name : parsed
}

function nameOf({
  name = '',
  firstName,
  lastName,
}: BatchRow['values']): Pick<User, 'firstName' | 'lastName'> {
  if (firstName !== undefined || lastName !== undefined)
    return { firstName: firstName ?? '', lastName: lastName ?? '' }
  return splitName({ name, firstName: null, lastName: null })
}

// With what is said besides, no more than are printed.
const mostListed = 15

/** What an admin wants of a workbook that is read now. */
export function adoptWish(
  context: AppContext,
  { take, isComplete }: Pick<AdoptWish, 'take' | 'isComplete'>,
): AdoptWish {
  return {
    take,
    isComplete,
    mostListed: context.allProblems ? Infinity : mostListed,
    known: { source: 'workbook', by: context.actor, at: context.now() },
    newUserId: () => newUserId(context.dependencies),
    newTeamId: () => newTeamId(context.dependencies),
  }
}

/** What the ledger knows of users and teams before a workbook is taken in. */
export async function readAdoptFacts(ledger: Ledger, file: string): Promise<AdoptFacts> {
  const users: User[] = []
  const entered: EnteredUser[] = []
  const mappings: Mapping[] = []
  for await (const page of ledger.users({})) {
    users.push(...page.map(({ user }) => user))
    mappings.push(...page.flatMap(({ mapping }) => mapping ?? []))
  }
  for await (const page of ledger.enteredUsers()) entered.push(...page)
  const teams = await ledger.teamTodoFacts()
  return {
    file,
    users,
    entered,
    mappings,
    teams: teams.flatMap(({ team }) => team ?? []),
    enteredTeams: teams.flatMap((each) => each.entered ?? []),
    licenses: (await licenseUsageOf(ledger)).licenses,
    isDirectoryRead: (await ledger.directory.lastRead()) !== undefined,
  }
}
