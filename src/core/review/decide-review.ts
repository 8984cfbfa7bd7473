import type { BatchRow } from '../batch/row.ts'
import type { Decision, DecisionKind } from '../decision.ts'
import type { ErrorRow } from '../errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../salesforce-id.ts'
import type { UserId } from '../user.ts'
import { missingPlaces, whatIsNewer } from './differences.ts'
import { type ReviewColumn, reviewColumns, type ReviewSubject, subjectDigest } from './review-row.ts'
import { isMappedSo, isRecorded, isShownWithoutCase } from './is-done.ts'
import { Tally } from './tally.ts'
import type { RowKey } from './row-key.ts'

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
export interface DecisionWish {
  readonly line: number
  readonly kind: DecisionKind
  readonly userId: UserId | null
  readonly salesforceUserId: SalesforceUserId | null
  readonly reason: string | null
}

/** What a review sheet asks for: rows to map or create, decisions to record, and what is wrong with the rest. */
export interface Review {
  readonly rows: readonly BatchRow[]
  readonly decisions: readonly DecisionWish[]
  readonly problems: readonly ErrorRow[]
  readonly warnings: readonly string[]
}

/** Suggests what a mistyped text may have meant, nearest first. */
type Suggest = (text: string, candidates: Iterable<string>) => readonly string[]

/** What is known of those whom the rows are about. */
export interface ReviewBook {
  subjectOf(key: RowKey): ReviewSubject | undefined
  /** The standing decision about these two, or about one alone (the other one null). */
  decisionOn(userId: string | null, salesforceUserId: string | null): Decision | null
}

/** Reads what was decided; whoever is different now than the row shows is a problem of that row. */
export function decideReview(
  file: string,
  rows: readonly ReviewRow[],
  book: ReviewBook,
  suggest: Suggest,
): Review {
  const reading = new Reading(file, book, suggest)
  for (const row of rows) reading.read(row)
  return reading.end(missingPlaces(rows.flatMap(({ key }) => key ?? [])))
}

class Reading {
  readonly #file: string
  readonly #book: ReviewBook
  readonly #suggest: Suggest
  readonly #rows: BatchRow[] = []
  readonly #decisions: DecisionWish[] = []
  readonly #problems: ErrorRow[] = []
  readonly #tally = new Tally()
  readonly #seen = new Map<string, ReviewRow>()

  constructor(file: string, book: ReviewBook, suggest: Suggest) {
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

  end(missing: readonly string[]): Review {
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
      (isMappedSo(row, subject, decision) || isRecorded(row, subject, decision, this.#book))
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
        : `the row is older than the ledger: ${whatIsNewer(row.cells, subject)}`
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
    if (isShownWithoutCase(text, shown)) {
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
