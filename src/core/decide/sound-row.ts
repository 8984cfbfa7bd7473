import type { Change, Entity, LedgerRow, Rows } from '../change.ts'
import { rowKey } from '../ledger-state.ts'
import { parseFactValue } from '../model.ts'
import { tidy } from '../text.ts'
import { isDay, isTime } from '../values.ts'

/** A rule that a row breaks, and what to do about it. */
export interface Breach {
  readonly column: string
  readonly value: string | null
  readonly reason: string
  readonly action: string
}

/** One broken rule. */
export function breach(column: string, value: string | null, reason: string, action: string): Breach[] {
  return [{ column, value, reason, action }]
}

/** The rules that a row of a file breaks by itself, whatever else the file holds. */
export function rowBreaches({ entity, key, row }: LedgerRow): Breach[] {
  return [...keyBreaches(entity, key, row), ...valueBreaches(row), ...timeBreaches(row)]
}

/**
 * What is wrong with a change that was made once. Older versions had fewer rules for values, so these are only things that
 * no version ever wrote: a change of nothing, another key than that of its rows, and impossible times.
 */
export function changeBreaches({ entity, key, before, after }: Change): Breach[] {
  const rows = [before, after].filter((row) => row !== null)
  if (rows.length === 0)
    return breach('change', null, 'the change has no row before it and none after it', writtenBySfsync)
  return rows.flatMap((row) => [...keyBreaches(entity, key, row), ...timeBreaches(row)])
}

/** What is wrong with a change of a saved plan that `actor` made. */
export function plannedBreaches(change: Change, actor: string): Breach[] {
  const { after } = change
  return [
    ...changeBreaches(change),
    ...(after === null ? [] : [...valueBreaches(after), ...nameBreaches(after, actor)]),
  ]
}

/** What is wrong with the moment at which something was done. */
export function momentBreaches(column: string, value: string): Breach[] {
  return isTime(value)
    ? []
    : breach(column, value, 'not a time in UTC', 'write it like 2026-11-23T12:00:00.000Z')
}

const writtenBySfsync = 'restore the line as sfsync wrote it'

function keyBreaches(entity: Entity, key: string, row: Rows[Entity]): Breach[] {
  const own = rowKey(entity, row)
  return own === key
    ? []
    : breach('key', key, `the key is ${key}, but the row has ${own}`, 'make the key and the row agree')
}

function valueBreaches(row: Rows[Entity]): Breach[] {
  if ('state' in row)
    return row.state === 'spectating' && row.teamId !== null
      ? breach(
          'state',
          row.state,
          'a spectator cannot be on a team',
          'set teamId to null, or set another state',
        )
      : []
  if ('attestedBy' in row) {
    const parsed = parseFactValue(row.name, row.value)
    return 'reason' in parsed ? breach('value', row.value, parsed.reason, 'correct the value') : []
  }
  if ('decidedBy' in row)
    return row.userId === null && row.salesforceUserId === null
      ? breach('key', null, 'the decision names no user', 'name a user or a Salesforce user')
      : []
  if ('name' in row)
    return row.name === '' || tidy(row.name) !== row.name
      ? breach('name', row.name, 'a team needs a name without spaces around it', 'correct the name')
      : []
  return []
}

function timeBreaches(row: Rows[Entity]): Breach[] {
  if ('attestedAt' in row) return momentBreaches('attestedAt', row.attestedAt)
  if (!('decidedAt' in row)) return []
  return [
    ...(row.until === null || isDay(row.until)
      ? []
      : breach('until', row.until, 'not a day', 'write it like 2026-12-31')),
    ...momentBreaches('decidedAt', row.decidedAt),
  ]
}

// A setting is what an admin saw in SalesScreen, and no file makes anyone the one who saw it or decided.
function nameBreaches(row: Rows[Entity], actor: string): Breach[] {
  if ('attestedBy' in row)
    return breach(
      'attestedBy',
      row.attestedBy,
      `a plan cannot confirm the setting ${row.name}`,
      'confirm it with sfsync settings set',
    )
  return 'decidedBy' in row && row.decidedBy !== actor
    ? breach(
        'decidedBy',
        row.decidedBy,
        `decided by ${row.decidedBy}, but planned by ${actor}`,
        'make the plan again with sfsync plan',
      )
    : []
}
