import type { Change } from '../core/change.ts'
import { decideSetFact } from '../core/decide/decision.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import type { CompanyFact } from '../core/model.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { batchMeaningsOf, plainLabel, reportFieldsOf } from '../sheet/labels.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { AppContext } from './context.ts'
import { didYouMean } from './hints.ts'

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
  /** Fields that several columns may hold, with the labels of those; `of` has the first. */
  readonly unclear: ReadonlyMap<WorkbookField, readonly string[]>
  readonly unused: readonly string[]
}

type Labeled = Pick<Sheet, 'name' | 'labels'> & Partial<Pick<Sheet, 'rows'>>

/**
 * Finds the fields of a workbook by its labels: first those that the admin names, then those that sfsync knows in some
 * language. SalesScreen documents no names for its columns. Throws `usage` for a label that is not there.
 */
export function workbookColumns(sheet: Labeled, given: WorkbookLabels): WorkbookColumns {
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
  const unclear = new Map<WorkbookField, string[]>()
  const taken = new Set(columns.values())
  for (const [column, field] of fieldsOf(sheet).entries()) {
    if (field === undefined || taken.has(column) || given[field] !== undefined) continue
    const first = columns.get(field)
    if (first === undefined) columns.set(field, column)
    else addUnclear(unclear, field, sheet.labels, first, column)
  }
  const email = columns.get('email')
  if (email !== undefined && given.email === undefined)
    for (const column of otherAddresses(sheet, columns))
      addUnclear(unclear, 'email', sheet.labels, email, column)
  // The parts say it without a doubt.
  if (unclear.has('name') && (columns.has('firstName') || columns.has('lastName'))) {
    unclear.delete('name')
    columns.delete('name')
  }
  const used = new Set(columns.values())
  return {
    of: columns,
    unclear,
    unused: sheet.labels.filter((label, column) => label !== '' && !used.has(column)),
  }
}

function addUnclear(
  unclear: Map<WorkbookField, string[]>,
  field: WorkbookField,
  labels: readonly string[],
  first: number,
  other: number,
): void {
  unclear.set(field, [...(unclear.get(field) ?? [labels[first] ?? '']), labels[other] ?? ''])
}

function fieldsOf({ labels }: Labeled): (WorkbookField | undefined)[] {
  const meanings = batchMeaningsOf(labels)
  const fields = reportFieldsOf(labels)
  return labels.map((label, column) => fieldOf(label, meanings[column], fields[column]))
}

// A column that sfsync does not know, and that holds nothing but addresses, may be the one that SalesScreen knows users by.
function otherAddresses(
  { labels, rows = [] }: Labeled,
  columns: ReadonlyMap<WorkbookField, number>,
): number[] {
  const meanings = batchMeaningsOf(labels)
  const fields = reportFieldsOf(labels)
  const used = new Set(columns.values())
  return [...labels.keys()].filter((column) => {
    if (used.has(column) || meanings[column] !== undefined || fields[column] !== undefined) return false
    const cells = rows.slice(0, sampled).flatMap(({ cells: row }) => (row[column] ?? '') || [])
    return cells.length > 0 && cells.every((cell) => /^[^@\s]+@[^@\s]+$/.test(cell))
  })
}

const sampled = 50

const stateLabels = new Set(
  ['State', 'Status', 'User state', 'User status', 'Tila', 'Stan', 'Tilstand', 'Brukerstatus'].map(
    plainLabel,
  ),
)

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

/** The labels as the setting `workbook-columns` keeps them; a label that would end early is in quotes. */
export function labelsText(labels: WorkbookLabels): string {
  return Object.entries(labels)
    .map(([field, label]) => `${field}=${/[,="]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label}`)
    .join(',')
}

const pairPattern = /(?:"(?:[^"]|"")*"|[^,"])+/gu

/** Reads `field=label` pairs, separated by commas; a label may be in quotes. Throws `usage`. */
export function parseLabels(text: string): WorkbookLabels {
  const labels: Partial<Record<WorkbookField, string>> = {}
  for (const [pair] of text.matchAll(pairPattern)) {
    if (pair.trim() === '') continue
    const [, name = '', written = ''] = /^([^=]*)=(.*)$/su.exec(pair) ?? []
    const [, quoted] = /^\s*"(.*)"\s*$/su.exec(written) ?? []
    const label = quoted === undefined ? written : quoted.replaceAll('""', '"')
    const field = workbookFields.find((each) => plainLabel(each) === plainLabel(name))
    if (field === undefined || label.trim() === '')
      throw new SfsyncError('usage', `--columns expects field=label, not "${pair.trim()}"`, {
        actions: [...didYouMean(name, workbookFields), `the fields are: ${workbookFields.join(', ')}`],
      })
    labels[field] = label.trim()
  }
  return labels
}

/** Throws `invalid` for a report of Salesforce users: its users may not be in SalesScreen at all. */
export function refuseReport({ name, labels }: Labeled, { of }: WorkbookColumns): void {
  // Only Salesforce has usernames and profiles.
  const fields = reportFieldsOf(labels)
  if (of.has('team') || !fields.includes('username') || !fields.includes('profile')) return
  throw new SfsyncError(
    'invalid',
    `${name} is a report of Salesforce users, not SalesScreen's list of users`,
    {
      actions: [commandLine('sf-users import', name)],
    },
  )
}

/** What admins said of the columns of earlier files. */
export interface ColumnMemory {
  readonly labels: WorkbookLabels
  /** As the ledger keeps it. */
  readonly fact: CompanyFact | null
}

const setting = 'workbook-columns'

/** What the ledger remembers of the columns of SalesScreen's workbook. */
export async function readColumnMemory(ledger: Ledger): Promise<ColumnMemory> {
  const fact = (await ledger.facts()).find(({ name }) => name === setting) ?? null
  return { fact, labels: parseLabels(fact?.value ?? '') }
}

/** The columns of a file: as the admin says now, else as is remembered where the file has such labels. Throws `usage`. */
export function columnsOf(sheet: Labeled, memory: ColumnMemory, given: WorkbookLabels = {}): WorkbookColumns {
  return workbookColumns(sheet, { ...stillThere(sheet.labels, memory.labels), ...given })
}

function stillThere(labels: readonly string[], wanted: WorkbookLabels): WorkbookLabels {
  const known = new Set(labels.map(plainLabel))
  return Object.fromEntries(Object.entries(wanted).filter(([, label]) => known.has(plainLabel(label))))
}

/** Whether labels are those of a list of users, to tell it from the other sheets of a workbook. */
export function isUserList(memory: ColumnMemory, given: WorkbookLabels = {}) {
  return (labels: readonly string[]): boolean =>
    missingFields(columnsOf({ name: '', labels }, memory, stillThere(labels, given))).length === 0
}

/** The change that remembers what an admin says of columns; none if the ledger has it. */
export function rememberColumns(memory: ColumnMemory, said: WorkbookLabels, context: AppContext): Change[] {
  const value = labelsText({ ...memory.labels, ...said })
  if (value === '' || value === memory.fact?.value) return []
  const after = { name: setting, value, attestedBy: context.actor, attestedAt: context.now() } as const
  return [...decideSetFact(memory.fact, after).changes]
}

/** A field of which an admin has to say the column. */
export interface OpenColumn {
  readonly field: WorkbookField
  /** The labels it may have. */
  readonly labels: readonly string[]
}

/** The fields that are missing or unclear. */
export function openColumns({ labels }: Pick<Sheet, 'labels'>, columns: WorkbookColumns): OpenColumn[] {
  return [
    ...missingFields(columns).map((field) => ({ field, labels: labels.filter((label) => label !== '') })),
    ...[...columns.unclear].map(([field, possible]) => ({ field, labels: possible })),
  ]
}

function missingFields({ of }: WorkbookColumns): WorkbookField[] {
  const hasName = of.has('name') || of.has('firstName') || of.has('lastName')
  return [...(of.has('email') ? [] : ['email' as const]), ...(hasName ? [] : ['name' as const])]
}

/** Throws `invalid` where a needed column is missing, or where several columns may hold one field. */
export function requireColumns(sheet: Pick<Sheet, 'name' | 'labels'>, columns: WorkbookColumns): void {
  const missing = missingFields(columns)
  const [unclear] = columns.unclear
  if (missing.length === 0 && unclear === undefined) return
  const rows: ErrorRow[] = [
    { file: sheet.name, line: 1, reason: `its columns are: ${sheet.labels.filter(Boolean).join(', ')}` },
  ]
  const fields = missing.length > 0 ? missing : [...columns.unclear.keys()]
  throw new SfsyncError(
    'invalid',
    missing.length > 0
      ? `${sheet.name} has no column that sfsync knows as ${missing.join(' or ')}`
      : `${sheet.name} has several columns for ${unclear?.[0] ?? ''}: ${(unclear?.[1] ?? []).join(', ')}`,
    {
      rows,
      actions: [
        {
          text: 'say which they are; the profile remembers it',
          command: withOptions(commandLine('users import', sheet.name), {
            columns: fields.map((field) => `${field}=<label>`).join(','),
          }),
        },
      ],
    },
  )
}
