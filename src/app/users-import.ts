import type { BatchRow } from '../core/batch/rows.ts'
import type { AdoptFacts, AdoptWish, WorkbookUser } from '../core/decide/adopt.ts'
import type { EnteredUser } from '../core/entered.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../core/hint.ts'
import type { User } from '../core/model.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { splitName } from '../core/salesforce-user.ts'
import { parseEmail } from '../core/text.ts'
import { commaList } from '../core/values.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { damageAction, damageOf } from '../core/written-text.ts'
import { stateWords } from '../sheet/line-words.ts'
import { batchMeaningsOf, plainLabel, reportFieldsOf } from '../sheet/labels.ts'
import { oddReason, type Takes } from '../sheet/odd-cells.ts'
import type { Sheet, SheetRow } from '../sheet/sheet.ts'
import { readNames } from './batch/names.ts'
import type { AppContext } from './context.ts'
import { didYouMean } from './hints.ts'
import { licenseUsageOf } from './new-user.ts'
import { newTeamId, newUserId } from './resolve.ts'

/** What a column of a workbook of users can hold. */
export const workbookFields = [
  'email',
  'firstName',
  'lastName',
  'name',
  'nickname',
  'team',
  'state',
  'salesforceUserId',
] as const

/** One of these fields. */
export type WorkbookField = (typeof workbookFields)[number]

/** The labels of a workbook by field. */
export type WorkbookLabels = Readonly<Partial<Record<WorkbookField, string>>>

/** The columns of a workbook: which field is where, and the labels that are not used. */
export interface WorkbookColumns {
  readonly of: ReadonlyMap<WorkbookField, number>
  readonly unused: readonly string[]
}

/**
 * Finds the fields of a workbook by its labels: first those that the admin names, then those that sfsync knows in some
 * language. SalesScreen documents no names for its columns. Throws `usage` for a label that is not there.
 */
export function workbookColumns(sheet: Sheet, given: WorkbookLabels): WorkbookColumns {
  const columns = new Map<WorkbookField, number>()
  const plain = sheet.labels.map(plainLabel)
  for (const field of workbookFields) {
    const label = given[field]
    if (label === undefined) continue
    const column = plain.indexOf(plainLabel(label))
    if (column === -1)
      throw new SfsyncError('usage', `${sheet.name} has no column "${label}"`, {
        actions: [...didYouMean(label, sheet.labels), `its columns are: ${sheet.labels.join(', ')}`],
      })
    columns.set(field, column)
  }
  const meanings = batchMeaningsOf(sheet.labels)
  const fields = reportFieldsOf(sheet.labels)
  for (const [column, label] of sheet.labels.entries()) {
    const field = fieldOf(label, meanings[column], fields[column])
    if (field === undefined || columns.has(field) || [...columns.values()].includes(column)) continue
    columns.set(field, column)
  }
  const used = new Set(columns.values())
  return { of: columns, unused: sheet.labels.filter((label, column) => label !== '' && !used.has(column)) }
}

const stateLabels = new Set(['State', 'Status', 'User state', 'User status', 'Tila', 'Stan'].map(plainLabel))

/** Whether a column of this label holds the state of users, which only SalesScreen's own list has. */
export function isStateLabel(label: string): boolean {
  return stateLabels.has(plainLabel(label))
}

function fieldOf(
  label: string,
  meaning: ReturnType<typeof batchMeaningsOf>[number],
  field: ReturnType<typeof reportFieldsOf>[number],
): WorkbookField | undefined {
  if (isStateLabel(label)) return 'state'
  if (meaning === 'salesforceUser') return 'salesforceUserId'
  if (meaning === 'team' || meaning === 'nickname') return meaning
  if (field === 'active') return 'state'
  return field === 'email' || field === 'firstName' || field === 'lastName' || field === 'name'
    ? field
    : undefined
}

/** The labels as the setting `workbook-columns` keeps them. */
export function labelsText(labels: WorkbookLabels): string {
  return Object.entries(labels)
    .map(([field, label]) => `${field}=${label}`)
    .join(',')
}

/** What an admin said of earlier files, as far as this one has such columns. */
export function stillThere({ labels }: Pick<Sheet, 'labels'>, remembered: WorkbookLabels): WorkbookLabels {
  const known = new Set(labels.map(plainLabel))
  return Object.fromEntries(Object.entries(remembered).filter(([, label]) => known.has(plainLabel(label))))
}

/** Reads `field=label` pairs, separated by commas. Throws `usage`. */
export function parseLabels(text: string): WorkbookLabels {
  const labels: Partial<Record<WorkbookField, string>> = {}
  for (const pair of commaList(text)) {
    const [, name = '', label = ''] = /^([^=]*)=(.*)$/su.exec(pair) ?? []
    const field = workbookFields.find((each) => plainLabel(each) === plainLabel(name))
    if (field === undefined || label.trim() === '')
      throw new SfsyncError('usage', `--columns expects field=label, not "${pair}"`, {
        actions: [...didYouMean(name, workbookFields), `the fields are: ${workbookFields.join(', ')}`],
      })
    labels[field] = label.trim()
  }
  return labels
}

/** The users of a workbook, and the rows that cannot be read. */
export interface WorkbookUsers {
  readonly rows: readonly WorkbookUser[]
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
}

/** Reads the users of a workbook. Throws `invalid` where the columns of address or name are missing. */
export function readWorkbookUsers(sheet: Sheet, columns: WorkbookColumns): WorkbookUsers {
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

function requireColumns(sheet: Sheet, { of }: WorkbookColumns): void {
  const missing = [
    ...(of.has('email') ? [] : (['email'] as const)),
    ...(of.has('name') || of.has('lastName') || of.has('firstName') ? [] : (['name'] as const)),
  ]
  if (missing.length === 0) return
  const labels = missing.map((field) => `${field}=<label>`).join(',')
  throw new SfsyncError(
    'invalid',
    `${sheet.name} has no column that sfsync knows as ${missing.join(' or ')}`,
    {
      rows: [{ file: sheet.name, line: 1, reason: `its columns are: ${sheet.labels.join(', ')}` }],
      actions: [
        {
          text: 'say which they are; the profile remembers it',
          command: withOptions(commandLine('users import', sheet.name), { columns: labels }),
        },
      ],
    },
  )
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
  const problem = (field: WorkbookField, value: string, reason: string, action: Hint) =>
    problems.push({
      file: sheet.name,
      line,
      column: sheet.labels[of.get(field) ?? -1] ?? field,
      value,
      reason,
      action,
    })
  // What a spreadsheet made of an address, a name or an ID is not what was typed.
  for (const [field, column] of of) {
    const found = odd.find((each) => each.column === column)
    const reason = found && oddReason(found, takenBy[field])
    if (reason !== undefined) problem(field, cells[column] ?? '', reason, damageAction)
  }
  if (problems.length > 0) return { problems }
  const cell = (field: WorkbookField) => {
    const column = of.get(field)
    if (column === undefined) return undefined
    const value = cells[column] ?? ''
    const damage = damageOf(value)
    if (damage !== undefined) problem(field, value, damage, damageAction)
    return value
  }
  const spelling = cell('email') ?? ''
  const parsed = parseEmail(spelling)
  const email = 'email' in parsed ? parsed.email : undefined
  if ('reason' in parsed) problem('email', spelling, parsed.reason, 'correct the address, or remove the row')
  const earlier = email === undefined ? undefined : lines.get(email)
  if (earlier !== undefined)
    problem('email', spelling, `the address is already in line ${earlier}`, 'remove one of the two rows')
  if (email !== undefined) lines.set(email, earlier ?? line)
  const { firstName, lastName } = nameOf(names)
  if (firstName === '' && lastName === '')
    problem('name', '', 'the user has no name', 'fill in the name, or remove the row')
  const stateText = cell('state')
  const state = stateText === undefined || stateText === '' ? undefined : stateWords[stateText.toLowerCase()]
  if (stateText !== undefined && stateText !== '' && state === undefined)
    problem(
      'state',
      stateText,
      `"${stateText}" is not a state of a SalesScreen user`,
      'use active, pending, deactivated, spectating or supporter',
    )
  const idText = cell('salesforceUserId')
  const id = idText === undefined || idText === '' ? undefined : parseSalesforceUserId(idText)
  if (id !== undefined && 'reason' in id)
    problem('salesforceUserId', idText ?? '', id.reason, 'correct the ID, or empty the cell')
  const team = cell('team')
  const nickname = cell('nickname')
  if (problems.length > 0 || email === undefined) return { problems }
  return {
    line,
    email,
    spelling,
    firstName,
    lastName,
    nickname: nickname === undefined ? undefined : nickname || null,
    state,
    team: team === undefined ? undefined : team || null,
    salesforceUserId:
      idText === undefined
        ? undefined
        : id !== undefined && 'salesforceUserId' in id
          ? id.salesforceUserId
          : null,
  }
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

/** What an admin wants of a workbook that is read now. */
export function adoptWish(
  context: AppContext,
  { take, isComplete }: Pick<AdoptWish, 'take' | 'isComplete'>,
): AdoptWish {
  return {
    take,
    isComplete,
    known: { source: 'workbook', by: context.actor, at: context.now() },
    newUserId: () => newUserId(context.dependencies),
    newTeamId: () => newTeamId(context.dependencies),
  }
}

/** What the ledger knows of users and teams before a workbook is taken in. */
export async function readAdoptFacts(ledger: Ledger, file: string): Promise<AdoptFacts> {
  const users: User[] = []
  const entered: EnteredUser[] = []
  for await (const page of ledger.users({})) users.push(...page.map(({ user }) => user))
  for await (const page of ledger.enteredUsers()) entered.push(...page)
  const teams = await ledger.teamTodoFacts()
  return {
    file,
    users,
    entered,
    teams: teams.flatMap(({ team }) => team ?? []),
    enteredTeams: teams.flatMap((each) => each.entered ?? []),
    licenses: (await licenseUsageOf(ledger)).licenses,
  }
}
