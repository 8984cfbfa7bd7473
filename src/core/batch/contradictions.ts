import type { Change } from '../change.ts'
import { fold, tidy } from '../text.ts'
import { type BatchField, type Problem, problemOf, type ResolvedRow, type RowProblem } from './rows.ts'

interface Claim {
  readonly resolved: ResolvedRow
  readonly wanted: string
}

/**
 * Rows of one batch that exclude each other: a user mapped twice or put on two teams, or one Salesforce user mapped to
 * two users. All of them are problems, because only the admin knows which line is wrong.
 */
export function contradictions(rows: readonly ResolvedRow[]): RowProblem[] {
  return [
    ...clashes(rows, 'salesforceUser', addressOf, idOf, 'maps the same user to'),
    ...clashes(rows, 'salesforceUser', idOf, addressOf, 'maps the same Salesforce user to'),
    ...clashes(rows, 'team', addressOf, teamOf, 'puts the same user on'),
    // An existing user keeps the name; for a new one it is unclear which of two names is right.
    ...clashes(rows, 'user', newAddressOf, nameOf, 'gives the same new e-mail address to', areFolded),
  ]
}

/** Rows that map a user although the same file rejects that mapping, or rejects the user altogether; both lines are problems. */
export function contradictedDecisions(
  rows: readonly ResolvedRow[],
  recorded: readonly Change[],
): RowProblem[] {
  const problems = new Map<number, RowProblem>()
  for (const { row, named, user } of rows) {
    const against = recorded.find(
      (change) => named !== null && isAgainst(change, user?.userId, named.salesforceUserId),
    )
    if (against === undefined) continue
    const line = lineOf(against)
    problems.set(
      row.line,
      problemOf(row, 'salesforceUser', contradiction(`line ${line} rejects this mapping`)),
    )
    problems.set(line, {
      ...contradiction(`line ${row.line} maps the same user`),
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

function contradiction(reason: string): Problem {
  return { group: 'lines that contradict each other', reason, action: 'remove one of the lines' }
}

function addressOf({ user, email }: ResolvedRow): string {
  return user?.email ?? email
}

function idOf({ named }: ResolvedRow): string | undefined {
  return named?.salesforceUserId
}

function newAddressOf({ user, email }: ResolvedRow): string | undefined {
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
      problems.set(
        second,
        problemOf(resolved.row, field, contradiction(`line ${first} ${does} ${earlier.wanted}`)),
      )
      if (!problems.has(first))
        problems.set(
          first,
          problemOf(earlier.resolved.row, field, contradiction(`line ${second} ${does} ${wanted}`)),
        )
    }
  }
  return [...problems.values()]
}
