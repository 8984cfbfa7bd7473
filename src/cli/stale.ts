import { type Change, type Rows, sameRow } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { namesOf } from './outcome.ts'
import type { RowNames } from './output/plan-text.ts'

/** A change that cannot be written, and the row as it is now. */
export interface StaleRow {
  readonly change: Change
  readonly found: Rows[Change['entity']] | null
}

/** The failure of changes that something newer stands against, each by the name of whom it is about. */
export async function staleFailure(ledger: Ledger, rows: readonly StaleRow[]): Promise<SfsyncError> {
  return new SfsyncError('conflict', 'something newer has touched these rows; nothing was written', {
    rows: await staleRows(ledger, rows),
    actions: ['look at the newest changes, and decide again: sfsync history'],
  })
}

/** The same, row by row; the first ones also tell who touched them. */
export async function staleRows(ledger: Ledger, rows: readonly StaleRow[]): Promise<ErrorRow[]> {
  const names = await namesOf(
    ledger,
    rows.map(({ change }) => change),
  )
  const told: ErrorRow[] = []
  for (const { change, found } of rows)
    told.push({
      column: change.entity,
      value: change.key,
      reason: `${rowName(change, names)} ${whatHappened(change, found)}${told.length < mostTraced ? await byWhom(ledger, change, found) : ''}`,
    })
  return told
}

// Each costs a question.
const mostTraced = 50

async function byWhom(
  ledger: Ledger,
  { entity, key, before }: Change,
  found: StaleRow['found'],
): Promise<string> {
  if (sameRow(before, found)) return ''
  for await (const page of ledger.changesTo(key)) {
    const newest = page.find(({ change }) => change.entity === entity)
    if (newest !== undefined) {
      const { number, actor, command } = newest.changeSet
      return ` (change set ${number}, ${actor}: ${command})`
    }
  }
  return ''
}

function whatHappened({ before }: Change, found: StaleRow['found']): string {
  // The ledger refused the row although it is as the plan found it: a row that the plan does not name is in the way.
  if (sameRow(before, found)) return 'is needed by something newer, or in its way'
  return found === null ? 'is not there any more' : 'is different now'
}

function rowName({ entity, key }: Change, names: RowNames): string {
  if (entity === 'team') return names.team(key)
  return entity === 'fact' ? key : names.user(key)
}
