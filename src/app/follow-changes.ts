import { type Decided, isRefusal, joinPlans, type Plan, planOf, refuse } from '../core/change.ts'
import { decideRenewal } from '../core/decide/map.ts'
import { decideEditUser } from '../core/decide/user.ts'
import type { DriftFacts } from '../core/drift.ts'
import { editsToFollow } from '../core/drift-fix.ts'
import { type CommandLine, commandLine } from '../core/hint.ts'
import { fullName, type UserId } from '../core/model.ts'
import { readAgainCommand } from '../core/salesforce-user.ts'
import type { Email } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { lastReadText } from './directory-age.ts'
import { changeFindings } from './monthly.ts'
import { licenseUsageOf } from './license-usage.ts'

/**
 * Plans at once that these users follow their new names and addresses in Salesforce, and that their mappings are confirmed.
 * Users who would get one address are left out, with a warning.
 */
export async function planToFollow(
  context: AppContext,
  ledger: Ledger,
  userIds: ReadonlySet<UserId>,
): Promise<Decided> {
  const lastRead = await ledger.directory.lastRead()
  if (lastRead === undefined) return joinPlans([])
  const found = await changeFindings(context, ledger)
  const facts = new Map<UserId, DriftFacts>(found.map(({ drift }) => [drift.facts.user.userId, drift.facts]))
  const { following, shared } = withoutSharedAddresses(
    [...facts.values()].filter(({ user }) => userIds.has(user.userId)),
  )
  if (following.length === 0 && shared.length > 0)
    return refuse(
      'conflict',
      shared.map(({ text }) => text).join('; '),
      shared.map(({ command }) => command),
    )
  const edits = new Map(following.map((each) => [each.user.userId, editsToFollow(each)]))
  const usage = await licenseUsageOf(ledger)
  const holders = await holdersOf(
    ledger,
    [...edits.values()].flatMap(({ email }) => email ?? []),
  )
  const plans: Plan[] = shared.map(({ text, command }) =>
    planOf([], { warnings: [{ text: `left out: ${text}`, command }] }),
  )
  for (const each of following) {
    const { user, mapping, salesforceUser } = each
    const wish = edits.get(user.userId) ?? {}
    const holder = wish.email === undefined ? undefined : holders.get(wish.email)
    // A user who gives the address up in the same plan does not keep others from it.
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

// In SalesScreen an address belongs to one user, so only Salesforce can say who keeps it.
function withoutSharedAddresses(all: readonly DriftFacts[]) {
  const following: DriftFacts[] = []
  const shared: { text: string; command: CommandLine }[] = []
  for (const [address, group] of Map.groupBy(all, (each) => editsToFollow(each).email)) {
    if (address === undefined || group.length === 1) following.push(...group)
    else
      shared.push({
        text: `${group.map(({ user }) => `${fullName(user)} (${user.email})`).join(' and ')} have the same e-mail address in Salesforce, ${address}; give each one of their own there, then read Salesforce users again`,
        command: commandLine('sf-users find', address),
      })
  }
  return { following, shared }
}

async function holdersOf(ledger: Ledger, emails: readonly Email[]) {
  const found = await ledger.usersOf({ emails })
  return new Map(found.map(({ user }) => [user.email, user]))
}
