import { type Change, changeOf, type LedgerRow, rowName, sameRow, type StampedPlan } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import { commandLine, type Hint, withOptions } from '../hint.ts'
import { rowIn, stateOf } from '../ledger-state.ts'
import type { DumpedRow } from './check-rows.ts'

/**
 * The changes that make a ledger with the rows `now` equal to the rows of a file: additions and changes in the order of
 * the file, each with its line, then removals.
 */
export function loadChanges(file: string, now: readonly LedgerRow[], wanted: readonly DumpedRow[]): Change[] {
  const state = stateOf(now)
  const names = new Set(wanted.map((row) => rowName(row)))
  const written = wanted.flatMap((row) => {
    const { entity, key, row: after } = row
    const before = rowIn(state, row)
    return sameRow(before, after)
      ? []
      : [changeOf({ entity, key, before, after, origin: `${file}:${row.line}` })]
  })
  const removed = now.filter((row) => !names.has(rowName(row)))
  return [
    ...written,
    ...removed.map(({ entity, key, row }) => changeOf({ entity, key, before: row, after: null })),
  ]
}

/** A change set of a dump's history, with its line, counted from 1. */
export interface DumpedChangeSet {
  readonly line: number
  readonly draft: StampedPlan
}

/** Finds what is wrong with a history that should lead from an empty ledger to exactly these rows. */
export function checkHistory(
  file: string,
  history: readonly DumpedChangeSet[],
  wanted: readonly DumpedRow[],
): ErrorRow[] {
  const rows = new Map<string, object>()
  for (const [index, { line, draft }] of history.entries()) {
    const wrong = draft.changes.find((change) => !sameRow(change.before, rows.get(rowName(change)) ?? null))
    if (wrong !== undefined)
      return [
        {
          file,
          line,
          reason: `change set ${index + 1} changes ${rowName(wrong)}, which is different at that point of the history`,
          action,
        },
      ]
    for (const change of draft.changes) {
      if (change.after === null) rows.delete(rowName(change))
      else rows.set(rowName(change), change.after)
    }
  }
  const other = wanted.filter((row) => !sameRow(rows.get(rowName(row)) ?? null, row.row))
  const left = new Set(rows.keys())
  for (const row of wanted) left.delete(rowName(row))
  return [
    ...other.map((row) => ({
      file,
      line: row.line,
      reason: `the history does not lead to this ${row.entity}`,
      action,
    })),
    ...[...left].map((name) => ({
      file,
      reason: `the history leads to ${name}, which is missing from the rows`,
      action,
    })),
  ]
}

const action: Hint = {
  text: 'dump the ledger again, or load only the rows',
  command: withOptions(commandLine('load', '<file>'), { 'rows-only': true }),
}
