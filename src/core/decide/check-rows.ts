import { decisionKey, parseFactValue } from '../model.ts'
import type { LedgerRow } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import { fold, tidy } from '../text.ts'

/** A row of the ledger as a line of a dump holds it. */
export type DumpedRow = LedgerRow & { readonly line: number }

/** One rule that a row breaks, and what to do about it. */
interface Breach {
  readonly column: string
  readonly value: string | null
  readonly reason: string
  readonly action: string
}

/**
 * What is wrong with rows that are to become a whole ledger: keys, values, what may occur once only, and what they refer
 * to. `unreadable` holds the rows (`user u-...`) that could not be read, so that nothing is said about what needs them.
 */
export function checkRows(
  file: string,
  rows: readonly DumpedRow[],
  unreadable: ReadonlySet<string>,
): ErrorRow[] {
  const there = new Set(unreadable)
  for (const row of rows) there.add(`${row.entity} ${row.key}`).add(`${row.entity} ${ownKey(row)}`)
  const firstLines = new Map<string, number>()
  return rows.flatMap((row) =>
    [
      ...keyBreaches(row),
      ...valueBreaches(row),
      ...twins(row, firstLines),
      ...dangling(row, (name) => there.has(name)),
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
  const own = ownKey(row)
  if (own === key) return []
  return [
    {
      column: 'key',
      value: key,
      reason: `the key is ${key}, and the row's own is ${own}`,
      action: 'let key and row say the same',
    },
  ]
}

function ownKey({ entity, row }: DumpedRow): string {
  switch (entity) {
    case 'user':
    case 'mapping':
      return row.userId
    case 'team':
      return row.teamId
    case 'fact':
      return row.name
    case 'decision':
      return decisionKey(row)
  }
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const day = /^\d{4}-\d\d-\d\d$/

function wrong(column: string, value: string | null, reason: string, action: string): Breach[] {
  return [{ column, value, reason, action }]
}

function valueBreaches({ entity, row }: DumpedRow): Breach[] {
  switch (entity) {
    case 'user':
      return row.state === 'spectating' && row.teamId !== null
        ? wrong('state', row.state, 'a spectating user is on no team', 'set teamId to null, or another state')
        : []
    case 'team':
      return row.name === '' || tidy(row.name) !== row.name
        ? wrong('name', row.name, 'a team needs a name without spaces around it', 'mend the name')
        : []
    case 'fact': {
      const parsed = parseFactValue(row.name, row.value)
      const value = 'reason' in parsed ? parsed.reason : null
      return [
        ...(value === null ? [] : wrong('value', row.value, value, 'mend the value')),
        ...(time.test(row.attestedAt) ? [] : wrong('attestedAt', row.attestedAt, noTime, mendTime)),
      ]
    }
    case 'decision':
      return [
        ...(row.userId === null && row.salesforceUserId === null
          ? wrong('key', null, 'the decision is about nobody', 'name a user or a Salesforce user')
          : []),
        ...(row.until === null || day.test(row.until)
          ? []
          : wrong('until', row.until, 'until is a day, YYYY-MM-DD', 'mend the day')),
        ...(time.test(row.decidedAt) ? [] : wrong('decidedAt', row.decidedAt, noTime, mendTime)),
      ]
    case 'mapping':
      return []
  }
}

const noTime = 'this is no time in UTC'
const mendTime = 'write it like 2026-11-23T12:00:00.000Z'

// What may occur once only, each under a name of its own; two lines with the same one are told at the second.
function twins(row: DumpedRow, firstLines: Map<string, number>): Breach[] {
  const own = onceOnly(row)
  // A whole row that comes twice needs no other word.
  const told = firstLines.has(`${row.entity} key ${row.key}`) ? own.slice(0, 1) : own
  return told.flatMap(([column, value, what]) => {
    const name = `${row.entity} ${column} ${value}`
    const first = firstLines.get(name)
    if (first === undefined) {
      firstLines.set(name, row.line)
      return []
    }
    return [
      {
        column,
        value,
        reason: `${what} is in line ${first} already`,
        action: 'remove or change one of the two',
      },
    ]
  })
}

function onceOnly({
  entity,
  key,
  row,
}: DumpedRow): (readonly [column: string, value: string, what: string])[] {
  const own = ['key', key, `the ${entity} ${key}`] as const
  switch (entity) {
    case 'user':
      return [own, ['email', row.email, `the e-mail address ${row.email}`]]
    case 'team':
      return [
        own,
        ['name', fold(row.name), `a team called ${row.name}`],
        ...(row.key === null ? [] : [['team key', row.key, `the team key ${row.key}`] as const]),
      ]
    case 'mapping':
      return [own, ['salesforceUserId', row.salesforceUserId, `a mapping to ${row.salesforceUserId}`]]
    case 'fact':
    case 'decision':
      return [own]
  }
}

function dangling({ entity, row }: DumpedRow, isThere: (name: string) => boolean): Breach[] {
  const missing = (kind: 'user' | 'team', column: string, value: string | null): Breach[] =>
    value === null || isThere(`${kind} ${value}`)
      ? []
      : [
          {
            column,
            value,
            reason: `there is no ${kind} ${value} in the file`,
            action: `add the ${kind}, or take this away`,
          },
        ]
  switch (entity) {
    case 'user':
      return missing('team', 'teamId', row.teamId)
    case 'mapping':
    case 'decision':
      return missing('user', 'userId', row.userId)
    case 'team':
    case 'fact':
      return []
  }
}
