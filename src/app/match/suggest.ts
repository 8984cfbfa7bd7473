import { isInForce } from '../../core/decide/decision.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { displayNameOf } from '../../core/match/names.ts'
import { Neighborhood } from '../../core/match/neighborhood.ts'
import { changedRules, type MatchRules, rulesText } from '../../core/match/rules.ts'
import { type Block, suggestSubset } from '../../core/match/suggest-subset.ts'
import { type MappedOutlines, suggestInSteps, type UserToMatch } from '../../core/match/suggest.ts'
import type { MatchClass, Suggestion, UserOutline } from '../../core/match/suggestion.ts'
import { byNameThenEmail, type Decision, decisionKey, type UserId } from '../../core/model.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import type { AppContext } from '../context.ts'
import { throwIfInterrupted } from '../interrupts.ts'
import { findUser } from '../resolve.ts'
import { resolveUsers } from '../resolve-many.ts'
import { withAddressOwners } from './address-owners.ts'
import { loadScripts } from './scripts.ts'

/** The suggestions for all unmapped users, and what they were made from. */
export interface Suggestions {
  readonly all: readonly Suggestion[]
  /** Unmapped Salesforce users. */
  readonly salesforceUsers: readonly SalesforceUser[]
  /** The decisions in force, by their key. */
  readonly decisions: ReadonlyMap<string, Decision>
  readonly rules: MatchRules
}

/** Suggests matches for every unmapped user who is active or pending; throws `remote` if Salesforce users were never read. */
export async function suggestForAll(
  context: AppContext,
  ledger: Ledger,
  also: readonly SalesforceUser[] = [],
): Promise<Suggestions> {
  const { decisions, isRejected, isPerson, rules } = await matchSettings(context, ledger)
  const users: UserToMatch[] = []
  for await (const page of ledger.users({ mapped: false, states: ['active', 'pending'] }))
    users.push(...page.map(({ user, team }) => ({ user, teamName: team?.name ?? null })))
  const salesforceUsers = [...also]
  for await (const page of ledger.directory.list({ mapped: false }))
    for (const { salesforceUser } of page)
      if (isPerson(salesforceUser.salesforceUserId)) salesforceUsers.push(salesforceUser)
  const mapped = await mappedOutlines(ledger)
  await loadScripts([
    ...users.map(({ user }) => `${user.firstName} ${user.lastName}`),
    ...salesforceUsers.map((each) => displayNameOf(each)),
    ...mapped.users.map(({ firstName, lastName }) => `${firstName} ${lastName}`),
    ...mapped.salesforceUsers.map((each) => displayNameOf(each)),
  ])
  const found = await unlessInterrupted(
    suggestInSteps({ users, salesforceUsers, mapped, isRejected }, rules),
    context,
  )
  const all = await withAddressOwners(ledger, found)
  return { all, salesforceUsers, decisions, rules }
}

async function unlessInterrupted<Result>(
  steps: Generator<void, Result, void>,
  { dependencies }: AppContext,
): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await throwIfInterrupted(dependencies.interrupted)
  }
}

/** The same suggestions for some users, without comparing all; mapped and deactivated users are left out. */
export async function suggestForSome(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<readonly Suggestion[]> {
  if (userIds.size > mostInSubset) return await filterAll(context, ledger, userIds)
  const settings = await matchSettings(context, ledger)
  return await suggestAmong(ledger, await readNeighborhood(ledger, settings), userIds, settings)
}

/** The Salesforce users a user may be, best first; none before Salesforce users were read, or for unknown users. */
export async function likelyMatches(
  context: AppContext,
  ledger: Ledger,
  text: string,
): Promise<readonly DirectoryEntry[]> {
  const record = await findUser(ledger, text)
  if (record === undefined || (await ledger.directory.lastRead()) === undefined) return []
  const found = await suggestForSome(context, ledger, new Set([record.user.userId]))
  const entries: DirectoryEntry[] = []
  for (const { matchClass, candidates } of found)
    if (matchClass !== 'none')
      for (const { salesforceUser } of candidates.slice(0, mostLikely))
        entries.push(...(await ledger.directory.find({ salesforceUserId: salesforceUser.salesforceUserId })))
  return entries
}

const mostLikely = 3

/**
 * The suggestions of all users who have one of these Salesforce users among their candidates; those that are not in the
 * directory are compared as if they were.
 */
export async function suggestionsTo(
  context: AppContext,
  ledger: Ledger,
  people: readonly SalesforceUser[],
): Promise<readonly Suggestion[]> {
  const wanted = new Set(people.map(({ salesforceUserId }) => salesforceUserId))
  const known = await ledger.directory.findAll({ salesforceUserIds: [...wanted] })
  const isKnown = new Set<string>(known.map(({ salesforceUserId }) => salesforceUserId))
  const also = people.filter(({ salesforceUserId }) => !isKnown.has(salesforceUserId))
  const found = await suggestNear(context, ledger, wanted, also)
  return found.filter(({ candidates }) =>
    candidates.some(({ salesforceUser }) => wanted.has(salesforceUser.salesforceUserId)),
  )
}

async function suggestNear(
  context: AppContext,
  ledger: Ledger,
  wanted: ReadonlySet<SalesforceUserId>,
  also: readonly SalesforceUser[],
): Promise<readonly Suggestion[]> {
  if (wanted.size > mostInSubset) return (await suggestForAll(context, ledger, also)).all
  const settings = await matchSettings(context, ledger)
  const outlines = await readNeighborhood(ledger, settings, also)
  const near = outlines.neighborhood.usersNear(wanted)
  return near.size > mostInSubset
    ? (await suggestForAll(context, ledger, also)).all
    : await suggestAmong(ledger, outlines, near, settings)
}

async function filterAll(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<readonly Suggestion[]> {
  const { all } = await suggestForAll(context, ledger)
  return all.filter(({ user }) => userIds.has(user.userId))
}

interface Outlines {
  readonly users: readonly UserOutline[]
  readonly neighborhood: Neighborhood
  /** Salesforce users who are compared although they are not in the directory. */
  readonly also: readonly SalesforceUser[]
}

async function readNeighborhood(
  ledger: Ledger,
  { isPerson }: MatchSettings,
  also: readonly SalesforceUser[] = [],
): Promise<Outlines> {
  const users = await ledger.outlines({ mapped: false })
  const salesforceUsers = (await ledger.directory.outlines({ mapped: false })).filter((each) =>
    isPerson(each.salesforceUserId),
  )
  const neighborhood = new Neighborhood(users, [...salesforceUsers, ...also], await mappedOutlines(ledger))
  await loadScripts(neighborhood.names)
  return { users, neighborhood, also }
}

async function mappedOutlines(ledger: Ledger): Promise<MappedOutlines> {
  return {
    users: await ledger.outlines({ mapped: true }),
    salesforceUsers: await ledger.directory.outlines({ mapped: true }),
  }
}

async function suggestAmong(
  ledger: Ledger,
  { users, neighborhood, also }: Outlines,
  userIds: ReadonlySet<UserId>,
  { rules, isRejected }: MatchSettings,
): Promise<readonly Suggestion[]> {
  const wanted = users.filter(({ userId }) => userIds.has(userId)).map(({ userId }) => userId)
  const teamNames = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  const load = async (block: Block) => ({
    users: (await ledger.usersOf({ userIds: [...block.users] })).map(({ user }) => ({
      user,
      teamName: user.teamId === null ? null : (teamNames.get(user.teamId) ?? null),
    })),
    salesforceUsers: [
      ...(await ledger.directory.findAll({ salesforceUserIds: [...block.salesforceUsers] })),
      ...also.filter(({ salesforceUserId }) => block.salesforceUsers.has(salesforceUserId)),
    ],
    isRejected,
  })
  const found = await suggestSubset(new Set(wanted), neighborhood, load, rules)
  const suggestions = await withAddressOwners(ledger, found)
  return suggestions.toSorted((left, right) => byNameThenEmail(left.user, right.user))
}

// For more users it is faster to compare all.
const mostInSubset = 20

/** The rules of matching, and the decisions that restrict it. */
interface MatchSettings {
  readonly rules: MatchRules
  readonly decisions: ReadonlyMap<string, Decision>
  isPerson(this: void, salesforceUserId: string): boolean
  isRejected(this: void, userId: string, salesforceUserId: string): boolean
}

async function matchSettings(context: AppContext, ledger: Ledger): Promise<MatchSettings> {
  if ((await ledger.directory.lastRead()) === undefined)
    throw new SfsyncError('remote', 'no Salesforce users have been read yet', {
      actions: [commandLine('sf-users refresh'), commandLine('sf-users import', '<report.csv>')],
    })
  const today = context.today()
  const decisions = new Map<string, Decision>()
  for await (const page of ledger.decisions())
    for (const decision of page)
      if (isInForce(decision, today)) decisions.set(decisionKey(decision), decision)
  return {
    rules: matchRulesOf(context),
    decisions,
    isPerson: (salesforceUserId) => decisions.get(`-/${salesforceUserId}`)?.kind !== 'not-a-person',
    isRejected: (userId, salesforceUserId) =>
      decisions.get(`${userId}/${salesforceUserId}`)?.kind === 'never',
  }
}

/** The numbers of the configuration; throws `configuration` if they are wrong. */
export function matchRulesOf({ configuration: { settings } }: AppContext): MatchRules {
  const rules = changedRules(settings['match-rules'].value)
  if (!('reason' in rules)) return rules
  throw new SfsyncError('configuration', `match-rules: ${rules.reason}`, {
    actions: [`set the least score of each class, as built in: match-rules = "${rulesText}"`],
  })
}

/** Whether a decision postpones a user, or says that the user has no match. */
function isDeferred(
  { decisions }: Pick<Suggestions, 'decisions'>,
  { user, candidates: [best] }: Suggestion,
): boolean {
  const aboutPair =
    best === undefined ? undefined : decisions.get(`${user.userId}/${best.salesforceUser.salesforceUserId}`)
  const kinds = [decisions.get(`${user.userId}/-`)?.kind, aboutPair?.kind]
  return kinds.includes('later') || kinds.includes('not-a-person')
}

/** The suggestions for some users who are not deferred, without comparing all. */
export async function openSuggestions(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<readonly Suggestion[]> {
  if (userIds.size === 0) return []
  const settings = await matchSettings(context, ledger)
  return (await suggestForSome(context, ledger, userIds)).filter((each) => !isDeferred(settings, each))
}

/** Which suggestions are wanted; empty lists do not limit. */
export interface SuggestionFilter {
  /** SalesScreen users, as typed. */
  readonly people: readonly string[]
  readonly classes: readonly MatchClass[]
}

/** The suggestions for some users, or for all who are not deferred; order: folded name, then e-mail address. */
export async function wantedSuggestions(
  context: AppContext,
  ledger: Ledger,
  { people, classes }: SuggestionFilter,
): Promise<readonly Suggestion[]> {
  const isWanted = ({ matchClass }: Suggestion) => classes.length === 0 || classes.includes(matchClass)
  if (people.length > 0) {
    const named = await resolveUsers(ledger, people, (salesforceUserId) =>
      withOptions(commandLine('suggest', salesforceUserId), { 'for-salesforce': true }),
    )
    for (const { user, mapping } of named)
      if (mapping !== null)
        await context.note(`${user.email} is already mapped to ${mapping.salesforceUserId}`)
      else if (user.state !== 'active' && user.state !== 'pending')
        await context.note(`${user.email} is ${user.state}; no match was looked for`)
    const found = await suggestForSome(context, ledger, new Set(named.map(({ user }) => user.userId)))
    return found.filter(isWanted)
  }
  const found = await suggestForAll(context, ledger)
  return found.all.filter((each) => !isDeferred(found, each) && isWanted(each))
}
