import {
  type PastLedgerChange,
  type Drift,
  type DriftFacts,
  type DriftKind,
  driftOf,
  driftSince,
  type DirectoryView,
  isPendingTooLong,
  type NotChecked,
  pendingText,
  type MappingPast,
} from '../core/drift.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** What is looked for. */
export interface DriftQuery {
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
  readonly outOfSight: Map<NotChecked, number>
}

/** Every finding, by name and e-mail address of the person, then in the order of the kinds; counts them as they go. */
export async function* findDrift(
  ledger: Ledger,
  view: DirectoryView,
  wish: DriftQuery,
  count: DriftCount,
): AsyncGenerator<readonly DriftFinding[]> {
  for await (const page of ledger.driftCandidates(view?.organizationId ?? null)) {
    const drifts = page.flatMap((facts) => judged(facts, view, count))
    const pastOf = await pastOfAll(ledger, drifts)
    const found = drifts.flatMap((drift) => finding(drift, pastOf(drift), wish))
    count.findings += found.length
    if (found.length > 0) yield found
  }
}

function judged(
  facts: DriftFacts,
  view: DirectoryView,
  { outOfSight: unseen }: DriftCount,
): readonly Drift[] {
  const { drifts, notChecked: outOfSight } = driftOf(facts, view)
  if (outOfSight !== null) unseen.set(outOfSight, (unseen.get(outOfSight) ?? 0) + 1)
  return drifts
}

const toldByHistory: readonly DriftKind[] = ['never-seen', 'no-team', 'pending']

/** Asks for the past of a whole page at once: thousands of small questions would take most of the time. */
async function pastOfAll(ledger: Ledger, drifts: readonly Drift[]): Promise<(drift: Drift) => MappingPast> {
  const inHistory = drifts.filter(({ kind }) => toldByHistory.includes(kind))
  const inLog = drifts.filter(({ kind }) => !toldByHistory.includes(kind))
  const changes = Map.groupBy(await changesTo(ledger, inHistory), ({ change }) => change.key)
  const ids = new Set(inLog.map(({ facts }) => facts.mapping.salesforceUserId))
  const log = ids.size === 0 ? [] : await ledger.directory.changesAbout([...ids])
  const seen = Map.groupBy(log, ({ salesforceUserId }) => salesforceUserId)
  return ({ facts: { mapping } }) => ({
    changes: changes.get(mapping.userId) ?? [],
    seen: seen.get(mapping.salesforceUserId) ?? [],
  })
}

async function changesTo(ledger: Ledger, drifts: readonly Drift[]): Promise<PastLedgerChange[]> {
  const userIds = new Set(drifts.map(({ facts }) => facts.user.userId))
  const changes: PastLedgerChange[] = []
  if (userIds.size > 0)
    for await (const page of ledger.changesTo([...userIds]))
      changes.push(...page.map(({ changeSet, change }) => ({ at: changeSet.at, change })))
  return changes
}

function finding(
  drift: Drift,
  past: MappingPast,
  { since: from, pendingDays, now }: DriftQuery,
): DriftFinding[] {
  const since = driftSince(drift, past)
  if (from !== undefined && since !== null && since < from) return []
  if (drift.kind !== 'pending') return [{ drift, since }]
  const days = since === null ? null : (Date.parse(now) - Date.parse(since)) / 86_400_000
  if (!isPendingTooLong(days, pendingDays)) return []
  return [{ drift: { ...drift, text: pendingText(days) }, since }]
}
