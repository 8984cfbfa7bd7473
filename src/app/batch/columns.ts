import type { BatchKind } from '../../core/batch/decide-row.ts'
import type { BatchField, SuggestNames } from '../../core/batch/rows.ts'
import type { ErrorRow } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import { batchMeaningsOf, knownBatchLabels, plainLabel, separatorInside } from '../../sheet/labels.ts'
import type { Sheet } from '../../sheet/sheet.ts'

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
export type BatchColumns = ReadonlyMap<BatchField, number>

/** The field of each label; undefined where it is unknown or ignored, or where only the cells can tell. */
function fieldsOf(labels: readonly string[]): (BatchField | undefined)[] {
  return batchMeaningsOf(labels).map((meaning) =>
    meaning === 'by-content' || meaning === 'ignored' ? undefined : meaning,
  )
}

/**
 * Matches the labels of a file to fields, or lists everything that is wrong with the header. `sampleOf` gives the first
 * cell of a column that is not empty.
 */
export function assignBatchColumns(
  file: string,
  header: readonly string[],
  kind: BatchKind,
  sampleOf: (column: number) => string | undefined,
  suggest: SuggestNames,
): BatchColumns | readonly ErrorRow[] {
  const columns = new Map<BatchField, number>()
  const problems: ErrorRow[] = []
  const problem = (column: number, reason: string, action: Hint) =>
    problems.push({ file, line: 1, column: header[column] ?? '', reason, action, group: 'the header' })
  const meanings = batchMeaningsOf(header)
  const usernameRank = (column: number) => (isUsername(sampleOf(column) ?? '') ? 1 : 0)
  for (const [column, field] of fieldsOf(header).entries()) {
    const label = header[column] ?? ''
    if (field === undefined) {
      if (meanings[column] === undefined) problem(column, ...unknown(label, column, suggest))
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
  const byContent = [...meanings.keys()].filter((column) => meanings[column] === 'by-content')
  // A report has IDs and usernames of the same users: the ID is the key.
  for (const column of byContent.toSorted((left, right) => usernameRank(left) - usernameRank(right))) {
    const field = fieldOfContent(sampleOf(column) ?? '')
    if (field !== undefined && !columns.has(field)) columns.set(field, column)
  }
  const team = columns.get('team')
  if (kind === 'map' && team !== undefined && sampleOf(team) !== undefined)
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
  return problems.length > 0 ? problems : columns
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

function isUsername(sample: string): boolean {
  return sample.includes('@') && !sample.includes('/')
}

function fieldOfContent(sample: string): BatchField | undefined {
  if (sample.startsWith('u-')) return 'user'
  return /^005|^https?:|@/.test(sample) ? 'salesforceUser' : undefined
}

function missingLabels(kind: BatchKind, columns: BatchColumns): string[] {
  const oneOf = (...fields: readonly (keyof typeof usualLabels)[]) =>
    fields.some((field) => columns.has(field))
      ? []
      : [fields.map((field) => `"${usualLabels[field]}"`).join(' or ')]
  if (kind === 'map') return [...oneOf('user'), ...oneOf('salesforceUser')]
  return [...oneOf('user', 'salesforceUser'), ...(kind === 'assign-team' ? oneOf('team') : [])]
}

/** In forms where each row names its own keys, keys with one meaning become one column unless a row has both. */
export function withMergedColumns(sheet: Sheet): Sheet {
  if (sheet.form === 'csv') return sheet
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
