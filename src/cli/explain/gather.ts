import { blame } from '../../core/blame.ts'
import { type DriftFacts, type DriftView, driftOf, type OutOfSight } from '../../core/drift.ts'
import { driftSince, idleSince } from '../../core/drift-since.ts'
import type { StoryFacts } from '../../core/explain/facts.ts'
import { idleness } from '../../core/salesforce-user.ts'
import type { DirectoryEntry, Ledger, PastDirectoryChange, UserRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { everyDecision, isAbout } from './decisions.ts'
import { likenessesFor } from './likenesses.ts'
import { pastOf, pastOfUser } from './past.ts'
import type { Whom } from './whom.ts'

/** Reads everything that the story of one person tells. */
export async function gather(context: Context, ledger: Ledger, whom: Whom): Promise<StoryFacts> {
  const { record } = whom
  const today = context.now().slice(0, 10)
  const salesforceUserId =
    record === null ? whom.salesforceUserId : (record.mapping?.salesforceUserId ?? null)
  const entry = record === null ? whom.entry : await entryOf(ledger, record)
  const lastRead = (await ledger.directory.lastRead()) ?? null
  const every = await everyDecision(ledger)
  const decisions = every.filter(isAbout(record?.user ?? null, salesforceUserId))
  const seen = salesforceUserId === null ? [] : await ledger.directory.changesAbout([salesforceUserId])
  const common = {
    salesforceUserId,
    salesforceUser: entry?.salesforceUser ?? null,
    seenAt: entry?.seenAt ?? null,
    idleSince: sinceWhenIdle(entry, seen),
    lastRead,
    autoSync: (await ledger.facts()).find(({ name }) => name === 'auto-sync') ?? null,
    decisions,
    teamNameOf: await teamNames(ledger),
    today,
  }
  if (record === null) {
    const outOfSight = lastRead === null ? ('directory-unread' as const) : null
    return {
      ...common,
      ...nobody,
      outOfSight,
      likenesses: entry === null ? null : await likenessesFor(context, ledger, entry, every),
      past: await pastOf(ledger, whom.salesforceUserId),
    }
  }
  const { changes, past } = await pastOfUser(ledger, record.user, decisions)
  const { drifts, outOfSight } = await judged(ledger, record, entry, lastRead)
  const teamName = record.team?.name ?? null
  const isLookedFor =
    record.mapping === null && (record.user.state === 'active' || record.user.state === 'pending')
  const unseen = isLookedFor && lastRead === null ? 'directory-unread' : outOfSight
  return {
    ...common,
    user: record.user,
    teamName,
    mapping: record.mapping,
    outOfSight: unseen,
    likenesses: isLookedFor && unseen === null ? await likenessesFor(context, ledger, record, every) : null,
    drifts: drifts.map((drift) => ({
      drift,
      since: driftSince(drift, {
        changes: changes.map(({ changeSet, change }) => ({ at: changeSet.at, change })),
        seen,
      }),
    })),
    blames: blame(
      {
        user: record.user,
        teamName,
        mapping: record.mapping,
        decisions: decisions.map((each) => each.decision),
      },
      changes,
    ),
    past,
  }
}

const nobody = { user: null, teamName: null, mapping: null, drifts: [], blames: [] } as const

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

async function judged(
  ledger: Ledger,
  { user, team, mapping }: UserRecord,
  entry: DirectoryEntry | null,
  view: DriftView,
): Promise<{ drifts: ReturnType<typeof driftOf>['drifts']; outOfSight: OutOfSight | null }> {
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
