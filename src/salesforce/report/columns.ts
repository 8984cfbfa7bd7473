import { distance } from 'fastest-levenshtein'
import { SfsyncError } from '../../core/errors.ts'
import { parseEmail } from '../../core/text.ts'
import { areLastNameFirst, lastNameFirst } from '../../core/written-name.ts'
import { damageOf } from '../../core/written-text.ts'
import { isAboutAnotherUser, nearReportField, plainLabel, reportFieldsOf } from '../../sheet/labels.ts'
import { type ReportField, reportFields } from '../../sheet/report-fields.ts'
import { unreadableFile } from '../../sheet/source.ts'
import { looksLikeId, type Table, type TableRow } from '../../sheet/table.ts'
import { columnFlags } from '../report-flags.ts'
import { exportAdvice, reportFileTexts } from './file-texts.ts'

/** Which columns of a file fill which fields. */
export interface Columns {
  /** Every label of the header, in order. */
  readonly labels: readonly string[]
  /** The column of the Salesforce User ID. */
  readonly id: number
  /** Other columns that hold it by their labels; a row in which they differ contradicts itself. */
  readonly otherIds: readonly number[]
  /** The columns of each field; where there are several, the first that is not empty counts. */
  readonly of: Readonly<Record<ReportField, readonly number[]>>
  /** Whether whole names are written with the last name first, "Lovelace, Ada". */
  readonly lastNameFirst: boolean
}

/** The column labels that an admin gives, by field. */
export type NamedColumns = Partial<Readonly<Record<ReportField, string>>>

/**
 * Assigns the columns: those the admin names, then those whose labels are known, then IDs and e-mail addresses by content.
 * Guesses are added to `notices`. Throws `usage` for a named column that does not exist, and `report-unreadable` when no
 * column holds Salesforce User IDs.
 */
export function assignReportColumns(
  name: string,
  table: Pick<Table, 'labels' | 'line' | 'sample'>,
  named: NamedColumns,
  notices: string[],
): Columns {
  // Without the empty ones that trailing separators leave.
  const labels = table.labels.slice(0, table.labels.findLastIndex((label) => label !== '') + 1)
  for (const label of labels) {
    const reason = damageOf(label)
    if (reason !== undefined)
      throw unreadableFile(reportFileTexts, `${name}:${table.line}: a label cannot be read: ${reason}`, [
        exportAdvice,
      ])
  }
  const of = byLabel(labels)
  for (const field of reportFields) {
    const label = named[field]
    if (label !== undefined) of[field] = [namedColumn(name, table.line, labels, field, label)]
  }
  const { sample } = table
  moveAddresses(of, sample, named)
  const id = idColumn(name, labels, of, sample, notices)
  const otherIds = of.salesforceUserId.filter((column) => column !== id)
  of.salesforceUserId = [id]
  guessAddresses(labels, of, sample, notices)
  noteRepeated(labels, of, notices)
  noteAlmostKnown(labels, of, notices)
  return { labels, id, otherIds, of, lastNameFirst: isLastNameFirst(labels, of, sample, notices) }
}

function isLastNameFirst(
  labels: readonly string[],
  of: Readonly<Record<ReportField, readonly number[]>>,
  sample: readonly TableRow[],
  notices: string[],
): boolean {
  const [column] = of.name
  if (column === undefined || of.firstName.length + of.lastName.length > 0) return false
  const names = valuesOf(sample, column)
  const example = names.find((each) => lastNameFirst(each) !== undefined) ?? ''
  const parts = areLastNameFirst(names) ? lastNameFirst(example) : undefined
  if (parts === undefined) return false
  notices.push(
    `column "${labels[column]}" was read as last name, first name: "${example}" is ${parts.firstName} ${parts.lastName}`,
  )
  return true
}

function byLabel(labels: readonly string[]): Record<ReportField, number[]> {
  const fields = reportFieldsOf(labels)
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
  line: number,
  labels: readonly string[],
  field: ReportField,
  label: string,
): number {
  const exact = labels.indexOf(label.trim())
  const column = exact >= 0 ? exact : labels.findIndex((each) => plainLabel(each) === plainLabel(label))
  if (column >= 0) return column
  const nearest = nearestLabels(
    label,
    labels.filter((each) => each !== ''),
  )
  throw new SfsyncError('usage', `${name} has no column "${label}" (${columnFlags[field]})`, {
    actions: [`its columns, nearest first: ${nearest.map((each) => `"${each}"`).join(', ')}`],
    rows: [{ file: name, line, reason: `the header has no label "${label}"` }],
  })
}

// In some languages one word is both "user ID" and "username": a column of addresses is the username.
function moveAddresses(
  of: Record<ReportField, number[]>,
  sample: readonly TableRow[],
  named: NamedColumns,
): void {
  if (named.salesforceUserId !== undefined) return
  const addresses = of.salesforceUserId.filter((column) => {
    const cells = sample.map((row) => row.cells[column] ?? '').filter((cell) => cell !== '')
    return cells.length > 0 && cells.every((cell) => cell.includes('@'))
  })
  of.salesforceUserId = of.salesforceUserId.filter((column) => !addresses.includes(column))
  if (of.username.length === 0) of.username = addresses
}

function idColumn(
  name: string,
  labels: readonly string[],
  of: Readonly<Record<ReportField, readonly number[]>>,
  sample: readonly TableRow[],
  notices: string[],
): number {
  const ids = (column: number) => sample.filter((row) => looksLikeId(row.cells[column] ?? '')).length
  const [labeled] = of.salesforceUserId.toSorted((left, right) => ids(right) - ids(left))
  if (labeled !== undefined) {
    const [other] = ids(labeled) > 0 ? [] : columnsOfIds(labels, sample)
    if (other !== undefined) throw otherIdsError(name, labels[labeled] ?? '', labels[other] ?? '')
    return labeled
  }
  const guessed = guessId(labels, sample)
  if (guessed === undefined) throw withoutIds(name, labels)
  notices.push(
    `column "${labels[guessed]}" was read as the Salesforce User ID because of its content; to change that: ${columnFlags.salesforceUserId}`,
  )
  return guessed
}

// Only a file of other records has an ID of its own beside those of users.
function otherIdsError(name: string, label: string, other: string): Error {
  return unreadableFile(
    reportFileTexts,
    `column "${label}" of ${name} holds no Salesforce User IDs, but column "${other}" does: the file seems to list other records`,
    [
      `if its rows are users all the same: ${columnFlags.salesforceUserId} "${other}"`,
      'or query the users themselves: sf data query --result-format csv --query "SELECT Id, Name, Username, Email, IsActive FROM User"',
    ],
  )
}

function withoutIds(name: string, labels: readonly string[]): Error {
  return unreadableFile(
    reportFileTexts,
    `${name} has no column with Salesforce User IDs; its columns are ${labels.map((label) => `"${label}"`).join(', ')}`,
    [
      'in Salesforce edit the report, add the column "User ID", save and run it',
      exportAdvice,
      `if one of the columns does contain them, name it: ${columnFlags.salesforceUserId} "<label>"`,
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
    notices.push(`${names} are the same field, ${field}: each row uses the first one that is not empty`)
  }
}

function noteAlmostKnown(
  labels: readonly string[],
  of: Readonly<Record<ReportField, readonly number[]>>,
  notices: string[],
): void {
  const taken = new Set(Object.values(of).flat())
  for (const [column, label] of labels.entries()) {
    const field = taken.has(column) ? undefined : nearReportField(label)
    if (field !== undefined && of[field].length === 0)
      notices.push(`column "${label}" is not read; if it is meant: ${columnFlags[field]} "${label}"`)
  }
}

/** The column whose values are Salesforce User IDs, each a different one; the leftmost where there are several. */
function guessId(labels: readonly string[], sample: readonly TableRow[]): number | undefined {
  return columnsOfIds(labels, sample).find((column) => {
    const ids = valuesOf(sample, column).filter(looksLikeId)
    return new Set(ids).size === ids.length
  })
}

function columnsOfIds(labels: readonly string[], sample: readonly TableRow[]): number[] {
  return labels.flatMap((label, column) => {
    const values = valuesOf(sample, column)
    const ids = values.filter(looksLikeId)
    return ids.length > 0 && ids.length * 2 >= values.length && !isAboutAnotherUser(label) ? [column] : []
  })
}

/**
 * Finds e-mail address and username by content where no label names them. A single column of addresses is the e-mail
 * address; of two columns the one that only lengthens the other is the username.
 */
function guessAddresses(
  labels: readonly string[],
  of: Record<ReportField, number[]>,
  sample: readonly TableRow[],
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
      `column "${labels[column]}" was read as the ${field === 'email' ? 'e-mail address' : 'username'} because of its content; to change that: ${columnFlags[field]}`,
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
  notices.push(
    `${names} all contain e-mail addresses, so none was used; choose one: ${columnFlags.email} "<label>"`,
  )
}

function lengthens(sample: readonly TableRow[], short: number, long: number): boolean {
  const pairs = sample.map((row) => [row.cells[short] ?? '', row.cells[long] ?? ''] as const)
  const longer = pairs.filter(([left, right]) => right.toLowerCase().startsWith(left.toLowerCase()))
  return longer.length * 2 > pairs.length
}

function holdsAddresses(sample: readonly TableRow[], column: number): boolean {
  const values = valuesOf(sample, column)
  const addresses = values.filter((value) => 'email' in parseEmail(value))
  return addresses.length > 0 && addresses.length * 5 >= values.length * 4
}

function valuesOf(sample: readonly TableRow[], column: number): string[] {
  return sample.map((row) => row.cells[column] ?? '').filter((value) => value !== '')
}

/** The names, those most like the wanted one first. */
function nearestLabels(wanted: string, names: readonly string[]): string[] {
  const plain = plainLabel(wanted)
  const away = new Map(names.map((name) => [name, distance(plain, plainLabel(name))]))
  return names.toSorted((left, right) => (away.get(left) ?? 0) - (away.get(right) ?? 0))
}
