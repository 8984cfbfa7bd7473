import { fold } from '../../core/text.ts'
import type { Change } from '../../core/change.ts'
import { isSameDecision, isInForce } from '../../core/decide/decision.ts'
import { type Decision, decisionKey, type Team } from '../../core/model.ts'
import {
  decideReview,
  type DecisionToRecord,
  type ReviewSheetPlan,
  type ReviewFacts,
  type ReviewRow,
} from '../../core/review/decide-review.ts'
import {
  parseRowKey,
  reviewCells,
  type ReviewColumn,
  reviewColumns,
  type ReviewSubject,
  type RowKey,
  rowKeyText,
  subjectDigest,
  subjectKey,
} from '../../core/review/review-row.ts'
import type { Ledger, MappedUser } from '../../ledger/ledger.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import type { AppContext } from '../context.ts'
import { reminderDay } from '../decisions.ts'
import { nearest } from '../resolve.ts'
import { csvLine } from '../../sheet/write-sheet.ts'
import { whyInactive, type SalesforceUser } from '../../core/salesforce-user.ts'

/** Whether a table is a review sheet that comes back: it has row keys and decisions. */
export function isReviewSheet({ labels }: Pick<Sheet, 'labels'>): boolean {
  const names = labels.map((label) => fold(label))
  return names.includes(fold(reviewColumns.rowKey)) && names.includes(fold(reviewColumns.decision))
}

/** Whether a label is one of a review sheet. */
export function isReviewLabel(label: string): boolean {
  return reviewColumnNames.some((column) => fold(reviewColumns[column]) === fold(label))
}

/** The rows of a review sheet; columns may have been moved, and those that only tell may be gone. */
export function reviewRowsOf({ labels, rows }: Sheet): ReviewRow[] {
  const places = new Map(labels.map((label, index) => [fold(label), index]))
  return rows.map(({ line, cells }) => {
    const cell = (column: ReviewColumn) => cells[places.get(fold(reviewColumns[column])) ?? -1] ?? ''
    return { line, key: parseRowKey(cell('rowKey')), cells: cellsOf(cell) }
  })
}

function cellsOf(cell: (column: ReviewColumn) => string): Record<ReviewColumn, string> {
  return {
    rowKey: cell('rowKey'),
    decision: cell('decision'),
    salesforceUserId: cell('salesforceUserId'),
    user: cell('user'),
    name: cell('name'),
    team: cell('team'),
    state: cell('state'),
    salesforceName: cell('salesforceName'),
    salesforceEmail: cell('salesforceEmail'),
    username: cell('username'),
    title: cell('title'),
    department: cell('department'),
    profile: cell('profile'),
    salesforceState: cell('salesforceState'),
    decided: cell('decided'),
    reason: cell('reason'),
  }
}

/** What the rows come to on the ledger as it is: a batch to map and create, and changes that record decisions. */
export async function planReview(
  context: AppContext,
  ledger: Ledger,
  file: string,
  rows: readonly ReviewRow[],
): Promise<ReviewSheetPlan & { readonly recorded: readonly Change[] }> {
  const now = context.now()
  const keys = rows.flatMap(({ key }) => key ?? [])
  const book = await reviewSubjectsOf(ledger, keys, now.slice(0, 10))
  const review = decideReview(file, rows, book, nearest)
  const known = new Map<string, Decision>()
  if (review.decisions.length > 0)
    for await (const page of ledger.decisions()) for (const each of page) known.set(decisionKey(each), each)
  const recorded = review.decisions.flatMap((wish) => {
    const after = decided(wish, context.actor, now)
    const key = decisionKey(after)
    const before = known.get(key) ?? null
    return before !== null && isDecidedAlready(before, after)
      ? []
      : [{ entity: 'decision', key, before, after, origin: `${file}:${wish.line}` } as const]
  })
  return { ...review, recorded }
}

function decided(
  { kind, userId, salesforceUserId, reason }: DecisionToRecord,
  actor: string,
  now: string,
): Decision {
  return {
    kind,
    userId,
    salesforceUserId,
    until: kind === 'later' ? reminderDay(now) : null,
    reason,
    decidedBy: actor,
    decidedAt: now,
  }
}

// A second "later" only counts when it puts it off for longer.
function isDecidedAlready(before: Decision, after: Decision): boolean {
  const isPutOff = before.kind === 'later' && (before.until ?? '9') >= (after.until ?? '9')
  return isSameDecision(before, isPutOff ? { ...after, until: before.until } : after)
}

/** The columns of a review sheet, in order. */
export const reviewColumnNames: readonly ReviewColumn[] = [
  'rowKey',
  'decision',
  'salesforceUserId',
  'user',
  'name',
  'team',
  'state',
  'salesforceName',
  'salesforceEmail',
  'username',
  'title',
  'department',
  'profile',
  'salesforceState',
  'decided',
  'reason',
]

/** A review sheet as spreadsheets like it: CSV with a byte order mark, CRLF and guarded formulas. */
export function reviewSheetText(subjects: readonly ReviewSubject[]): string {
  const lines = [
    csvLine(
      reviewColumnNames.map((column) => reviewColumns[column]),
      ',',
    ),
  ]
  for (const [index, subject] of subjects.entries()) {
    const about = subjectKey(subject)
    if (about === undefined) continue
    const rowKey = rowKeyText({
      place: index + 1,
      total: subjects.length,
      about,
      digest: subjectDigest(subject),
    })
    const cells = { rowKey, ...reviewCells(subject) }
    lines.push(
      csvLine(
        reviewColumnNames.map((column) => cells[column]),
        ',',
      ),
    )
  }
  return `\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`
}

/** What decides whom a review sheet shows. */
export interface ReviewSheetFilter {
  /** Those who are mapped, and those about whom it was decided already, too. */
  readonly all: boolean
  /** Today, YYYY-MM-DD: from its `until` on a decision no longer counts. */
  readonly today: string
}

/** Everybody to be decided about: SalesScreen users by user ID, then Salesforce people without one by name. */
export async function allReviewSubjects(
  ledger: Ledger,
  { all, today }: ReviewSheetFilter,
): Promise<ReviewSubject[]> {
  const users: MappedUser[] = []
  const query = all ? {} : { mapped: false, states: ['active', 'pending'] as const }
  for await (const page of ledger.users(query)) users.push(...page)
  const book = await Book.open(ledger, users, today)
  const people = { active: true, people: true, mapped: false, withoutUser: true }
  const subjects = users.map((each) => book.ofUser(each))
  for await (const page of ledger.directory.list(people))
    subjects.push(...page.map(({ salesforceUser }) => book.ofPerson(salesforceUser)))
  return all ? subjects : subjects.filter(({ decision }) => decision === null)
}

/** Whom the rows of a sheet are about, as they are now. */
export async function reviewSubjectsOf(
  ledger: Ledger,
  keys: readonly RowKey[],
  today: string,
): Promise<ReviewFacts> {
  const salesforceUserIds = keys.flatMap(({ about }) =>
    about.userId === null ? [about.salesforceUserId] : [],
  )
  const users = await ledger.usersOf({
    userIds: keys.flatMap(({ about }) => about.userId ?? []),
    salesforceUserIds,
  })
  const book = await Book.open(ledger, users, today)
  const byUser = new Map(users.map((each) => [each.user.userId, each]))
  const byPerson = new Map(users.map((each) => [each.mapping?.salesforceUserId, each]))
  const people = await ledger.directory.findAll({ salesforceUserIds })
  const persons = new Map(people.map((person) => [person.salesforceUserId, person]))
  const subjectOf = ({ about }: RowKey) => {
    const holder = about.userId === null ? byPerson.get(about.salesforceUserId) : byUser.get(about.userId)
    if (holder !== undefined) return book.ofUser(holder)
    const person = about.userId === null ? persons.get(about.salesforceUserId) : undefined
    return person === undefined ? undefined : book.ofPerson(person)
  }
  return { subjectOf, decisionOn: (userId, salesforceUserId) => book.decided(userId, salesforceUserId) }
}

/** What must be looked up to tell whom a user may be in Salesforce, and what was decided about it. */
class Book {
  readonly #teams: ReadonlyMap<string, Team>
  readonly #people: ReadonlyMap<string, SalesforceUser>
  readonly #byEmail = new Map<string, SalesforceUser[]>()
  readonly #decisions: ReadonlyMap<string, Decision>

  private constructor(
    teams: readonly Team[],
    people: readonly SalesforceUser[],
    taken: ReadonlySet<string>,
    decisions: readonly Decision[],
  ) {
    this.#teams = new Map(teams.map((team) => [team.teamId, team]))
    this.#people = new Map(people.map((person) => [person.salesforceUserId, person]))
    this.#decisions = new Map(decisions.map((decision) => [decisionKey(decision), decision]))
    for (const person of people) {
      if (person.email === null || whyInactive(person) !== null || taken.has(person.salesforceUserId))
        continue
      const sameEmail = this.#byEmail.get(person.email)
      if (sameEmail === undefined) this.#byEmail.set(person.email, [person])
      else sameEmail.push(person)
    }
  }

  static async open(ledger: Ledger, users: readonly MappedUser[], today: string): Promise<Book> {
    const people = await ledger.directory.findAll({
      emails: users.flatMap(({ user, mapping }) => (mapping === null ? [user.email] : [])),
      salesforceUserIds: users.flatMap(({ mapping }) => mapping?.salesforceUserId ?? []),
    })
    const holders = await ledger.usersOf({
      salesforceUserIds: people.map(({ salesforceUserId }) => salesforceUserId),
    })
    const taken = new Set<string>(holders.flatMap(({ mapping }) => mapping?.salesforceUserId ?? []))
    const teams = (await ledger.teams()).map(({ team }) => team)
    const decisions: Decision[] = []
    for await (const page of ledger.decisions())
      decisions.push(...page.filter((decision) => isInForce(decision, today)))
    return new Book(teams, people, taken, decisions)
  }

  ofUser({ user, mapping }: MappedUser): ReviewSubject {
    const person =
      mapping === null ? this.#candidate(user.email, user.userId) : this.#people.get(mapping.salesforceUserId)
    const decision =
      this.decided(user.userId, person?.salesforceUserId ?? null) ?? this.decided(user.userId, null)
    return {
      user,
      teamName: user.teamId === null ? null : (this.#teams.get(user.teamId)?.name ?? null),
      mapping,
      person: person ?? null,
      decision,
    }
  }

  ofPerson(person: SalesforceUser): ReviewSubject {
    const decision = this.decided(null, person.salesforceUserId)
    return { user: null, teamName: null, mapping: null, person, decision }
  }

  // Only one who cannot be mistaken, and of whom nobody said "never these two".
  #candidate(email: string, userId: string): SalesforceUser | undefined {
    const candidates = (this.#byEmail.get(email) ?? []).filter(
      ({ salesforceUserId }) => this.decided(userId, salesforceUserId)?.kind !== 'never',
    )
    return candidates.length === 1 ? candidates[0] : undefined
  }

  /** The standing decision about these two, or about one alone. */
  decided(userId: string | null, salesforceUserId: string | null): Decision | null {
    return this.#decisions.get(`${userId ?? '-'}/${salesforceUserId ?? '-'}`) ?? null
  }
}
