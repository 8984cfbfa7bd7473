import { parseSalesforceUserId } from '../salesforce-id.ts'
import type { ReviewBook, ReviewDecision, ReviewRow } from './decide-review.ts'
import type { ReviewSubject } from './review-row.ts'

/** Whoever is mapped as the row asks was decided about before: the sheet is fed back a second time. */
export function isMappedSo(
  { cells, key }: ReviewRow,
  { user, mapping }: ReviewSubject,
  decision: ReviewDecision,
): boolean {
  if (user === null || mapping === null || key === undefined) return false
  const { salesforceUserId } = mapping
  if (decision === 'new') return key.about.userId === null && key.about.salesforceUserId === salesforceUserId
  const wanted = cells.salesforceUserId.trim()
  const isWanted = wanted.length >= 15 && salesforceUserId.startsWith(wanted)
  return decision === 'map' && (isWanted || isShownWithoutCase(wanted, salesforceUserId))
}

/** Whether an ID is one that was shown but for its letter case: what loses it makes all letters small or all of them capital. */
export function isShownWithoutCase(text: string, shown: string): boolean {
  const isOneCase = text === text.toLowerCase() || text === text.toUpperCase()
  return (
    text.length >= 15 &&
    isOneCase &&
    !shown.startsWith(text) &&
    shown.toLowerCase().startsWith(text.toLowerCase())
  )
}

/** Of a pair that was rejected the other side is suggested no more; the row still shows whom it was about. */
export function isRecorded(
  { cells, key }: ReviewRow,
  { user, mapping }: ReviewSubject,
  decision: ReviewDecision,
  book: ReviewBook,
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
