import { decideRecord } from '../../core/decide-decision.ts'
import { type Decision, decisionKey } from '../../core/decision.ts'
import type { Decided } from '../../core/decided.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** Plans that a decision is recorded on the ledger as it is; throws nothing where the people are unknown. */
export async function planDecision(ledger: Ledger, decision: Decision): Promise<Decided> {
  const { userId, salesforceUserId } = decision
  const [record] = userId === null ? [] : await ledger.findUsers({ userId })
  const [entry] = salesforceUserId === null ? [] : await ledger.directory.find({ salesforceUserId })
  const mapped = record?.mapping?.salesforceUserId
  const isMapped = mapped !== undefined && (salesforceUserId === null || mapped === salesforceUserId)
  const names = [
    ...(record === undefined ? [] : [record.user.email]),
    ...(salesforceUserId === null ? [] : [entry?.salesforceUser.name ?? salesforceUserId]),
  ]
  return decideRecord(
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
export function comesBack(now: string): string {
  return new Date(Date.parse(now) + laterDays * 86_400_000).toISOString().slice(0, 10)
}
