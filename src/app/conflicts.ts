import { type Change, type Rows, sameRow } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { rowNames, type RowNames } from './row-names.ts'

/** A change that cannot be written, and the row as it is now. */
export interface ConflictingRow {
  readonly change: Change
  readonly found: Rows[Change['entity']] | null
}

/** The failure of changes that something newer stands against, each by the name of whom it is about. */
export async function conflictError(ledger: Ledger, rows: readonly ConflictingRow[]): Promise<SfsyncError> {
  return new SfsyncError('conflict', 'something newer has touched these rows; nothing was written', {
    rows: await conflictRows(ledger, rows.map(conflictReason)),
    actions: ['look at the newest changes, and decide again: sfsync history'],
  })
}

/** Why a stale row cannot be written. */
export function conflictReason({ change, found }: ConflictingRow): ConflictingChange {
  // The ledger refused the row although it is as the plan found it: a row that the plan does not name is in the way.
  if (sameRow(change.before, found))
    return { change, reason: 'is needed by something newer, or in its way', isTouched: false }
  return { change, reason: found === null ? 'is not there any more' : 'is different now', isTouched: true }
}

/** A change, and what stands against it. */
export interface ConflictingChange {
  readonly change: Change
  readonly reason: string
  /** Whether somebody changed this very row. */
  readonly isTouched: boolean
}

// Each costs a question.
const mostTraced = 50

/** What stands against changes, by the name of whom each is about; the first ones also tell who was there last. */
export async function conflictRows(ledger: Ledger, rows: readonly ConflictingChange[]): Promise<ErrorRow[]> {
  const names = await rowNames(
    ledger,
    rows.map(({ change }) => change),
  )
  const told: ErrorRow[] = []
  for (const { change, reason, isTouched } of rows) {
    const whom = isTouched && told.length < mostTraced ? await byWhom(ledger, change) : ''
    told.push({
      column: change.entity,
      value: change.key,
      reason: `${rowName(change, names)}: ${reason}${whom}`,
    })
  }
  return told
}

async function byWhom(ledger: Ledger, { entity, key }: Change): Promise<string> {
  for await (const page of ledger.changesTo([key])) {
    const newest = page.find(({ change }) => change.entity === entity)
    if (newest === undefined) continue
    const { number, actor, command } = newest.changeSet
    return ` (last: change set ${number}, ${actor}: ${command})`
  }
  return ''
}

function rowName({ entity, key }: Change, names: RowNames): string {
  if (entity === 'team') return names.team(key)
  if (entity === 'mapping') return `the mapping of ${names.user(key)}`
  return entity === 'user' ? names.user(key) : key
}
