import { isInForce } from '../../core/decide/decision.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import { changedRules, defaultThresholds, defaultWeights, type MatchRules } from '../../core/match/rules.ts'
import {
  Blocking,
  blockedUsers,
  type Block,
  claimsRequireAddress,
  suggestSubset,
  usersWithCandidate,
} from '../../core/match/suggest-subset.ts'
import { type MatchFacts, suggestInSteps, type UserToMatch } from '../../core/match/suggest.ts'
import type { MatchClass, Suggestion, UserOutline } from '../../core/match/suggestion.ts'
import { byNameThenEmail, type Decision, decisionKey, type UserId } from '../../core/model.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { AppContext } from '../context.ts'
import { throwIfInterrupted } from '../interrupts.ts'
import { resolveUsers } from '../resolve.ts'

/** The suggestions for all unmapped users, and what they were made from. */
export interface Suggestions {
  readonly all: readonly Suggestion[]
  /** Unmapped Salesforce users. */
  readonly salesforceUsers: readonly SalesforceUser[]
  /** The decisions in force, by their key. */
  readonly decisions: ReadonlyMap<string, Decision>
}

/** Suggests matches for every unmapped user who is active or pending; throws `remote` if Salesforce users were never read. */
export async function suggestForAll(context: AppContext, ledger: Ledger): Promise<Suggestions> {
  const { decisions, isRejected, isPerson, rules } = await matchSettings(context, ledger)
  const users: UserToMatch[] = []
  for await (const page of ledger.users({ mapped: false, states: ['active', 'pending'] }))
    users.push(...page.map(({ user, team }) => ({ user, teamName: team?.name ?? null })))
  const salesforceUsers: SalesforceUser[] = []
  for await (const page of ledger.directory.list({ mapped: false }))
    for (const { salesforceUser } of page)
      if (isPerson(salesforceUser.salesforceUserId)) salesforceUsers.push(salesforceUser)
  const all = await unlessInterrupted(suggestInSteps({ users, salesforceUsers, isRejected }, rules), context)
  return { all, salesforceUsers, decisions }
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
  const settings = await matchSettings(context, ledger)
  return needsAll(userIds, settings)
    ? await filterAll(context, ledger, userIds)
    : await suggestAmong(await readOutlines(ledger, settings), userIds, settings)
}

/** The suggestions of all users who have a Salesforce user among their candidates. */
export async function suggestionsTo(
  context: AppContext,
  ledger: Ledger,
  salesforceUser: SalesforceUser,
): Promise<readonly Suggestion[]> {
  const settings = await matchSettings(context, ledger)
  const outlines = await readOutlines(ledger, settings)
  const blocked = blockedUsers(salesforceUser, outlines.users)
  // Thousands may share a first name, but hardly any of them has this Salesforce user as a candidate.
  const { users } = await outlines.load({
    users: new Set(blocked.map(({ userId }) => userId)),
    salesforceUsers: new Set(),
  })
  const { isRejected, rules } = settings
  const userIds = usersWithCandidate(salesforceUser, { ...outlines, isRejected, users }, rules)
  return needsAll(userIds, settings)
    ? await filterAll(context, ledger, userIds)
    : await suggestAmong(outlines, userIds, settings)
}

async function filterAll(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<readonly Suggestion[]> {
  const { all } = await suggestForAll(context, ledger)
  return all.filter(({ user }) => userIds.has(user.userId))
}

/** Both sides in outline, and how to load some users whole. */
interface Outlines {
  readonly users: readonly UserOutline[]
  readonly blocking: Blocking
  isRenamed(this: void, one: string, other: string): boolean
  load(this: void, block: Block): Promise<MatchFacts>
}

async function readOutlines(ledger: Ledger, { isPerson, isRejected }: MatchSettings): Promise<Outlines> {
  const users = await ledger.outlines()
  const salesforceUsers = (await ledger.directory.outlines()).filter((each) =>
    isPerson(each.salesforceUserId),
  )
  const teamNames = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  const blocking = new Blocking(users, salesforceUsers)
  return {
    users,
    blocking,
    isRenamed: (one, other) => blocking.isRenamed(one, other),
    load: async (block) => ({
      users: (await ledger.usersOf({ userIds: [...block.users] })).map(({ user }) => ({
        user,
        teamName: user.teamId === null ? null : (teamNames.get(user.teamId) ?? null),
      })),
      salesforceUsers: await ledger.directory.findAll({ salesforceUserIds: [...block.salesforceUsers] }),
      isRejected,
    }),
  }
}

async function suggestAmong(
  { users, blocking, load }: Outlines,
  userIds: ReadonlySet<UserId>,
  { rules }: MatchSettings,
): Promise<readonly Suggestion[]> {
  const wanted = users.filter(({ userId }) => userIds.has(userId))
  const found = await suggestSubset(wanted, blocking, load, rules)
  return found.toSorted((left, right) => byNameThenEmail(left.user, right.user))
}

function needsAll(userIds: ReadonlySet<UserId>, { rules }: MatchSettings): boolean {
  return userIds.size > mostInSubset || !claimsRequireAddress(rules)
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
  const today = context.now().slice(0, 10)
  const decisions = new Map<string, Decision>()
  for await (const page of ledger.decisions())
    for (const decision of page)
      if (isInForce(decision, today)) decisions.set(decisionKey(decision), decision)
  return {
    rules: rulesOf(context),
    decisions,
    isPerson: (salesforceUserId) => decisions.get(`-/${salesforceUserId}`)?.kind !== 'not-a-person',
    isRejected: (userId, salesforceUserId) =>
      decisions.get(`${userId}/${salesforceUserId}`)?.kind === 'never',
  }
}

function rulesOf({ configuration: { settings } }: AppContext): MatchRules {
  const rules = changedRules(settings['match-rules'].value)
  if (!('reason' in rules)) return rules
  const names = [...Object.keys(defaultWeights), ...Object.keys(defaultThresholds)].join(', ')
  throw new SfsyncError('configuration', `match-rules: ${rules.reason}`, {
    actions: [`use one of these rules: ${names}`],
  })
}

/** Whether a decision postpones a user, or says that the user has no match. */
function isDeferred({ decisions }: Suggestions, { user, candidates: [best] }: Suggestion): boolean {
  const aboutPair =
    best === undefined ? undefined : decisions.get(`${user.userId}/${best.salesforceUser.salesforceUserId}`)
  const kinds = [decisions.get(`${user.userId}/-`)?.kind, aboutPair?.kind]
  return kinds.includes('later') || kinds.includes('not-a-person')
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
    const named = await resolveUsers(ledger, people)
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
