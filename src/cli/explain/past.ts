import { decisionKey } from '../../core/decision.ts'
import type { Past, PastChangeSet, ToldDecision } from '../../core/explain/facts.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { User } from '../../core/user.ts'
import type { Ledger, PastChange } from '../../ledger/ledger.ts'

const most = 3

/** Every change of a user, its mapping and the decisions about it, and the newest change sets among them. */
export async function pastOfUser(
  ledger: Ledger,
  { userId }: User,
  decisions: readonly ToldDecision[],
): Promise<{ readonly changes: readonly PastChange[]; readonly past: Past }> {
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
export async function pastOf(ledger: Ledger, salesforceUserId: SalesforceUserId): Promise<Past> {
  const newest: PastChangeSet[] = []
  let total = 0
  for await (const page of ledger.history({ person: { salesforceUserId } })) {
    total += page.length
    newest.push(...page.slice(0, Math.max(0, most - newest.length)).map((head) => ({ head, changes: [] })))
  }
  return { newest, total }
}
