import type { ToldDecision } from '../../core/explain/facts.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { User } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { namedDecisions } from '../decisions/find.ts'

/** Every recorded decision with the names of those it is about. */
export async function everyDecision(ledger: Ledger): Promise<ToldDecision[]> {
  return (await namedDecisions(ledger)).map(({ decision, user, salesforceName }) => ({
    decision,
    email: user?.email ?? null,
    salesforceName,
  }))
}

/** Whether a decision is about a user, or about a Salesforce user: alone, or with anybody where there is no user. */
export function isAbout(
  user: User | null,
  salesforceUserId: SalesforceUserId | null,
): (told: ToldDecision) => boolean {
  return ({ decision }) =>
    user !== null && decision.userId !== null
      ? decision.userId === user.userId
      : salesforceUserId !== null && decision.salesforceUserId === salesforceUserId
}
