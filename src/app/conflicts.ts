import { type Change, rowName, sameRow } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import type { ConflictingRow, HistoryReader, TeamList, UserLookup } from '../ledger/ledger.ts'
import { rowNames, type RowNames } from './change-text.ts'

type Names = UserLookup & TeamList & HistoryReader

/** The error for changes that cannot be committed because others came first. */
export async function conflictError(ledger: Names, rows: readonly ConflictingRow[]): Promise<SfsyncError> {
  return new SfsyncError('conflict', 'these rows have changed since they were read; nothing was changed', {
    rows: await conflictRows(ledger, rows.map(conflictReason)),
    actions: [{ text: 'look at the newest changes, then decide again', command: commandLine('history') }],
  })
}

/** Why a change cannot be committed. */
export function conflictReason({ change, found }: ConflictingRow): ConflictingChange {
  // The row is as the plan expects, so a row that the plan does not name is in the way.
  if (sameRow(change.before, found))
    return { change, reason: 'a newer row needs it or conflicts with it', isTouched: false }
  return { change, reason: found === null ? 'no longer exists' : 'was changed since', isTouched: true }
}

/** A change, and why it conflicts. */
interface ConflictingChange {
  readonly change: Change
  readonly reason: string
  /** Whether this very row was changed. */
  readonly isTouched: boolean
}

// Each one costs a query.
const maxTraced = 50

/** Conflicts as error rows that name the user or team; the first ones also say who changed the row last. */
export async function conflictRows(ledger: Names, rows: readonly ConflictingChange[]): Promise<ErrorRow[]> {
  const names = await rowNames(
    ledger,
    rows.map(({ change }) => change),
  )
  const errors: ErrorRow[] = []
  for (const { change, reason, isTouched } of rows) {
    const last = isTouched && errors.length < maxTraced ? await lastChangeText(ledger, change) : ''
    errors.push({
      column: change.entity,
      value: change.key,
      reason: `${displayName(change, names)}: ${reason}${last}`,
    })
  }
  return errors
}

/** The change sets that changed these rows after the change sets that are to be undone, oldest first. */
export async function laterChangeSets(
  ledger: HistoryReader,
  conflicts: readonly (ConflictingChange & { readonly number: number })[],
): Promise<readonly number[]> {
  const since = new Map(
    conflicts.flatMap(({ change, number, isTouched }) =>
      isTouched ? [[rowName(change), number] as const] : [],
    ),
  )
  const later = new Set<number>()
  if (since.size === 0) return []
  const keys = conflicts.map(({ change }) => change.key)
  for await (const page of ledger.changesTo([...new Set(keys)]))
    for (const { change, changeSet } of page)
      if (changeSet.number > (since.get(rowName(change)) ?? Infinity)) later.add(changeSet.number)
  return [...later].toSorted((left, right) => left - right)
}

async function lastChangeText(ledger: HistoryReader, { entity, key }: Change): Promise<string> {
  for await (const page of ledger.changesTo([key])) {
    const newest = page.find(({ change }) => change.entity === entity)
    if (newest === undefined) continue
    const { number, actor, command } = newest.changeSet
    return ` (last: change set ${number}, ${actor}: ${command})`
  }
  return ''
}

function displayName({ entity, key }: Change, names: RowNames): string {
  if (entity === 'team') return names.team(key)
  if (entity === 'mapping') return `the mapping of ${names.user(key)}`
  if (entity === 'enteredUser') return `${names.user(key)} in SalesScreen`
  if (entity === 'enteredTeam') return `the team ${names.team(key)} in SalesScreen`
  return entity === 'user' ? names.user(key) : key
}
