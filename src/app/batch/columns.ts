import type { BatchKind } from '../../core/batch/decide-row.ts'
import type { BatchField, NamingField, SuggestNames } from '../../core/batch/rows.ts'
import type { ErrorRow } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import { isUserId } from '../../core/model.ts'
import {
  batchMeaningsOf,
  isAboutAnotherUser,
  knownBatchLabels,
  plainLabel,
  reportFieldsOf,
  separatorInside,
} from '../../sheet/labels.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import { looksLikeId } from '../../sheet/table.ts'

// The label of each field as sfsync names it in messages.
const usualLabels = {
  user: 'Email',
  salesforceUser: 'External ID',
  team: 'Team',
  firstName: 'First name',
  lastName: 'Last name',
  name: 'Name',
  nickname: 'Nickname',
  system: 'System',
} as const

/** Which column holds which field. */
export interface BatchColumns {
  readonly of: ReadonlyMap<BatchField, number>
  /** Columns that name the same user once more; a row in which they differ contradicts itself. */
  readonly repeated: readonly { readonly field: NamingField; readonly column: number }[]
}

/** The field of each label; undefined where it is unknown or ignored, or where only the cells can tell. */
function fieldsOf(labels: readonly string[]): (BatchField | undefined)[] {
  return batchMeaningsOf(labels).map((meaning) =>
    meaning === 'by-content' || meaning === 'ignored' ? undefined : meaning,
  )
}

/**
 * Matches the labels of a file to fields, or lists everything that is wrong with the header. `cellsOf` gives the cells of
 * a column that are not empty.
 */
export function assignBatchColumns(
  file: string,
  header: readonly string[],
  kind: BatchKind,
  cellsOf: (column: number) => readonly string[],
  suggest: SuggestNames,
): BatchColumns | readonly ErrorRow[] {
  const columns = new Map<BatchField, number>()
  const problems: ErrorRow[] = []
  const problem = (column: number, reason: string, action: Hint) =>
    problems.push({ file, line: 1, column: header[column] ?? '', reason, action, group: 'the header' })
  const meanings = batchMeaningsOf(header)
  const reportFields = reportFieldsOf(header)
  const recordIds = header.find(
    (_, column) => reportFields[column] === 'salesforceUserId' && !cellsOf(column).some(looksLikeId),
  )
  for (const [column, field] of fieldsOf(header).entries()) {
    const label = header[column] ?? ''
    if (field === undefined) {
      if (meanings[column] !== undefined) continue
      const userIds = isAboutAnotherUser(label) ? false : areMostly(cellsOf(column), looksLikeId)
      problem(column, ...(userIds ? unknownIds(label, recordIds) : unknown(label, column, suggest)))
      continue
    }
    const earlier = columns.get(field)
    if (earlier === undefined) columns.set(field, column)
    else
      problem(
        column,
        `the columns "${header[earlier] ?? ''}" and "${label}" mean the same`,
        'remove one of them',
      )
  }
  const repeated: { field: NamingField; column: number }[] = []
  const byContent = [...meanings.keys()].filter((column) => meanings[column] === 'by-content')
  // A report has IDs and usernames of the same users: the ID is the key.
  const usernamesLast = byContent.toSorted(
    (left, right) => usernameRank(cellsOf(left)) - usernameRank(cellsOf(right)),
  )
  for (const column of usernamesLast) {
    const cells = cellsOf(column)
    const fields = new Set(cells.flatMap((cell) => fieldOfCell(cell) ?? []))
    const [field] = fields
    if (field === undefined) {
      const isNamedLikeAnId = reportFields[column] === 'salesforceUserId'
      if (cells.length > 0 && isNamedLikeAnId) problem(column, ...withoutIds(cells))
    } else if (fields.size > 1)
      problem(
        column,
        'some cells are user IDs of SalesScreen (u-...), others of Salesforce (005...)',
        'give each its own column',
      )
    else if (columns.has(field)) repeated.push({ field, column })
    else columns.set(field, column)
  }
  const team = columns.get('team')
  if (kind === 'map' && team !== undefined && cellsOf(team).length > 0)
    problem(team, 'map does not put users on teams', {
      text: 'remove the column, or use',
      command: commandLine('import', file),
    })
  for (const missing of missingLabels(kind, columns))
    problems.push({
      file,
      line: 1,
      reason: `the column ${missing} is missing`,
      action: 'add it to the first line',
      group: 'the header',
    })
  return problems.length > 0 ? problems : { of: columns, repeated }
}

// The list of an object that refers to users, such as permission set assignments.
function unknownIds(label: string, recordIds: string | undefined): [reason: string, action: string] {
  const what =
    plainLabel(label) === plainLabel('Assignee ID')
      ? 'the users that a permission set is assigned to'
      : 'Salesforce User IDs'
  const others =
    recordIds === undefined
      ? ''
      : ` and remove the column "${recordIds}", which holds the IDs of other records`
  return [
    `unknown column "${label}", which holds ${what}`,
    `if these users are meant, call it "User ID"${others}; otherwise remove the column`,
  ]
}

function areMostly(cells: readonly string[], is: (cell: string) => boolean): boolean {
  const found = cells.filter(is).length
  return found > 0 && found * 2 >= cells.length
}

function unknown(label: string, column: number, suggest: SuggestNames): [reason: string, action: string] {
  if (label === '')
    return [`column ${column + 1} has no label`, 'add one in the first line, or remove the column']
  const inside = separatorInside(label)
  if (inside !== undefined)
    return [
      `the first line is one cell: "${label}"`,
      `its labels are separated by "${inside}": leave out --separator, and remove quotes around whole lines`,
    ]
  const near = nearLabels(label, suggest)
  return [
    `unknown column "${label}"`,
    near.length > 0 ? `did you mean ${near.join(' or ')}? Otherwise remove the column` : 'remove the column',
  ]
}

// The labels of every language are compared, and the longest that a label contains counts: "First name 2" is no "Name".
function nearLabels(label: string, suggest: SuggestNames): string[] {
  const near = suggest(label, [...Object.values(usualLabels), ...knownBatchLabels()])
  const contained = near.filter((each) => plainLabel(label).includes(plainLabel(each)))
  const meant = near.filter((each) => !contained.some((other) => isPartOf(each, other)))
  const fields = meant.flatMap((each) => fieldsOf([each])[0] ?? [])
  return [...new Set(fields.flatMap((field) => (field === 'problem' ? [] : [usualLabels[field]])))]
}

function isPartOf(part: string, other: string): boolean {
  return part !== other && plainLabel(other).includes(plainLabel(part))
}

function withoutIds([first = '']: readonly string[]): [reason: string, action: string] {
  return [
    `no cell holds a user ID of Salesforce (005...) or SalesScreen (u-...); the first cell is "${first}"`,
    'fill in the IDs, or remove the column',
  ]
}

function usernameRank(cells: readonly string[]): number {
  return cells.some(isUsername) && !cells.some((cell) => !isUsername(cell) && fieldOfCell(cell)) ? 1 : 0
}

function isUsername(cell: string): boolean {
  return cell.includes('@') && !cell.includes('/')
}

// An ID that a spreadsheet turned into a number, and the ID of another kind of record: the row says what is wrong with it.
const damagedId = /^\d[.,]?\d*E\+?\d+$|^5\d{9,14}$|^[0-9][0-9A-Za-z]{14}(?:[0-9A-Za-z]{3})?$/i

function fieldOfCell(cell: string): NamingField | undefined {
  if (isUserId(cell)) return 'user'
  return /^005|^https?:|@/.test(cell) || damagedId.test(cell) ? 'salesforceUser' : undefined
}

function missingLabels(kind: BatchKind, columns: BatchColumns['of']): string[] {
  const oneOf = (...fields: readonly (keyof typeof usualLabels)[]) =>
    fields.some((field) => columns.has(field))
      ? []
      : [fields.map((field) => `"${usualLabels[field]}"`).join(' or ')]
  if (kind === 'map') return [...oneOf('user'), ...oneOf('salesforceUser')]
  return [...oneOf('user', 'salesforceUser'), ...(kind === 'assign-team' ? oneOf('team') : [])]
}

/** In forms where each row names its own keys, keys with one meaning become one column unless a row has both. */
export function withMergedColumns(sheet: Sheet): Sheet {
  if (sheet.form === 'csv' || sheet.form === 'workbook') return sheet
  const home = new Map<BatchField, number>()
  const moved = new Map<number, number>()
  for (const [column, field] of fieldsOf(sheet.labels).entries()) {
    const first = field === undefined ? undefined : home.get(field)
    if (field !== undefined && first === undefined) home.set(field, column)
    if (first !== undefined && sheet.rows.every(({ cells }) => cells[first] === '' || cells[column] === ''))
      moved.set(column, first)
  }
  if (moved.size === 0) return sheet
  const kept = [...sheet.labels.keys()].filter((column) => !moved.has(column))
  const sources = kept.map((column) => [
    column,
    ...[...moved].flatMap(([from, to]) => (to === column ? [from] : [])),
  ])
  return {
    ...sheet,
    labels: kept.map((column) => sheet.labels[column] ?? ''),
    rows: sheet.rows.map(({ line, cells }) => ({
      line,
      cells: sources.map((columns) => columns.map((column) => cells[column] ?? '').join('')),
    })),
  }
}
