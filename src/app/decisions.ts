import type { Decided } from '../core/change.ts'
import { decideRecordDecision, isInForce } from '../core/decide/decision.ts'
import { SfsyncError } from '../core/errors.ts'
import type { NamedDecision } from '../core/explain/facts.ts'
import { commandLine } from '../core/hint.ts'
import { type Decision, decisionKey, fullName, type User } from '../core/model.ts'
import type { DecisionList, Ledger } from '../ledger/ledger.ts'
import { resolveUser, salesforceUserIdIn } from './resolve.ts'

// A company has hundreds of decisions at most.
async function allDecisions(ledger: DecisionList): Promise<readonly Decision[]> {
  const decisions: Decision[] = []
  for await (const page of ledger.decisions()) decisions.push(...page)
  return decisions
}

/** Every recorded decision with names; order: e-mail address, then Salesforce User ID. */
export async function namedDecisions(ledger: Ledger): Promise<readonly NamedDecision[]> {
  const decisions = await allDecisions(ledger)
  const records = await ledger.usersOf({ userIds: decisions.flatMap(({ userId }) => userId ?? []) })
  const salesforceUsers = await ledger.directory.findAll({
    salesforceUserIds: decisions.flatMap(({ salesforceUserId }) => salesforceUserId ?? []),
  })
  const users = new Map<string | null, User>(records.map(({ user }) => [user.userId, user]))
  const salesforceNames = new Map<string | null, string>(
    salesforceUsers.map(({ salesforceUserId, name }) => [salesforceUserId, name]),
  )
  const named = decisions.map((decision): NamedDecision => {
    const user = users.get(decision.userId)
    return {
      decision,
      user: user === undefined ? null : { email: user.email, name: fullName(user) },
      salesforceName: salesforceNames.get(decision.salesforceUserId) ?? null,
    }
  })
  return named.toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))
}

function orderOf({ decision, user }: NamedDecision): string {
  return `${user?.email ?? ''} ${decision.salesforceUserId ?? ''}`
}

/** Whether a decision is about the SalesScreen user or the Salesforce User ID that a text names. */
export async function isDecisionAbout(
  ledger: Ledger,
  text: string,
): Promise<(decision: Decision) => boolean> {
  const wanted = await salesforceUserIdIn(ledger, text)
  if (wanted !== undefined) return ({ salesforceUserId }) => salesforceUserId === wanted
  const { user } = await resolveUser(ledger, text)
  return ({ userId }) => userId === user.userId
}

/** The decisions "never" that are in force, by their pair. */
export async function rejections(
  ledger: DecisionList,
  today: string,
): Promise<(userId: string, salesforceUserId: string) => Decision | null> {
  const inForce = new Map<string, Decision>(
    (await allDecisions(ledger))
      .filter((decision) => decision.kind === 'never' && isInForce(decision, today))
      .map((decision) => [decisionKey(decision), decision]),
  )
  return (userId, salesforceUserId) => inForce.get(`${userId}/${salesforceUserId}`) ?? null
}

/**
 * The one decision about these users; if there are several, the one about no other user, which cannot be named in another
 * way. Throws `not-found`, and `decision-needed` if several remain.
 */
export async function theDecisionAbout(ledger: Ledger, texts: readonly string[]): Promise<Decision> {
  const tests = await Promise.all(texts.map(async (text) => await isDecisionAbout(ledger, text)))
  const all = await allDecisions(ledger)
  const found = all.filter((decision) => tests.every((isAbout) => isAbout(decision)))
  const aboutNoOther = found.filter((decision) => idsOf(decision).length === texts.length)
  const [only, ...others] = aboutNoOther.length === 1 ? aboutNoOther : found
  const names = texts.join(' and ')
  if (only === undefined)
    throw new SfsyncError('not-found', `there is no decision about ${names}`, {
      actions: [commandLine('decisions list')],
    })
  if (others.length === 0) return only
  throw new SfsyncError('decision-needed', `${found.length} decisions are about ${names}; none was removed`, {
    rows: found.map((decision) => ({ reason: `${decision.kind}: ${idsOf(decision).join(' and ')}` })),
    actions: [{ text: 'name both users', command: commandLine('decisions remove', '<user>', '<sfId>') }],
  })
}

function idsOf({ userId, salesforceUserId }: Decision): string[] {
  return [userId ?? [], salesforceUserId ?? []].flat()
}

/** Plans the recording of a decision on the ledger as it is. */
export async function planRecordDecision(ledger: Ledger, decision: Decision): Promise<Decided> {
  const { userId, salesforceUserId } = decision
  const [record] = userId === null ? [] : await ledger.findUsers({ userId })
  const [entry] = salesforceUserId === null ? [] : await ledger.directory.find({ salesforceUserId })
  const mapped = record?.mapping?.salesforceUserId
  const isMapped = mapped !== undefined && (salesforceUserId === null || mapped === salesforceUserId)
  const names = [
    ...(record === undefined ? [] : [record.user.email]),
    ...(salesforceUserId === null ? [] : [entry?.salesforceUser.name ?? salesforceUserId]),
  ]
  const key = decisionKey(decision)
  const existing = (await allDecisions(ledger)).find((each) => decisionKey(each) === key) ?? null
  return decideRecordDecision(
    { existing, mapped: isMapped ? (record?.user.email ?? null) : null, who: names.join(' and ') },
    decision,
  )
}

// "Later" is asked again after so many days.
const laterDays = 30

/** The day on which a decision "later" that is made today expires; both YYYY-MM-DD. */
export function reminderDay(today: string): string {
  return new Date(Date.parse(today) + laterDays * 86_400_000).toISOString().slice(0, 10)
}
