import { idleSince } from '../core/drift.ts'
import { byNameThenEmail, type User, type UserId } from '../core/model.ts'
import { isPerson, type SalesforceUser, whyInactive } from '../core/salesforce-user.ts'
import { parseEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { Suggestion } from '../core/match/suggestion.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { changedLeavers } from './changed-leavers.ts'
import { probableLeavers, probableLeaverText } from './leavers.ts'
import { matchRulesOf, openSuggestions, wantedSuggestions } from './match/suggest.ts'

/** An unmapped SalesScreen user, and the inactive Salesforce user that it is or may be. */
export interface UnmappedLeaver {
  readonly user: User
  readonly salesforceUser: SalesforceUser
  /** Whether only the matcher or the past says so, and not the same e-mail address and name. */
  readonly isDoubtful: boolean
  /** In words that follow the user's e-mail address. */
  readonly text: string
  /** UTC, ISO 8601; null if unknown. */
  readonly since: string | null
}

/**
 * Unmapped users who probably are Salesforce users who are inactive now, by name and e-mail address: those
 * with the same e-mail address and name, those whose match is at least likely and who may be no one active, and those who
 * had the same e-mail address and name before.
 * `quick` looks only at users with the name or the e-mail address of an inactive one: comparing everyone takes seconds in
 * a large company.
 */
export async function unmappedLeavers(
  context: AppContext,
  ledger: Ledger,
  { quick }: { readonly quick: boolean },
): Promise<UnmappedLeaver[]> {
  const users = await usersLikeLeavers(ledger)
  const found = new Map<UserId, Omit<UnmappedLeaver, 'since'>>()
  const probable = await probableLeavers(ledger, users)
  for (const user of users) {
    const salesforceUser = probable.get(user.userId)
    if (salesforceUser === undefined || whyInactive(salesforceUser) !== 'inactive') continue
    const text = probableLeaverText(salesforceUser, 'inactive')
    found.set(user.userId, { user, salesforceUser, isDoubtful: false, text })
  }
  // Before the matcher, which knows people only as they are now.
  for (const each of await changedLeavers(context, ledger))
    if (!found.has(each.user.userId)) found.set(each.user.userId, { ...each, isDoubtful: true })
  const others = users.map(({ userId }) => userId).filter((userId) => !found.has(userId))
  for (const each of await likelyLeavers(context, ledger, quick ? new Set(others) : undefined))
    if (!found.has(each.user.userId)) found.set(each.user.userId, each)
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

// Active and pending users who are not mapped and have the name or the address of someone inactive in Salesforce.
async function usersLikeLeavers(ledger: Ledger): Promise<User[]> {
  const found = new Map<UserId, User>()
  for await (const page of ledger.directory.list({ mapped: false, active: false })) {
    const left = page.map(({ salesforceUser }) => salesforceUser)
    const emails = left.flatMap(({ email }) => {
      const parsed = parseEmail(withoutSandboxSuffix(email ?? ''))
      return 'email' in parsed ? [parsed.email] : []
    })
    for (const { user, mapping } of await ledger.usersOf({ emails, called: left.map(({ name }) => name) }))
      if (mapping === null && (user.state === 'active' || user.state === 'pending'))
        found.set(user.userId, user)
  }
  return [...found.values()]
}

async function likelyLeavers(
  context: AppContext,
  ledger: Ledger,
  among: ReadonlySet<UserId> | undefined,
): Promise<readonly Omit<UnmappedLeaver, 'since'>[]> {
  const { unclear } = matchRulesOf(context)
  const suggestions = (
    among === undefined
      ? await everySuggestion(context, ledger)
      : await openSuggestions(context, ledger, among)
  ).filter(({ matchClass }) => matchClass === 'sure' || matchClass === 'likely')
  return suggestions.flatMap(({ user, candidates }) => {
    const [best, ...others] = candidates
    if (best === undefined || !hasLeft(best.salesforceUser)) return []
    // A user who may also be someone active may have changed accounts.
    if (others.some(({ score, salesforceUser }) => score >= unclear && whyInactive(salesforceUser) === null))
      return []
    const { name, email, salesforceUserId } = best.salesforceUser
    const text = `is not mapped, but is probably ${name} (${[salesforceUserId, ...(email === null ? [] : [email])].join(', ')}), who is inactive in Salesforce`
    return [{ user, salesforceUser: best.salesforceUser, isDoubtful: true, text }]
  })
}

async function everySuggestion(context: AppContext, ledger: Ledger): Promise<readonly Suggestion[]> {
  if ((await ledger.directory.count({ mapped: false, active: false })) === 0) return []
  return await wantedSuggestions(context, ledger, { people: [], classes: [] })
}

function hasLeft(salesforceUser: SalesforceUser): boolean {
  return isPerson(salesforceUser) && whyInactive(salesforceUser) === 'inactive'
}
