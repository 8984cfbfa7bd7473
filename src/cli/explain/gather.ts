import { blame } from '../../core/blame.ts'
import { type DriftFacts, type DriftJudgement, driftOf, type DriftView } from '../../core/drift.ts'
import { driftSince, idleSince } from '../../core/drift-since.ts'
import type { StoryFacts } from '../../core/explain/facts.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { idleness } from '../../core/salesforce-user.ts'
import type { DirectoryEntry, Ledger, PastDirectoryChange, UserRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { everyDecision, isAbout } from './decisions.ts'
import { likenessesFor } from './likenesses.ts'
import { pastOf, pastOfUser } from './past.ts'
import type { Whom } from './whom.ts'

/** Reads everything that the story of one person tells. */
export async function gather(context: Context, ledger: Ledger, whom: Whom): Promise<StoryFacts> {
  return whom.record === null
    ? await ofSalesforceUser(context, ledger, whom)
    : await ofUser(context, ledger, whom.record)
}

async function ofSalesforceUser(
  context: Context,
  ledger: Ledger,
  { salesforceUserId, entry }: Whom & { record: null },
): Promise<StoryFacts> {
  const decisions = await everyDecision(ledger)
  const common = await commonFacts(context, ledger, salesforceUserId, entry)
  return {
    ...common,
    user: null,
    teamName: null,
    mapping: null,
    outOfSight: common.lastRead === null ? 'directory-unread' : null,
    likenesses: entry === null ? null : await likenessesFor(context, ledger, entry, decisions),
    decisions: decisions.filter(isAbout(null, salesforceUserId)),
    drifts: [],
    blames: [],
    past: await pastOf(ledger, salesforceUserId),
  }
}

async function ofUser(context: Context, ledger: Ledger, record: UserRecord): Promise<StoryFacts> {
  const { user, team, mapping } = record
  const entry = await entryOf(ledger, record)
  const salesforceUserId = mapping?.salesforceUserId ?? null
  const every = await everyDecision(ledger)
  const decisions = every.filter(isAbout(user, salesforceUserId))
  const common = await commonFacts(context, ledger, salesforceUserId, entry)
  const { changes, past } = await pastOfUser(ledger, user, decisions)
  const { drifts, outOfSight } = await driftsOf(ledger, record, entry, common.lastRead)
  const teamName = team?.name ?? null
  const isLookedFor = mapping === null && (user.state === 'active' || user.state === 'pending')
  const unseen = isLookedFor && common.lastRead === null ? 'directory-unread' : outOfSight
  const then = changes.map(({ changeSet, change }) => ({ at: changeSet.at, change }))
  return {
    ...common,
    user,
    teamName,
    mapping,
    outOfSight: unseen,
    likenesses: isLookedFor && unseen === null ? await likenessesFor(context, ledger, record, every) : null,
    decisions,
    drifts: drifts.map((drift) => ({
      drift,
      since: driftSince(drift, { changes: then, seen: common.seen }),
    })),
    blames: blame({ user, teamName, mapping, decisions: decisions.map((told) => told.decision) }, changes),
    past,
  }
}

async function commonFacts(
  context: Context,
  ledger: Ledger,
  salesforceUserId: SalesforceUserId | null,
  entry: DirectoryEntry | null,
) {
  const seen = salesforceUserId === null ? [] : await ledger.directory.changesAbout([salesforceUserId])
  return {
    salesforceUserId,
    salesforceUser: entry?.salesforceUser ?? null,
    seenAt: entry?.seenAt ?? null,
    idleSince: sinceWhenIdle(entry, seen),
    lastRead: (await ledger.directory.lastRead()) ?? null,
    autoSync: (await ledger.facts()).find(({ name }) => name === 'auto-sync') ?? null,
    teamNameOf: await teamNames(ledger),
    today: context.now().slice(0, 10),
    seen,
  }
}

async function entryOf(ledger: Ledger, { mapping }: UserRecord): Promise<DirectoryEntry | null> {
  if (mapping === null) return null
  const [entry] = await ledger.directory.find({ salesforceUserId: mapping.salesforceUserId })
  return entry ?? null
}

function sinceWhenIdle(entry: DirectoryEntry | null, seen: readonly PastDirectoryChange[]): string | null {
  const idle = entry === null ? null : idleness(entry.salesforceUser)
  return idle === null ? null : idleSince(idle, seen)
}

async function teamNames(ledger: Ledger): Promise<(teamId: string) => string> {
  const names = new Map<string, string>((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  return (teamId) => names.get(teamId) ?? teamId
}

async function driftsOf(
  ledger: Ledger,
  { user, team, mapping }: UserRecord,
  entry: DirectoryEntry | null,
  view: DriftView,
): Promise<DriftJudgement> {
  if (mapping === null) return { drifts: [], outOfSight: null }
  const holders = await ledger.findUsers({ salesforceUserId: mapping.salesforceUserId })
  const facts: DriftFacts = {
    user,
    team,
    mapping,
    salesforceUser: entry?.salesforceUser ?? null,
    sharedWith: holders.flatMap((holder) => (holder.user.userId === user.userId ? [] : [holder.user.email])),
  }
  return driftOf(facts, view)
}
