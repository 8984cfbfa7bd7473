import type { ErrorRow } from '../errors.ts'
import { commandLine, type Hint } from '../hint.ts'
import type { ProblemKind } from './problem-kinds.ts'
import { damageAction } from '../written-text.ts'
import { type Email, normalizeEmail, parseEmail, withoutSandboxSuffix } from '../text.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { hasOneCase, lostCaseOf } from '../match/lost-case.ts'
import { hasUncheckedCase, lostLetterCase, parseSalesforceUserKey } from '../user-key.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import { fullName, isUserId, type User } from '../model.ts'
import type { LedgerDraft } from './draft.ts'

/** What a column of a batch file can hold. */
const batchFields = [
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

/** A field that names a user. */
export type NamingField = Extract<BatchField, 'user' | 'salesforceUser'>

/** A cell that names the user of a field once more. */
export interface RepeatedName {
  readonly field: NamingField
  readonly value: string
  /** The label of its column. */
  readonly label: string
}

/** One row of a batch file; empty cells are left out. */
export interface BatchRow {
  /** Counted from 1. */
  readonly line: number
  readonly values: Readonly<Partial<Record<BatchField, string>>>
  readonly repeated?: readonly RepeatedName[]
}

/** Why one row cannot be written, with the column that is to blame. */
export interface RowProblem extends Pick<ErrorRow, 'reason' | 'confirmation' | 'action'> {
  readonly line: number
  readonly field: BatchField
  readonly value: string
  readonly group: ProblemKind
}

/** The Salesforce user of a row; null where the directory does not have the ID. */
export interface RowSalesforceUser {
  readonly salesforceUserId: SalesforceUserId
  readonly salesforceUser: SalesforceUser | null
}

/** A row with the users that it names. */
export interface ResolvedRow {
  readonly row: BatchRow
  /** null: no user has the e-mail address yet. */
  readonly user: User | null
  /** The e-mail address of the user, or of the one to create. */
  readonly email: Email
  readonly named: RowSalesforceUser | null
  /** Salesforce users with this e-mail address. */
  readonly sameAddress: readonly SalesforceUser[]
}

/** Suggests what a mistyped text may have meant, nearest first. */
export type SuggestNames = (text: string, candidates: Iterable<string>) => readonly string[]

/** How the users of rows are found. */
interface ResolvingRules {
  /** An unknown address means a new user. */
  readonly creates: boolean
  /** IDs need not be in the directory. */
  readonly allowsUnknown: boolean
  readonly suggest: SuggestNames
}

/** Finds the users that one row names, or everything that is wrong with it. */
export function resolveRow(
  row: BatchRow,
  draft: LedgerDraft,
  salesforceUsers: SalesforceUserIndex,
  { creates, allowsUnknown, suggest }: ResolvingRules,
): ResolvedRow | readonly RowProblem[] {
  // Letters of both cases were not folded to one, so that such an ID may be unknown.
  const isHeld = (id: SalesforceUserId) => (allowsUnknown && !hasOneCase(id)) || draft.holderOf(id) !== null
  const found = namedSalesforceUser(row, salesforceUsers, isHeld)
  const problems = found !== null && 'line' in found ? [found] : []
  const named = found === null || 'line' in found ? null : found
  const user = userOf(row, draft, named, creates, suggest)
  if ('line' in user) return [...problems, user]
  if (problems.length > 0) return problems
  const sameAddress = salesforceUsers.withEmail(user.email)
  return { row, ...user, named, sameAddress }
}

function namedSalesforceUser(
  row: BatchRow,
  salesforceUsers: SalesforceUserIndex,
  isHeld: (id: SalesforceUserId) => boolean,
): RowSalesforceUser | null | RowProblem {
  const text = row.values.salesforceUser
  if (text === undefined) return null
  const found = salesforceUserNamed(salesforceUsers, text, isHeld)
  if (!('reason' in found)) return found
  return problemOf(row, 'salesforceUser', { group: 'not a Salesforce user', ...found })
}

type RowUser = Pick<ResolvedRow, 'user' | 'email'>

function userOf(
  row: BatchRow,
  draft: LedgerDraft,
  named: RowSalesforceUser | null,
  creates: boolean,
  suggest: SuggestNames,
): RowUser | RowProblem {
  const text = row.values.user
  if (text === undefined) return userOfSalesforceUser(row, draft, named, creates)
  const parsed = parseEmail(text)
  const problem = (group: ProblemKind, reason: string, action: Hint): RowProblem =>
    problemOf(row, 'user', { group, reason, action })
  if ('email' in parsed) {
    const user = draft.userWithEmail(parsed.email)
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
    return problem(
      'no such SalesScreen user',
      `no SalesScreen user has the ID ${text}`,
      commandLine('users list'),
    )
  }
  const [only, ...others] = draft.usersNamed(text)
  if (only === undefined)
    return creates || text.includes('@')
      ? problem('not an e-mail address', parsed.reason, 'correct the address')
      : problem(
          'no such SalesScreen user',
          `no SalesScreen user is named "${text}"`,
          near(text, draft, suggest),
        )
  if (others.length === 0) return { user: only, email: only.email }
  const candidates = [only, ...others].map((user) => `${fullName(user)} (${user.email})`)
  return problem(
    'ambiguous user name',
    `"${text}" matches ${candidates.join(', ')}`,
    'use the e-mail address',
  )
}

// A Salesforce user alone stands for the user mapped to it, or for the one to create from it.
function userOfSalesforceUser(
  row: BatchRow,
  draft: LedgerDraft,
  named: RowSalesforceUser | null,
  creates: boolean,
): RowUser | RowProblem {
  const holder = named === null ? null : draft.holderOf(named.salesforceUserId)
  if (holder !== null) return { user: holder.user, email: holder.user.email }
  const address = named?.salesforceUser?.email ?? null
  const parsed = address === null || !creates ? undefined : parseEmail(withoutSandboxSuffix(address))
  if (parsed !== undefined && 'email' in parsed)
    return { user: draft.userWithEmail(parsed.email), email: parsed.email }
  return problemOf(row, 'user', {
    group: 'no user in the row',
    reason: creates
      ? 'the row has neither an e-mail address nor a Salesforce user with one'
      : 'the row has no SalesScreen user',
    action: 'fill in the e-mail address',
  })
}

function near(text: string, draft: LedgerDraft, suggest: SuggestNames): Hint {
  const names = suggest(text, namesIn(draft))
  return names.length > 0
    ? `did you mean ${names.join(' or ')}?`
    : { text: 'create the user first', command: commandLine('create-user') }
}

function* namesIn(draft: LedgerDraft): Generator<string> {
  for (const user of draft.allUsers()) {
    yield user.email
    yield fullName(user)
    if (user.nickname !== null) yield user.nickname
  }
}

/** What is wrong with a row, apart from its place. */
export type Problem = Pick<RowProblem, 'group' | 'reason' | 'confirmation' | 'action'>

/** The heading of rows whose name, address or ID belong to different people. */
export const mismatchGroup = 'may be someone else' satisfies ProblemKind

/** A problem of one of the cells of a row. */
export function problemOf({ line, values }: BatchRow, field: BatchField, problem: Problem): RowProblem {
  return { line, field, value: values[field] ?? '', ...problem }
}

/** The problem of a cell that cannot be a new name. */
export function unusableName(reason: string): Problem {
  return { group: 'damaged cells', reason, action: damageAction }
}

/** The Salesforce users that a batch may name, as they are in the directory. */
export class SalesforceUserIndex {
  readonly #byId = new Map<string, SalesforceUser>()
  readonly #byUsername = new Map<string, SalesforceUser>()
  #byLetters: ReadonlyMap<string, readonly SalesforceUser[]> | undefined
  readonly #byEmail = new Map<string, SalesforceUser[]>()

  constructor(salesforceUsers: Iterable<SalesforceUser>) {
    for (const each of salesforceUsers) {
      this.#byId.set(each.salesforceUserId, each)
      // Where a source has no e-mail addresses, the username is the address.
      const address = each.email ?? each.username
      if (address !== null) {
        const email = withoutSandboxSuffix(address)
        const sharing = this.#byEmail.get(email)
        if (sharing === undefined) this.#byEmail.set(email, [each])
        else sharing.push(each)
      }
      if (each.username !== null) this.#byUsername.set(each.username, each)
    }
  }

  withId(salesforceUserId: SalesforceUserId): SalesforceUser | null {
    return this.#byId.get(salesforceUserId) ?? null
  }

  withUsername(username: string): SalesforceUser | null {
    return this.#byUsername.get(username.trim().toLowerCase()) ?? null
  }

  /** All with this address, also as a sandbox writes it. */
  withEmail(email: Email): readonly SalesforceUser[] {
    return this.#byEmail.get(email) ?? []
  }

  /** All whose ID has these letters and digits, whatever their case; two IDs may differ in case alone. */
  withLetters(text: string): readonly SalesforceUser[] {
    // Few batches ask, and the directory may be large.
    this.#byLetters ??= Map.groupBy(this.#byId.values(), (each) => lettersOf(each.salesforceUserId))
    return this.#byLetters.get(lettersOf(text)) ?? []
  }
}

function lettersOf(text: string): string {
  return text.trim().slice(0, 15).toLowerCase()
}

/** The heading of usernames that no one has in Salesforce, as far as that was read. */
export const unknownUsernameGroup = 'unknown usernames' satisfies ProblemKind

/** The Salesforce user that a cell names, or why it cannot be found. */
type FoundSalesforceUser =
  | RowSalesforceUser
  | (Required<Pick<ErrorRow, 'reason' | 'action'>> & { readonly group?: ProblemKind })

/**
 * Finds the Salesforce user that a text names: 15 or 18 characters, a record address, or a username. `isHeld` is true
 * for IDs that the ledger has or that may be unknown: these are taken as they are written.
 */
function salesforceUserNamed(
  salesforceUsers: SalesforceUserIndex,
  text: string,
  isHeld: (salesforceUserId: SalesforceUserId) => boolean,
): FoundSalesforceUser {
  const key = parseSalesforceUserKey(text)
  if ('username' in key) {
    const salesforceUser = salesforceUsers.withUsername(key.username)
    if (salesforceUser !== null) return { salesforceUserId: salesforceUser.salesforceUserId, salesforceUser }
    return {
      group: unknownUsernameGroup,
      reason: `no Salesforce user has the username "${normalizeEmail(text)}"`,
      action: 'use the Salesforce User ID',
    }
  }
  if ('reason' in key)
    return {
      reason: key.reason,
      action: { text: 'copy the ID again', command: commandLine('sf-users find', '<name>') },
    }
  const { salesforceUserId } = key
  const salesforceUser = salesforceUsers.withId(salesforceUserId)
  const isTaken =
    salesforceUser === null
      ? !hasUncheckedCase(key) || isHeld(salesforceUserId)
      : !hasOneCase(salesforceUserId)
  const twins = isTaken
    ? []
    : lostCaseOf(salesforceUserId, salesforceUser, salesforceUsers.withLetters(salesforceUserId))
  return twins.length === 0 ? { salesforceUserId, salesforceUser } : lostLetterCase(text, twins)
}
