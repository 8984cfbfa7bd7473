import {
  type MatchCandidate,
  candidatesOfUser,
  candidatesOfSalesforceUser,
  rejectedByMatcher,
  type PersonHistory,
  type PastChangeSet,
  type ExplanationFacts,
  type NamedPairDecision,
} from '../core/explain/facts.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import { decisionKey, type User } from '../core/model.ts'
import type { DirectoryEntry, Ledger, PastChange, PastDirectoryChange, UserRecord } from '../ledger/ledger.ts'
import { namedDecisions } from './decisions.ts'
import { blame } from '../core/history/blame.ts'
import {
  type DriftFacts,
  type DriftJudgement,
  driftOf,
  driftSince,
  type DriftView,
  idleSince,
} from '../core/drift.ts'
import { whyInactive, type SalesforceUser } from '../core/salesforce-user.ts'
import type { AppContext } from './context.ts'
import type { PersonRef } from './resolve.ts'
import { isInForce } from '../core/decide/decision.ts'
import { parseEmail } from '../core/text.ts'
import { decisionInShort } from '../core/explain/texts.ts'
import type { Suggestion } from '../core/match/suggestion.ts'
import { suggestForSome, suggestionsTo } from './match/suggest.ts'

/** Every recorded decision with the names of those it is about. */
export async function everyDecision(ledger: Ledger): Promise<NamedPairDecision[]> {
  return (await namedDecisions(ledger)).map(({ decision, user, salesforceName }) => ({
    decision,
    email: user?.email ?? null,
    salesforceName,
  }))
}

/** Whether a decision is about a user, or about a Salesforce user: alone, or with anybody where there is no user. */
export function concerns(
  user: User | null,
  salesforceUserId: SalesforceUserId | null,
): (told: NamedPairDecision) => boolean {
  return ({ decision }) =>
    user !== null && decision.userId !== null
      ? decision.userId === user.userId
      : salesforceUserId !== null && decision.salesforceUserId === salesforceUserId
}

/** Reads everything that the story of one person tells. */
export async function gatherExplanationFacts(
  context: AppContext,
  ledger: Ledger,
  whom: PersonRef,
): Promise<ExplanationFacts> {
  return whom.record === null
    ? await ofSalesforceUser(context, ledger, whom)
    : await ofUser(context, ledger, whom.record)
}

async function ofSalesforceUser(
  context: AppContext,
  ledger: Ledger,
  { salesforceUserId, entry }: PersonRef & { record: null },
): Promise<ExplanationFacts> {
  const decisions = await everyDecision(ledger)
  const common = await commonFacts(context, ledger, salesforceUserId, entry)
  return {
    ...common,
    user: null,
    teamName: null,
    mapping: null,
    outOfSight: common.lastRead === null ? 'directory-unread' : null,
    likenesses: entry === null ? null : await matchCandidatesFor(context, ledger, entry, decisions),
    decisions: decisions.filter(concerns(null, salesforceUserId)),
    drifts: [],
    blames: [],
    past: await historyOfSalesforceUser(ledger, salesforceUserId),
  }
}

async function ofUser(context: AppContext, ledger: Ledger, record: UserRecord): Promise<ExplanationFacts> {
  const { user, team, mapping } = record
  const entry = await entryOf(ledger, record)
  const salesforceUserId = mapping?.salesforceUserId ?? null
  const every = await everyDecision(ledger)
  const decisions = every.filter(concerns(user, salesforceUserId))
  const common = await commonFacts(context, ledger, salesforceUserId, entry)
  const { changes, past } = await historyOfUser(ledger, user, decisions)
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
    likenesses:
      isLookedFor && unseen === null ? await matchCandidatesFor(context, ledger, record, every) : null,
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
  context: AppContext,
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
  const idle = entry === null ? null : whyInactive(entry.salesforceUser)
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

/** Who somebody may be on the other side, then who is no candidate although the e-mail address is the same. */
export async function matchCandidatesFor(
  context: AppContext,
  ledger: Ledger,
  of: UserRecord | DirectoryEntry,
  decisions: readonly NamedPairDecision[],
): Promise<MatchCandidate[]> {
  const decided = decidedAbout(decisions, context.now().slice(0, 10))
  if (!('user' in of))
    return await ofPerson(ledger, of, await suggestionsTo(context, ledger, of.salesforceUser), decided)
  const own = await suggestForSome(context, ledger, new Set([of.user.userId]))
  return await candidatesAndRejected(ledger, of, own, decided)
}

type Decided = (user: User, person: SalesforceUser) => string

async function candidatesAndRejected(
  ledger: Ledger,
  { user }: UserRecord,
  own: readonly Suggestion[],
  decided: Decided,
): Promise<MatchCandidate[]> {
  const found = own.flatMap((each) => candidatesOfUser(each))
  const isCandidate = new Set<string>(found.map(({ salesforceUserId }) => salesforceUserId))
  const sameEmail = await ledger.directory.find({ email: user.email })
  const others = sameEmail.filter(({ salesforceUser }) => !isCandidate.has(salesforceUser.salesforceUserId))
  return [
    ...found,
    ...others.map(({ salesforceUser, mappedTo }) =>
      rejectedByMatcher(
        user,
        salesforceUser,
        mappedTo === null ? decided(user, salesforceUser) : `mapped to ${mappedTo.email}`,
      ),
    ),
  ]
}

async function ofPerson(
  ledger: Ledger,
  { salesforceUser }: DirectoryEntry,
  all: readonly Suggestion[],
  decided: Decided,
): Promise<MatchCandidate[]> {
  const found = candidatesOfSalesforceUser(salesforceUser.salesforceUserId, all)
  const isCandidate = new Set<string>(found.map(({ userId }) => userId))
  const parsed = parseEmail(salesforceUser.email ?? '')
  const sameEmail = 'email' in parsed ? await ledger.findUsers({ email: parsed.email }) : []
  const others = sameEmail.filter(({ user }) => !isCandidate.has(user.userId))
  return [
    ...found,
    ...others.map((record) =>
      rejectedByMatcher(
        record.user,
        salesforceUser,
        whyNotFree(record) ?? decided(record.user, salesforceUser),
      ),
    ),
  ]
}

function whyNotFree({ user, mapping }: UserRecord): string | null {
  if (mapping !== null) return `mapped to ${mapping.salesforceUserId}`
  return user.state === 'active' || user.state === 'pending' ? null : `${user.state} in SalesScreen`
}

function decidedAbout(decisions: readonly NamedPairDecision[], today: string): Decided {
  const standing = decisions.filter(({ decision }) => isInForce(decision, today))
  return ({ userId }, { salesforceUserId }) => {
    const about = standing.find(
      ({ decision }) =>
        decision.salesforceUserId === salesforceUserId &&
        (decision.userId === null || decision.userId === userId),
    )
    return about === undefined ? 'too little else agrees' : decisionInShort(about)
  }
}

const most = 3

/** Every change of a user, its mapping and the decisions about it, and the newest change sets among them. */
export async function historyOfUser(
  ledger: Ledger,
  { userId }: User,
  decisions: readonly NamedPairDecision[],
): Promise<{ readonly changes: readonly PastChange[]; readonly past: PersonHistory }> {
  const keys = [userId, ...decisions.map(({ decision }) => decisionKey(decision))]
  const changes: PastChange[] = []
  for await (const page of ledger.changesTo(keys)) changes.push(...page)
  const sets = [...Map.groupBy(changes, ({ changeSet }) => changeSet.number).values()].flatMap(
    ([first, ...others]): PastChangeSet[] =>
      first === undefined
        ? []
        : // The newest comes first; within its change set what happened is told in order.
          [{ head: first.changeSet, changes: [first, ...others].map(({ change }) => change).toReversed() }],
  )
  return { changes, past: { newest: sets.slice(0, most), total: sets.length } }
}

/** The newest change sets about somebody who is in Salesforce only. */
export async function historyOfSalesforceUser(
  ledger: Ledger,
  salesforceUserId: SalesforceUserId,
): Promise<PersonHistory> {
  const newest: PastChangeSet[] = []
  let total = 0
  for await (const page of ledger.history({ person: { salesforceUserId } })) {
    total += page.length
    newest.push(...page.slice(0, Math.max(0, most - newest.length)).map((head) => ({ head, changes: [] })))
  }
  return { newest, total }
}
