import { probableLeavers } from './leavers.ts'
import { isInForce } from '../core/decide/decision.ts'
import { driftOf, driftSince, idleSince, type DriftReport, type DirectoryView } from '../core/drift.ts'
import {
  type MatchCandidate,
  bestPair,
  candidatesOfUser,
  candidatesOfSalesforceUser,
  ruledOut,
  type PersonHistory,
  type PastChangeSet,
  type ExplanationFacts,
  type NamedDecision,
} from '../core/explain/facts.ts'
import { decisionInShort } from '../core/explain/texts.ts'
import { haveOneName } from '../core/match/identity.ts'
import { blame } from '../core/history/blame.ts'
import { decisionKey, type User } from '../core/model.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import { splitName, whyInactive, type SalesforceUser } from '../core/salesforce-user.ts'
import { parseEmail } from '../core/text.ts'
import type { DirectoryEntry, Ledger, PastChange, UserRecord } from '../ledger/ledger.ts'
import { userTodos } from '../core/todo.ts'
import type { AppContext } from './context.ts'
import { namedDecisions } from './decisions.ts'
import { crossedMappings } from './match/identities.ts'
import { askedByMap } from './match/next-commands.ts'
import { suggestForSome, suggestionsTo } from './match/suggest.ts'
import { newUserDoubts, addressForNew } from './new-user.ts'
import type { NamedSalesforceUser, PersonRef } from './resolve.ts'
import { readUserTodos } from './todo.ts'

/** Reads everything that is known about one person. */
export async function gatherExplanationFacts(
  context: AppContext,
  ledger: Ledger,
  person: PersonRef,
): Promise<ExplanationFacts> {
  const facts =
    person.record === null
      ? await factsOfSalesforceUser(context, ledger, person)
      : await factsOfUser(context, ledger, person.record)
  const pair = bestPair(facts.candidates)
  const asked = pair === null ? [] : await askedByMap(context, ledger, pair.userId, pair.salesforceUserId)
  return { ...facts, asked, creationDoubt: await creationDoubt(ledger, facts) }
}

async function creationDoubt(
  ledger: Ledger,
  { user, salesforceUser }: Pick<ExplanationFacts, 'user' | 'salesforceUser'>,
): Promise<string | null> {
  const email = salesforceUser === null ? undefined : addressForNew(salesforceUser)
  if (user !== null || salesforceUser === null || email === undefined) return null
  const { salesforceUserId } = salesforceUser
  const newUser = { ...splitName(salesforceUser), salesforceUserId }
  const [doubt] = await newUserDoubts(ledger, newUser, {}, email, undefined)
  return doubt?.reason ?? null
}

type FactsOfOne = Omit<ExplanationFacts, 'asked' | 'creationDoubt'>

async function factsOfSalesforceUser(
  context: AppContext,
  ledger: Ledger,
  { salesforceUserId, entry }: NamedSalesforceUser,
): Promise<FactsOfOne> {
  const decisions = await namedDecisions(ledger)
  const { seen: _seen, ...common } = await commonFacts(context, ledger, salesforceUserId, entry)
  return {
    ...common,
    user: null,
    teamName: null,
    mapping: null,
    entered: null,
    todos: [],
    notChecked: common.lastRead === null ? 'directory-unread' : null,
    candidates:
      entry === null
        ? null
        : await candidatesForSalesforceUser(context, ledger, entry.salesforceUser, decisions),
    decisions: decisions.filter(({ decision }) => decision.salesforceUserId === salesforceUserId),
    drifts: [],
    blames: [],
    past: await historyOfSalesforceUser(ledger, salesforceUserId),
  }
}

async function factsOfUser(context: AppContext, ledger: Ledger, record: UserRecord): Promise<FactsOfOne> {
  const { user, team, mapping } = record
  const salesforceUserId = mapping?.salesforceUserId ?? null
  const [entry = null] = salesforceUserId === null ? [] : await ledger.directory.find({ salesforceUserId })
  const all = await namedDecisions(ledger)
  const decisions = all.filter(({ decision }) =>
    decision.userId === null
      ? salesforceUserId !== null && decision.salesforceUserId === salesforceUserId
      : decision.userId === user.userId,
  )
  const { seen, ...common } = await commonFacts(context, ledger, salesforceUserId, entry)
  const { changes, past } = await historyOfUser(ledger, user, decisions)
  const { drifts, notChecked: outOfSight } = await driftsOf(ledger, record, entry, common.lastRead)
  const teamName = team?.name ?? null
  const inSalesScreen = await enteredFacts(ledger, user)
  const isUnmatched = mapping === null && (user.state === 'active' || user.state === 'pending')
  const notChecked = isUnmatched && common.lastRead === null ? 'directory-unread' : outOfSight
  const leavers = isUnmatched && notChecked === null ? await probableLeavers(ledger, [user]) : undefined
  const known = { changes: changes.map(({ changeSet: { at }, change }) => ({ at, change })), seen }
  return {
    ...common,
    user,
    teamName,
    mapping,
    ...inSalesScreen,
    notChecked,
    candidates:
      isUnmatched && notChecked === null ? await candidatesForUser(context, ledger, user, all) : null,
    leaver: leavers?.get(user.userId) ?? null,
    decisions,
    drifts: drifts.map((drift) => ({ drift, since: driftSince(drift, known) })),
    blames: blame(
      {
        user,
        teamName,
        mapping,
        entered: inSalesScreen.entered,
        decisions: decisions.map(({ decision }) => decision),
      },
      changes,
    ),
    past,
  }
}

async function enteredFacts(ledger: Ledger, { userId }: User) {
  const [facts] = (await readUserTodos(ledger, [userId])).filter(({ user }) => user?.userId === userId)
  return { entered: facts?.entered ?? null, todos: facts === undefined ? [] : userTodos(facts) }
}

async function commonFacts(
  context: AppContext,
  ledger: Ledger,
  salesforceUserId: SalesforceUserId | null,
  entry: DirectoryEntry | null,
) {
  const seen = salesforceUserId === null ? [] : await ledger.directory.changesAbout([salesforceUserId])
  const idle = entry === null ? null : whyInactive(entry.salesforceUser)
  const teams = new Map<string, string>((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  return {
    salesforceUserId,
    salesforceUser: entry?.salesforceUser ?? null,
    seenAt: entry?.seenAt ?? null,
    idleSince: idle === null ? null : idleSince(idle, seen),
    lastRead: (await ledger.directory.lastRead()) ?? null,
    autoSync: (await ledger.facts()).find(({ name }) => name === 'auto-sync') ?? null,
    teamNameOf: (teamId: string) => teams.get(teamId) ?? teamId,
    dayOf: context.times.day,
    today: context.today(),
    seen,
  }
}

async function driftsOf(
  ledger: Ledger,
  { user, team, mapping }: UserRecord,
  entry: DirectoryEntry | null,
  view: DirectoryView,
): Promise<DriftReport> {
  if (mapping === null) return { drifts: [], notChecked: null }
  const holders = await ledger.findUsers({ salesforceUserId: mapping.salesforceUserId })
  const sharedWith = holders.flatMap((each) => (each.user.userId === user.userId ? [] : [each.user.email]))
  const salesforceUser = entry?.salesforceUser ?? null
  const crossed = (await crossedMappings(ledger, [{ user, salesforceUser }])).get(user.userId) ?? null
  return driftOf({ user, team, mapping, salesforceUser, sharedWith, crossed }, view)
}

// The candidates of a user, then Salesforce users who are none although they have the same e-mail address.
async function candidatesForUser(
  context: AppContext,
  ledger: Ledger,
  user: User,
  decisions: readonly NamedDecision[],
): Promise<MatchCandidate[]> {
  const suggestions = await suggestForSome(context, ledger, new Set([user.userId]))
  const found = suggestions.flatMap((each) => candidatesOfUser(each))
  const isCandidate = new Set<string>(found.map(({ salesforceUserId }) => salesforceUserId))
  const sameEmail = await ledger.directory.find({ email: user.email })
  const others = sameEmail.filter(({ salesforceUser }) => !isCandidate.has(salesforceUser.salesforceUserId))
  return [
    ...found,
    ...others.map(({ salesforceUser, mappedTo }) => {
      const taken = mappedTo === null ? null : `mapped to ${mappedTo.email}`
      return ruledOut(user, salesforceUser, taken ?? whyRuledOut(context, decisions, user, salesforceUser))
    }),
    ...(await mappedNamesakes(ledger, user)),
  ]
}

const mostNamesakes = 3

// That a namesake is mapped to another user is the first thing to know of a user without a match.
async function mappedNamesakes(ledger: Ledger, user: User): Promise<MatchCandidate[]> {
  if (user.lastName === '') return []
  const found: MatchCandidate[] = []
  for await (const page of ledger.directory.list({ mapped: true, search: user.lastName }))
    for (const { salesforceUser, mappedTo } of page)
      if (mappedTo !== null && salesforceUser.email !== user.email && haveOneName(user, salesforceUser))
        found.push(ruledOut(user, salesforceUser, `mapped to ${mappedTo.email}`, 'similar name'))
  return found.slice(0, mostNamesakes)
}

// The users with this candidate, then users without it although they have the same e-mail address.
async function candidatesForSalesforceUser(
  context: AppContext,
  ledger: Ledger,
  salesforceUser: SalesforceUser,
  decisions: readonly NamedDecision[],
): Promise<MatchCandidate[]> {
  const suggestions = await suggestionsTo(context, ledger, [salesforceUser])
  const found = candidatesOfSalesforceUser(salesforceUser.salesforceUserId, suggestions)
  const isCandidate = new Set<string>(found.map(({ userId }) => userId))
  const parsed = parseEmail(salesforceUser.email ?? '')
  const sameEmail = 'email' in parsed ? await ledger.findUsers(parsed) : []
  const others = sameEmail.filter(({ user }) => !isCandidate.has(user.userId))
  return [
    ...found,
    ...others.map((record) => {
      const { user } = record
      const why = whyUnavailable(record) ?? whyRuledOut(context, decisions, user, salesforceUser)
      return ruledOut(user, salesforceUser, why)
    }),
  ]
}

function whyUnavailable({ user, mapping }: UserRecord): string | null {
  if (mapping !== null) return `mapped to ${mapping.salesforceUserId}`
  return user.state === 'active' || user.state === 'pending' ? null : `${user.state} in SalesScreen`
}

function whyRuledOut(
  context: AppContext,
  decisions: readonly NamedDecision[],
  { userId }: User,
  { salesforceUserId }: SalesforceUser,
): string {
  const found = decisions.find(
    ({ decision }) =>
      isInForce(decision, context.today()) &&
      decision.salesforceUserId === salesforceUserId &&
      (decision.userId === null || decision.userId === userId),
  )
  return found === undefined ? 'not enough other evidence' : decisionInShort(found, context.times.day)
}

const mostChangeSets = 3

// Every change of a user, its mapping and its decisions, and the newest change sets among them.
async function historyOfUser(
  ledger: Ledger,
  { userId }: User,
  decisions: readonly NamedDecision[],
): Promise<{ readonly changes: readonly PastChange[]; readonly past: PersonHistory }> {
  const keys = [userId, ...decisions.map(({ decision }) => decisionKey(decision))]
  const changes: PastChange[] = []
  for await (const page of ledger.changesTo(keys)) changes.push(...page)
  const sets = [...Map.groupBy(changes, ({ changeSet }) => changeSet.number).values()].flatMap(
    (members): PastChangeSet[] =>
      // Change sets are newest first, but the changes in each are shown in their order.
      members.slice(0, 1).map(({ changeSet }) => ({
        head: changeSet,
        changes: members.map(({ change }) => change).toReversed(),
      })),
  )
  return { changes, past: { newest: sets.slice(0, mostChangeSets), total: sets.length } }
}

async function historyOfSalesforceUser(
  ledger: Ledger,
  salesforceUserId: SalesforceUserId,
): Promise<PersonHistory> {
  const heads: PastChangeSet[] = []
  for await (const page of ledger.history({ person: { salesforceUserId } }))
    heads.push(...page.map((head) => ({ head, changes: [] })))
  return { newest: heads.slice(0, mostChangeSets), total: heads.length }
}
