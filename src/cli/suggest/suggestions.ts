import { isStanding } from '../../core/decide-decision.ts'
import { type Decision, decisionKey } from '../../core/decision.ts'
import { SfsyncError } from '../../core/errors.ts'
import { changedRules, defaultThresholds, defaultWeights, type MatchRules } from '../../core/match/rules.ts'
import { type MatchFacts, suggesting, type Wanted } from '../../core/match/suggest.ts'
import { suggestFew } from '../../core/match/suggest-few.ts'
import type { Suggestion } from '../../core/match/suggestion.ts'
import { claimsNeedAddresses, type Neighbours, usersAround, Vicinity } from '../../core/match/vicinity.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { byNameThenEmail, type UserId } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { heard } from '../heard.ts'

/** Both sides, as far as they are not mapped, and the suggestions for all of the one. */
export interface Suggestions {
  readonly all: readonly Suggestion[]
  /** Salesforce users who are mapped to nobody. */
  readonly people: readonly SalesforceUser[]
  /** The standing decisions, by their key. */
  readonly decisions: ReadonlyMap<string, Decision>
}

/** Suggests for everybody who is not mapped and has not left; throws `remote` where nobody could look. */
export async function suggestions(context: Context, ledger: Ledger): Promise<Suggestions> {
  const judgement = await judgementOf(context, ledger)
  const users: Wanted[] = []
  for await (const page of ledger.users({ mapped: false, states: ['active', 'pending'] }))
    users.push(...page.map(({ user, team }) => ({ user, teamName: team?.name ?? null })))
  const people: SalesforceUser[] = []
  for await (const page of ledger.directory.list({ mapped: false }))
    for (const { salesforceUser } of page)
      if (judgement.isPerson(salesforceUser.salesforceUserId)) people.push(salesforceUser)
  const { decisions, isRejected, rules } = judgement
  const all = await unlessInterrupted(suggesting({ users, people, isRejected }, rules), context)
  return { all, people, decisions }
}

async function unlessInterrupted<Result>(
  steps: Generator<void, Result, void>,
  { parts }: Context,
): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await heard(parts.interrupted)
  }
}

/** The same suggestions for a few of them, without looking at everybody; whoever is mapped or has left is left out. */
export async function suggestionsForFew(
  context: Context,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<readonly Suggestion[]> {
  const { isPerson, isRejected, rules } = await judgementOf(context, ledger)
  if (userIds.size > mostFew || !claimsNeedAddresses(rules))
    return (await suggestions(context, ledger)).all.filter(({ user }) => userIds.has(user.userId))
  const outlines = await ledger.outlines()
  const people = (await ledger.directory.outlines()).filter((each) => isPerson(each.salesforceUserId))
  const names = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  const load = async (near: Neighbours): Promise<MatchFacts> => ({
    users: (await ledger.usersOf({ userIds: [...near.users] })).map(({ user }) => ({
      user,
      teamName: user.teamId === null ? null : (names.get(user.teamId) ?? null),
    })),
    people: await ledger.directory.findAll({ salesforceUserIds: [...near.people] }),
    isRejected,
  })
  const asked = outlines.filter(({ userId }) => userIds.has(userId))
  const found = await suggestFew(asked, new Vicinity(outlines, people), load, rules)
  return found.toSorted((left, right) => byNameThenEmail(left.user, right.user))
}

/** The suggestions of all of whom a Salesforce user may be a candidate. */
export async function suggestionsTo(
  context: Context,
  ledger: Ledger,
  person: SalesforceUser,
): Promise<readonly Suggestion[]> {
  const users = usersAround(person, await ledger.outlines())
  return await suggestionsForFew(context, ledger, new Set(users.map(({ userId }) => userId)))
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

async function judgementOf(context: Context, ledger: Ledger): Promise<Judgement> {
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

function rulesOf({ configuration: { settings } }: Context): MatchRules {
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
      if (isStanding(decision, today)) decisions.set(decisionKey(decision), decision)
  return decisions
}

/** Whether somebody decided that a user is to be asked about later, or has nobody in Salesforce. */
export function isSetAside({ decisions }: Suggestions, { user, candidates }: Suggestion): boolean {
  const [first] = candidates
  const aboutBoth =
    first === undefined ? undefined : decisions.get(`${user.userId}/${first.salesforceUser.salesforceUserId}`)
  const kinds = [decisions.get(`${user.userId}/-`)?.kind, aboutBoth?.kind]
  return kinds.includes('later') || kinds.includes('not-a-person')
}
