import { decideRecordDecision, isInForce } from '../core/decide/decision.ts'
import { type Decision, decisionKey, fullName, type User } from '../core/model.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import type { DecisionList, Ledger } from '../ledger/ledger.ts'
import { resolveUser } from './resolve.ts'
import type { Decided } from '../core/change.ts'

/** A decision with the names of those it is about. */
export interface NamedDecision {
  readonly decision: Decision
  /** null: about nobody in SalesScreen. */
  readonly user: { readonly email: string; readonly name: string } | null
  /** The name in Salesforce; null where the directory does not know it, or nobody there is meant. */
  readonly salesforceName: string | null
}

/** Every recorded decision with names; order: e-mail address, then Salesforce User ID. An admin has hundreds of them at most. */
export async function namedDecisions(ledger: Ledger): Promise<readonly NamedDecision[]> {
  const decisions: Decision[] = []
  for await (const page of ledger.decisions()) decisions.push(...page)
  const users = await ledger.usersOf({ userIds: decisions.flatMap(({ userId }) => userId ?? []) })
  const people = await ledger.directory.findAll({
    salesforceUserIds: decisions.flatMap(({ salesforceUserId }) => salesforceUserId ?? []),
  })
  const byUser = new Map<string | null, User>(users.map(({ user }) => [user.userId, user]))
  const byPerson = new Map<string | null, string>(
    people.map(({ salesforceUserId, name }) => [salesforceUserId, name]),
  )
  const named = decisions.map((decision): NamedDecision => {
    const user = byUser.get(decision.userId)
    return {
      decision,
      user: user === undefined ? null : { email: user.email, name: fullName(user) },
      salesforceName: byPerson.get(decision.salesforceUserId) ?? null,
    }
  })
  return named.toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))
}

function orderOf({ decision, user }: NamedDecision): string {
  return `${user?.email ?? ''} ${decision.salesforceUserId ?? ''}`
}

/** Whether a decision is about somebody, named as a SalesScreen user or by Salesforce User ID. */
export async function isDecisionAbout(
  ledger: Ledger,
  text: string,
): Promise<(decision: Decision) => boolean> {
  const parsed = parseSalesforceUserId(text)
  if ('salesforceUserId' in parsed)
    return ({ salesforceUserId }) => salesforceUserId === parsed.salesforceUserId
  const { user } = await resolveUser(ledger, text)
  return ({ userId }) => userId === user.userId
}

/** The decisions "never these two" that still count, by their pair. */
export async function rejections(
  ledger: DecisionList,
  today: string,
): Promise<(userId: string, salesforceUserId: string) => Decision | null> {
  const standing = new Map<string, Decision>()
  for await (const page of ledger.decisions())
    for (const decision of page)
      if (decision.kind === 'never' && isInForce(decision, today))
        standing.set(decisionKey(decision), decision)
  return (userId, salesforceUserId) => standing.get(`${userId}/${salesforceUserId}`) ?? null
}

/**
 * The one decision about these people: the one about nobody besides them where there are several, because it could not be
 * named otherwise. Throws `not-found`, and `decision-needed` where several are.
 */
export async function theDecisionAbout(ledger: Ledger, texts: readonly string[]): Promise<Decision> {
  const tests: ((decision: Decision) => boolean)[] = []
  for (const text of texts) tests.push(await isDecisionAbout(ledger, text))
  const found: Decision[] = []
  for await (const page of ledger.decisions())
    found.push(...page.filter((decision) => tests.every((isAbout) => isAbout(decision))))
  const aboutNobodyElse = found.filter(
    ({ userId, salesforceUserId }) => [userId ?? [], salesforceUserId ?? []].flat().length === texts.length,
  )
  const [only, ...others] = aboutNobodyElse.length === 1 ? aboutNobodyElse : found
  if (only === undefined)
    throw new SfsyncError('not-found', `nothing is decided about ${texts.join(' and ')}`, {
      actions: ['sfsync decisions list'],
    })
  if (others.length > 0)
    throw new SfsyncError(
      'decision-needed',
      `${found.length} decisions are about ${texts.join(' and ')}; nothing was written`,
      {
        rows: found.map(({ kind, salesforceUserId, userId }) => ({
          reason: `${kind}: ${[userId ?? [], salesforceUserId ?? []].flat().join(' and ')}`,
        })),
        actions: ['name both: sfsync decisions remove <user> <sfId>'],
      },
    )
  return only
}

/** Plans that a decision is recorded on the ledger as it is; throws nothing where the people are unknown. */
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
  return decideRecordDecision(
    {
      existing: await recorded(ledger, decisionKey(decision)),
      mapped: isMapped ? (record?.user.email ?? null) : null,
      who: names.join(' and '),
    },
    decision,
  )
}

async function recorded(ledger: Ledger, key: string): Promise<Decision | null> {
  for await (const page of ledger.decisions())
    for (const decision of page) if (decisionKey(decision) === key) return decision
  return null
}

// "Later" is asked again after so many days.
const laterDays = 30

/** The day on which somebody who was put off is asked about again, YYYY-MM-DD. */
export function reminderDay(now: string): string {
  return new Date(Date.parse(now) + laterDays * 86_400_000).toISOString().slice(0, 10)
}
