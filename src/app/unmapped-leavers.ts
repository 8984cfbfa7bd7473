import { idleSince } from '../core/drift.ts'
import { byNameThenEmail, type User, type UserId } from '../core/model.ts'
import { isPerson, type SalesforceUser, whyInactive } from '../core/salesforce-user.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { probableLeavers, probableLeaverText } from './leavers.ts'
import { matchRulesOf, wantedSuggestions } from './match/suggest.ts'

/** An unmapped SalesScreen user, and the inactive Salesforce user that it is or may be. */
export interface UnmappedLeaver {
  readonly user: User
  readonly salesforceUser: SalesforceUser
  /** Whether only the matcher says so, and not the same e-mail address and name. */
  readonly isDoubtful: boolean
  /** In words that follow the user's e-mail address. */
  readonly text: string
  /** UTC, ISO 8601; null if unknown. */
  readonly since: string | null
}

/**
 * Unmapped users who probably are Salesforce users who are inactive now, by name and e-mail address: those
 * with the same e-mail address and name, and those whose match is at least likely and who may be no one active.
 */
export async function unmappedLeavers(context: AppContext, ledger: Ledger): Promise<UnmappedLeaver[]> {
  // Comparing everyone takes seconds in a large company.
  if ((await ledger.directory.count({ mapped: false, active: false })) === 0) return []
  const users: User[] = []
  for await (const page of ledger.users({ states: ['active', 'pending'], mapped: false }))
    users.push(...page.map(({ user }) => user))
  if (users.length === 0) return []
  const found = new Map<UserId, Omit<UnmappedLeaver, 'since'>>()
  for (const each of await likelyLeavers(context, ledger)) found.set(each.user.userId, each)
  const probable = await probableLeavers(ledger, users)
  for (const user of users) {
    const salesforceUser = probable.get(user.userId)
    if (salesforceUser === undefined || whyInactive(salesforceUser) !== 'inactive') continue
    const text = probableLeaverText(salesforceUser, 'inactive')
    found.set(user.userId, { user, salesforceUser, isDoubtful: false, text })
  }
  const ids = [...found.values()].map(({ salesforceUser }) => salesforceUser.salesforceUserId)
  const log = ids.length === 0 ? [] : await ledger.directory.changesAbout(ids)
  const seen = Map.groupBy(log, ({ salesforceUserId }) => salesforceUserId)
  return [...found.values()]
    .map((each) => ({
      ...each,
      since: idleSince('inactive', seen.get(each.salesforceUser.salesforceUserId) ?? []),
    }))
    .toSorted((left, right) => byNameThenEmail(left.user, right.user))
}

async function likelyLeavers(
  context: AppContext,
  ledger: Ledger,
): Promise<readonly Omit<UnmappedLeaver, 'since'>[]> {
  const { unclear } = matchRulesOf(context)
  const suggestions = await wantedSuggestions(context, ledger, { people: [], classes: ['sure', 'likely'] })
  return suggestions.flatMap(({ user, candidates }) => {
    const [best, ...others] = candidates
    if (best === undefined || !hasLeft(best.salesforceUser)) return []
    // Whoever may be someone active as well may have changed accounts.
    if (others.some(({ score, salesforceUser }) => score >= unclear && whyInactive(salesforceUser) === null))
      return []
    const { name, email, salesforceUserId } = best.salesforceUser
    const text = `is not mapped, but is probably ${name} (${[salesforceUserId, ...(email === null ? [] : [email])].join(', ')}), who is inactive in Salesforce`
    return [{ user, salesforceUser: best.salesforceUser, isDoubtful: true, text }]
  })
}

function hasLeft(salesforceUser: SalesforceUser): boolean {
  return isPerson(salesforceUser) && whyInactive(salesforceUser) === 'inactive'
}
