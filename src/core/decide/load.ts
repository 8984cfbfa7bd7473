import { type Change, changeOf, type LedgerRow, rowName, sameRow, type StampedPlan } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import { commandLine, type Hint, withOptions } from '../hint.ts'
import { neededRows, rowIn, rowKey, stateOf, uniqueValues } from '../ledger-state.ts'
import { type Breach, breach, changeBreaches, momentBreaches, rowBreaches } from './sound-row.ts'

/** A row of the ledger with its line in a dump, counted from 1. */
export type DumpedRow = LedgerRow & { readonly line: number }

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
    const impossible = [
      ...momentBreaches('at', draft.at),
      ...draft.changes.flatMap((change) => changeBreaches(change)),
    ]
    if (impossible.length > 0)
      return impossible.map(({ column, value, reason }) => ({
        file,
        line,
        column,
        ...(value === null ? {} : { value }),
        reason: `change set ${index + 1}: ${reason}`,
        action: dumpAgain,
      }))
    const wrong = draft.changes.find((change) => !sameRow(change.before, rows.get(rowName(change)) ?? null))
    if (wrong !== undefined)
      return [
        {
          file,
          line,
          reason: `change set ${index + 1} changes ${rowName(wrong)}, which is different at that point of the history`,
          action: dumpAgain,
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
      action: dumpAgain,
    })),
    ...[...left].map((name) => ({
      file,
      reason: `the history leads to ${name}, which is missing from the rows`,
      action: dumpAgain,
    })),
  ]
}

const dumpAgain: Hint = {
  text: 'dump the ledger again, or load only the rows',
  command: withOptions(commandLine('load', '<file>'), { 'rows-only': true }),
}

/**
 * Finds what is wrong with rows that are to become a whole ledger: keys, values, duplicates, and references to missing
 * rows. `unreadable` names the rows (`user u-...`) that could not be read: references to them are not reported.
 */
export function checkRows(
  file: string,
  rows: readonly DumpedRow[],
  unreadable: ReadonlySet<string>,
): ErrorRow[] {
  const there = new Set(unreadable)
  for (const row of rows)
    there.add(rowName(row)).add(rowName({ entity: row.entity, key: rowKey(row.entity, row.row) }))
  const firstLines = new Map<string, number>()
  return rows.flatMap((row) =>
    [...rowBreaches(row), ...duplicates(row, firstLines), ...missingRows(row, (name) => there.has(name))].map(
      ({ value, ...rest }) => ({
        file,
        line: row.line,
        ...(value === null ? {} : { value }),
        ...rest,
      }),
    ),
  )
}

// A value that may occur only once is reported where it occurs the second time.
function duplicates(row: DumpedRow, firstLines: Map<string, number>): Breach[] {
  const { entity, key } = row
  const rowItself = { field: 'key', value: key, folded: key }
  // A row that comes twice needs no report of its values.
  const isTwin = firstLines.has(`${entity} key ${key}`)
  return [rowItself, ...(isTwin ? [] : uniqueValues(entity, row.row))].flatMap(({ field, value, folded }) => {
    const name = `${entity} ${field} ${folded}`
    const first = firstLines.get(name)
    if (first === undefined) {
      firstLines.set(name, row.line)
      return []
    }
    const what = uniqueTexts[field] ?? `the ${entity === 'fact' ? 'setting' : entity}`
    return breach(
      field,
      value,
      `${what} ${value} is already in line ${first}`,
      'remove or change one of the two',
    )
  })
}

const uniqueTexts: Readonly<Record<string, string>> = {
  email: 'the e-mail address',
  name: 'a team called',
  'team key': 'the team key',
  salesforceUserId: 'a mapping to',
}

function missingRows(row: DumpedRow, isThere: (name: string) => boolean): Breach[] {
  return neededRows(row.entity, row.row).flatMap(({ entity, field, key }) =>
    isThere(rowName({ entity, key }))
      ? []
      : breach(field, key, `the file has no ${entity} ${key}`, `add the ${entity}, or remove this reference`),
  )
}
