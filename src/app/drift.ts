import {
  type PastLedgerChange,
  type Drift,
  type DriftFacts,
  type DriftKind,
  driftLine,
  driftOf,
  driftSince,
  type DirectoryView,
  isPendingTooLong,
  type NotChecked,
  pendingLimitDays,
  pendingText,
  type MappingPast,
} from '../core/drift.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { crossedMappings } from './match/identities.ts'

/** Which findings to report. */
interface DriftQuery {
  /** UTC, ISO 8601: only findings since then; undated ones are always reported. */
  readonly since?: string
  readonly pendingDays: number
  /** UTC, ISO 8601. */
  readonly now: string
}

/** One finding, with the time it began; null if unknown. */
export interface DriftFinding {
  readonly drift: Drift
  readonly since: string | null
}

/** How many findings there were, and how many mappings could not be checked. */
export interface DriftCount {
  findings: number
  readonly notChecked: Map<NotChecked, number>
}

/** Every finding, by name and e-mail address of the user, then by kind; counts them on the way. */
export async function* findDrift(
  ledger: Ledger,
  view: DirectoryView,
  query: DriftQuery,
  count: DriftCount,
): AsyncGenerator<readonly DriftFinding[]> {
  for await (const page of ledger.driftCandidates(view?.organizationId ?? null)) {
    const crossed = await crossedMappings(ledger, page)
    const drifts = page.flatMap((each) =>
      judged({ ...each, crossed: crossed.get(each.user.userId) ?? null }, view, count),
    )
    const pastOf = await pastOfAll(ledger, drifts)
    const found = drifts.flatMap((drift) => finding(drift, pastOf(drift), query))
    count.findings += found.length
    if (found.length > 0) yield found
  }
}

/** The mappings that may be those of a namesake, each as a line. */
export async function crossedLines(context: AppContext): Promise<string[]> {
  const ledger = await context.ledger()
  const lastRead = (await ledger.directory.lastRead()) ?? null
  const query = { pendingDays: pendingLimitDays, now: context.now() }
  const lines: string[] = []
  for await (const page of findDrift(ledger, lastRead, query, { findings: 0, notChecked: new Map() }))
    lines.push(...page.flatMap(({ drift }) => (drift.kind === 'crossed' ? [driftLine(drift, null)] : [])))
  return lines
}

function judged(facts: DriftFacts, view: DirectoryView, { notChecked }: DriftCount): readonly Drift[] {
  const report = driftOf(facts, view)
  if (report.notChecked !== null)
    notChecked.set(report.notChecked, (notChecked.get(report.notChecked) ?? 0) + 1)
  return report.drifts
}

const datedByHistory: readonly DriftKind[] = ['never-seen', 'no-team', 'pending']

// Reads the past of a whole page at once: thousands of small queries would take most of the time.
async function pastOfAll(ledger: Ledger, drifts: readonly Drift[]): Promise<(drift: Drift) => MappingPast> {
  const inHistory = drifts.filter(({ kind }) => datedByHistory.includes(kind))
  const inLog = drifts.filter(({ kind }) => !datedByHistory.includes(kind))
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
  const text = pendingTooLong(since, { pendingDays, now })
  return text === undefined ? [] : [{ drift: { ...drift, text }, since }]
}

/** What to say of a user who has been Pending since then for too long; undefined while it is not too long. */
export function pendingTooLong(
  since: string | null,
  { pendingDays, now }: Pick<DriftQuery, 'pendingDays' | 'now'>,
): string | undefined {
  // What a clock that was wrong dated in the future began no one knows when.
  const days = since === null || since > now ? null : (Date.parse(now) - Date.parse(since)) / 86_400_000
  if (!isPendingTooLong(days, pendingDays)) return undefined
  return pendingText(days, days === null ? null : dayAfter(since, pendingLimitDays))
}

function dayAfter(since: string | null, days: number): string | null {
  return since === null ? null : new Date(Date.parse(since) + days * 86_400_000).toISOString().slice(0, 10)
}
