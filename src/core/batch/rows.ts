import type { ErrorRow } from '../errors.ts'
import { type Email, normaliseEmail, parseEmail, withoutSandboxSuffix } from '../text.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { parseSalesforceUserKey } from '../user-key.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import { fullName, isUserId, type User } from '../model.ts'
import type { LedgerDraft } from './draft.ts'

/** What a column of a batch file can tell. */
export const batchFields = [
  'user',
  'firstName',
  'lastName',
  'name',
  'nickname',
  'team',
  'salesforceUser',
  'system',
  'problem',
] as const

/** One of these. */
export type BatchField = (typeof batchFields)[number]

/** One row of a batch file; empty cells are left out. */
export interface BatchRow {
  /** Counted from 1. */
  readonly line: number
  readonly values: Readonly<Partial<Record<BatchField, string>>>
}

/** Why one row cannot be carried out, told of one of its columns. */
export interface RowProblem extends Pick<ErrorRow, 'reason' | 'confirmation' | 'action'> {
  readonly line: number
  readonly field: BatchField
  readonly value: string
  /** What all problems of this kind have in common, as a heading. */
  readonly group: string
}

/** The Salesforce user of a row; nobody is known of an ID that the directory has not seen. */
export interface RowSalesforceUser {
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
  readonly named: RowSalesforceUser | null
}

/** Suggests what a mistyped text may have meant, nearest first. */
export type SuggestNames = (text: string, candidates: Iterable<string>) => readonly string[]

/** How rows are understood. */
export interface ResolvingRules {
  /** An unknown address is somebody new. */
  readonly creates: boolean
  /** IDs may be unknown to the directory. */
  readonly allowsUnknown: boolean
  readonly suggest: SuggestNames
}

/** Understands one row, or tells everything that stands against it. */
export function resolveRow(
  row: BatchRow,
  draft: LedgerDraft,
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
): RowSalesforceUser | null | RowProblem[] {
  const text = values.salesforceUser
  if (text === undefined) return null
  const found = salesforceUserNamed(people, text, isHeld)
  if (!('reason' in found)) return found
  return [{ line, field: 'salesforceUser', value: text, group: 'not a Salesforce user', ...found }]
}

type Who = Pick<ResolvedRow, 'user' | 'email'>

function userOf(
  row: BatchRow,
  draft: LedgerDraft,
  named: RowSalesforceUser | null,
  creates: boolean,
  suggest: SuggestNames,
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
  draft: LedgerDraft,
  named: RowSalesforceUser | null,
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

function near(text: string, draft: LedgerDraft, suggest: SuggestNames): string {
  const names = suggest(text, namesIn(draft))
  return names.length > 0
    ? `did you mean ${names.join(' or ')}?`
    : 'create the user first: sfsync create-user, or use sfsync import'
}

function* namesIn(draft: LedgerDraft): Generator<string> {
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
  problem: Pick<RowProblem, 'group' | 'reason' | 'confirmation' | 'action'>,
): RowProblem {
  return { line, field, value, ...problem }
}

/** The Salesforce users that a batch may speak of, as the directory saw them. */
export class People {
  readonly #byId = new Map<string, SalesforceUser>()
  readonly #byUsername = new Map<string, SalesforceUser>()
  readonly #byLetters = new Map<string, SalesforceUser[]>()

  constructor(people: Iterable<SalesforceUser>) {
    for (const person of people) {
      this.#byId.set(person.salesforceUserId, person)
      const letters = lettersOf(person.salesforceUserId)
      this.#byLetters.set(letters, [...(this.#byLetters.get(letters) ?? []), person])
      if (person.username !== null) this.#byUsername.set(person.username, person)
    }
  }

  withId(salesforceUserId: SalesforceUserId): SalesforceUser | null {
    return this.#byId.get(salesforceUserId) ?? null
  }

  withUsername(username: string): SalesforceUser | null {
    return this.#byUsername.get(username.trim().toLowerCase()) ?? null
  }

  /** Everybody who has these letters and digits as ID, whatever their case; two may differ in nothing else. */
  withLetters(text: string): readonly SalesforceUser[] {
    return this.#byLetters.get(lettersOf(text)) ?? []
  }
}

function lettersOf(text: string): string {
  return text.trim().slice(0, 15).toLowerCase()
}

/** The Salesforce user that a cell names, or why nobody can tell. */
export type NamedSalesforceUserOrProblem =
  | { readonly salesforceUserId: SalesforceUserId; readonly person: SalesforceUser | null }
  | { readonly reason: string; readonly action: string }

/**
 * Finds the Salesforce user that a text names: 15 or 18 characters, a record address, or a username. `isHeld` tells the
 * IDs that the ledger holds or that may be unknown: these are as they are written.
 */
export function salesforceUserNamed(
  people: People,
  text: string,
  isHeld: (salesforceUserId: SalesforceUserId) => boolean,
): NamedSalesforceUserOrProblem {
  const key = parseSalesforceUserKey(text)
  if ('username' in key) {
    const person = people.withUsername(key.username)
    if (person !== null) return { salesforceUserId: person.salesforceUserId, person }
    return {
      reason: `no Salesforce user has the username "${normaliseEmail(text)}"`,
      action: 'name the person by Salesforce User ID',
    }
  }
  if ('reason' in key) return { reason: key.reason, action: 'copy the ID again: sfsync sf-users find <name>' }
  const { salesforceUserId, note } = key
  const person = people.withId(salesforceUserId)
  // Fifteen characters carry no check: the directory is the only one to tell that their letter case was lost.
  const twins =
    person === null && note === 'completed' && !isHeld(salesforceUserId)
      ? people.withLetters(salesforceUserId)
      : []
  if (twins.length === 0) return { salesforceUserId, person }
  const ids = twins.map((twin) => twin.salesforceUserId).join(' or ')
  const known = twins.map((twin) => `${twin.salesforceUserId} (${twin.name})`).join(' or ')
  return {
    reason: `"${text}" has lost its letter case: the directory knows it as ${known}`,
    action: `write ${ids}, if that is who is meant`,
  }
}
