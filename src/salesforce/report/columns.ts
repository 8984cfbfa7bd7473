import { SfsyncError } from '../../core/errors.ts'
import { columnFlags, reportFields, type ReportField } from '../report-fields.ts'
import { guessAddresses, guessId } from './guess.ts'
import { looksLikeId } from './header.ts'
import { fieldsOf, plainLabel } from './labels.ts'
import { nearest } from './nearest.ts'
import type { CsvRecord } from '../../sheet/records.ts'
import { exportAdvice, unreadable } from './source.ts'

/** Which columns of a file fill which fields. */
export interface Columns {
  /** Every label of the header, in order. */
  readonly labels: readonly string[]
  /** The column of the Salesforce User ID. */
  readonly id: number
  /** The columns of each field; where there are several, the first that is not empty counts. */
  readonly of: Readonly<Record<ReportField, readonly number[]>>
}

/** The column labels that an admin gives, by field. */
export type NamedColumns = Partial<Readonly<Record<ReportField, string>>>

/**
 * Assigns the columns: those the admin names, then those whose labels are known, then IDs and e-mail addresses by content.
 * What was guessed is told in `notices`. Throws `usage` for a named column that is not there, and `report-unreadable`
 * when no column holds Salesforce User IDs.
 */
export function assignColumns(
  name: string,
  header: CsvRecord,
  sample: readonly CsvRecord[],
  named: NamedColumns,
  notices: string[],
): Columns {
  const labels = trimmedLabels(header)
  const of = byLabel(labels)
  for (const field of reportFields) {
    const label = named[field]
    if (label !== undefined) of[field] = [namedColumn(name, header, labels, field, label)]
  }
  moveAddresses(of, sample, named)
  const id = idColumn(name, labels, of, sample, notices)
  of.salesforceUserId = [id]
  guessAddresses(labels, of, sample, notices)
  noteRepeated(labels, of, notices)
  return { labels, id, of }
}

/** The labels without the empty ones that trailing separators leave. */
function trimmedLabels(header: CsvRecord): string[] {
  const labels = header.cells.map((cell) => cell.trim())
  return labels.slice(0, labels.findLastIndex((label) => label !== '') + 1)
}

function byLabel(labels: readonly string[]): Record<ReportField, number[]> {
  const fields = fieldsOf(labels)
  const columns = (field: ReportField) => fields.flatMap((found, index) => (found === field ? [index] : []))
  return {
    salesforceUserId: columns('salesforceUserId'),
    name: columns('name'),
    firstName: columns('firstName'),
    lastName: columns('lastName'),
    username: columns('username'),
    email: columns('email'),
    alias: columns('alias'),
    active: columns('active'),
    type: columns('type'),
    profile: columns('profile'),
    role: columns('role'),
    department: columns('department'),
    title: columns('title'),
    manager: columns('manager'),
    employeeNumber: columns('employeeNumber'),
    federationId: columns('federationId'),
    lastLoginAt: columns('lastLoginAt'),
  }
}

function namedColumn(
  name: string,
  header: CsvRecord,
  labels: readonly string[],
  field: ReportField,
  label: string,
): number {
  const exact = labels.indexOf(label.trim())
  const column = exact >= 0 ? exact : labels.findIndex((each) => plainLabel(each) === plainLabel(label))
  if (column >= 0) return column
  const there = nearest(
    label,
    labels.filter((each) => each !== ''),
  )
  throw new SfsyncError('usage', `${name} has no column "${label}" (${columnFlags[field]})`, {
    actions: [`its columns, nearest first: ${there.map((each) => `"${each}"`).join(', ')}`],
    rows: [{ file: name, line: header.line, reason: `the header has no label "${label}"` }],
  })
}

/** In some languages one word is both "user ID" and "username": a column of addresses is the username. */
function moveAddresses(
  of: Record<ReportField, number[]>,
  sample: readonly CsvRecord[],
  named: NamedColumns,
): void {
  if (named.salesforceUserId !== undefined) return
  const addresses = of.salesforceUserId.filter((column) => {
    const cells = sample.map((record) => record.cells[column] ?? '').filter((cell) => cell !== '')
    return cells.length > 0 && cells.every((cell) => cell.includes('@'))
  })
  of.salesforceUserId = of.salesforceUserId.filter((column) => !addresses.includes(column))
  if (of.username.length === 0) of.username = addresses
}

function idColumn(
  name: string,
  labels: readonly string[],
  of: Readonly<Record<ReportField, readonly number[]>>,
  sample: readonly CsvRecord[],
  notices: string[],
): number {
  const ids = (column: number) => sample.filter((record) => looksLikeId(record.cells[column] ?? '')).length
  const [labelled] = of.salesforceUserId.toSorted((left, right) => ids(right) - ids(left))
  if (labelled !== undefined) return labelled
  const guessed = guessId(labels, sample)
  if (guessed === undefined) throw withoutIds(name, labels)
  notices.push(
    `column "${labels[guessed]}" was taken as the Salesforce User ID because of what it holds; ${columnFlags.salesforceUserId} says otherwise`,
  )
  return guessed
}

function withoutIds(name: string, labels: readonly string[]): Error {
  return unreadable(
    `${name} has no column with Salesforce User IDs; its columns are ${labels.map((label) => `"${label}"`).join(', ')}`,
    [
      'in Salesforce edit the report, add the column "User ID", save and run it',
      exportAdvice,
      `if a column does hold them, name it: ${columnFlags.salesforceUserId} "<label>"`,
    ],
  )
}

function noteRepeated(
  labels: readonly string[],
  of: Readonly<Record<ReportField, readonly number[]>>,
  notices: string[],
): void {
  for (const field of reportFields) {
    const columns = of[field]
    if (columns.length < 2) continue
    const names = columns.map((column) => `"${labels[column]}"`).join(' and ')
    notices.push(`${names} mean the same field, ${field}: in each row the first that is not empty counts`)
  }
}
