import type { Change } from '../../core/change.ts'
import { isSameDecision, isInForce } from '../../core/decide/decision.ts'
import { identityDoubt } from '../../core/match/identity.ts'
import { type Decision, decisionKey, type Team, type User } from '../../core/model.ts'
import {
  decideReview,
  reviewDecisions,
  type DecisionToRecord,
  type ReviewSheetPlan,
  type ReviewFacts,
  type ReviewRow,
} from '../../core/review/decide-review.ts'
import {
  parseRowKey,
  reviewCells,
  type ReviewColumn,
  reviewColumnNames,
  reviewColumns,
  type ReviewSubject,
  rowKeyText,
  subjectDigest,
  subjectKey,
} from '../../core/review/review-row.ts'
import { parseSalesforceUserId } from '../../core/salesforce-id.ts'
import type { Ledger, MappedUser } from '../../ledger/ledger.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import type { AppContext } from '../context.ts'
import { reminderDay } from '../decisions.ts'
import { nearest } from '../hints.ts'
import { plainLabel } from '../../sheet/labels.ts'
import { visible } from '../../core/visible-text.ts'
import { csvLine } from '../../sheet/write-sheet.ts'
import { whyInactive, type SalesforceUser } from '../../core/salesforce-user.ts'

/** Whether a table is a review sheet that came back: it has row keys and decisions. */
export function isReviewSheet({ labels }: Pick<Sheet, 'labels'>): boolean {
  const names = new Set(labels.map(plainLabel))
  return [reviewColumns.rowKey, reviewColumns.decision].every((label) => names.has(plainLabel(label)))
}

/** The rows of a review sheet; columns may have been moved, and those for information may be missing. */
export function reviewRowsOf({ labels, rows }: Sheet): ReviewRow[] {
  const places = new Map(labels.map((label, index) => [plainLabel(label), index]))
  return rows.map(({ line, cells }) => {
    const cell = (column: ReviewColumn) => cells[places.get(plainLabel(reviewColumns[column])) ?? -1] ?? ''
    return { line, key: parseRowKey(cell('rowKey')), cell }
  })
}

/** What the rows ask for on the ledger as it is: a batch to map and create, and changes that record decisions. */
export async function planReview(
  context: AppContext,
  ledger: Ledger,
  file: string,
  rows: readonly ReviewRow[],
  allowed: ReadonlySet<string>,
): Promise<ReviewSheetPlan & { readonly recorded: readonly Change[] }> {
  const now = context.now()
  const facts = { ...(await reviewFactsOf(ledger, rows, context.today())), allowed }
  const review = decideReview(file, rows, facts, nearest)
  const known = new Map<string, Decision>()
  if (review.decisions.length > 0)
    for await (const page of ledger.decisions()) for (const each of page) known.set(decisionKey(each), each)
  const recorded = review.decisions.flatMap((wish) => {
    const after = decisionOf(wish, { actor: context.actor, now, today: context.today() })
    const key = decisionKey(after)
    const before = known.get(key) ?? null
    return before !== null && isAlreadyDecided(before, after)
      ? []
      : [{ entity: 'decision', key, before, after, origin: `${file}:${wish.line}` } as const]
  })
  return { ...review, recorded }
}

function decisionOf(
  { kind, userId, salesforceUserId, reason }: DecisionToRecord,
  { actor, now, today }: { readonly actor: string; readonly now: string; readonly today: string },
): Decision {
  return {
    kind,
    userId,
    salesforceUserId,
    until: kind === 'later' ? reminderDay(today) : null,
    reason,
    decidedBy: actor,
    decidedAt: now,
  }
}

// A second "later" only counts when its reminder is later.
function isAlreadyDecided(before: Decision, after: Decision): boolean {
  const isPutOff = before.kind === 'later' && (before.until ?? '9') >= (after.until ?? '9')
  return isSameDecision(before, isPutOff ? { ...after, until: before.until } : after)
}

/** A review sheet as spreadsheets expect it: CSV with a byte order mark, CRLF and guarded formulas. */
export function reviewSheetText(subjects: readonly ReviewSubject[]): string {
  const rows = [reviewColumnNames.map((column) => reviewColumns[column]), ...reviewSheetRows(subjects)]
  return `\uFEFF${rows.map((cells) => `${csvLine(cells, ',')}\r\n`).join('')}`
}

/** A review sheet as a workbook: decisions are chosen from a list, and the keys of the rows are protected. */
export async function* reviewWorkbook(subjects: readonly ReviewSubject[]): AsyncGenerator<Uint8Array> {
  const { writeXlsx } = await import('../../sheet/workbook/write-xlsx.ts')
  const columns = reviewColumnNames.map((column) => ({
    label: reviewColumns[column],
    width: reviewWidths[column] ?? 24,
    ...(column === 'rowKey' ? { isLocked: true } : {}),
    ...(column === 'decision' ? { choices: reviewDecisions } : {}),
  }))
  yield* writeXlsx({ name: 'Review', columns, rows: reviewSheetRows(subjects) })
}

// In characters; the others hold names and addresses.
const reviewWidths: Partial<Record<ReviewColumn, number>> = {
  rowKey: 12,
  decision: 12,
  salesforceUserId: 22,
  user: 32,
  state: 10,
  salesforceEmail: 32,
  username: 32,
  salesforceState: 14,
}

function reviewSheetRows(subjects: readonly ReviewSubject[]): string[][] {
  return subjects.flatMap((subject, index) => {
    const about = subjectKey(subject)
    if (about === undefined) return []
    const key = { place: index + 1, total: subjects.length, about, digest: subjectDigest(subject) }
    const cells = { rowKey: rowKeyText(key), ...reviewCells(subject) }
    return [reviewColumnNames.map((column) => visible(cells[column]))]
  })
}

/** Which users a review sheet shows. */
interface ReviewSheetFilter {
  /** Also users who are mapped or already decided. */
  readonly all: boolean
  /** Today, YYYY-MM-DD; a decision counts until its `until`. */
  readonly today: string
}

/** The users to decide about: SalesScreen users by user ID, then Salesforce users without one by name. */
export async function allReviewSubjects(
  ledger: Ledger,
  { all, today }: ReviewSheetFilter,
): Promise<ReviewSubject[]> {
  const users: MappedUser[] = []
  const query = all ? {} : { mapped: false, states: ['active', 'pending'] as const }
  for await (const page of ledger.users(query)) users.push(...page)
  const finder = await SubjectFinder.open(ledger, users, today)
  const unmapped = { active: true, people: true, mapped: false, withoutUser: true }
  const subjects = users.map((each) => finder.ofUser(each))
  for await (const page of ledger.directory.list(unmapped))
    subjects.push(...page.map(({ salesforceUser }) => finder.ofSalesforceUser(salesforceUser)))
  return all ? subjects : subjects.filter(({ decision }) => decision === null)
}

/** The users of the rows of a sheet, as they are now. */
async function reviewFactsOf(
  ledger: Ledger,
  rows: readonly ReviewRow[],
  today: string,
): Promise<Omit<ReviewFacts, 'allowed'>> {
  const keys = rows.flatMap(({ key }) => key ?? [])
  const salesforceUserIds = keys.flatMap(({ about }) =>
    about.userId === null ? [about.salesforceUserId] : [],
  )
  const users = await ledger.usersOf({
    userIds: keys.flatMap(({ about }) => about.userId ?? []),
    salesforceUserIds,
  })
  const finder = await SubjectFinder.open(ledger, users, today)
  const byUser = new Map(users.map((each) => [each.user.userId, each]))
  const byMapping = new Map(users.map((each) => [each.mapping?.salesforceUserId, each]))
  const filledIn = rows.flatMap(({ cell }) => {
    const parsed = parseSalesforceUserId(cell('salesforceUserId'))
    return 'salesforceUserId' in parsed ? [parsed.salesforceUserId] : []
  })
  const found = await ledger.directory.findAll({ salesforceUserIds: [...salesforceUserIds, ...filledIn] })
  const salesforceUsers = new Map<string, SalesforceUser>(found.map((each) => [each.salesforceUserId, each]))
  return {
    subjectOf: ({ about }) => {
      const user = about.userId === null ? byMapping.get(about.salesforceUserId) : byUser.get(about.userId)
      if (user !== undefined) return finder.ofUser(user)
      const salesforceUser = about.userId === null ? salesforceUsers.get(about.salesforceUserId) : undefined
      return salesforceUser === undefined ? undefined : finder.ofSalesforceUser(salesforceUser)
    },
    decisionOn: (userId, salesforceUserId) => finder.decisionOn(userId, salesforceUserId),
    salesforceUserWith: (salesforceUserId) => salesforceUsers.get(salesforceUserId) ?? null,
  }
}

/** Finds the Salesforce user that a SalesScreen user may be, and the decision about the two. */
class SubjectFinder {
  readonly #teams: ReadonlyMap<string, Team>
  readonly #salesforceUsers: ReadonlyMap<string, SalesforceUser>
  readonly #byEmail = new Map<string, SalesforceUser[]>()
  readonly #taken: ReadonlySet<string>
  readonly #decisions: ReadonlyMap<string, Decision>

  private constructor(
    teams: readonly Team[],
    salesforceUsers: readonly SalesforceUser[],
    taken: ReadonlySet<string>,
    decisions: readonly Decision[],
  ) {
    this.#taken = taken
    this.#teams = new Map(teams.map((team) => [team.teamId, team]))
    this.#salesforceUsers = new Map(salesforceUsers.map((each) => [each.salesforceUserId, each]))
    this.#decisions = new Map(decisions.map((decision) => [decisionKey(decision), decision]))
    for (const each of salesforceUsers) {
      if (each.email === null) continue
      const sameEmail = this.#byEmail.get(each.email)
      if (sameEmail === undefined) this.#byEmail.set(each.email, [each])
      else sameEmail.push(each)
    }
  }

  static async open(ledger: Ledger, users: readonly MappedUser[], today: string): Promise<SubjectFinder> {
    const salesforceUsers = await ledger.directory.findAll({
      emails: users.flatMap(({ user, mapping }) => (mapping === null ? [user.email] : [])),
      salesforceUserIds: users.flatMap(({ mapping }) => mapping?.salesforceUserId ?? []),
    })
    const holders = await ledger.usersOf({
      salesforceUserIds: salesforceUsers.map(({ salesforceUserId }) => salesforceUserId),
    })
    const taken = new Set<string>(holders.flatMap(({ mapping }) => mapping?.salesforceUserId ?? []))
    const teams = (await ledger.teams()).map(({ team }) => team)
    const decisions: Decision[] = []
    for await (const page of ledger.decisions())
      decisions.push(...page.filter((decision) => isInForce(decision, today)))
    return new SubjectFinder(teams, salesforceUsers, taken, decisions)
  }

  ofUser({ user, mapping }: MappedUser): ReviewSubject {
    const salesforceUser =
      mapping === null ? this.#candidate(user) : this.#salesforceUsers.get(mapping.salesforceUserId)
    return {
      user,
      teamName: user.teamId === null ? null : (this.#teams.get(user.teamId)?.name ?? null),
      mapping,
      salesforceUser: salesforceUser ?? null,
      decision:
        this.decisionOn(user.userId, salesforceUser?.salesforceUserId ?? null) ??
        this.decisionOn(user.userId, null),
    }
  }

  ofSalesforceUser(salesforceUser: SalesforceUser): ReviewSubject {
    const decision = this.decisionOn(null, salesforceUser.salesforceUserId)
    return { user: null, teamName: null, mapping: null, salesforceUser, decision }
  }

  // Only an unambiguous one that was not rejected and is not plainly someone else.
  #candidate(user: User): SalesforceUser | undefined {
    const sameAddress = this.#byEmail.get(user.email) ?? []
    const candidates = sameAddress.filter(
      (each) =>
        whyInactive(each) === null &&
        !this.#taken.has(each.salesforceUserId) &&
        this.decisionOn(user.userId, each.salesforceUserId)?.kind !== 'never' &&
        identityDoubt({ user, salesforceUser: each, sameAddress, owners: [] }) === null,
    )
    return candidates.length === 1 ? candidates[0] : undefined
  }

  /** The decision in force about these two, or about one alone. */
  decisionOn(userId: string | null, salesforceUserId: string | null): Decision | null {
    return this.#decisions.get(`${userId ?? '-'}/${salesforceUserId ?? '-'}`) ?? null
  }
}
