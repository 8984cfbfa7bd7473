import { type Drift, type DriftKind, driftOf, type DriftView, type OutOfSight } from '../../core/drift.ts'
import { driftSince, isPendingTooLong, pendingText, type PersonPast } from '../../core/drift-since.ts'
import type { DriftFacts } from '../../core/drift.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** What is looked for. */
export interface DriftWish {
  /** UTC, ISO 8601: only what began then or later, and what nobody knows the beginning of. */
  readonly since?: string
  readonly pendingDays: number
  /** UTC, ISO 8601. */
  readonly now: string
}

/** One finding, with the time it began; null where nobody knows. */
export interface DriftFinding {
  readonly drift: Drift
  readonly since: string | null
}

/** How many findings there were, and of how many mappings nobody could tell. */
export interface DriftCount {
  findings: number
  readonly outOfSight: Map<OutOfSight, number>
}

/** Every finding, by name and e-mail address of the person, then in the order of the kinds; counts them as they go. */
export async function* findDrift(
  ledger: Ledger,
  view: DriftView,
  wish: DriftWish,
  count: DriftCount,
): AsyncGenerator<readonly DriftFinding[]> {
  for await (const page of ledger.mayHaveDrifted(view?.organizationId ?? null)) {
    const found: DriftFinding[] = []
    for (const facts of page) {
      const { drifts, outOfSight } = driftOf(facts, view)
      if (outOfSight !== null) count.outOfSight.set(outOfSight, (count.outOfSight.get(outOfSight) ?? 0) + 1)
      if (drifts.length === 0) continue
      const past = await pastOf(ledger, facts, drifts)
      found.push(...drifts.flatMap((drift) => finding(drift, past, wish)))
    }
    count.findings += found.length
    if (found.length > 0) yield found
  }
}

const toldByHistory: readonly DriftKind[] = ['never-seen', 'no-team', 'pending']

async function pastOf(ledger: Ledger, facts: DriftFacts, drifts: readonly Drift[]): Promise<PersonPast> {
  const changes: PersonPast['changes'][number][] = []
  if (drifts.some(({ kind }) => toldByHistory.includes(kind)))
    for await (const page of ledger.changesTo(facts.user.userId))
      changes.push(...page.map(({ changeSet, change }) => ({ at: changeSet.at, change })))
  const seen = drifts.some(({ kind }) => !toldByHistory.includes(kind))
    ? await ledger.directory.changesAbout(facts.mapping.salesforceUserId)
    : []
  return { changes, seen }
}

function finding(
  drift: Drift,
  past: PersonPast,
  { since: from, pendingDays, now }: DriftWish,
): DriftFinding[] {
  const since = driftSince(drift, past)
  if (from !== undefined && since !== null && since < from) return []
  if (drift.kind !== 'pending') return [{ drift, since }]
  const days = since === null ? null : (Date.parse(now) - Date.parse(since)) / 86_400_000
  if (!isPendingTooLong(days, pendingDays)) return []
  return [{ drift: { ...drift, text: pendingText(days) }, since }]
}
