import { isInForce } from '../../core/decide/decision.ts'
import { byNameThenEmail, type Decision, decisionKey, type UserId } from '../../core/model.ts'
import { SfsyncError } from '../../core/errors.ts'
import { changedRules, defaultThresholds, defaultWeights, type MatchRules } from '../../core/match/rules.ts'
import { type MatchFacts, suggestInSteps, type UserToMatch } from '../../core/match/suggest.ts'
import type { MatchClass, Suggestion, UserOutline } from '../../core/match/suggestion.ts'
import {
  claimsRequireAddress,
  type BlockedPeople,
  suggestSubset,
  blockedUsers,
  usersWithCandidate,
  Blocking,
} from '../../core/match/suggest-subset.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { AppContext } from '../context.ts'
import { throwIfInterrupted } from '../interrupts.ts'
import { resolveUsers } from '../resolve.ts'

/** Both sides, as far as they are not mapped, and the suggestions for all of the one. */
export interface Suggestions {
  readonly all: readonly Suggestion[]
  /** Salesforce users who are mapped to nobody. */
  readonly people: readonly SalesforceUser[]
  /** The standing decisions, by their key. */
  readonly decisions: ReadonlyMap<string, Decision>
}

/** Suggests for everybody who is not mapped and has not left; throws `remote` where nobody could look. */
export async function suggestForAll(context: AppContext, ledger: Ledger): Promise<Suggestions> {
  const judgement = await judgementOf(context, ledger)
  const users: UserToMatch[] = []
  for await (const page of ledger.users({ mapped: false, states: ['active', 'pending'] }))
    users.push(...page.map(({ user, team }) => ({ user, teamName: team?.name ?? null })))
  const people: SalesforceUser[] = []
  for await (const page of ledger.directory.list({ mapped: false }))
    for (const { salesforceUser } of page)
      if (judgement.isPerson(salesforceUser.salesforceUserId)) people.push(salesforceUser)
  const { decisions, isRejected, rules } = judgement
  const all = await unlessInterrupted(suggestInSteps({ users, people, isRejected }, rules), context)
  return { all, people, decisions }
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

/** The same suggestions for a few of them, without looking at everybody; whoever is mapped or has left is left out. */
export async function suggestForSome(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<readonly Suggestion[]> {
  const judgement = await judgementOf(context, ledger)
  return isForAll(userIds, judgement)
    ? (await suggestForAll(context, ledger)).all.filter(({ user }) => userIds.has(user.userId))
    : await fewAmong(await sightOf(ledger, judgement), userIds, judgement)
}

/** The suggestions of all who have a Salesforce user among their candidates. */
export async function suggestionsTo(
  context: AppContext,
  ledger: Ledger,
  person: SalesforceUser,
): Promise<readonly Suggestion[]> {
  const judgement = await judgementOf(context, ledger)
  const sight = await sightOf(ledger, judgement)
  const around = blockedUsers(person, sight.outlines)
  // Thousands may share a first name; hardly any of them has this person as a candidate.
  const { users } = await sight.load({
    users: new Set(around.map(({ userId }) => userId)),
    people: new Set(),
  })
  const userIds = usersWithCandidate(person, { ...sight, ...judgement, users }, judgement.rules)
  return isForAll(userIds, judgement)
    ? (await suggestForAll(context, ledger)).all.filter(({ user }) => userIds.has(user.userId))
    : await fewAmong(sight, userIds, judgement)
}

/** Both sides in outline, and how to get some of them whole. */
interface Sight {
  readonly outlines: readonly UserOutline[]
  readonly vicinity: Blocking
  isRenamed(this: void, one: string, other: string): boolean
  load(this: void, near: BlockedPeople): Promise<MatchFacts>
}

async function sightOf(ledger: Ledger, { isPerson, isRejected }: Judgement): Promise<Sight> {
  const outlines = await ledger.outlines()
  const people = (await ledger.directory.outlines()).filter((each) => isPerson(each.salesforceUserId))
  const names = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  const vicinity = new Blocking(outlines, people)
  return {
    outlines,
    vicinity,
    isRenamed: (one, other) => vicinity.isRenamed(one, other),
    load: async (near) => ({
      users: (await ledger.usersOf({ userIds: [...near.users] })).map(({ user }) => ({
        user,
        teamName: user.teamId === null ? null : (names.get(user.teamId) ?? null),
      })),
      people: await ledger.directory.findAll({ salesforceUserIds: [...near.people] }),
      isRejected,
    }),
  }
}

async function fewAmong(
  { outlines, vicinity, load }: Sight,
  userIds: ReadonlySet<UserId>,
  { rules }: Judgement,
): Promise<readonly Suggestion[]> {
  const asked = outlines.filter(({ userId }) => userIds.has(userId))
  const found = await suggestSubset(asked, vicinity, load, rules)
  return found.toSorted((left, right) => byNameThenEmail(left.user, right.user))
}

function isForAll(userIds: ReadonlySet<UserId>, { rules }: Judgement): boolean {
  return userIds.size > mostFew || !claimsRequireAddress(rules)
}

// For more of them it is quicker to look at everybody.
const mostFew = 20

/** By what two sides are judged: the rules, and what was decided. */
interface Judgement {
  readonly rules: MatchRules
  readonly decisions: ReadonlyMap<string, Decision>
  isPerson(this: void, salesforceUserId: string): boolean
  isRejected(this: void, userId: string, salesforceUserId: string): boolean
}

async function judgementOf(context: AppContext, ledger: Ledger): Promise<Judgement> {
  if ((await ledger.directory.lastRead()) === undefined)
    throw new SfsyncError('remote', 'could not look: nobody has been read from Salesforce yet', {
      actions: ['sfsync sf-users refresh', 'sfsync sf-users import <report.csv>'],
    })
  const decisions = await standing(ledger, context.now().slice(0, 10))
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
  throw new SfsyncError('configuration', `match-rules: ${rules.reason}`, {
    actions: [
      `the rules are: ${[...Object.keys(defaultWeights), ...Object.keys(defaultThresholds)].join(', ')}`,
    ],
  })
}

async function standing(ledger: Ledger, today: string): Promise<Map<string, Decision>> {
  const decisions = new Map<string, Decision>()
  for await (const page of ledger.decisions())
    for (const decision of page)
      if (isInForce(decision, today)) decisions.set(decisionKey(decision), decision)
  return decisions
}

/** Whether somebody decided that a user is to be asked about later, or has nobody in Salesforce. */
export function isDeferred({ decisions }: Suggestions, { user, candidates }: Suggestion): boolean {
  const [first] = candidates
  const aboutBoth =
    first === undefined ? undefined : decisions.get(`${user.userId}/${first.salesforceUser.salesforceUserId}`)
  const kinds = [decisions.get(`${user.userId}/-`)?.kind, aboutBoth?.kind]
  return kinds.includes('later') || kinds.includes('not-a-person')
}

/** For whom suggestions are wanted; empty lists do not limit. */
export interface SuggestionFilter {
  /** SalesScreen users as they are typed. */
  readonly people: readonly string[]
  readonly classes: readonly MatchClass[]
}

/** The suggestions for some, or for everybody who was not set aside; order: folded name, then e-mail address. */
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
        await context.note(`${user.email} is mapped to ${mapping.salesforceUserId} already`)
      else if (user.state !== 'active' && user.state !== 'pending')
        await context.note(`${user.email} is ${user.state}: nobody is looked for`)
    const found = await suggestForSome(context, ledger, new Set(named.map(({ user }) => user.userId)))
    return found.filter((each) => isWanted(each))
  }
  const found = await suggestForAll(context, ledger)
  return found.all.filter((each) => !isDeferred(found, each) && isWanted(each))
}
