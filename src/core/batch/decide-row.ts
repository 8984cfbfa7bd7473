import { type Hint, hintAbout } from '../hint.ts'
import { type Change, type Decided, isRefusal, type Refusal } from '../change.ts'
import { decideAssignTeam, type TargetTeam } from '../decide/team.ts'
import { decideCreateUser, differencesFrom } from '../decide/user.ts'
import { type Confirmation, mapConfirmations } from '../confirmation.ts'
import { parseName } from '../written-name.ts'
import { decideMap, decideUnmap, type MapFacts, whyInvisible } from '../decide/map.ts'
import type { Decision, TeamId, User, UserId } from '../model.ts'
import { doubtsAbout, splitName, whyInactive } from '../salesforce-user.ts'
import { type Email, tidy } from '../text.ts'
import type { LedgerDraft } from './draft.ts'
import {
  type BatchField,
  type BatchRow,
  type Problem,
  problemOf,
  type ResolvedRow,
  type RowSalesforceUser,
  type RowProblem,
  type SuggestNames,
  unusableName,
} from './rows.ts'
import type { ProblemKind } from './problem-kinds.ts'
import type { RosterRules } from './roster.ts'
import { identityProblem, ownersOf } from './row-identity.ts'

/** What the rows of a batch ask for: one of the steps, or (import) all of them. */
export const batchKinds = ['map', 'unmap', 'create-user', 'assign-team', 'import'] as const

/** One of these kinds. */
export type BatchKind = (typeof batchKinds)[number]

/** What holds for every row of a batch. */
export interface BatchRules {
  readonly kind: BatchKind
  /** The confirmations that were given. */
  readonly allowed: ReadonlySet<string>
  /** Only where the rows are a roster. */
  readonly roster?: RosterRules
  /** Where and when the directory was read, as text; null if it never was. */
  readonly seen: string | null
  readonly organizationId: string | null
  readonly licenses: number | null
  /** The decision in force that these two are never the same person. */
  rejected(userId: string, salesforceUserId: string): Decision | null
  newUserId(): UserId
  newTeamId(name: string): TeamId
  readonly suggest: SuggestNames
  /** Why the new user of a row may exist already; undefined if it does not look so. */
  twinOf?(line: number): Pick<Problem, 'reason' | 'action'> | undefined
}

/** What one row asks for, decided. */
interface RowDecision {
  readonly changes: readonly Change[]
  /** What is known about the mapped Salesforce user; undefined where the row maps none. */
  readonly evidence?: string
  readonly warnings: readonly Hint[]
  readonly problems: readonly RowProblem[]
}

/** Decides one row on the draft as it is, without applying the changes. */
export function decideRow(resolved: ResolvedRow, draft: LedgerDraft, rules: BatchRules): RowDecision {
  const mismatch = openMismatch(resolved, draft, rules)
  if (rules.kind === 'unmap') {
    const decided = decideUnmapRow(resolved, draft)
    return decided.problems.length > 0 ? decided : { ...decided, problems: mismatch }
  }
  const missing = missingCell(resolved.row, rules.kind)
  if (missing !== undefined) return { changes: [], warnings: [], problems: [missing] }
  const steps = new Steps(resolved, draft, rules)
  steps.problems.push(...mismatch)
  const team = resolved.row.values.team
  const { wish, problems } =
    team === undefined ? { wish: null, problems: [] } : teamWish(resolved.row, team, draft, rules)
  steps.problems.push(...problems)
  if (resolved.user === null) steps.create(wish)
  else if (rules.kind === 'create-user' || rules.kind === 'import') steps.compare(resolved.user)
  if (resolved.user !== null && wish !== null) steps.assign(wish)
  if (resolved.named !== null && rules.kind !== 'create-user') steps.map(resolved.named)
  return steps
}

/** What is wrong with the cells of a row regardless of its user, for a row whose user is not clear. */
export function cellProblems(row: BatchRow, draft: LedgerDraft, rules: BatchRules): RowProblem[] {
  const { kind } = rules
  if (kind === 'unmap') return []
  const missing = missingCell(row, kind)
  const { team } = row.values
  return [
    ...(missing === undefined ? [] : [missing]),
    ...(team === undefined ? [] : teamWish(row, team, draft, rules).problems),
    ...(kind === 'create-user' || kind === 'import' ? unusableNames(row) : []),
  ]
}

function openMismatch(
  resolved: ResolvedRow,
  draft: LedgerDraft,
  { kind, allowed }: BatchRules,
): RowProblem[] {
  // A row for the removal of a mapping needs no second name that contradicts.
  const isConfirmable = kind !== 'unmap'
  const problem = identityProblem(resolved, draft, isConfirmable)
  if (problem === undefined) return []
  return problem.confirmation !== undefined && allowed.has(problem.confirmation) ? [] : [problem]
}

// A row without the cell that the command is about is more likely a mistake than a request for nothing.
function missingCell(row: BatchRow, kind: BatchKind): RowProblem | undefined {
  if (kind === 'map' && row.values.salesforceUser === undefined)
    return problemOf(row, 'salesforceUser', {
      group: 'no Salesforce user in the row',
      reason: 'the row has no Salesforce user',
      action: 'fill in the Salesforce User ID, or remove the line',
    })
  if (kind === 'assign-team' && row.values.team === undefined)
    return problemOf(row, 'team', {
      group: 'no team in the row',
      reason: 'the row has no team',
      action: 'fill in the team, or remove the line',
    })
  return undefined
}

function decideUnmapRow({ row, user, named }: ResolvedRow, draft: LedgerDraft): RowDecision {
  const mapping = user === null ? null : draft.mappingOf(user.userId)
  if (user === null || mapping === null) return { changes: [], warnings: [], problems: [] }
  if (named !== null && named.salesforceUserId !== mapping.salesforceUserId)
    return {
      changes: [],
      warnings: [],
      problems: [
        problemOf(row, 'salesforceUser', {
          group: 'mapped to another Salesforce user',
          reason: `${user.email} is mapped to ${mapping.salesforceUserId}, not to ${named.salesforceUserId}`,
          action: 'correct the ID, or remove its column',
        }),
      ],
    }
  const decided = decideUnmap(user, mapping)
  return { changes: isRefusal(decided) ? [] : [...decided.changes], warnings: [], problems: [] }
}

/** The team that a row names, also one that cannot be created yet: what else is doubtful is decided as if it were. */
function teamWish(
  row: BatchRow,
  text: string,
  draft: LedgerDraft,
  { allowed, newTeamId, suggest }: BatchRules,
): { readonly wish: TargetTeam | null; readonly problems: readonly RowProblem[] } {
  const team = draft.teamNamed(text)
  if (team !== null) return { wish: { team, isNew: false }, problems: [] }
  const parsed = parseName(text)
  if ('reason' in parsed)
    return { wish: null, problems: [problemOf(row, 'team', unusableName(parsed.reason))] }
  const wish = { team: { teamId: newTeamId(parsed.name), name: parsed.name, key: null }, isNew: true }
  if (allowed.has('create-team')) return { wish, problems: [] }
  const near = suggest(text, draft.teamNames())
  const problem = problemOf(row, 'team', {
    group: 'no such team',
    reason: `the team "${text}" does not exist`,
    confirmation: 'create-team',
    ...(near.length > 0 ? { action: `did you mean ${near.join(' or ')}?` } : {}),
  })
  return { wish, problems: [problem] }
}

/** The steps of one row, each decided on the outcome of the ones before. */
class Steps implements RowDecision {
  readonly changes: Change[] = []
  readonly warnings: Hint[] = []
  readonly problems: RowProblem[] = []
  evidence?: string
  readonly #resolved: ResolvedRow
  readonly #draft: LedgerDraft
  readonly #rules: BatchRules
  #user: User | null

  constructor(resolved: ResolvedRow, draft: LedgerDraft, rules: BatchRules) {
    this.#resolved = resolved
    this.#draft = draft
    this.#rules = rules
    this.#user = resolved.user
  }

  create(team: TargetTeam | null): void {
    const { email, named, row } = this.#resolved
    const unusable = unusableNames(row)
    if (unusable.length > 0) {
      this.problems.push(...unusable)
      return
    }
    const { firstName, lastName } = this.#names()
    if (`${firstName}${lastName}`.trim() === '') {
      this.#problem('user', {
        group: 'new user without a name',
        reason: `${email} is new and has no name`,
        action: 'fill in the first and last name, or correct the address',
      })
      return
    }
    if (named === null) this.warnings.push(...this.#inactiveNamesake(email))
    const twin = this.#rules.twinOf?.(row.line)
    if (twin !== undefined)
      this.#problem('user', {
        group: 'may exist already',
        confirmation: 'new',
        reason: twin.reason,
        ...(twin.action === undefined ? {} : { action: twin.action }),
      })
    const person = named?.salesforceUser ?? null
    // Mapping asks for the same confirmations.
    if (person !== null && this.#rules.kind === 'create-user')
      for (const { reason, confirmation } of doubtsAbout(person))
        if (!this.#rules.allowed.has(confirmation))
          this.#problem('salesforceUser', {
            group: groupOf(confirmation),
            reason,
            confirmation,
          })
    const userId = this.#rules.newUserId()
    const nickname = row.values.nickname === undefined ? null : tidy(row.values.nickname)
    const plan = decideCreateUser(
      {
        existing: null,
        existingTeamName: null,
        salesforceUserId: named?.salesforceUserId ?? null,
        activeUsers: this.#draft.activeUsers,
        licenses: this.#rules.licenses,
      },
      { user: { userId, email, firstName, lastName, nickname }, team, evidence: [] },
    )
    this.#take(plan, 'user')
  }

  // Without an ID nothing is confirmed, but people who left the company are rarely wanted.
  #inactiveNamesake(email: Email): Hint[] {
    const [only, ...others] = this.#resolved.sameAddress
    const why = only === undefined || others.length > 0 ? null : whyInactive(only)
    return only === undefined || why === null
      ? []
      : [
          hintAbout(
            email,
            `${only.name} (${only.salesforceUserId}) has this address and is ${why} in Salesforce`,
          ),
        ]
  }

  /** Leaves an existing user as it is, and warns where the row differs. */
  compare(user: User): void {
    const { values } = this.#resolved.row
    const differences = differencesFrom(user, {
      ...(values.firstName === undefined ? {} : { firstName: tidy(values.firstName) }),
      ...(values.lastName === undefined ? {} : { lastName: tidy(values.lastName) }),
      ...(values.nickname === undefined ? {} : { nickname: tidy(values.nickname) }),
    })
    this.warnings.push(...differences.map((difference) => hintAbout(user.email, difference)))
  }

  assign(to: TargetTeam): void {
    const user = this.#user
    if (user === null) return
    const member = { user, team: this.#draft.teamOf(user), isMapped: false, candidate: null }
    this.#take(decideAssignTeam({ members: [member], to, move: this.#rules.allowed.has('move') }), 'team')
  }

  map({ salesforceUserId, salesforceUser: person }: RowSalesforceUser): void {
    const user = this.#user
    if (user === null) return
    const holder = this.#draft.holderOf(salesforceUserId)
    const { seen, organizationId, allowed } = this.#rules
    const facts: MapFacts = {
      user,
      mapping: this.#draft.mappingOf(user.userId),
      salesforceUserId,
      salesforceUser: person,
      sameAddress: this.#resolved.sameAddress,
      owners: person === null ? [] : ownersOf(person, user.email, this.#draft),
      holder: holder?.user.userId === user.userId ? null : holder,
      rejected: this.#rules.rejected(user.userId, salesforceUserId),
      seen,
      organizationId,
    }
    // Whether the two are one person was asked about the row as a whole, which knows more than the mapping.
    const given = mapConfirmations.filter((name) => name === 'allow-mismatch' || allowed.has(name))
    const decided = decideMap(facts, new Set(given))
    const silent = new Set<Hint>(whyInvisible(facts))
    const [evidence] = isRefusal(decided) ? [] : decided.evidence
    if (evidence !== undefined) this.evidence = evidence
    if (!isRefusal(decided) && decided.changes.length > 0)
      this.warnings.push(...decided.warnings.filter((warning) => !silent.has(warning)))
    this.#take(decided, 'salesforceUser')
  }

  #names(): { firstName: string; lastName: string } {
    const { values } = this.#resolved.row
    const person = this.#resolved.named?.salesforceUser ?? null
    const known = person === null ? { firstName: '', lastName: '' } : splitName(person)
    const whole =
      values.name === undefined
        ? known
        : splitName({ firstName: null, lastName: null, name: tidy(values.name) })
    return {
      firstName: tidy(values.firstName ?? whole.firstName),
      lastName: tidy(values.lastName ?? whole.lastName),
    }
  }

  #take(decided: Decided, field: BatchField): void {
    if (isRefusal(decided)) {
      for (const problem of problemsOf(decided)) this.#problem(field, problem)
      return
    }
    this.changes.push(...decided.changes)
    for (const { entity, after } of decided.changes)
      if (entity === 'user' && after !== null) this.#user = after
  }

  #problem(field: BatchField, problem: Problem): void {
    this.problems.push(problemOf(this.#resolved.row, field, problem))
  }
}

/** The cells of a row that cannot be names of a new user. */
function unusableNames(row: BatchRow): RowProblem[] {
  const { firstName = '', lastName = '' } = row.values
  return (['name', 'firstName', 'lastName', 'nickname'] as const).flatMap((field) => {
    const beside = field === 'firstName' ? lastName : field === 'lastName' ? firstName : ''
    const parsed = parseName(row.values[field] ?? '', beside)
    return 'reason' in parsed ? [problemOf(row, field, unusableName(parsed.reason))] : []
  })
}

const groups: Readonly<Partial<Record<Confirmation, ProblemKind>>> = {
  'allow-unknown': 'not in the Salesforce directory',
  'allow-inactive': 'inactive or frozen in Salesforce',
  'allow-non-person': 'not a person',
  'take-over': 'Salesforce user already mapped',
  replace: 'SalesScreen user already mapped',
  'allow-rejected': 'rejected match',
  move: 'on another team',
  new: 'may exist already',
}

/** The heading of problems that need the same confirmation. */
function groupOf(confirmation: Confirmation | undefined): ProblemKind {
  return (confirmation === undefined ? undefined : groups[confirmation]) ?? 'needs confirmation'
}

/** The problems of a row that was refused. */
function problemsOf({ message, rows, actions }: Refusal): Problem[] {
  const [action] = actions
  if (rows.length === 0)
    return [{ group: 'not possible', reason: message, ...(action === undefined ? {} : { action }) }]
  return rows.map(({ reason, confirmation }) => ({
    group: groupOf(confirmation),
    reason,
    ...(confirmation === undefined ? {} : { confirmation }),
  }))
}
