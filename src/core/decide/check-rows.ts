import { type LedgerRow, rowName } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import { neededRows, rowKey, uniqueValues } from '../ledger-state.ts'
import { parseFactValue } from '../model.ts'
import { tidy } from '../text.ts'

/** A row of the ledger with its line in a dump, counted from 1. */
export type DumpedRow = LedgerRow & { readonly line: number }

/** A rule that a row breaks, and what to do about it. */
interface Breach {
  readonly column: string
  readonly value: string | null
  readonly reason: string
  readonly action: string
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
    [
      ...keyBreaches(row),
      ...valueBreaches(row),
      ...duplicates(row, firstLines),
      ...missingRows(row, (name) => there.has(name)),
    ].map(({ value, ...rest }) => ({
      file,
      line: row.line,
      ...(value === null ? {} : { value }),
      ...rest,
    })),
  )
}

function keyBreaches(row: DumpedRow): Breach[] {
  const { key } = row
  const own = rowKey(row.entity, row.row)
  return own === key
    ? []
    : breach('key', key, `the key is ${key}, but the row has ${own}`, 'make the key and the row agree')
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const day = /^\d{4}-\d\d-\d\d$/

function breach(column: string, value: string | null, reason: string, action: string): Breach[] {
  return [{ column, value, reason, action }]
}

function valueBreaches({ entity, row }: DumpedRow): Breach[] {
  switch (entity) {
    case 'user':
      return row.state === 'spectating' && row.teamId !== null
        ? breach(
            'state',
            row.state,
            'a spectator cannot be on a team',
            'set teamId to null, or set another state',
          )
        : []
    case 'team':
      return row.name === '' || tidy(row.name) !== row.name
        ? breach('name', row.name, 'a team needs a name without spaces around it', 'correct the name')
        : []
    case 'fact': {
      const parsed = parseFactValue(row.name, row.value)
      return [
        ...('reason' in parsed ? breach('value', row.value, parsed.reason, 'correct the value') : []),
        ...(time.test(row.attestedAt) ? [] : breach('attestedAt', row.attestedAt, notATime, fixTime)),
      ]
    }
    case 'decision':
      return [
        ...(row.userId === null && row.salesforceUserId === null
          ? breach('key', null, 'the decision names no user', 'name a user or a Salesforce user')
          : []),
        ...(row.until === null || day.test(row.until)
          ? []
          : breach('until', row.until, 'not a day', 'write it like 2026-12-31')),
        ...(time.test(row.decidedAt) ? [] : breach('decidedAt', row.decidedAt, notATime, fixTime)),
      ]
    case 'mapping':
      return []
  }
}

const notATime = 'not a time in UTC'
const fixTime = 'write it like 2026-11-23T12:00:00.000Z'

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
