import { type Decided, isRefusal, joinPlans, type Plan } from '../core/change.ts'
import { decideRenewal } from '../core/decide/map.ts'
import { decideEditUser } from '../core/decide/user.ts'
import type { DriftFacts } from '../core/drift.ts'
import { editsToFollow } from '../core/drift-fix.ts'
import type { UserId } from '../core/model.ts'
import { readAgainCommand } from '../core/salesforce-user.ts'
import type { Email } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { lastReadText } from './directory-age.ts'
import { changeFindings } from './monthly.ts'
import { licenseUsageOf } from './license-usage.ts'

/** Plans at once that these users follow their new names and addresses in Salesforce, and that their mappings are confirmed. */
export async function planToFollow(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<Decided> {
  const lastRead = await ledger.directory.lastRead()
  if (lastRead === undefined) return joinPlans([])
  const found = await changeFindings(context, ledger)
  const facts = new Map<UserId, DriftFacts>(found.map(({ drift }) => [drift.facts.user.userId, drift.facts]))
  const following = [...facts.values()].filter(({ user }) => userIds.has(user.userId))
  const edits = new Map(following.map((each) => [each.user.userId, editsToFollow(each)]))
  const usage = await licenseUsageOf(ledger)
  const holders = await holdersOf(
    ledger,
    [...edits.values()].flatMap(({ email }) => email ?? []),
  )
  const plans: Plan[] = []
  for (const each of following) {
    const { user, mapping, salesforceUser } = each
    const wish = edits.get(user.userId) ?? {}
    const holder = wish.email === undefined ? undefined : holders.get(wish.email)
    // Whoever gives the address up in the same plan does not keep others from it.
    const emailHolder = holder === undefined || edits.get(holder.userId)?.email !== undefined ? null : holder
    const edited = decideEditUser({ ...usage, user, isMapped: true, emailHolder }, wish)
    const renewed = decideRenewal(
      {
        user,
        mapping,
        salesforceUserId: mapping.salesforceUserId,
        salesforceUser,
        seen: lastReadText(lastRead),
        organizationId: lastRead.organizationId,
      },
      readAgainCommand(lastRead),
    )
    for (const decided of Object.keys(wish).length === 0 ? [renewed] : [edited, renewed]) {
      if (isRefusal(decided)) return decided
      plans.push(decided)
    }
  }
  return joinPlans(plans)
}

async function holdersOf(ledger: Ledger, emails: readonly Email[]) {
  const found = await ledger.usersOf({ emails })
  return new Map(found.map(({ user }) => [user.email, user]))
}
