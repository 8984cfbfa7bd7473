import { fold } from '../../core/text.ts'
import type { Change } from '../../core/change.ts'
import { isSame } from '../../core/decide-decision.ts'
import { type Decision, decisionKey } from '../../core/decision.ts'
import {
  decideReview,
  type DecisionWish,
  type Review,
  type ReviewRow,
} from '../../core/review/decide-review.ts'
import { type ReviewColumn, reviewColumns } from '../../core/review/review-row.ts'
import { parseRowKey } from '../../core/review/row-key.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import type { Context } from '../context.ts'
import { comesBack } from '../decisions/record.ts'
import { nearest } from '../resolve/nearest.ts'
import { reviewColumnNames } from './sheet-text.ts'
import { subjectsOf } from './subjects.ts'

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
export function reviewRows({ labels, rows }: Sheet): ReviewRow[] {
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
  context: Context,
  ledger: Ledger,
  file: string,
  rows: readonly ReviewRow[],
): Promise<Review & { readonly recorded: readonly Change[] }> {
  const now = context.now()
  const keys = rows.flatMap(({ key }) => key ?? [])
  const book = await subjectsOf(ledger, keys, now.slice(0, 10))
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
  { kind, userId, salesforceUserId, reason }: DecisionWish,
  actor: string,
  now: string,
): Decision {
  return {
    kind,
    userId,
    salesforceUserId,
    until: kind === 'later' ? comesBack(now) : null,
    reason,
    decidedBy: actor,
    decidedAt: now,
  }
}

// A second "later" only counts when it puts it off for longer.
function isDecidedAlready(before: Decision, after: Decision): boolean {
  const isPutOff = before.kind === 'later' && (before.until ?? '9') >= (after.until ?? '9')
  return isSame(before, isPutOff ? { ...after, until: before.until } : after)
}
