import type { Change } from '../change.ts'
import { fold, tidy } from '../text.ts'
import { type BatchField, problemOf, type ResolvedRow, type RowProblem } from './rows.ts'

interface Claim {
  readonly resolved: ResolvedRow
  readonly wanted: string
}

/**
 * Rows of one batch that want two things of which only one can be: a person mapped twice, put on two teams, or one
 * Salesforce user given to two people. Every one of them is told: nobody but the admin knows which line is wrong.
 */
export function contradictions(rows: readonly ResolvedRow[]): RowProblem[] {
  return [
    ...clashes(
      rows,
      'salesforceUser',
      whoIs,
      ({ named }) => named?.salesforceUserId,
      'maps the same user to',
    ),
    ...clashes(
      rows,
      'salesforceUser',
      ({ named }) => named?.salesforceUserId,
      whoIs,
      'gives the same Salesforce user to',
    ),
    ...clashes(rows, 'team', whoIs, teamOf, 'puts the same user on'),
    // Whoever exists keeps the name; of somebody new nobody knows which of two it is.
    ...clashes(rows, 'user', newAddress, nameOf, 'gives the same new e-mail address to', areFolded),
  ]
}

/** Rows that map somebody about whom the same file decides that this is never so, or that nobody is to be mapped; both are told. */
export function decidedOtherwise(rows: readonly ResolvedRow[], recorded: readonly Change[]): RowProblem[] {
  const problems = new Map<number, RowProblem>()
  for (const { row, named, user } of rows) {
    const against = recorded.find(
      (change) => named !== null && isAgainst(change, user?.userId, named.salesforceUserId),
    )
    if (against === undefined) continue
    const line = lineOf(against)
    const value = row.values.salesforceUser ?? ''
    problems.set(row.line, problemOf(row, 'salesforceUser', value, told(`line ${line} decides against it`)))
    problems.set(line, {
      ...told(`line ${row.line} maps the same person`),
      line,
      field: 'salesforceUser',
      value: '',
    })
  }
  return [...problems.values()]
}

/** The line of the file that asked for a change. */
export function lineOf({ origin = '' }: Change): number {
  return Number(/:(\d+)$/.exec(origin)?.[1] ?? 0)
}

function isAgainst({ entity, after }: Change, userId: string | undefined, salesforceUserId: string): boolean {
  if (entity !== 'decision' || after === null || after.kind === 'later') return false
  return (
    (after.userId === null || after.userId === userId) &&
    (after.salesforceUserId === null || after.salesforceUserId === salesforceUserId)
  )
}

function told(reason: string): Pick<RowProblem, 'group' | 'reason' | 'action'> {
  return { group: 'lines that contradict each other', reason, action: 'leave one of the lines out' }
}

function whoIs({ user, email }: ResolvedRow): string {
  return user?.email ?? email
}

function newAddress({ user, email }: ResolvedRow): string | undefined {
  return user === null ? email : undefined
}

function nameOf({ row: { values } }: ResolvedRow): string | undefined {
  const { firstName, lastName, name } = values
  return firstName === undefined && lastName === undefined
    ? name
    : tidy(`${firstName ?? ''} ${lastName ?? ''}`)
}

function areFolded(left: string, right: string): boolean {
  return fold(left) === fold(right)
}

function teamOf({ row }: ResolvedRow): string | undefined {
  return row.values.team === undefined ? undefined : fold(row.values.team)
}

function clashes(
  rows: readonly ResolvedRow[],
  field: BatchField,
  keyOf: (row: ResolvedRow) => string | undefined,
  wantedOf: (row: ResolvedRow) => string | undefined,
  does: string,
  isSame: (left: string, right: string) => boolean = (left, right) => left === right,
): RowProblem[] {
  const claims = new Map<string, Claim>()
  const problems = new Map<number, RowProblem>()
  for (const resolved of rows) {
    const [key, wanted] = [keyOf(resolved), wantedOf(resolved)]
    if (key === undefined || wanted === undefined) continue
    const earlier = claims.get(key)
    if (earlier === undefined) claims.set(key, { resolved, wanted })
    else if (!isSame(earlier.wanted, wanted)) {
      const [first, second] = [earlier.resolved.row.line, resolved.row.line]
      problems.set(second, clash(resolved, field, `line ${first} ${does} ${earlier.wanted}`))
      if (!problems.has(first))
        problems.set(first, clash(earlier.resolved, field, `line ${second} ${does} ${wanted}`))
    }
  }
  return [...problems.values()]
}

function clash({ row }: ResolvedRow, field: BatchField, reason: string): RowProblem {
  return problemOf(row, field, row.values[field] ?? '', told(reason))
}
