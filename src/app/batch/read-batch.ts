import type { Sheet, SheetRow } from '../../sheet/sheet.ts'
import type { BatchKind } from '../../core/batch/decide-row.ts'
import type { BatchField, BatchRow, RepeatedName } from '../../core/batch/rows.ts'
import { readNames } from './names.ts'
import { isNoText } from '../../core/written-name.ts'
import { damageAction, damageOf } from '../../core/written-text.ts'
import { batchMeaningsOf, plainLabel } from '../../sheet/labels.ts'
import { oddReason, type Takes } from '../../sheet/odd-cells.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import { parseFactValue } from '../../core/model.ts'
import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import type { ReviewRow } from '../../core/review/decide-review.ts'
import { reviewColumns } from '../../core/review/review-row.ts'
import type { AppContext } from '../context.ts'
import type { SheetRequest } from '../ports.ts'
import { assignBatchColumns, type BatchColumns, withMergedColumns } from './columns.ts'
import { isReviewSheet, reviewRowsOf } from './review-sheet.ts'
import { nearest } from '../hints.ts'
import { isStateLabel } from '../workbook-columns.ts'

/** A batch file as it was read. */
export interface Batch {
  readonly sheet: Sheet
  readonly rows: readonly BatchRow[]
  /** Rows that cannot be read, whatever they are about. */
  readonly problems: readonly ErrorRow[]
  /** The rows of a review sheet, which become rows of a batch once the ledger is read. */
  readonly review?: readonly ReviewRow[]
  /** The label of a field in the file; undefined if it has no such column. */
  labelOf(field: BatchField): string | undefined
}

/** Reads a batch file; bad rows are returned. Throws `invalid` for a header that cannot be used. */
export async function readBatch(context: AppContext, kind: BatchKind, request: SheetRequest): Promise<Batch> {
  const sheet = await context.dependencies.readSheet(request)
  for (const notice of sheet.notices) await context.note(notice)
  if (isReviewSheet(sheet)) return reviewOf(sheet, kind)
  const { notices, ...batch } = batchOf(withMergedColumns(sheet), kind)
  for (const notice of notices) await context.note(notice)
  return { ...batch, problems: [...batch.problems, ...(await otherSystems(context, batch))] }
}

/** The batch without the cells of its file, where no rows of it have to be written again. */
export function withoutCells(batch: Batch): Batch {
  return { ...batch, sheet: { ...batch.sheet, rows: [] } }
}

function reviewOf(sheet: Sheet, kind: BatchKind): Batch {
  if (kind !== 'import')
    throw new SfsyncError('usage', `${sheet.name} is a review sheet; only import and plan can read it`, {
      actions: [commandLine('import', sheet.name)],
    })
  const label: Partial<Record<BatchField, string>> = {
    user: reviewColumns.user,
    salesforceUser: reviewColumns.salesforceUserId,
    team: reviewColumns.team,
  }
  return {
    sheet,
    rows: [],
    review: reviewRowsOf(sheet),
    problems: [...sheet.problems, ...damagedCells(sheet, columnsOfReview(sheet.labels))],
    labelOf: (field) => label[field],
  }
}

// Only what import reads back; the other columns are for information.
function columnsOfReview(labels: readonly string[]): ReadonlyMap<number, Takes> {
  const { rowKey, decision, salesforceUserId, team, reason } = reviewColumns
  const read = new Map<string, Takes>([
    ...[rowKey, decision, salesforceUserId].map((label) => [plainLabel(label), 'texts'] as const),
    ...[team, reason].map((label) => [plainLabel(label), 'digits'] as const),
  ])
  return new Map(
    labels.flatMap((label, column) => {
      const takes = read.get(plainLabel(label))
      return takes === undefined ? [] : [[column, takes] as const]
    }),
  )
}

/** The rows of a sheet by field. */
function batchOf(sheet: Sheet, kind: BatchKind): Batch & { readonly notices: readonly string[] } {
  const { name, labels, rows } = sheet
  const cellsOf = (column: number) =>
    rows.flatMap(({ cells }) => (cells[column] === undefined || cells[column] === '' ? [] : cells[column]))
  const columns = assignBatchColumns(name, labels, kind, cellsOf, nearest)
  if (!('of' in columns)) {
    if (isSalesScreenList(labels)) throw salesScreenList(name)
    const what = labels.length === 0 && sheet.problems.length > 0 ? '' : 'the header of '
    throw new SfsyncError('invalid', `${what}${name} cannot be used; nothing was changed`, {
      rows: what === '' ? sheet.problems : columns,
    })
  }
  const labelOf = labelFinder(labels, columns)
  const shared = new Map<string, string>()
  const named = readNames(
    rows.map((row) => rowOf(row, columns, labels, shared)),
    name,
    labelOf('name') ?? 'Name',
  )
  return {
    sheet,
    rows: named.rows.filter(({ values }) => Object.keys(values).length > 0),
    problems: [
      ...sheet.problems,
      ...damagedCells(
        sheet,
        new Map([
          ...[...columns.of].map(
            ([field, column]) => [column, field === 'team' ? 'digits' : 'texts'] as const,
          ),
          ...columns.repeated.map(({ column }) => [column, 'texts'] as const),
        ]),
      ),
      ...named.problems,
    ],
    notices: named.notices,
    labelOf,
  }
}

// A function of its own: one made beside the rows would keep them in memory.
function labelFinder(labels: readonly string[], { of }: BatchColumns): Batch['labelOf'] {
  return (field) => labels[of.get(field) ?? -1]
}

// A state is nothing to decide here, and no sheet of wishes has one beside the address.
function isSalesScreenList(labels: readonly string[]): boolean {
  const meanings = batchMeaningsOf(labels)
  return labels.some(isStateLabel) && meanings.includes('user') && !meanings.includes('salesforceUser')
}

function salesScreenList(file: string): SfsyncError {
  return new SfsyncError('invalid', `${file} looks like SalesScreen's list of users; nothing was changed`, {
    actions: [
      { text: 'to record who exists in SalesScreen', command: commandLine('users import', file) },
      'if it is a list of what you want, remove the column of states',
    ],
  })
}

// Many rows have the same of these, and one text for each row would be kept.
const sharedFields: ReadonlySet<BatchField> = new Set(['team', 'system'])

function rowOf(
  { line, cells }: SheetRow,
  columns: BatchColumns,
  labels: readonly string[],
  shared: Map<string, string>,
): BatchRow {
  const values: Partial<Record<BatchField, string>> = {}
  for (const [field, column] of columns.of) {
    const value = cells[column] ?? ''
    // Names decide themselves: Null is a surname.
    if (value === '' || (!isName(field) && isNoText(value))) continue
    values[field] = sharedFields.has(field) ? oneText(shared, value) : value
  }
  const repeated: RepeatedName[] = []
  for (const { field, column } of columns.repeated) {
    const value = cells[column] ?? ''
    if (value === '') continue
    if (values[field] !== undefined) repeated.push({ field, value, label: labels[column] ?? '' })
    // An empty Salesforce user is no wish to map, whatever another column says; the user is who the row is about.
    else if (field === 'user') values.user = value
  }
  return { line, values, ...(repeated.length > 0 ? { repeated } : {}) }
}

function oneText(texts: Map<string, string>, text: string): string {
  const known = texts.get(text)
  if (known === undefined) texts.set(text, text)
  return known ?? text
}

function isName(field: BatchField): boolean {
  return field === 'name' || field === 'firstName' || field === 'lastName'
}

/** The cells that cannot be what was meant, in the columns that are read. */
function damagedCells({ name, labels, rows }: Sheet, columns: ReadonlyMap<number, Takes>): ErrorRow[] {
  const read = [...columns]
  return rows.flatMap(({ line, cells, odd }) =>
    read.flatMap(([column, takes]): ErrorRow[] => {
      const value = cells[column] ?? ''
      const cell = odd?.find((each) => each.column === column)
      const reason = cell === undefined ? damageOf(value) : oddReason(cell, takes)
      if (reason === undefined) return []
      const place = { file: name, line, column: labels[column] ?? '', value }
      return [{ ...place, reason, action: damageAction, group: 'damaged cells' }]
    }),
  )
}

// SalesScreen maps users to other systems as well, but sfsync can only check Salesforce, whatever it is called there.
async function otherSystems(context: AppContext, { sheet, rows, labelOf }: Batch): Promise<ErrorRow[]> {
  const others = rows.filter((row) => isOther(row, 'Salesforce'))
  if (others.length === 0) return []
  const own = (await (await context.ledger()).facts()).find(({ name }) => name === 'mapping-system')
  const file = sheet.name
  const column = labelOf('system') ?? 'System'
  return others
    .filter((row) => own === undefined || isOther(row, own.value))
    .map(({ line, values: { system = '' } }) => ({
      file,
      line,
      column,
      value: system,
      reason: `sfsync maps users to Salesforce only, not to "${system}"`,
      action: systemAction(system, own === undefined),
      group: 'another system',
    }))
}

function isOther({ values: { system } }: BatchRow, name: string): boolean {
  return system !== undefined && system.toLowerCase() !== name.toLowerCase()
}

function systemAction(system: string, maySet: boolean): Hint {
  if (!maySet || !('value' in parseFactValue('mapping-system', system))) return 'remove the line'
  return {
    text: 'remove the line, or record it if it is the name of Salesforce in SalesScreen',
    command: commandLine('settings set', 'mapping-system', system),
  }
}
