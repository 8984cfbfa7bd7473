import { type Email, parseEmail, withoutSandboxSuffix } from '../email.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import { fullName, isUserId, type User } from '../user.ts'
import type { Draft } from './draft.ts'
import { type People, personNamed } from './people.ts'
import type { BatchField, BatchRow, RowProblem } from './row.ts'

/** The Salesforce user of a row; nobody is known of an ID that the directory has not seen. */
export interface RowPerson {
  readonly salesforceUserId: SalesforceUserId
  readonly person: SalesforceUser | null
}

/** A row whose cells are understood: whom it speaks of. */
export interface ResolvedRow {
  readonly row: BatchRow
  /** null: nobody has the e-mail address yet. */
  readonly user: User | null
  /** The e-mail address of the user, or of the one to create. */
  readonly email: Email
  readonly named: RowPerson | null
}

/** Suggests what a mistyped text may have meant, nearest first. */
export type Suggest = (text: string, candidates: Iterable<string>) => readonly string[]

/** How rows are understood. */
export interface ResolvingRules {
  /** An unknown address is somebody new. */
  readonly creates: boolean
  /** IDs may be unknown to the directory. */
  readonly allowsUnknown: boolean
  readonly suggest: Suggest
}

/** Understands one row, or tells everything that stands against it. */
export function resolveRow(
  row: BatchRow,
  draft: Draft,
  people: People,
  { creates, allowsUnknown, suggest }: ResolvingRules,
): ResolvedRow | readonly RowProblem[] {
  const isHeld = (id: SalesforceUserId) => allowsUnknown || draft.holderOf(id) !== null
  const named = namedPerson(row, people, isHeld)
  const problems = Array.isArray(named) ? named : []
  const person = named === null || Array.isArray(named) ? null : named
  const who = userOf(row, draft, person, creates, suggest)
  if ('line' in who) return [...problems, who]
  return problems.length > 0 ? problems : { row, ...who, named: person }
}

function namedPerson(
  { line, values }: BatchRow,
  people: People,
  isHeld: (id: SalesforceUserId) => boolean,
): RowPerson | null | RowProblem[] {
  const text = values.salesforceUser
  if (text === undefined) return null
  const found = personNamed(people, text, isHeld)
  if (!('reason' in found)) return found
  return [{ line, field: 'salesforceUser', value: text, group: 'not a Salesforce user', ...found }]
}

type Who = Pick<ResolvedRow, 'user' | 'email'>

function userOf(
  row: BatchRow,
  draft: Draft,
  named: RowPerson | null,
  creates: boolean,
  suggest: Suggest,
): Who | RowProblem {
  const text = row.values.user
  if (text === undefined) return userOfPerson(row, draft, named, creates)
  const parsed = parseEmail(text)
  const problem = (group: string, reason: string, action: string): RowProblem =>
    problemOf(row, 'user', text, { group, reason, action })
  if ('email' in parsed) {
    const user = draft.withEmail(parsed.email)
    if (user !== null || creates) return { user, email: parsed.email }
    return problem(
      'no such SalesScreen user',
      `no SalesScreen user has the e-mail address ${parsed.email}`,
      near(text, draft, suggest),
    )
  }
  if (isUserId(text)) {
    const user = draft.user(text)
    if (user !== null) return { user, email: user.email }
    return problem('no such SalesScreen user', `no SalesScreen user has the ID ${text}`, 'sfsync users list')
  }
  const [only, ...others] = draft.called(text)
  if (only === undefined)
    return creates || text.includes('@')
      ? problem('not an e-mail address', parsed.reason, 'correct the address')
      : problem(
          'no such SalesScreen user',
          `no SalesScreen user is called "${text}"`,
          near(text, draft, suggest),
        )
  if (others.length === 0) return { user: only, email: only.email }
  const candidates = [only, ...others].map((user) => `${fullName(user)} (${user.email})`)
  return problem(
    'several SalesScreen users are called so',
    `"${text}" fits ${candidates.join(', ')}`,
    'name one of them by e-mail address',
  )
}

// Of a Salesforce user alone, the user is the one who is mapped to it, or the one to be made of it.
function userOfPerson(
  row: BatchRow,
  draft: Draft,
  named: RowPerson | null,
  creates: boolean,
): Who | RowProblem {
  const holder = named === null ? null : draft.holderOf(named.salesforceUserId)
  if (holder !== null) return { user: holder.user, email: holder.user.email }
  const address = named?.person?.email ?? null
  const parsed = address === null || !creates ? undefined : parseEmail(withoutSandboxSuffix(address))
  if (parsed !== undefined && 'email' in parsed)
    return { user: draft.withEmail(parsed.email), email: parsed.email }
  return problemOf(row, 'user', '', {
    group: 'the row does not tell whom it is about',
    reason: creates
      ? 'there is neither an e-mail address nor a Salesforce user who has one'
      : 'there is no SalesScreen user in the row',
    action: 'fill in the e-mail address',
  })
}

function near(text: string, draft: Draft, suggest: Suggest): string {
  const names = suggest(text, namesIn(draft))
  return names.length > 0
    ? `did you mean ${names.join(' or ')}?`
    : 'create the user first: sfsync create-user, or use sfsync import'
}

function* namesIn(draft: Draft): Generator<string> {
  for (const user of draft.people()) {
    yield user.email
    yield fullName(user)
    if (user.nickname !== null) yield user.nickname
  }
}

/** A problem of a row. */
export function problemOf(
  { line }: BatchRow,
  field: BatchField,
  value: string,
  problem: Pick<RowProblem, 'group' | 'reason' | 'flag' | 'action'>,
): RowProblem {
  return { line, field, value, ...problem }
}
