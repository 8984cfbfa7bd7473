import { countText, numberText } from '../text.ts'
import type { BatchRow, Problem, SuggestNames } from '../batch/rows.ts'
import type { Decision, DecisionKind, UserId } from '../model.ts'
import type { ErrorRow } from '../errors.ts'
import { commandLine } from '../hint.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../salesforce-id.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import { movedCell } from './moved-cells.ts'
import {
  reviewCells,
  type ReviewColumn,
  reviewColumns,
  type ReviewSubject,
  type RowKey,
  subjectDigest,
  readOnlyColumns,
} from './review-row.ts'

const notices = {
  repeated: ['is repeated and counts once', 'are repeated and count once'],
  done: ['is already decided', 'are already decided'],
  undecided: ['is not decided yet', 'are not decided yet'],
  kept: ['is unchanged (keep)', 'are unchanged (keep)'],
  repaired: [
    'had lost the letter case of its Salesforce User ID, now restored',
    'had lost the letter case of their Salesforce User IDs, now restored',
  ],
} as const

/** Counts rows of a review sheet by what is worth a notice. */
class ReviewNotices {
  readonly #counts = new Map<keyof typeof notices, number>()

  add(notice: keyof typeof notices): void {
    this.#counts.set(notice, (this.#counts.get(notice) ?? 0) + 1)
  }

  /** One sentence per notice. */
  sentences(): string[] {
    return [...this.#counts].map(
      ([notice, count]) => `${countText(count, 'row')} ${notices[notice][count === 1 ? 0 : 1]}`,
    )
  }
}

/** A row of a review sheet as it came back. */
export interface ReviewRow {
  readonly line: number
  /** undefined: the cell does not hold a row key. */
  readonly key: RowKey | undefined
  /** The text of a cell, trimmed; empty where the sheet has lost the column. */
  cell(column: ReviewColumn): string
}

/** What can be decided about a row. */
export const reviewDecisions = ['map', 'new', 'later', 'never', 'keep'] as const

type ReviewDecision = (typeof reviewDecisions)[number]

/** A decision to be recorded. */
export interface DecisionToRecord {
  readonly line: number
  readonly kind: DecisionKind
  readonly userId: UserId | null
  readonly salesforceUserId: SalesforceUserId | null
  readonly reason: string | null
}

/** What a review sheet asks for: rows to map or create, decisions to record, and the problems of the other rows. */
export interface ReviewSheetPlan {
  readonly rows: readonly BatchRow[]
  readonly decisions: readonly DecisionToRecord[]
  readonly problems: readonly ErrorRow[]
  readonly warnings: readonly string[]
}

/** What is known about the users of the rows. */
export interface ReviewFacts {
  subjectOf(key: RowKey): ReviewSubject | undefined
  /** The decision in force about these two, or about one alone (the other one null). */
  decisionOn(userId: string | null, salesforceUserId: string | null): Decision | null
  /** null where the directory does not have the ID. */
  salesforceUserWith(salesforceUserId: string): SalesforceUser | null
  /** The confirmations that were given. */
  readonly allowed: ReadonlySet<string>
}

/** Reads what was decided; a row whose users have changed since the export is a problem. */
export function decideReview(
  file: string,
  rows: readonly ReviewRow[],
  facts: ReviewFacts,
  suggest: SuggestNames,
): ReviewSheetPlan {
  const reader = new ReviewReader(file, facts, suggest)
  for (const row of rows) reader.read(row)
  return reader.end(missingRowsText(rows.flatMap(({ key }) => key ?? [])))
}

/** What makes two rows about the same user agree. */
const decidingColumns = ['decision', 'salesforceUserId', 'user', 'team'] as const

class ReviewReader {
  readonly #file: string
  readonly #facts: ReviewFacts
  readonly #suggest: SuggestNames
  readonly #rows: BatchRow[] = []
  readonly #decisions: DecisionToRecord[] = []
  readonly #problems: ErrorRow[] = []
  readonly #notices = new ReviewNotices()
  readonly #seen = new Map<string, ReviewRow>()

  constructor(file: string, facts: ReviewFacts, suggest: SuggestNames) {
    this.#file = file
    this.#facts = facts
    this.#suggest = suggest
  }

  read(row: ReviewRow): void {
    const word = row.cell('decision').toLowerCase()
    const decision = reviewDecisions.find((each) => each === word)
    if (word !== '' && decision === undefined) {
      const near = this.#suggest(word, reviewDecisions)
      return this.#problem(row, 'decision', {
        group: 'unknown decision',
        reason: `unknown decision "${row.cell('decision')}"`,
        action:
          near.length > 0 ? `did you mean ${near.join(' or ')}?` : `use one of ${reviewDecisions.join(', ')}`,
      })
    }
    if (row.key === undefined)
      return this.#problem(row, 'rowKey', {
        group: 'added rows',
        reason: 'the row has no row key from an export',
        action: { text: 'put new users into a separate file', command: commandLine('import', '<file>') },
      })
    if (this.#isRepeated(row, row.key)) return
    if (decision === undefined) this.#notices.add('undecided')
    else if (decision === 'keep') this.#notices.add('kept')
    else this.#decide(row, row.key, decision)
  }

  end(missing: readonly string[]): ReviewSheetPlan {
    return {
      rows: this.#rows,
      decisions: this.#decisions,
      problems: this.#problems,
      warnings: [...missing, ...this.#notices.sentences()],
    }
  }

  #isRepeated(row: ReviewRow, key: RowKey): boolean {
    const name = key.about.userId ?? key.about.salesforceUserId
    const earlier = this.#seen.get(name)
    if (earlier === undefined) {
      this.#seen.set(name, row)
      return false
    }
    const isSame = decidingColumns.every(
      (column) => earlier.cell(column).toLowerCase() === row.cell(column).toLowerCase(),
    )
    if (isSame) this.#notices.add('repeated')
    else
      this.#problem(row, 'rowKey', {
        group: 'repeated rows',
        reason: `line ${earlier.line} decides differently about the same user`,
        action: 'remove one of the lines',
      })
    return true
  }

  #decide(row: ReviewRow, key: RowKey, decision: Exclude<ReviewDecision, 'keep'>): void {
    const subject = this.#facts.subjectOf(key)
    if (
      subject !== undefined &&
      (isAlreadyMapped(row, subject, decision) || isDecisionRecorded(row, subject, decision, this.#facts))
    ) {
      this.#notices.add('done')
      return
    }
    if (subject === undefined || subjectDigest(subject) !== key.digest)
      this.#problem(row, 'rowKey', {
        group: 'outdated rows',
        reason:
          subject === undefined
            ? 'the user of the row no longer exists'
            : `the row is older than the ledger: ${changedSinceExport(row, subject)}`,
        action: 'export again, and decide on the current data',
      })
    else if (this.#isAboutSomeoneElse(row, subject, decision)) return
    else if (decision === 'map') this.#map(row, subject)
    else if (decision === 'new') this.#create(row, subject)
    else this.#record(row, subject, decision)
  }

  // The decision was made on what the cells show, and is written about the users of the row key.
  #isAboutSomeoneElse(row: ReviewRow, subject: ReviewSubject, decision: ReviewDecision): boolean {
    const exported = reviewCells(subject).salesforceUserId
    const id = row.cell('salesforceUserId')
    const parsed = parseSalesforceUserId(id)
    const wanted = 'salesforceUserId' in parsed ? parsed.salesforceUserId : id
    const isOther = id !== '' && wanted !== exported && !isSameIdWithoutCase(id, exported)
    if (isOther && decision !== 'map') {
      this.#problem(row, 'salesforceUserId', {
        group: 'columns that contradict each other',
        reason: `the row is about ${exported === '' ? 'a user without a Salesforce user' : exported}, not about ${id}`,
        action: 'restore the cell; only "map" takes another Salesforce user',
      })
      return true
    }
    const moved = movedCell(row.cell, subject, this.#facts.salesforceUserWith(wanted))
    const { confirmation } = moved?.problem ?? {}
    if (moved === undefined || (confirmation !== undefined && this.#facts.allowed.has(confirmation)))
      return false
    this.#problem(row, moved.column, moved.problem)
    return true
  }

  #map(row: ReviewRow, { user, salesforceUser }: ReviewSubject): void {
    const wanted = this.#wantedId(row, salesforceUser)
    if (wanted === '')
      return this.#problem(row, 'salesforceUserId', {
        group: 'no Salesforce user in the row',
        reason: 'the row has no Salesforce User ID',
        action: { text: 'fill it in', command: commandLine('sf-users find', '<name>') },
      })
    const userName = user === null ? row.cell('user') : user.userId
    if (userName === '')
      return this.#problem(row, 'user', {
        group: 'no SalesScreen user in the row',
        reason: 'the row has no SalesScreen user',
        action: 'fill it in, or decide "new"',
      })
    this.#rows.push({ line: row.line, values: { user: userName, salesforceUser: wanted } })
  }

  #create(row: ReviewRow, { user, salesforceUser }: ReviewSubject): void {
    if (user !== null || salesforceUser === null)
      return this.#problem(row, 'decision', {
        group: 'existing users',
        reason: `${user?.email ?? ''} is already a SalesScreen user`,
        action: 'decide map, later, never or keep',
      })
    const team = row.cell('team')
    this.#rows.push({
      line: row.line,
      values: { salesforceUser: salesforceUser.salesforceUserId, ...(team === '' ? {} : { team }) },
    })
  }

  // "Never" about two users is about this pair; about one alone it says that the user has no counterpart.
  #record(row: ReviewRow, { user, salesforceUser }: ReviewSubject, decision: 'later' | 'never'): void {
    const isAlone = user === null || salesforceUser === null
    const reason = row.cell('reason')
    this.#decisions.push({
      line: row.line,
      kind: decision === 'never' && isAlone ? 'not-a-person' : decision,
      userId: user?.userId ?? null,
      salesforceUserId: salesforceUser?.salesforceUserId ?? null,
      reason: reason === '' ? null : reason,
    })
  }

  // An ID that only lost its letter case is the exported one, but two IDs may differ in case alone.
  #wantedId(row: ReviewRow, salesforceUser: SalesforceUser | null): string {
    const text = row.cell('salesforceUserId')
    const exported = salesforceUser?.salesforceUserId ?? ''
    const parsed = parseSalesforceUserId(text)
    if (isSameIdWithoutCase(text, exported)) {
      this.#notices.add('repaired')
      return exported
    }
    if ('note' in parsed && parsed.note === 'case-repaired') this.#notices.add('repaired')
    // As it is written: 15 characters that were completed would look as if their letter case were checked.
    return text
  }

  #problem(row: ReviewRow, column: ReviewColumn, problem: Problem): void {
    this.#problems.push({
      file: this.#file,
      line: row.line,
      column: reviewColumns[column],
      value: row.cell(column),
      ...problem,
    })
  }
}

// True when the same sheet is imported a second time.
function isAlreadyMapped(
  { cell, key }: ReviewRow,
  { user, mapping }: ReviewSubject,
  decision: ReviewDecision,
): boolean {
  if (user === null || mapping === null || key === undefined) return false
  const { salesforceUserId } = mapping
  if (decision === 'new') return key.about.userId === null && key.about.salesforceUserId === salesforceUserId
  const wanted = cell('salesforceUserId')
  const isWanted = wanted.length >= 15 && salesforceUserId.startsWith(wanted)
  return decision === 'map' && (isWanted || isSameIdWithoutCase(wanted, salesforceUserId))
}

// Whatever loses the letter case makes all letters lower-case or all of them upper-case.
function isSameIdWithoutCase(text: string, exported: string): boolean {
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase()
  return (
    text.length >= 15 &&
    isOneCase &&
    !exported.startsWith(text) &&
    exported.toLowerCase().startsWith(text.toLowerCase())
  )
}

// A rejected candidate is no longer suggested, so its ID is taken from the row.
function isDecisionRecorded(
  { cell, key }: ReviewRow,
  { user, mapping }: ReviewSubject,
  decision: ReviewDecision,
  facts: ReviewFacts,
): boolean {
  if (key === undefined || mapping !== null || (decision !== 'never' && decision !== 'later')) return false
  const parsed = parseSalesforceUserId(cell('salesforceUserId'))
  const exported = 'salesforceUserId' in parsed ? parsed.salesforceUserId : null
  const about = facts.decisionOn(
    user?.userId ?? null,
    key.about.userId === null ? key.about.salesforceUserId : exported,
  )
  const kind = decision === 'never' && (user === null || exported === null) ? 'not-a-person' : decision
  return about?.kind === kind && (about.reason ?? '') === cell('reason')
}

function changedSinceExport({ cell }: ReviewRow, subject: ReviewSubject): string {
  const now = reviewCells(subject)
  const changes = readOnlyColumns.flatMap((column) =>
    cell(column) === now[column].trim()
      ? []
      : [`${reviewColumns[column]} was "${cell(column)}" and is now "${now[column]}"`],
  )
  return changes.length > 0 ? changes.join(', ') : 'its team, e-mail address or mapping has changed'
}

function missingRowsText(keys: readonly RowKey[]): string[] {
  const totals = new Map<number, Set<number>>()
  for (const { total, place } of keys) totals.set(total, (totals.get(total) ?? new Set<number>()).add(place))
  return [...totals].flatMap(([total, places]) => {
    const missing = total - places.size
    if (missing <= 0) return []
    const first = Array.from({ length: total }, (_, index) => index + 1).filter((place) => !places.has(place))
    const which = `${first.slice(0, 10).join(', ')}${first.length > 10 ? ', ...' : ''}`
    return [
      `${numberText(missing)} of the ${numberText(total)} exported rows ${missing === 1 ? 'is' : 'are'} missing (${which}) and stay${missing === 1 ? 's' : ''} undecided`,
    ]
  })
}
