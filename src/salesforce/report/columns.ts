import { distance } from 'fastest-levenshtein'
import { SfsyncError } from '../../core/errors.ts'
import { columnFlags, type ReportField, reportFields } from '../report-fields.ts'
import { looksLikeId } from './header.ts'
import { fieldsOfLabels, isAboutAnotherUser, plainLabel } from './labels.ts'
import type { CsvRecord } from '../../sheet/csv.ts'
import { exportAdvice, unreadableReport } from './source.ts'
import { parseEmail } from '../../core/text.ts'

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
export function assignReportColumns(
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
  const fields = fieldsOfLabels(labels)
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
  const there = nearestLabels(
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
  return unreadableReport(
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

/** The column whose values are Salesforce User IDs, each a different one; the leftmost where there are several. */
export function guessId(labels: readonly string[], sample: readonly CsvRecord[]): number | undefined {
  const columns = labels.flatMap((label, column) => {
    const values = valuesOf(sample, column)
    const ids = values.filter(looksLikeId)
    const good = ids.length > 0 && ids.length * 2 >= values.length && new Set(ids).size === ids.length
    return good && !isAboutAnotherUser(label) ? [column] : []
  })
  return columns[0]
}

/**
 * Finds e-mail address and username by content where no label tells them. A lone column of addresses is the e-mail
 * address; of two columns the one that only lengthens the other is the username.
 */
export function guessAddresses(
  labels: readonly string[],
  of: Record<ReportField, number[]>,
  sample: readonly CsvRecord[],
  notices: string[],
): void {
  if (of.email.length > 0) return
  const taken = new Set(Object.values(of).flat())
  const columns = labels.flatMap((label, column) =>
    !taken.has(column) && !isAboutAnotherUser(label) && holdsAddresses(sample, column) ? [column] : [],
  )
  const [first, second] = columns
  if (first === undefined) return
  const take = (field: 'email' | 'username', column: number) => {
    of[field] = [column]
    notices.push(
      `column "${labels[column]}" was taken as the ${field === 'email' ? 'e-mail address' : 'username'} because of what it holds; ${columnFlags[field]} says otherwise`,
    )
  }
  if (second === undefined) return take('email', first)
  if (columns.length > 2 || of.username.length > 0) return undecided(labels, columns, notices)
  const longer = [first, second].find((column) =>
    lengthens(sample, column === first ? second : first, column),
  )
  if (longer === undefined) return undecided(labels, columns, notices)
  take('email', longer === first ? second : first)
  take('username', longer)
}

function undecided(labels: readonly string[], columns: readonly number[], notices: string[]): void {
  const names = columns.map((column) => `"${labels[column]}"`).join(', ')
  notices.push(`${names} all hold addresses and none was taken: say which by ${columnFlags.email} "<label>"`)
}

function lengthens(sample: readonly CsvRecord[], short: number, long: number): boolean {
  const pairs = sample.map((record) => [record.cells[short] ?? '', record.cells[long] ?? ''] as const)
  const longer = pairs.filter(([left, right]) => right.toLowerCase().startsWith(left.toLowerCase()))
  return longer.length * 2 > pairs.length
}

function holdsAddresses(sample: readonly CsvRecord[], column: number): boolean {
  const values = valuesOf(sample, column)
  const addresses = values.filter((value) => 'email' in parseEmail(value))
  return addresses.length > 0 && addresses.length * 5 >= values.length * 4
}

function valuesOf(sample: readonly CsvRecord[], column: number): string[] {
  return sample.map((record) => (record.cells[column] ?? '').trim()).filter((value) => value !== '')
}

/** The names, those most like the wanted one first. */
export function nearestLabels(wanted: string, names: readonly string[]): string[] {
  const plain = plainLabel(wanted)
  const away = new Map(names.map((name) => [name, distance(plain, plainLabel(name))]))
  return names.toSorted((left, right) => (away.get(left) ?? 0) - (away.get(right) ?? 0))
}
