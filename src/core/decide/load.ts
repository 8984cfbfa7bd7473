import { type Change, type StampedPlan, inverseOf, type LedgerRow, type Rows, sameRow } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import { commandLine, type Hint, withOptions } from '../hint.ts'
import type { DumpedRow } from './check-rows.ts'

/** The rows of a ledger, to be found by kind and key. */
interface RowsByKey {
  readonly user: Map<string, Rows['user']>
  readonly team: Map<string, Rows['team']>
  readonly mapping: Map<string, Rows['mapping']>
  readonly fact: Map<string, Rows['fact']>
  readonly decision: Map<string, Rows['decision']>
}

/**
 * The changes that make a ledger with the rows `now` equal to the rows of a file: additions and changes in the order of
 * the file, each with its line, then removals.
 */
export function loadChanges(file: string, now: readonly LedgerRow[], wanted: readonly DumpedRow[]): Change[] {
  const present = byKey(now)
  const names = new Set(wanted.map((row) => nameOf(row)))
  const written = wanted.flatMap((row) => {
    const change = changeTo(row, present)
    return sameRow(change.before, change.after) ? [] : [{ ...change, origin: `${file}:${row.line}` }]
  })
  return [...written, ...now.filter((row) => !names.has(nameOf(row))).map((row) => removalOf(row))]
}

function byKey(rows: readonly LedgerRow[]): RowsByKey {
  const found: RowsByKey = {
    user: new Map(),
    team: new Map(),
    mapping: new Map(),
    fact: new Map(),
    decision: new Map(),
  }
  for (const { entity, key, row } of rows) {
    if (entity === 'user') found.user.set(key, row)
    else if (entity === 'team') found.team.set(key, row)
    else if (entity === 'mapping') found.mapping.set(key, row)
    else if (entity === 'fact') found.fact.set(key, row)
    else found.decision.set(key, row)
  }
  return found
}

function changeTo({ entity, key, row: after }: LedgerRow, now: RowsByKey): Change {
  switch (entity) {
    case 'user':
      return { entity, key, before: now.user.get(key) ?? null, after }
    case 'team':
      return { entity, key, before: now.team.get(key) ?? null, after }
    case 'mapping':
      return { entity, key, before: now.mapping.get(key) ?? null, after }
    case 'fact':
      return { entity, key, before: now.fact.get(key) ?? null, after }
    case 'decision':
      return { entity, key, before: now.decision.get(key) ?? null, after }
  }
}

function removalOf(row: LedgerRow): Change {
  return inverseOf(changeTo(row, byKey([])))
}

function nameOf({ entity, key }: Pick<LedgerRow, 'entity' | 'key'>): string {
  return `${entity} ${key}`
}

/** The history of a dump: each change set with the line it stands in. */
export interface DumpedChangeSet {
  readonly line: number
  readonly draft: StampedPlan
}

/** What is wrong with a history that is to lead from an empty ledger to exactly these rows. */
export function checkHistory(
  file: string,
  history: readonly DumpedChangeSet[],
  wanted: readonly DumpedRow[],
): ErrorRow[] {
  const rows = new Map<string, object>()
  for (const [index, { line, draft }] of history.entries()) {
    const wrong = draft.changes.find((change) => !sameRow(change.before, rows.get(nameOf(change)) ?? null))
    if (wrong !== undefined)
      return [
        {
          file,
          line,
          reason: `change set ${index + 1} changes ${nameOf(wrong)}, which is not as it says at that moment`,
          action: onlyRows,
        },
      ]
    for (const change of draft.changes) {
      if (change.after === null) rows.delete(nameOf(change))
      else rows.set(nameOf(change), change.after)
    }
  }
  const other = wanted.filter((row) => !sameRow(rows.get(nameOf(row)) ?? null, row.row))
  const left = new Set(rows.keys())
  for (const row of wanted) left.delete(nameOf(row))
  return [
    ...other.map((row) => ({
      file,
      line: row.line,
      reason: `the history does not lead to this ${row.entity}`,
      action: onlyRows,
    })),
    ...[...left].map((name) => ({
      file,
      reason: `the history leads to ${name}, which is not among the rows`,
      action: onlyRows,
    })),
  ]
}

const onlyRows: Hint = {
  text: 'dump it again, or load only the rows',
  command: withOptions(commandLine('load', '<file>'), { 'rows-only': true }),
}
