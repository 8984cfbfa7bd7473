import type { BatchRow } from '../batch/rows.ts'
import type { Decision, DecisionKind, UserId } from '../model.ts'
import type { ErrorRow } from '../errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../salesforce-id.ts'
import {
  reviewCells,
  type ReviewColumn,
  reviewColumns,
  type ReviewSubject,
  type RowKey,
  subjectDigest,
  readOnlyColumns,
} from './review-row.ts'

const sentences = {
  doubled: ['is there twice and counts once', 'are there twice and count once'],
  done: ['is as it was decided already', 'are as they were decided already'],
  undecided: ['is not decided yet', 'are not decided yet'],
  kept: ['stays as it is', 'stay as they are'],
  repaired: [
    'had lost the letter case of its Salesforce User ID, which was repaired',
    'had lost the letter case of their Salesforce User IDs, which was repaired',
  ],
} as const

/** Counts what is noticed about the rows of a review sheet, and says it. */
export class ReviewNotices {
  readonly #counts = new Map<keyof typeof sentences, number>()

  /** One more row of which this is true. */
  add(what: keyof typeof sentences): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  /** A sentence for everything that was noticed. */
  told(): string[] {
    return [...this.#counts].map(([what, count]) =>
      count === 1 ? `1 row ${sentences[what][0]}` : `${count} rows ${sentences[what][1]}`,
    )
  }
}

/** A row of a review sheet as it came back. */
export interface ReviewRow {
  readonly line: number
  /** undefined: the cell holds no row key. */
  readonly key: RowKey | undefined
  readonly cells: Readonly<Record<ReviewColumn, string>>
}

/** What can be decided about a row. */
export const reviewDecisions = ['map', 'new', 'later', 'never', 'keep'] as const

/** One of these. */
export type ReviewDecision = (typeof reviewDecisions)[number]

/** A decision to be recorded. */
export interface DecisionToRecord {
  readonly line: number
  readonly kind: DecisionKind
  readonly userId: UserId | null
  readonly salesforceUserId: SalesforceUserId | null
  readonly reason: string | null
}

/** What a review sheet asks for: rows to map or create, decisions to record, and what is wrong with the rest. */
export interface ReviewSheetPlan {
  readonly rows: readonly BatchRow[]
  readonly decisions: readonly DecisionToRecord[]
  readonly problems: readonly ErrorRow[]
  readonly warnings: readonly string[]
}

/** Suggests what a mistyped text may have meant, nearest first. */
type Suggest = (text: string, candidates: Iterable<string>) => readonly string[]

/** What is known of those whom the rows are about. */
export interface ReviewFacts {
  subjectOf(key: RowKey): ReviewSubject | undefined
  /** The standing decision about these two, or about one alone (the other one null). */
  decisionOn(userId: string | null, salesforceUserId: string | null): Decision | null
}

/** Reads what was decided; whoever is different now than the row shows is a problem of that row. */
export function decideReview(
  file: string,
  rows: readonly ReviewRow[],
  book: ReviewFacts,
  suggest: Suggest,
): ReviewSheetPlan {
  const reading = new Reading(file, book, suggest)
  for (const row of rows) reading.read(row)
  return reading.end(missingRowsText(rows.flatMap(({ key }) => key ?? [])))
}

class Reading {
  readonly #file: string
  readonly #book: ReviewFacts
  readonly #suggest: Suggest
  readonly #rows: BatchRow[] = []
  readonly #decisions: DecisionToRecord[] = []
  readonly #problems: ErrorRow[] = []
  readonly #tally = new ReviewNotices()
  readonly #seen = new Map<string, ReviewRow>()

  constructor(file: string, book: ReviewFacts, suggest: Suggest) {
    this.#file = file
    this.#book = book
    this.#suggest = suggest
  }

  read(row: ReviewRow): void {
    const word = row.cells.decision.trim().toLowerCase()
    const decision = reviewDecisions.find((each) => each === word)
    if (word !== '' && decision === undefined) return this.#unknownDecision(row)
    if (row.key === undefined) return this.#added(row)
    if (this.#isDoubled(row, row.key)) return
    if (decision === undefined) this.#tally.add('undecided')
    else if (decision === 'keep') this.#tally.add('kept')
    else this.#decided(row, row.key, decision)
  }

  end(missing: readonly string[]): ReviewSheetPlan {
    return {
      rows: this.#rows,
      decisions: this.#decisions,
      problems: this.#problems,
      warnings: [...missing, ...this.#tally.told()],
    }
  }

  #unknownDecision(row: ReviewRow): void {
    const near = this.#suggest(row.cells.decision.toLowerCase(), reviewDecisions)
    this.#problem(row, 'decision', 'not a decision', `"${row.cells.decision}" is no decision`, {
      action:
        near.length > 0 ? `did you mean ${near.join(' or ')}?` : `write one of ${reviewDecisions.join(', ')}`,
    })
  }

  #added(row: ReviewRow): void {
    this.#problem(row, 'rowKey', 'rows that were added', 'the row has no row key of an export', {
      action: 'put new people into a file of their own: sfsync import <file>',
    })
  }

  #isDoubled(row: ReviewRow, key: RowKey): boolean {
    const name = key.about.userId ?? key.about.salesforceUserId
    const earlier = this.#seen.get(name)
    if (earlier === undefined) {
      this.#seen.set(name, row)
      return false
    }
    const same = (['decision', 'salesforceUserId', 'user', 'team'] as const).every(
      (column) => earlier.cells[column].trim().toLowerCase() === row.cells[column].trim().toLowerCase(),
    )
    if (same) this.#tally.add('doubled')
    else
      this.#problem(
        row,
        'rowKey',
        'rows that are there twice',
        `line ${earlier.line} says something else about the same person`,
        {
          action: 'leave one of the lines out',
        },
      )
    return true
  }

  #decided(row: ReviewRow, key: RowKey, decision: Exclude<ReviewDecision, 'keep'>): void {
    const subject = this.#book.subjectOf(key)
    if (
      subject !== undefined &&
      (isAlreadyMapped(row, subject, decision) || isDecisionRecorded(row, subject, decision, this.#book))
    ) {
      this.#tally.add('done')
      return
    }
    if (subject === undefined || subjectDigest(subject) !== key.digest) return this.#stale(row, subject)
    if (decision === 'map') this.#map(row, subject)
    else if (decision === 'new') this.#new(row, subject)
    else this.#record(row, subject, decision)
  }

  #stale(row: ReviewRow, subject: ReviewSubject | undefined): void {
    const reason =
      subject === undefined
        ? 'whom the row is about is not there any more'
        : `the row is older than the ledger: ${changedSinceExport(row.cells, subject)}`
    this.#problem(row, 'rowKey', 'rows that are different now', reason, {
      action: 'export again, and decide on what is there now',
    })
  }

  #map(row: ReviewRow, { user, person }: ReviewSubject): void {
    const salesforceUser = this.#repaired15(row, person)
    if (salesforceUser === '')
      return this.#problem(
        row,
        'salesforceUserId',
        'not told whom to map to',
        'there is no Salesforce User ID',
        {
          action: 'fill it in: sfsync sf-users find <name>',
        },
      )
    const whom = user === null ? row.cells.user.trim() : user.userId
    if (whom === '')
      return this.#problem(row, 'user', 'not told whom to map', 'there is no SalesScreen user', {
        action: 'fill in who it is, or decide "new"',
      })
    this.#rows.push({ line: row.line, values: { user: whom, salesforceUser } })
  }

  #new(row: ReviewRow, { user, person }: ReviewSubject): void {
    if (user !== null || person === null)
      return this.#problem(
        row,
        'decision',
        'not a decision for this row',
        `${user?.email ?? ''} is in SalesScreen already`,
        {
          action: 'write map, later, never or keep',
        },
      )
    const team = row.cells.team.trim()
    this.#rows.push({
      line: row.line,
      values: { salesforceUser: person.salesforceUserId, ...(team === '' ? {} : { team }) },
    })
  }

  // "Never" about two is about these two; about one alone it says that there is no other side.
  #record(row: ReviewRow, { user, person }: ReviewSubject, decision: 'later' | 'never'): void {
    const isAlone = user === null || person === null
    this.#decisions.push({
      line: row.line,
      kind: decision === 'never' && isAlone ? 'not-a-person' : decision,
      userId: user?.userId ?? null,
      salesforceUserId: person?.salesforceUserId ?? null,
      reason: row.cells.reason.trim() === '' ? null : row.cells.reason.trim(),
    })
  }

  // An ID that only lost its letter case is the one the sheet showed; two IDs may differ in nothing but that.
  #repaired15(row: ReviewRow, person: ReviewSubject['person']): string {
    const text = row.cells.salesforceUserId.trim()
    const shown = person?.salesforceUserId ?? ''
    const parsed = parseSalesforceUserId(text)
    const exact = 'salesforceUserId' in parsed ? parsed.salesforceUserId : text
    if (isSameIdWithoutCase(text, shown)) {
      this.#tally.add('repaired')
      return shown
    }
    if ('note' in parsed && parsed.note === 'case-repaired') this.#tally.add('repaired')
    return exact
  }

  #problem(
    { line, cells }: ReviewRow,
    column: ReviewColumn,
    group: string,
    reason: string,
    { action }: { readonly action: string },
  ): void {
    this.#problems.push({
      file: this.#file,
      line,
      column: reviewColumns[column],
      value: cells[column],
      reason,
      action,
      group,
    })
  }
}

/** Whoever is mapped as the row asks was decided about before: the sheet is fed back a second time. */
export function isAlreadyMapped(
  { cells, key }: ReviewRow,
  { user, mapping }: ReviewSubject,
  decision: ReviewDecision,
): boolean {
  if (user === null || mapping === null || key === undefined) return false
  const { salesforceUserId } = mapping
  if (decision === 'new') return key.about.userId === null && key.about.salesforceUserId === salesforceUserId
  const wanted = cells.salesforceUserId.trim()
  const isWanted = wanted.length >= 15 && salesforceUserId.startsWith(wanted)
  return decision === 'map' && (isWanted || isSameIdWithoutCase(wanted, salesforceUserId))
}

/** Whether an ID is one that was shown but for its letter case: what loses it makes all letters small or all of them capital. */
export function isSameIdWithoutCase(text: string, shown: string): boolean {
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase()
  return (
    text.length >= 15 &&
    isOneCase &&
    !shown.startsWith(text) &&
    shown.toLowerCase().startsWith(text.toLowerCase())
  )
}

/** Of a pair that was rejected the other side is suggested no more; the row still shows whom it was about. */
export function isDecisionRecorded(
  { cells, key }: ReviewRow,
  { user, mapping }: ReviewSubject,
  decision: ReviewDecision,
  book: ReviewFacts,
): boolean {
  if (key === undefined || mapping !== null || (decision !== 'never' && decision !== 'later')) return false
  const parsed = parseSalesforceUserId(cells.salesforceUserId)
  const shown = 'salesforceUserId' in parsed ? parsed.salesforceUserId : null
  const about = book.decisionOn(
    user?.userId ?? null,
    key.about.userId === null ? key.about.salesforceUserId : shown,
  )
  const kind = decision === 'never' && (user === null || shown === null) ? 'not-a-person' : decision
  return about?.kind === kind && (about.reason ?? '') === cells.reason.trim()
}

/** What is different now than a row shows, in words. */
export function changedSinceExport(
  cells: Readonly<Record<ReviewColumn, string>>,
  subject: ReviewSubject,
): string {
  const now = reviewCells(subject)
  const told = readOnlyColumns.flatMap((column) =>
    cells[column].trim() === now[column].trim()
      ? []
      : [`${reviewColumns[column]} was "${cells[column]}" and is "${now[column]}"`],
  )
  return told.length > 0 ? told.join(', ') : 'team, e-mail address or mapping is another now'
}

/** What is said of rows that were exported and did not come back. */
export function missingRowsText(keys: readonly RowKey[]): string[] {
  const totals = new Map<number, Set<number>>()
  for (const { total, place } of keys) totals.set(total, (totals.get(total) ?? new Set<number>()).add(place))
  return [...totals].flatMap(([total, places]) => {
    const missing = total - places.size
    if (missing <= 0) return []
    const first = Array.from({ length: total }, (_, index) => index + 1).filter((place) => !places.has(place))
    const which = `${first.slice(0, 10).join(', ')}${first.length > 10 ? ', ...' : ''}`
    return [
      `${missing} of the ${total} rows that were exported ${missing === 1 ? 'is' : 'are'} missing (${which}): nothing is decided about them`,
    ]
  })
}
